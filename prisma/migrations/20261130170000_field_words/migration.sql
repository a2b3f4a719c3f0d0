-- The field's words. Columns, an enum value and indexes are renamed in place, so that no row is written for it; codes that
-- are stored in text and JSON are updated. Sentences that were written before stay as they were.

-- Columns
ALTER TABLE "Calendar" RENAME COLUMN "driftCount" TO "missedNotificationCount";
ALTER TABLE "Calendar" RENAME COLUMN "lastDriftAt" TO "lastMissedNotificationAt";
ALTER TABLE "Calendar" RENAME COLUMN "followedSince" TO "syncEnabledSince";
ALTER TABLE "Event" RENAME COLUMN "recurringEnabled" TO "autoRescheduleEnabled";
ALTER TABLE "Event" RENAME COLUMN "chainBotConfig" TO "autoRescheduleBotConfig";
ALTER TABLE "Event" RENAME COLUMN "chainFrom" TO "autoRescheduleFrom";
ALTER TABLE "Occurrence" RENAME COLUMN "meetingKey" TO "linkKey";
ALTER TABLE "ScheduledBot" RENAME COLUMN "meetingKey" TO "linkKey";
ALTER TABLE "ScheduledBot" RENAME COLUMN "wantedSince" TO "bookedSince";
ALTER TABLE "ScheduledBot" RENAME COLUMN "cancelledByCalendar" TO "comesBack";

-- Enum value
ALTER TYPE "BotSource" RENAME VALUE 'chain' TO 'auto_reschedule';

-- Indexes. Conditions of partial indexes follow the columns that they name.
ALTER INDEX "Occurrence_userId_meetingKey_startTime_idx" RENAME TO "Occurrence_userId_linkKey_startTime_idx";
ALTER INDEX "ScheduledBot_live_key" RENAME TO "ScheduledBot_booked_or_active_key";
ALTER INDEX "ScheduledBot_live_idx" RENAME TO "ScheduledBot_booked_or_active_idx";
ALTER INDEX "Event_wishes_idx" RENAME TO "Event_overrides_idx";
ALTER INDEX "Occurrence_wishes_idx" RENAME TO "Occurrence_overrides_idx";

-- Codes: the decision an occurrence had, and the history that is shown and that undo reads
CREATE TEMPORARY TABLE "renamed_decision" ("old" text PRIMARY KEY, "new" text NOT NULL);
INSERT INTO "renamed_decision" VALUES
  ('over', 'ended'),
  ('had_bot', 'bot_ended'),
  ('scheduled_by_hand', 'scheduled_manually'),
  ('series_chain', 'auto_reschedule'),
  ('already_booked', 'scheduled_earlier'),
  ('same_room', 'shared_link');

UPDATE "Occurrence" o SET "decisionCode" = r."new" FROM "renamed_decision" r WHERE o."decisionCode" = r."old";
UPDATE "ActivityEntry" a SET "cause" = r."new" FROM "renamed_decision" r WHERE a."cause" = r."old";
UPDATE "ActivityEntry" SET "cause" = 'requested' WHERE "cause" = 'asked';
UPDATE "ActivityEntry" SET "cause" = 'previous_meeting_ended' WHERE "cause" = 'chain';

UPDATE "ActivityEntry" SET "action" = 'calendar.sync_enabled' WHERE "action" = 'calendar.followed';
UPDATE "ActivityEntry" SET "action" = 'calendar.sync_stopped' WHERE "action" = 'calendar.lost';
UPDATE "ActivityEntry" SET "action" = 'calendar.resynced' WHERE "action" = 'calendar.repaired';

-- Values within "before" and "after"; their keys stay as they are.
UPDATE "ActivityEntry" a SET "before" = jsonb_set(a."before", '{decision}', to_jsonb(r."new"))
  FROM "renamed_decision" r WHERE jsonb_typeof(a."before") = 'object' AND a."before"->>'decision' = r."old";
UPDATE "ActivityEntry" a SET "after" = jsonb_set(a."after", '{decision}', to_jsonb(r."new"))
  FROM "renamed_decision" r WHERE jsonb_typeof(a."after") = 'object' AND a."after"->>'decision' = r."old";
UPDATE "ActivityEntry" SET "before" = jsonb_set("before", '{source}', '"auto_reschedule"')
  WHERE jsonb_typeof("before") = 'object' AND "before"->>'source' = 'chain';
UPDATE "ActivityEntry" SET "after" = jsonb_set("after", '{source}', '"auto_reschedule"')
  WHERE jsonb_typeof("after") = 'object' AND "after"->>'source' = 'chain';

DROP TABLE "renamed_decision";
