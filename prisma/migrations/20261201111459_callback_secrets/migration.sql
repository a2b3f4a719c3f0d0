-- CreateTable
CREATE TABLE "CallbackSecret" (
    "userId" TEXT NOT NULL,
    "secret" TEXT,
    "previous" TEXT,
    "previousUntil" TIMESTAMPTZ(3),

    CONSTRAINT "CallbackSecret_pkey" PRIMARY KEY ("userId")
);

-- AddForeignKey
ALTER TABLE "CallbackSecret" ADD CONSTRAINT "CallbackSecret_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "CallbackSecret" ADD CONSTRAINT "CallbackSecret_previous_check"
  CHECK (("previous" IS NULL) = ("previousUntil" IS NULL) AND ("previous" IS NULL OR "secret" IS NOT NULL));

-- The receivers of those who are there have the secret that was derived. Who comes later gets a random one.
INSERT INTO "CallbackSecret" ("userId") SELECT "id" FROM "User";
