-- AlterTable
ALTER TABLE "CallbackDelivery" ADD COLUMN     "deliveredAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "InstallationSecret" (
    "name" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "InstallationSecret_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE INDEX "CallbackDelivery_deliveredAt_idx" ON "CallbackDelivery"("deliveredAt");
