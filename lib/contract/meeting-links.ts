import { z } from 'zod';
import { foundIn } from './events';
import { MEETING_PLATFORM_NAMES } from './names';
import { shortText } from './texts';

/** A way into a meeting that its event names. */
const linkCandidate = z.object({
  meeting_url: z.string(),
  platform: z.enum(MEETING_PLATFORM_NAMES),
  found_in: foundIn,
  chosen: z.boolean().describe('Bots join by this one.'),
  joinable: z
    .boolean()
    .describe(
      '`false`: no bot gets through. A mail filter hides the address behind a page of its own, or the account’s bot provider cannot join by it.',
    ),
  problem: z.string().nullable().describe('Why no bot gets through, in a sentence.'),
});

export const linkResponse = z.object({
  event_id: z.string(),
  meeting_url: z.string().nullable().describe('The link bots join by; `null` when the event names none.'),
  chosen_by: z
    .enum(['usher', 'person'])
    .describe('`person`: someone chose this link and the event still names it, or someone set it.'),
  choice_rests: z
    .boolean()
    .describe(
      'Someone chose a link that the event no longer names, or set one and the links of the event have changed since. The choice counts again when they are as they were.',
    ),
  choice_is_set: z
    .boolean()
    .describe('The choice is a link that someone set and that the event did not name. It may rest.'),
  choice_of_series: z
    .boolean()
    .describe(
      'The choice is that of the series, which also counts for this meeting with a text of its own. It is undone on the series.',
    ),
  candidates: z
    .array(linkCandidate)
    .describe(
      'The link that a person set, if there is one, then every link that the event names, best first, one for each meeting behind a link.',
    ),
});

export const chooseLinkBody = z.strictObject({
  meeting_url: shortText(8192)
    .nullable()
    .describe(
      'One of the candidates, in any form of the same link, or any other meeting link of a known platform; `null`: the best one of the event again.',
    ),
});

export type LinkResponse = z.infer<typeof linkResponse>;
