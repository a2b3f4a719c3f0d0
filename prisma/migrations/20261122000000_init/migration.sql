-- CreateEnum
CREATE TYPE "ConnectionStatus" AS ENUM ('active', 'revoked');

-- CreateEnum
CREATE TYPE "ChannelStatus" AS ENUM ('opening', 'open', 'stopped', 'failed');

-- CreateEnum
CREATE TYPE "EventKind" AS ENUM ('single', 'master', 'exception');

-- CreateEnum
CREATE TYPE "Override" AS ENUM ('always', 'never');

-- CreateEnum
CREATE TYPE "BotStatus" AS ENUM ('Scheduled', 'Joining', 'WaitingRoom', 'InMeeting', 'Recording', 'Leaving', 'Done', 'Cancelled', 'Denied', 'NotAllowed', 'Error', 'Missed');

-- CreateEnum
CREATE TYPE "BotSource" AS ENUM ('manual', 'batch', 'chain', 'auto', 'always');

-- CreateTable
CREATE TABLE "User" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT,
    "image" TEXT,
    "timeZone" TEXT NOT NULL DEFAULT 'UTC',
    "autoScheduleEnabled" BOOLEAN NOT NULL DEFAULT false,
    "defaultBotConfig" JSONB NOT NULL DEFAULT '{}',
    "scannedUntil" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApiKey" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ApiKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CalendarConnection" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "accountEmail" TEXT NOT NULL,
    "accountName" TEXT,
    "clientId" TEXT NOT NULL,
    "clientSecret" TEXT NOT NULL,
    "refreshToken" TEXT NOT NULL,
    "accessToken" TEXT,
    "accessTokenExpiresAt" TIMESTAMPTZ(3),
    "status" "ConnectionStatus" NOT NULL DEFAULT 'active',
    "statusReason" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CalendarConnection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Calendar" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "googleCalendarId" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "description" TEXT,
    "timeZone" TEXT NOT NULL DEFAULT 'UTC',
    "accessRole" TEXT NOT NULL,
    "isPrimary" BOOLEAN NOT NULL DEFAULT false,
    "backgroundColor" TEXT,
    "foregroundColor" TEXT,
    "selected" BOOLEAN NOT NULL DEFAULT false,
    "hidden" BOOLEAN NOT NULL DEFAULT false,
    "syncEnabled" BOOLEAN NOT NULL DEFAULT false,
    "resumesSync" BOOLEAN NOT NULL DEFAULT false,
    "syncToken" TEXT,
    "changeSeq" INTEGER NOT NULL DEFAULT 1,
    "syncedSeq" INTEGER NOT NULL DEFAULT 0,
    "syncLease" TEXT,
    "syncLeaseUntil" TIMESTAMPTZ(3),
    "lastSyncedAt" TIMESTAMPTZ(3),
    "lastSyncError" TEXT,
    "failedSyncs" INTEGER NOT NULL DEFAULT 0,
    "retryAt" TIMESTAMPTZ(3),
    "lastPushAt" TIMESTAMPTZ(3),
    "pushUnsupported" BOOLEAN NOT NULL DEFAULT false,
    "materializedUntil" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Calendar_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WatchChannel" (
    "id" TEXT NOT NULL,
    "calendarId" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "resourceId" TEXT,
    "status" "ChannelStatus" NOT NULL DEFAULT 'opening',
    "expiresAt" TIMESTAMPTZ(3),
    "error" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "WatchChannel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Event" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "calendarId" TEXT NOT NULL,
    "googleEventId" TEXT NOT NULL,
    "kind" "EventKind" NOT NULL,
    "recurringEventId" TEXT,
    "iCalUid" TEXT,
    "isDeleted" BOOLEAN NOT NULL DEFAULT false,
    "raw" JSONB NOT NULL,
    "override" "Override",
    "neverFrom" TIMESTAMPTZ(3),
    "recurringEnabled" BOOLEAN NOT NULL DEFAULT false,
    "chainBotConfig" JSONB,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Occurrence" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "calendarId" TEXT NOT NULL,
    "eventId" TEXT NOT NULL,
    "resourceId" TEXT NOT NULL,
    "originalStart" TIMESTAMPTZ(3) NOT NULL,
    "startTime" TIMESTAMPTZ(3) NOT NULL,
    "endTime" TIMESTAMPTZ(3) NOT NULL,
    "isAllDay" BOOLEAN NOT NULL DEFAULT false,
    "timeZone" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "meetingUrl" TEXT,
    "meetingPlatform" TEXT,
    "meetingKey" TEXT,
    "isDeleted" BOOLEAN NOT NULL DEFAULT false,
    "override" "Override",
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Occurrence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ScheduledBot" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "occurrenceId" TEXT,
    "source" "BotSource" NOT NULL,
    "status" "BotStatus" NOT NULL DEFAULT 'Scheduled',
    "statusReason" TEXT,
    "cancelledByCalendar" BOOLEAN NOT NULL DEFAULT false,
    "title" TEXT NOT NULL,
    "meetingUrl" TEXT NOT NULL,
    "meetingPlatform" TEXT,
    "meetingKey" TEXT,
    "meetingStart" TIMESTAMPTZ(3) NOT NULL,
    "meetingEnd" TIMESTAMPTZ(3) NOT NULL,
    "joinAt" TIMESTAMPTZ(3) NOT NULL,
    "joinOffsetSeconds" INTEGER NOT NULL DEFAULT -60,
    "botName" TEXT NOT NULL,
    "customAttributes" JSONB NOT NULL DEFAULT '{}',
    "botConfig" JSONB NOT NULL DEFAULT '{}',
    "scheduleGroup" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "armedVersion" INTEGER,
    "provider" TEXT NOT NULL,
    "providerBotId" TEXT,
    "leaseUntil" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "outcomeUnknown" BOOLEAN NOT NULL DEFAULT false,
    "nextAttemptAt" TIMESTAMPTZ(3),
    "recallRequestedAt" TIMESTAMPTZ(3),
    "recalledAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ScheduledBot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ActivityEntry" (
    "id" BIGSERIAL NOT NULL,
    "userId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "eventId" TEXT,
    "occurrenceId" TEXT,
    "botId" TEXT,
    "calendarId" TEXT,
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "ActivityEntry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE UNIQUE INDEX "ApiKey_hash_key" ON "ApiKey"("hash");

-- CreateIndex
CREATE INDEX "ApiKey_userId_idx" ON "ApiKey"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "CalendarConnection_userId_accountEmail_key" ON "CalendarConnection"("userId", "accountEmail");

-- CreateIndex
CREATE INDEX "Calendar_userId_idx" ON "Calendar"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Calendar_connectionId_googleCalendarId_key" ON "Calendar"("connectionId", "googleCalendarId");

-- CreateIndex
CREATE INDEX "WatchChannel_calendarId_status_idx" ON "WatchChannel"("calendarId", "status");

-- CreateIndex
CREATE INDEX "Event_calendarId_recurringEventId_idx" ON "Event"("calendarId", "recurringEventId");

-- CreateIndex
CREATE UNIQUE INDEX "Event_calendarId_googleEventId_key" ON "Event"("calendarId", "googleEventId");

-- CreateIndex
CREATE INDEX "Occurrence_userId_startTime_id_idx" ON "Occurrence"("userId", "startTime", "id");

-- CreateIndex
CREATE INDEX "Occurrence_eventId_startTime_idx" ON "Occurrence"("eventId", "startTime");

-- CreateIndex
CREATE INDEX "Occurrence_calendarId_startTime_idx" ON "Occurrence"("calendarId", "startTime");

-- CreateIndex
CREATE INDEX "Occurrence_userId_updatedAt_idx" ON "Occurrence"("userId", "updatedAt");

-- CreateIndex
CREATE INDEX "ScheduledBot_occurrenceId_idx" ON "ScheduledBot"("occurrenceId");

-- CreateIndex
CREATE INDEX "ScheduledBot_userId_joinAt_id_idx" ON "ScheduledBot"("userId", "joinAt", "id");

-- CreateIndex
CREATE INDEX "ScheduledBot_status_joinAt_idx" ON "ScheduledBot"("status", "joinAt");

-- CreateIndex
CREATE INDEX "ScheduledBot_provider_providerBotId_idx" ON "ScheduledBot"("provider", "providerBotId");

-- CreateIndex
CREATE INDEX "ActivityEntry_userId_id_idx" ON "ActivityEntry"("userId", "id");

-- CreateIndex
CREATE INDEX "ActivityEntry_botId_idx" ON "ActivityEntry"("botId");

-- CreateIndex
CREATE INDEX "ActivityEntry_occurrenceId_idx" ON "ActivityEntry"("occurrenceId");

-- AddForeignKey
ALTER TABLE "ApiKey" ADD CONSTRAINT "ApiKey_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CalendarConnection" ADD CONSTRAINT "CalendarConnection_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Calendar" ADD CONSTRAINT "Calendar_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Calendar" ADD CONSTRAINT "Calendar_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "CalendarConnection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WatchChannel" ADD CONSTRAINT "WatchChannel_calendarId_fkey" FOREIGN KEY ("calendarId") REFERENCES "Calendar"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Event" ADD CONSTRAINT "Event_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Event" ADD CONSTRAINT "Event_calendarId_fkey" FOREIGN KEY ("calendarId") REFERENCES "Calendar"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Occurrence" ADD CONSTRAINT "Occurrence_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Occurrence" ADD CONSTRAINT "Occurrence_calendarId_fkey" FOREIGN KEY ("calendarId") REFERENCES "Calendar"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Occurrence" ADD CONSTRAINT "Occurrence_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "Event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Occurrence" ADD CONSTRAINT "Occurrence_resourceId_fkey" FOREIGN KEY ("resourceId") REFERENCES "Event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ScheduledBot" ADD CONSTRAINT "ScheduledBot_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ScheduledBot" ADD CONSTRAINT "ScheduledBot_occurrenceId_fkey" FOREIGN KEY ("occurrenceId") REFERENCES "Occurrence"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ActivityEntry" ADD CONSTRAINT "ActivityEntry_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- CreateIndex
CREATE INDEX "Event_userId_idx" ON "Event"("userId");

-- CreateIndex
CREATE INDEX "Occurrence_resourceId_idx" ON "Occurrence"("resourceId");

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
