-- AlterTable
ALTER TABLE "ScheduledBot" ADD COLUMN     "handedOverTo" TEXT;
