-- The few people who have a limit of bots of their own, which every claim asks for.
CREATE INDEX "User_maxBots_idx" ON "User" ("maxBots") WHERE "maxBots" IS NOT NULL;
