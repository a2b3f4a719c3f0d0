-- DropIndex
DROP INDEX "CallbackDelivery_botId_idx";

-- AlterTable
ALTER TABLE "CallbackDelivery" ADD COLUMN     "seq" BIGSERIAL NOT NULL;

-- CreateIndex
CREATE INDEX "CallbackDelivery_botId_seq_idx" ON "CallbackDelivery"("botId", "seq");
