-- CreateEnum
CREATE TYPE "SyncWait" AS ENUM ('asked', 'refused');

-- AlterTable
ALTER TABLE "Calendar" ADD COLUMN     "syncWait" "SyncWait";
