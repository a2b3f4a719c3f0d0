import pg from 'pg';

/** As many connections as the app's own pool has: pg's default. */
export const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
