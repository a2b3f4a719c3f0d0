-- AlterTable
ALTER TABLE "ActivityEntry" ADD COLUMN     "delayMs" INTEGER;

-- AlterTable
ALTER TABLE "Calendar" ADD COLUMN     "followedSince" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "ScheduledBot" ADD COLUMN     "wantedSince" TIMESTAMPTZ(3);

-- What is measured of one person, and of the whole installation; both are read from the index alone.
CREATE INDEX "ActivityEntry_delays_idx" ON "ActivityEntry" ("userId", "at") INCLUDE ("action", "delayMs")
  WHERE "delayMs" IS NOT NULL;
CREATE INDEX "ActivityEntry_all_delays_idx" ON "ActivityEntry" ("at") INCLUDE ("action", "delayMs")
  WHERE "delayMs" IS NOT NULL;
