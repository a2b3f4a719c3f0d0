/** One measurement, as a line of the report. */
export type Figure = {
  what: string;
  /** The result, with its unit. */
  value: string;
  /** The result of what it is compared with: the bare loop, another library. */
  beside?: string;
  goal?: string;
  /** Whether the goal was met; absent when there is none. */
  met?: boolean;
};

/** A group of measurements; `bench/main.ts` runs each in a process of its own. */
export type Bench = {
  title: string;
  /** What is measured and how, in a sentence or two. */
  about: string;
  run(): Promise<Figure[]>;
};

/** Returns the value below which a share (0–1) of the samples lies, by nearest rank. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export function median(samples: readonly number[]): number {
  return percentile(samples, 0.5);
}
