-- AlterTable
ALTER TABLE "Event" ADD COLUMN "aheadUntil" TIMESTAMPTZ(3);

-- Until where somebody looked ahead stood on the calendar. The sweep moves these windows on at once.
UPDATE "Calendar" SET "materializedUntil" = now() WHERE "materializedUntil" > now() + interval '63 days';
