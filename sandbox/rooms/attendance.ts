/** Who comes to a meeting and for how long; what is absent is as with any meeting. */
export type Attendance = {
  people?: number | undefined;
  /** When they come, from the start; negative: before it. */
  comeAfterSeconds?: number | undefined;
  /** How long they stay beyond the end; negative: they leave before it. */
  overrunMinutes?: number | undefined;
  noOneComes?: boolean | undefined;
  /** Whoever waits in the waiting room is not let in. */
  noOneAdmits?: boolean | undefined;
};

/** Who is in a room whatever the calendars say. */
export type RoomGuests = {
  fromMs: number;
  untilMs: number;
  people: number;
  noOneAdmits?: boolean | undefined;
};
