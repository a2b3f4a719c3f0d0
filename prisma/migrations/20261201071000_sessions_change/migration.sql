-- Open streams of a session that has ended, or of a person who is disabled, end at once.
CREATE TRIGGER usher_changed_insert AFTER INSERT ON "Session" FOR EACH ROW EXECUTE FUNCTION usher_notify_row_changed('sessions', 'userId');
CREATE TRIGGER usher_changed_delete AFTER DELETE ON "Session" REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION usher_notify_changed('sessions');
CREATE TRIGGER usher_access_changed AFTER UPDATE OF "disabledAt" ON "User" FOR EACH ROW EXECUTE FUNCTION usher_notify_row_changed('sessions', 'id');
