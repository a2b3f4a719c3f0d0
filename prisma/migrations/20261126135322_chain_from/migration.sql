-- AlterTable
ALTER TABLE "Event" ADD COLUMN "chainFrom" TIMESTAMPTZ(3);
