-- AlterTable
ALTER TABLE "User" ADD COLUMN     "platformOrder" JSONB NOT NULL DEFAULT '[]';
