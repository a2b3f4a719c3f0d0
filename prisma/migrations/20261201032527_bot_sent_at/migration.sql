-- AlterTable
ALTER TABLE "ScheduledBot" ADD COLUMN     "sentAt" TIMESTAMPTZ(3);
