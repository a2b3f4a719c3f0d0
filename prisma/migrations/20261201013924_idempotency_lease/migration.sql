-- AlterTable
ALTER TABLE "IdempotencyRecord" ADD COLUMN     "leaseUntil" TIMESTAMPTZ(3);
