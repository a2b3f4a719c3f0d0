-- AlterTable
ALTER TABLE "ActivityEntry" ADD COLUMN     "apiKeyName" TEXT;

-- AlterTable
ALTER TABLE "User" ADD COLUMN     "maxBots" INTEGER;

ALTER TABLE "User" ADD CONSTRAINT "User_maxBots_check" CHECK ("maxBots" BETWEEN 1 AND 1000);
