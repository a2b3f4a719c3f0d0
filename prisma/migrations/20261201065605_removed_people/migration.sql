-- AlterTable
ALTER TABLE "User" ADD COLUMN     "removedAt" TIMESTAMPTZ(3);
