-- AlterTable
ALTER TABLE "CalendarConnection" ADD COLUMN     "googleSub" TEXT;

-- AlterTable
ALTER TABLE "User" ADD COLUMN     "claimedAt" TIMESTAMPTZ(3),
ADD COLUMN     "claimedBySub" TEXT,
ADD COLUMN     "googleSub" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "CalendarConnection_userId_googleSub_key" ON "CalendarConnection"("userId", "googleSub");

-- CreateIndex
CREATE UNIQUE INDEX "User_googleSub_key" ON "User"("googleSub");
