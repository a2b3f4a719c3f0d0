-- AlterTable
ALTER TABLE "User" ADD COLUMN     "timeFormat" TEXT,
ADD COLUMN     "weekStart" TEXT;
