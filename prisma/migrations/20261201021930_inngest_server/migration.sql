-- CreateTable
CREATE TABLE "InngestServer" (
    "id" INTEGER NOT NULL,
    "lastCallAt" TIMESTAMPTZ(3),
    "leader" TEXT,
    "leaderUntil" TIMESTAMPTZ(3),

    CONSTRAINT "InngestServer_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "InngestServer_one_row" CHECK ("id" = 1)
);
