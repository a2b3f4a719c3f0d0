import type pg from 'pg';

/** An edit so close to a join counts as a late one. */
export const LATE_MS = 90_000;

/** Counts what the runs have tried: a test that misses the moments that matter proves nothing. */
export class Coverage {
  runs = 0;
  steps = 0;
  /** How often each kind of step changed something. */
  readonly effects = new Map<string, number>();
  /** Changes at Google within 90 s of the join of a meeting that should have a bot, before or after it. */
  lateEdits = 0;
  /** Processes killed while they were sending bots. */
  deathsAtJoins = 0;
  /** Repeated requests with one Idempotency-Key that did nothing again. */
  repeats = 0;
  joins = 0;
  /** Bots that took more than one attempt to send. */
  joinsWithFaults = 0;
  recalls = 0;
  replacements = 0;
  /** Bots that have left for the next meeting on their link. */
  handOvers = 0;

  had(kind: string): void {
    this.effects.set(kind, (this.effects.get(kind) ?? 0) + 1);
  }

  /** Adds the counts of a run from its database. */
  async addRun(sql: pg.Client, steps: number): Promise<void> {
    const { rows } = await sql.query(
      `SELECT count(*) FILTER (WHERE "attempts" > 0)::int AS "joins",
              count(*) FILTER (WHERE "attempts" > 1)::int AS "faults",
              count("recalledAt")::int AS "recalls",
              count(*) FILTER (WHERE "handedOverTo" IS NOT NULL AND "status" = 'Done')::int AS "handOvers",
              -- A bot whose account was disconnected later has no meeting any more; the activity has it.
              (SELECT count(*)::int FROM "ActivityEntry" AS r
                WHERE r."action" = 'bot.recalled' AND EXISTS (
                  SELECT FROM "ActivityEntry" AS n
                   WHERE n."action" = 'bot.scheduled' AND n."occurrenceId" = r."occurrenceId" AND n."id" > r."id")) AS "replaced"
         FROM "ScheduledBot"`,
    );
    this.runs++;
    this.steps += steps;
    this.joins += rows[0].joins;
    this.joinsWithFaults += rows[0].faults;
    this.recalls += rows[0].recalls;
    this.replacements += rows[0].replaced;
    this.handOvers += rows[0].handOvers;
  }

  /** Returns what never happened, and those of the kinds of steps that never had an effect. */
  missing(kinds: string[]): string[] {
    const never = this.counts().filter(([, count]) => count === 0);
    return [...never.map(([what]) => what), ...kinds.filter((kind) => !this.effects.has(kind))];
  }

  private counts(): [string, number][] {
    return [
      ['joins', this.joins],
      ['joins with a fault', this.joinsWithFaults],
      ['processes died while sending bots', this.deathsAtJoins],
      ['edits within 90 s of a join', this.lateEdits],
      ['bots recalled', this.recalls],
      ['of them replaced', this.replacements],
      ['handed over to the next meeting’s', this.handOvers],
      ['requests repeated with one key', this.repeats],
    ];
  }

  /** Returns the counts as a line for people. */
  toString(): string {
    const counts = this.counts().map(([what, count]) => `${count} ${what}`);
    const effects = [...this.effects].sort(([a], [b]) => (a < b ? -1 : 1));
    const kinds = effects.map(([kind, count]) => `${kind} ${count}`);
    return `${this.runs} lives of ${this.steps} steps: ${counts.join(', ')}; steps with an effect: ${kinds.join(', ')}`;
  }
}
