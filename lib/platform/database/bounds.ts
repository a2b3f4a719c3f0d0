const SECOND = 1000;

/** How long what is done on a PostgreSQL server may take, in milliseconds. */
export type Bounds = typeof BOUNDS;

/**
 * The bounds of a running process. Each is longer than those before it, so that who is nearest to the cause says why. Together
 * they say when a request has ended at the latest: after `connect` and `silence`, 35 s. What is mended works again within that
 * time.
 */
export const BOUNDS = {
  /** A new connection (TCP, TLS, authentication), and the wait for one that is in use. A network that works needs 100 ms. */
  connect: 10 * SECOND,
  /** The server ends a statement that waits so long for a row or a table. The longest sync that is no first one takes 2 s. */
  lock: 15 * SECOND,
  /** The server ends a statement that takes so long. The longest of ours takes 2 s, in a first sync of 10,000 events. */
  statement: 20 * SECOND,
  /** A connection is closed when the server has not answered for so long. It has ended the statement before, if it is there. */
  silence: 25 * SECOND,
  /** A transaction. The server ends one that its client leaves alone for so long: the locks of a dead process end with it. */
  transaction: 60 * SECOND,
  /** How often a connection that stays open is asked whether it still answers, and how long the answer may take. */
  beat: 10 * SECOND,
  beatAnswer: 5 * SECOND,
  /** A statement of a migration, and the wait for the migration of another process. A large table is rewritten for minutes. */
  migration: 30 * 60 * SECOND,
};

/** The transaction of a first sync, or of one that reads a whole calendar again: it stores tens of thousands of rows. */
export const FULL_SYNC_TRANSACTION_MS = 5 * 60 * SECOND;
