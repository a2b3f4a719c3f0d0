-- Notifications say whose rows changed and of which kind (lib/contract/changes.ts), as "<user id> <kind>", so that open
-- dashboards ask again only for that.
CREATE OR REPLACE FUNCTION usher_notify_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('usher_changed', changed."userId" || ' ' || TG_ARGV[0])
    FROM (SELECT DISTINCT "userId" FROM changed_rows) AS changed;
  RETURN NULL;
END
$$;

-- The same for updates, unless only columns changed that are named after the kind: pages do not show them.
CREATE FUNCTION usher_notify_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('usher_changed', changed."userId" || ' ' || TG_ARGV[0])
    FROM (SELECT DISTINCT new_row."userId"
            FROM new_rows AS new_row JOIN old_rows AS old_row ON old_row."id" = new_row."id"
           WHERE to_jsonb(new_row) - TG_ARGV[1:] IS DISTINCT FROM to_jsonb(old_row) - TG_ARGV[1:]) AS changed;
  RETURN NULL;
END
$$;

-- The same for one row; the column named after the kind has the user's id.
CREATE FUNCTION usher_notify_row_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('usher_changed', (to_jsonb(NEW) ->> TG_ARGV[1]) || ' ' || TG_ARGV[0]);
  RETURN NULL;
END
$$;

DROP TRIGGER usher_changed_insert ON "ScheduledBot";
DROP TRIGGER usher_changed_update ON "ScheduledBot";
DROP TRIGGER usher_changed_delete ON "ScheduledBot";
DROP TRIGGER usher_changed_insert ON "Occurrence";
DROP TRIGGER usher_changed_update ON "Occurrence";
DROP TRIGGER usher_changed_delete ON "Occurrence";
DROP TRIGGER usher_changed_insert ON "Calendar";
DROP TRIGGER usher_changed_update ON "Calendar";
DROP TRIGGER usher_changed_delete ON "Calendar";
DROP TRIGGER usher_changed_insert ON "CalendarConnection";
DROP TRIGGER usher_changed_update ON "CalendarConnection";
DROP TRIGGER usher_changed_delete ON "CalendarConnection";
DROP TRIGGER usher_changed_insert ON "ActivityEntry";

CREATE TRIGGER usher_changed_insert AFTER INSERT ON "ScheduledBot" REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION usher_notify_changed('bots');
CREATE TRIGGER usher_changed_update AFTER UPDATE ON "ScheduledBot" REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION usher_notify_changed('bots');
CREATE TRIGGER usher_changed_delete AFTER DELETE ON "ScheduledBot" REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION usher_notify_changed('bots');
CREATE TRIGGER usher_changed_insert AFTER INSERT ON "Occurrence" REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION usher_notify_changed('events');
CREATE TRIGGER usher_changed_update AFTER UPDATE ON "Occurrence" REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION usher_notify_changed('events');
CREATE TRIGGER usher_changed_delete AFTER DELETE ON "Occurrence" REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION usher_notify_changed('events');
CREATE TRIGGER usher_changed_insert AFTER INSERT ON "Calendar" REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION usher_notify_changed('calendars');
CREATE TRIGGER usher_changed_delete AFTER DELETE ON "Calendar" REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION usher_notify_changed('calendars');
CREATE TRIGGER usher_changed_insert AFTER INSERT ON "CalendarConnection" REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION usher_notify_changed('calendars');
CREATE TRIGGER usher_changed_delete AFTER DELETE ON "CalendarConnection" REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION usher_notify_changed('calendars');
CREATE TRIGGER usher_changed_insert AFTER INSERT ON "ActivityEntry" REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION usher_notify_changed('activity');

-- A sync of a calendar changes its state, and seldom the calendar.
CREATE TRIGGER usher_changed_update AFTER UPDATE ON "Calendar" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
  EXECUTE FUNCTION usher_notify_updated('calendars', 'updatedAt', 'syncToken', 'syncLease', 'syncLeaseUntil', 'materializedUntil',
    'changeSeq', 'syncedSeq', 'eventsRead', 'lastSyncedAt', 'lastSyncError', 'failedSyncs', 'retryAt', 'syncWait', 'lastPushAt',
    'missedNotificationCount', 'lastMissedNotificationAt');
CREATE TRIGGER usher_sync_changed AFTER UPDATE ON "Calendar" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
  EXECUTE FUNCTION usher_notify_updated('sync', 'updatedAt', 'syncToken', 'syncLease', 'syncLeaseUntil', 'materializedUntil');
CREATE TRIGGER usher_changed_update AFTER UPDATE ON "CalendarConnection" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
  EXECUTE FUNCTION usher_notify_updated('calendars', 'updatedAt', 'accessToken', 'accessTokenExpiresAt', 'listReadAt', 'statusReason');
CREATE TRIGGER usher_sync_changed AFTER UPDATE ON "CalendarConnection" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
  EXECUTE FUNCTION usher_notify_updated('sync', 'updatedAt', 'accessToken', 'accessTokenExpiresAt');

CREATE TRIGGER usher_changed_update AFTER UPDATE OF "timeZone", "timeFormat", "weekStart", "platformOrder", "autoScheduleEnabled", "defaultBotConfig", "rules" ON "User"
  FOR EACH ROW EXECUTE FUNCTION usher_notify_row_changed('settings', 'id');
CREATE TRIGGER usher_changed_insert AFTER INSERT ON "ApiKey" FOR EACH ROW EXECUTE FUNCTION usher_notify_row_changed('api_keys', 'userId');
CREATE TRIGGER usher_changed_update AFTER UPDATE OF "revokedAt" ON "ApiKey" FOR EACH ROW EXECUTE FUNCTION usher_notify_row_changed('api_keys', 'userId');
