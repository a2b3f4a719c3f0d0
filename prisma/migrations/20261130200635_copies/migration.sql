-- DropIndex
DROP INDEX "Event_userId_idx";

-- AlterTable
ALTER TABLE "Event" ADD COLUMN     "overrideSetAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Occurrence" ADD COLUMN     "overrideSetAt" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "Event_userId_iCalUid_idx" ON "Event"("userId", "iCalUid");

-- Backfill: when the overrides that are stored were set, as far as the activity still says it
UPDATE "Occurrence" o
   SET "overrideSetAt" = COALESCE((
         SELECT max(a."at") FROM "ActivityEntry" a
          WHERE a."occurrenceId" = o."id" AND a."action" IN ('override.set', 'bot.unscheduled', 'bot.scheduled')),
         o."updatedAt")
 WHERE o."override" IS NOT NULL;

UPDATE "Event" e
   SET "overrideSetAt" = COALESCE((
         SELECT max(a."at") FROM "ActivityEntry" a
          WHERE a."eventId" = e."id" AND a."occurrenceId" IS NULL
            AND a."action" IN ('override.set', 'series.enabled', 'series.continued')),
         e."updatedAt")
 WHERE e."override" IS NOT NULL OR e."neverFrom" IS NOT NULL;
