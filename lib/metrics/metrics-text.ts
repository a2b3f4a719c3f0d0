import { performance } from 'node:perf_hooks';
import { type Measured, QUANTILES } from './queries';
import type { State } from './read-metrics';

type Sample = [labels: Record<string, string | number>, value: number];

/**
 * Returns the state of the installation and of this process in Prometheus' text format
 * (https://prometheus.io/docs/instrumenting/exposition_formats/). Metrics without any measurement are omitted.
 */
export function metricsText(state: State, now: Date): string {
  const { calendars } = state;
  return [
    ...delays(
      'join_lateness',
      'joins',
      'From when bots were due until their provider accepted them',
      state.joins,
    ),
    ...delays(
      'change_to_schedule',
      'changes',
      'From changes at Google until the bots were changed accordingly',
      state.changes,
    ),
    gauge(
      'usher_joins_missed',
      'Bots that were found missed in the last hour: their meeting ended before they were sent.',
      state.missed,
    ),
    gauge('usher_bots', 'Bots that are booked or active, by state.', by('status', state.bots)),
    gauge('usher_bots_due', 'Bots that are due within the next hour.', state.due),
    gauge('usher_bots_overdue', 'Bots that are due and that no provider has accepted yet.', state.overdue),
    gauge(
      'usher_bots_overdue_seconds',
      'How long the first of the overdue bots has been due.',
      state.overdueMs / 1000,
    ),
    gauge(
      'usher_calendars',
      'Calendars with sync enabled: all, those that wait for a sync, and those whose last sync failed.',
      by('state', calendars),
    ),
    gauge(
      'usher_failed_syncs',
      'Syncs that have failed since the last good one, of all calendars.',
      state.failedSyncs,
    ),
    gauge('usher_open_channels', 'Push channels that are open.', state.openChannels),
    gauge('usher_connections', 'Connected Google accounts, by state.', by('status', state.connections)),
    gauge(
      'usher_callbacks_waiting',
      'Reports of providers that are still to be delivered to callback addresses.',
      state.callbacks,
    ),
    gauge(
      'usher_inngest_server_away',
      'Whether the Inngest server has not called for 90 seconds, or never: the jobs run in the app until it does.',
      ofServer(state.isServerAway === null ? null : Number(state.isServerAway)),
    ),
    gauge(
      'usher_inngest_server_silent_seconds',
      'Time since the Inngest server last called.',
      ofServer(state.serverSilentMs === null ? null : state.serverSilentMs / 1000),
    ),
    ...ofProcess(now),
  ].join('');
}

function delays(name: string, what: string, help: string, { count, quantiles, max }: Measured): string[] {
  const values = quantiles && max !== null ? [...quantiles, max] : [];
  const samples = values.map((ms, index): Sample => [{ quantile: QUANTILES[index] ?? 1 }, ms / 1000]);
  return [
    gauge(`usher_${name}_seconds`, `${help}, in the last hour.`, samples),
    gauge(`usher_${name}_${what}`, 'How many were measured in the last hour.', count),
  ];
}

/** Returns metrics of this process, with the names that Prometheus' own client libraries use. */
function ofProcess(now: Date): string[] {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  const { active } = performance.eventLoopUtilization();
  return [
    metric('counter', 'process_cpu_seconds_total', 'Processor time of this process.', (user + system) / 1e6),
    gauge('process_resident_memory_bytes', 'Memory of this process.', rss),
    gauge('process_start_time_seconds', 'When this process started.', +now / 1000 - process.uptime()),
    gauge('nodejs_heap_size_used_bytes', 'JavaScript objects in memory.', heapUsed),
    metric(
      'counter',
      'usher_event_loop_active_seconds_total',
      'Time in which this process was busy.',
      active / 1000,
    ),
  ];
}

/** What is measured of an Inngest server only where there is one. */
function ofServer(value: number | null): Sample[] {
  return value === null ? [] : [[{}, value]];
}

function by(label: string, counts: Record<string, number>): Sample[] {
  return Object.entries(counts).map(([name, count]) => [{ [label]: name }, count]);
}

function gauge(name: string, help: string, value: number | Sample[]): string {
  return metric('gauge', name, help, value);
}

function metric(type: 'counter' | 'gauge', name: string, help: string, value: number | Sample[]): string {
  const samples: Sample[] = typeof value === 'number' ? [[{}, value]] : value;
  if (samples.length === 0) return '';
  // Label values are our own words, without characters that need escaping.
  const lines = samples.map(([labels, number]) => {
    const inBraces = Object.entries(labels).map(([label, text]) => `${label}="${text}"`);
    return `${name}${inBraces.length > 0 ? `{${inBraces}}` : ''} ${number}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}
