-- AlterTable
ALTER TABLE "Calendar" ADD COLUMN     "eventsRead" INTEGER NOT NULL DEFAULT 0;
