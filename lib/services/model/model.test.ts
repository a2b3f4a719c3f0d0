import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kinds } from './perform';
import { Failure, runScript } from './run-script';
import { shrink } from './shrink';
import { Stage } from './stage';
import { type Script, scriptOf } from './steps';

const seed = Number(process.env.MODEL_SEED ?? 1);
const runs = Number(process.env.MODEL_RUNS ?? 10);
const length = Number(process.env.MODEL_STEPS ?? 210);
const shrinkMs = Number(process.env.MODEL_SHRINK_SECONDS ?? 120) * 1000;
/** So many steps meet everything. */
const ENOUGH = 2000;
const server = process.env.TEST_DATABASE_URL;

let stage: Stage;

async function failureOf(script: Script): Promise<Failure | undefined> {
  try {
    await runScript(stage, script);
    return undefined;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

/** Which promise was broken, whatever the ids and times. */
const kindOf = (failure: Failure | undefined) => failure?.message.split(/[:\d“]/)[0];

/** What a person needs in order to see it again: the seed, the shortest sequence, and its story. */
async function report(runSeed: number, script: Script, first: Failure): Promise<string> {
  let last = first;
  const steps = await shrink(
    script.steps.slice(0, first.steps),
    async (shorter) => {
      const failure = await failureOf({ ...script, steps: shorter });
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

describe.skipIf(!server)('whatever happens, the one right bot', () => {
  beforeAll(async () => {
    stage = await Stage.open(server ?? '');
  });
  afterAll(() => stage?.close());

  it(
    `is at every meeting that should have one, and none anywhere else (${runs * length} steps)`,
    async () => {
      const failures: string[] = [];
      for (let run = seed; run < seed + runs; run++) {
        const script = scriptOf(run, length);
        const failure = await failureOf(script);
        if (!failure) continue;
        const text = await report(run, script, failure);
        failures.push(text);
        if (!process.env.MODEL_GO_ON) break;
        console.log(text);
      }
      console.log(`Measured: ${stage.coverage}`);
      expect(failures.join('\n\n')).toBe('');
      if (runs * length >= ENOUGH) expect(stage.coverage.missing(kinds())).toEqual([]);
    },
    24 * 3_600_000,
  );
});
