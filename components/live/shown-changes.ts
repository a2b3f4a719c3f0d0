import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { ChangeKind } from '@/lib/contract/changes';

/** Every query of the dashboard, by the name with which its key begins, and the kinds of changes that it shows. */
const SHOWN = {
  activity: ['activity'],
  'api-keys': ['api_keys'],
  sessions: ['sessions'],
  'auto-schedule': ['settings'],
  bots: ['bots', 'activity'],
  'callback-secret': ['activity'],
  connections: ['calendars', 'settings'],
  'disconnect-preview': ['bots', 'calendars'],
  'event-link': ['events', 'calendars', 'settings'],
  events: ['events', 'bots', 'calendars', 'settings'],
  health: ['sync', 'calendars', 'bots'],
  metrics: ['activity'],
  people: [],
  palette: ['events', 'bots'],
  'rules-preview': ['events', 'bots', 'calendars', 'settings'],
  settings: ['settings'],
  setup: [],
} satisfies Record<string, ChangeKind[]>;

declare module '@tanstack/react-query' {
  interface Register {
    queryKey: readonly [keyof typeof SHOWN, ...unknown[]];
  }
}

/** Refreshes the queries that show what has changed: those on screen at once, others when they are shown again. */
export function refreshChanged(queryClient: QueryClient, changed: Iterable<ChangeKind>): Promise<void> {
  const kinds = new Set(changed);
  const shows = ([name]: QueryKey) => SHOWN[name as keyof typeof SHOWN].some((kind) => kinds.has(kind));
  return queryClient.invalidateQueries({ predicate: ({ queryKey }) => shows(queryKey) });
}
