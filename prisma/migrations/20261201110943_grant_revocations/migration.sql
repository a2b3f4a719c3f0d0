-- AlterTable
ALTER TABLE "CalendarConnection" ADD COLUMN     "grantedHere" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "GrantRevocation" (
    "id" TEXT NOT NULL,
    "googleSub" TEXT NOT NULL,
    "refreshToken" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "GrantRevocation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "GrantRevocation_nextAttemptAt_idx" ON "GrantRevocation"("nextAttemptAt");
