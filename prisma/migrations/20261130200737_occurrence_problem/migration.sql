-- AlterTable
ALTER TABLE "Occurrence" ADD COLUMN "problem" TEXT;
