import { PostgresServer } from './postgres-server';

/**
 * Vitest's global set-up: starts one temporary PostgreSQL server for the whole run, which workers find by
 * TEST_DATABASE_URL. Without PostgreSQL on this computer it prints a note, and the tests that need it are skipped.
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.TEST_DATABASE_URL) return undefined;
  // Benches read when a row was committed.
  const server = await PostgresServer.create(['synchronous_commit=off', 'track_commit_timestamp=on']);
  if (!server) {
    console.log(
      'Note: no PostgreSQL programs found (Debian: apt install postgresql); its tests are skipped.',
    );
    return undefined;
  }
  process.env.TEST_DATABASE_URL = server.url;
  return () => server.remove();
}
