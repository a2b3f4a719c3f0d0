-- AlterTable
ALTER TABLE "ScheduledBot" ADD COLUMN     "requestBody" TEXT,
ADD COLUMN     "requestKey" TEXT;

-- CreateTable
CREATE TABLE "ProviderStop" (
    "provider" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "status" INTEGER NOT NULL,
    "words" TEXT,
    "nextProbeAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ProviderStop_pkey" PRIMARY KEY ("provider")
);
