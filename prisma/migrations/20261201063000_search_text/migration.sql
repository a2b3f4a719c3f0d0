-- AlterTable
ALTER TABLE "Event" ADD COLUMN     "searchText" TEXT NOT NULL DEFAULT '';

-- What searchTextOf (lib/occurrences/domain/search-text.ts) makes of the events that are stored already.
UPDATE "Event" e SET "searchText" = left(
  replace(replace(replace(replace(
    translate(
      lower(regexp_replace(normalize(found."text", NFKD), U&'[\0300-\036f]', '', 'g')),
      'øđðłħıς', 'oddlhiσ'),
    'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), 16384)
  FROM (
    SELECT e."id", string_agg(trim(line."value" #>> '{}'), E'\n') AS "text"
      FROM "Event" e
      CROSS JOIN LATERAL (
        SELECT jsonb_path_query(e."raw", 'lax $.summary') AS "value"
        UNION SELECT jsonb_path_query(e."raw", 'lax $.location')
        UNION SELECT jsonb_path_query(e."raw", 'lax $.organizer.displayName')
        UNION SELECT jsonb_path_query(e."raw", 'lax $.organizer.email')
        UNION SELECT jsonb_path_query(e."raw", 'lax $.attendees[*].displayName')
        UNION SELECT jsonb_path_query(e."raw", 'lax $.attendees[*].email')) AS line
     WHERE jsonb_typeof(line."value") = 'string'
     GROUP BY e."id") AS found
 WHERE found."id" = e."id";
