-- The bots that are in meetings, or on their way there: each claim counts those of the people whose bots are due.
CREATE INDEX "ScheduledBot_active_idx" ON "ScheduledBot" ("userId")
  WHERE "status" IN ('Joining', 'WaitingRoom', 'InMeeting', 'Recording', 'Leaving');
