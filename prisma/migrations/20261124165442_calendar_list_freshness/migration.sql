-- AlterTable
ALTER TABLE "Calendar" ADD COLUMN     "leftListAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "CalendarConnection" ADD COLUMN     "grantedScope" TEXT,
ADD COLUMN     "listReadAt" TIMESTAMPTZ(3);
