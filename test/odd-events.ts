import fc from 'fast-check';

/** An event of Google's in which each field is what Google documents. */
export const SOUND_EVENT = {
  id: 'series_20270301T090000Z',
  status: 'confirmed',
  iCalUID: 'series@google.com',
  summary: 'Standup',
  description: '<p>Join https://us02web.zoom.us/j/5551234567</p>',
  location: 'Room 1',
  hangoutLink: 'https://meet.google.com/abc-defg-hij',
  visibility: 'default',
  transparency: 'opaque',
  eventType: 'default',
  start: { dateTime: '2027-03-01T09:00:00Z', timeZone: 'Europe/Stockholm' },
  end: { dateTime: '2027-03-01T09:30:00Z', timeZone: 'Europe/Stockholm' },
  recurrence: ['RRULE:FREQ=DAILY;COUNT=5', 'EXDATE;TZID=Europe/Stockholm:20270302T100000'],
  recurringEventId: 'series',
  originalStartTime: { dateTime: '2027-03-01T09:00:00Z' },
  organizer: { email: 'ada@northwind.example', self: true },
  creator: { email: 'ada@northwind.example' },
  attendees: [{ email: 'ada@northwind.example', self: true, responseStatus: 'accepted' }],
  conferenceData: {
    conferenceId: 'abc',
    conferenceSolution: { name: 'Google Meet', key: { type: 'hangoutsMeet' } },
    entryPoints: [{ entryPointType: 'video', uri: 'https://meet.google.com/abc-defg-hij' }],
  },
  sequence: 1,
  reminders: { useDefault: true },
};

/** Events in which up to four values, of fields or within them, are of any kind. */
export const oddEvents: fc.Arbitrary<unknown> = fc
  .array(fc.tuple(fc.nat(), fc.oneof(fc.anything(), fc.jsonValue(), fc.constantFrom(null, '', 'Mars/Base', '\uD800', -1, [], {}))), {
    minLength: 1,
    maxLength: 4,
  })
  .map((changes) => {
    const event = structuredClone(SOUND_EVENT) as unknown;
    for (const [pick, value] of changes) {
      const places = placesOf(event);
      const [holder, name] = places[pick % places.length] ?? [];
      if (holder && name !== undefined) holder[name] = value;
    }
    return event;
  }); // biome-ignore format: short

type Holder = Record<string, unknown>;

function placesOf(value: unknown): [Holder, string][] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Holder;
  return Object.keys(holder)
    .slice(0, 50)
    .flatMap((name): [Holder, string][] => [[holder, name], ...placesOf(holder[name])]);
}
