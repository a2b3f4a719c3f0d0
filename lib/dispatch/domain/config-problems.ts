import { attendeeConfig } from './attendee-config';
import { metadataProblem } from './attendee-metadata';
import type { Misfit } from './shape';

type Problem = Pick<Misfit, 'path' | 'message'>;

/**
 * Returns what a provider would refuse of a bot's configuration, with the path within it and what to do. What can be changed
 * without harm (emoji, blank messages, too short timeouts) is none: it is changed when the bot is sent. MeetStream takes
 * fields that the contract does not know.
 */
export function configProblems(provider: string, config: Record<string, unknown>): Problem[] {
  if (provider !== 'attendee') return [];
  const { fields, misfits } = attendeeConfig(config, String(config.bot_name ?? ''));
  const refused = misfits
    .filter((misfit) => misfit.isRefused)
    .map(({ path, message }) => ({ path, message }));
  const attributes = { ...texts(fields.metadata), ...texts(config.custom_attributes) };
  const problem = metadataProblem(attributes);
  return problem ? [...refused, { path: 'custom_attributes', message: problem }] : refused;
}

function texts(value: unknown): Record<string, string> {
  const fields = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(
    fields.map(([name, inner]) => [name, typeof inner === 'string' ? inner : JSON.stringify(inner)]),
  );
}
