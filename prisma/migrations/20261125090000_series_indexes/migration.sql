-- What a sync reads when a series is new or gets another rule, whatever the size of the calendar: the series somebody
-- has said something about, the dates somebody has, and the series that are new.
CREATE INDEX "Event_wishes_idx" ON "Event" ("calendarId")
  WHERE "override" IS NOT NULL OR "neverFrom" IS NOT NULL OR "recurringEnabled" OR "chosenLinkKey" IS NOT NULL;

CREATE INDEX "Occurrence_wishes_idx" ON "Occurrence" ("calendarId") WHERE "override" IS NOT NULL;

CREATE INDEX "Event_masters_idx" ON "Event" ("calendarId", "createdAt") WHERE "kind" = 'master';

-- A person's bots that hold a meeting: few, whatever they have behind them.
CREATE INDEX "ScheduledBot_live_idx" ON "ScheduledBot" ("userId")
  WHERE "status" IN ('Scheduled', 'Joining', 'WaitingRoom', 'InMeeting', 'Recording', 'Leaving');
