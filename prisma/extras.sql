-- One live bot an occurrence, whoever asks and however often.
CREATE UNIQUE INDEX "ScheduledBot_live_key" ON "ScheduledBot" ("occurrenceId")
  WHERE "status" IN ('Scheduled', 'Joining', 'WaitingRoom', 'InMeeting', 'Recording', 'Leaving');

-- What the join sweep reads each minute.
CREATE INDEX "ScheduledBot_recall_idx" ON "ScheduledBot" ("recallRequestedAt")
  WHERE "recallRequestedAt" IS NOT NULL AND "recalledAt" IS NULL;

-- A bot never joins a meeting that ends before it starts.
ALTER TABLE "Occurrence" ADD CONSTRAINT "Occurrence_times_check" CHECK ("endTime" >= "startTime");

-- Tell every process whose rows changed, so that open dashboards follow without asking.
CREATE FUNCTION usher_notify_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('usher_changed', changed."userId")
    FROM (SELECT DISTINCT "userId" FROM changed_rows) AS changed;
  RETURN NULL;
END
$$;

CREATE TRIGGER usher_changed_insert AFTER INSERT ON "ScheduledBot" REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION usher_notify_changed();
CREATE TRIGGER usher_changed_update AFTER UPDATE ON "ScheduledBot" REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION usher_notify_changed();
CREATE TRIGGER usher_changed_delete AFTER DELETE ON "ScheduledBot" REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION usher_notify_changed();
CREATE TRIGGER usher_changed_insert AFTER INSERT ON "Occurrence" REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION usher_notify_changed();
CREATE TRIGGER usher_changed_update AFTER UPDATE ON "Occurrence" REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION usher_notify_changed();
CREATE TRIGGER usher_changed_delete AFTER DELETE ON "Occurrence" REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION usher_notify_changed();
CREATE TRIGGER usher_changed_insert AFTER INSERT ON "Calendar" REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION usher_notify_changed();
CREATE TRIGGER usher_changed_update AFTER UPDATE ON "Calendar" REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION usher_notify_changed();
CREATE TRIGGER usher_changed_delete AFTER DELETE ON "Calendar" REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION usher_notify_changed();
CREATE TRIGGER usher_changed_insert AFTER INSERT ON "CalendarConnection" REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION usher_notify_changed();
CREATE TRIGGER usher_changed_update AFTER UPDATE ON "CalendarConnection" REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION usher_notify_changed();
CREATE TRIGGER usher_changed_delete AFTER DELETE ON "CalendarConnection" REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION usher_notify_changed();
