-- AlterTable
ALTER TABLE "ActivityEntry" ADD COLUMN     "cause" TEXT;

-- AlterTable
ALTER TABLE "Calendar" ADD COLUMN     "driftCount" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "lastDriftAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "CalendarConnection" ADD COLUMN     "botProvider" TEXT;

-- AlterTable
ALTER TABLE "Event" ADD COLUMN     "chosenLinkKey" TEXT;

-- AlterTable
ALTER TABLE "Occurrence" ADD COLUMN     "decisionCode" TEXT,
ADD COLUMN     "decisionReason" TEXT;

-- AlterTable
ALTER TABLE "User" ADD COLUMN     "rules" JSONB NOT NULL DEFAULT '{}';

-- CreateTable
CREATE TABLE "IdempotencyRecord" (
    "userId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "requestHash" TEXT NOT NULL,
    "status" INTEGER,
    "answer" JSONB,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "IdempotencyRecord_pkey" PRIMARY KEY ("userId","key")
);

-- CreateTable
CREATE TABLE "CallbackDelivery" (
    "id" TEXT NOT NULL,
    "botId" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "headers" JSONB NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CallbackDelivery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "IdempotencyRecord_createdAt_idx" ON "IdempotencyRecord"("createdAt");

-- CreateIndex
CREATE INDEX "CallbackDelivery_nextAttemptAt_idx" ON "CallbackDelivery"("nextAttemptAt");

-- CreateIndex
CREATE INDEX "CallbackDelivery_botId_idx" ON "CallbackDelivery"("botId");

-- CreateIndex
CREATE INDEX "Occurrence_userId_meetingKey_startTime_idx" ON "Occurrence"("userId", "meetingKey", "startTime");

-- AddForeignKey
ALTER TABLE "IdempotencyRecord" ADD CONSTRAINT "IdempotencyRecord_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CallbackDelivery" ADD CONSTRAINT "CallbackDelivery_botId_fkey" FOREIGN KEY ("botId") REFERENCES "ScheduledBot"("id") ON DELETE CASCADE ON UPDATE CASCADE;
