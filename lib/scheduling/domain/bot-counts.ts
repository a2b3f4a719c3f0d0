import { type BotStatus, groupOf, STATUS_GROUP_NAMES, type StatusGroup } from './bot-status';

/** How many bots have this state and this source. */
export type StatusAndSource<Source extends string> = { status: BotStatus; source: Source; count: number };

/** How many bots a list has, and would have with another choice of one filter. */
export type BotCounts<Source extends string> = {
  total: number;
  status_groups: Record<StatusGroup, number>;
  sources: Record<Source, number>;
};

type Chosen<Source extends string> = { status_group?: StatusGroup | undefined; source?: Source | undefined };

/**
 * Counts bots for the choices of a list's filters: each choice of one filter with the other filter as it is chosen.
 * @param rows all bots that the list's other conditions leave
 */
export function countBots<Source extends string>(
  rows: readonly StatusAndSource<Source>[],
  sources: readonly Source[],
  chosen: Chosen<Source>,
): BotCounts<Source> {
  const counts = {
    total: 0,
    status_groups: Object.fromEntries(STATUS_GROUP_NAMES.map((name) => [name, 0])),
    sources: Object.fromEntries(sources.map((name) => [name, 0])),
  } as BotCounts<Source>;
  for (const { status, source, count } of rows) {
    const group = groupOf(status);
    const hasGroup = !chosen.status_group || chosen.status_group === group;
    const hasSource = !chosen.source || chosen.source === source;
    if (hasSource) counts.status_groups[group] += count;
    if (hasGroup) counts.sources[source] += count;
    if (hasGroup && hasSource) counts.total += count;
  }
  return counts;
}
