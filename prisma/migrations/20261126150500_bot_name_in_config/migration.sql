-- A bot's name and attributes are those of its configuration. Edits used to go to the columns alone.
UPDATE "ScheduledBot"
   SET "botConfig" = "botConfig" - 'bot_name' - 'custom_attributes'
       || CASE WHEN "botName" = 'Usher' THEN '{}' ELSE jsonb_build_object('bot_name', "botName") END
       || CASE WHEN "customAttributes" = '{}' THEN '{}' ELSE jsonb_build_object('custom_attributes', "customAttributes") END;

-- As `nameAndAttributes` reads them.
ALTER TABLE "ScheduledBot" ADD CONSTRAINT "ScheduledBot_config_check" CHECK (
  "botName" = CASE WHEN jsonb_typeof("botConfig"->'bot_name') = 'string' THEN "botConfig"->>'bot_name' ELSE 'Usher' END
  AND "customAttributes" = COALESCE(NULLIF("botConfig"->'custom_attributes', 'null'), '{}'));
