-- The few meetings that last longer than a day: all others that reach into a window start at most a day before it.
CREATE INDEX "Occurrence_long_idx" ON "Occurrence" ("userId", "startTime")
  WHERE "endTime" - "startTime" > interval '1 day';
