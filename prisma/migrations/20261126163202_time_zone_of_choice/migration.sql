-- AlterTable
ALTER TABLE "User" ALTER COLUMN "timeZone" DROP NOT NULL,
ALTER COLUMN "timeZone" DROP DEFAULT;

-- Nobody has chosen one yet: until now it could not be chosen.
UPDATE "User" SET "timeZone" = NULL;
