-- CreateIndex
CREATE INDEX "ActivityEntry_at_idx" ON "ActivityEntry" USING BRIN ("at");

-- Deleted rows, of which the nightly pruning looks for the old ones.
CREATE INDEX "Occurrence_deleted_idx" ON "Occurrence" ("endTime") WHERE "isDeleted";
CREATE INDEX "Event_deleted_idx" ON "Event" ("updatedAt") WHERE "isDeleted";
