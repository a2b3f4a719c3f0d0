-- AlterTable
ALTER TABLE "User" ADD COLUMN     "feedId" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "User_feedId_key" ON "User"("feedId");
