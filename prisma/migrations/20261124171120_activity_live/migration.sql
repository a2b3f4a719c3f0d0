-- CreateIndex
CREATE INDEX "ActivityEntry_eventId_idx" ON "ActivityEntry"("eventId");

-- What is done to keys, settings and wishes is heard by open dashboards as well.
CREATE TRIGGER usher_changed_insert AFTER INSERT ON "ActivityEntry" REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION usher_notify_changed();

-- Entries name the event beside the occurrence from now on.
UPDATE "ActivityEntry" SET "eventId" = regexp_replace("occurrenceId", '_[0-9]{8}T[0-9]{6}Z$', '')
 WHERE "eventId" IS NULL AND "occurrenceId" IS NOT NULL;
