-- AlterTable
ALTER TABLE "WatchChannel" ADD COLUMN     "firstMessageAt" TIMESTAMPTZ(3);

-- Each sync that succeeds after a failure looks for calendars that wait because Google was down.
CREATE INDEX "Calendar_passing_wait_idx" ON "Calendar" ("retryAt") WHERE "retryAt" IS NOT NULL AND "syncWait" IS NULL;
