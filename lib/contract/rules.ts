import { z } from 'zod';
import { DEFAULT_RULES, type Rules } from '@/lib/scheduling/domain/rules';
import { instant } from './common';
import { filledText, shortText } from './texts';

const keywords = z.array(filledText(100).trim()).max(100);
const calendars = z.array(shortText(300).min(1)).max(300);
/** Letters of any script, digits and hyphens: a pattern that names them by Unicode's classes not every program reads. */
const LABEL = '[^\\x00-,./:-@\\[-`{-\\x7f\\s]+';
const DOMAIN = new RegExp(`^(?!-)${LABEL}(?:\\.${LABEL})+$`);
const domains = z
  .array(z.string().trim().toLowerCase().regex(DOMAIN, 'must be a domain, such as example.com'))
  .max(100);
const count = z.int('must be a whole number of people').min(1, 'must be at least 1').max(10_000).nullable();
const { never, only } = DEFAULT_RULES;

/** Which meetings auto-schedule takes; what is left out has its default. */
export const rules = z
  .strictObject({
    never: z
      .strictObject({
        responses: z
          .array(z.enum(['needsAction', 'declined', 'tentative', 'accepted']))
          .default(never.responses),
        event_types: z.array(shortText(50).min(1)).max(20).default(never.event_types),
        all_day: z.boolean().default(never.all_day),
        private: z.boolean().default(never.private),
        free: z.boolean().default(never.free),
        unanswered_external: z
          .boolean()
          .default(never.unanswered_external)
          .describe('Invitations you have not answered, from someone outside your domain.'),
        title_keywords: keywords.default(never.title_keywords),
        calendars: calendars.default(never.calendars),
        attendee_domains: domains.default(never.attendee_domains),
      })
      .default(never),
    only: z
      .strictObject({
        organizer: z.enum(['me', 'others']).nullable().default(only.organizer),
        attendees: z.enum(['external', 'internal']).nullable().default(only.attendees),
        attendee_domains: domains.default(only.attendee_domains),
        min_attendees: count.default(only.min_attendees),
        max_attendees: count.default(only.max_attendees),
        title_keywords: keywords.default(only.title_keywords),
        calendars: calendars.default(only.calendars),
        series: z.enum(['recurring', 'single']).nullable().default(only.series),
      })
      .default(only),
  })
  .refine(
    ({ only: { min_attendees: min, max_attendees: max } }) => min === null || max === null || min <= max,
    { path: ['only', 'max_attendees'], message: 'must not be below min_attendees' },
  ) satisfies z.ZodType<Rules>;

export const setRulesResponse = z.object({
  message: z.string(),
  rules,
  /** How many bots were scheduled, and how many canceled, because of the change. */
  scheduled_now: z.int(),
  cancelled_now: z.int(),
});

export const previewRulesBody = z.strictObject({ rules });

const previewed = z.object({
  event_id: z.string(),
  title: z.string(),
  start_time: instant,
  end_time: instant,
  /** Why a bot would join, or would not. */
  code: z.string(),
  reason: z.string(),
});

export const previewRulesResponse = z.object({
  auto_schedule_enabled: z.boolean(),
  time_min: instant,
  time_max: instant,
  /** Meetings a bot joins as things are, and would join with these rules and auto-schedule on. */
  joins_now: z.int(),
  would_join: z.int(),
  added: z.array(previewed),
  dropped: z.array(previewed),
});

export type PreviewRulesResponse = z.infer<typeof previewRulesResponse>;
