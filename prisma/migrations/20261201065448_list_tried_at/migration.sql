-- AlterTable
ALTER TABLE "CalendarConnection" ADD COLUMN     "listTriedAt" TIMESTAMPTZ(3);
