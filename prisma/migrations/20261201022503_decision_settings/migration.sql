-- CreateTable
CREATE TABLE "DecisionSetting" (
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "DecisionSetting_pkey" PRIMARY KEY ("name")
);
