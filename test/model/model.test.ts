import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleWorker } from './bundle-worker';
import { Coverage } from './coverage';
import { kinds } from './perform';
import { Failure, runScript } from './run-script';
import { shrink } from './shrink';
import { Stage } from './stage';
import { type Script, scriptOf } from './steps';

const seed = Number(process.env.MODEL_SEED ?? 1);
const runs = Number(process.env.MODEL_RUNS ?? 10);
const length = Number(process.env.MODEL_STEPS ?? 210);
const shrinkMs = Number(process.env.MODEL_SHRINK_SECONDS ?? 120) * 1000;
/** How many stages run at once: a life uses one core at a time. */
const LANES = 2;
/** From so many steps on, everything must have happened. */
const ENOUGH = 2000;
const server = process.env.TEST_DATABASE_URL;

const coverage = new Coverage();
const stages: Stage[] = [];

async function failureOf(stage: Stage, script: Script): Promise<Failure | undefined> {
  try {
    await runScript(stage, script);
    return undefined;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

/** Returns the check that failed, without ids and times. */
const kindOf = (failure: Failure | undefined) => failure?.message.split(/[:\d“]/)[0];

/** Returns what a person needs to see a failure again: the seed, the shortest sequence, and its story. */
async function report(stage: Stage, runSeed: number, script: Script, first: Failure): Promise<string> {
  let last = first;
  const steps = await shrink(
    script.steps.slice(0, first.steps),
    async (shorter) => {
      const failure = await failureOf(stage, { ...script, steps: shorter });
      if (kindOf(failure) !== kindOf(first)) return false;
      last = failure ?? last;
      return true;
    },
    Date.now() + shrinkMs,
  );
  return [
    `${last.message}\nSeed ${runSeed} (MODEL_SEED=${runSeed} MODEL_RUNS=1), ${steps.length} of ${script.steps.length} steps, from ${script.start}:`,
    ...steps.map((step) => `  ${JSON.stringify(step)}`),
    'What happened:',
    ...last.story,
    last.origin,
  ].join('\n');
}

/** Plays one life after another until there are no more seeds. */
async function playAll(stage: Stage, seeds: number[]): Promise<string[]> {
  const failures: string[] = [];
  for (let next = seeds.shift(); next !== undefined; next = seeds.shift()) {
    const script = scriptOf(next, length);
    const failure = await failureOf(stage, script);
    if (!failure) continue;
    const text = await report(stage, next, script, failure);
    failures.push(text);
    if (process.env.MODEL_GO_ON) console.log(text);
    else seeds.length = 0;
  }
  return failures;
}

describe.skipIf(!server)('Whatever happens, the one right bot', () => {
  let worker: Awaited<ReturnType<typeof bundleWorker>>;
  beforeAll(async () => {
    worker = await bundleWorker();
    const common = { server: server ?? '', workerFile: worker.file, coverage };
    // One after the other: PostgreSQL copies its template for one at a time.
    for (let lane = 0; lane < Math.min(LANES, runs); lane++)
      stages.push(await Stage.open({ ...common, lane }));
  });
  afterAll(async () => {
    await Promise.all(stages.map((stage) => stage.close()));
    worker?.remove();
  });

  it(
    `is at every meeting that should have one, and none anywhere else (${runs * length} steps)`,
    async () => {
      const seeds = Array.from({ length: runs }, (_, run) => seed + run);
      const failures = await Promise.all(stages.map((stage) => playAll(stage, seeds)));
      console.log(`Measured: ${coverage}`);
      expect(failures.flat().join('\n\n')).toBe('');
      if (runs * length >= ENOUGH) expect(coverage.missing(kinds())).toEqual([]);
    },
    24 * 3_600_000,
  );
});
