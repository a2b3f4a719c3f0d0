/** How many meetings of a series a request schedules when it does not say. */
export const DEFAULT_OCCURRENCES = 52;

/** How many bots one request can cancel or restore. */
export const MOST_BOTS = 500;

/** So many matches of a search are counted, and no more. */
export const MOST_COUNTED = 200;

/** The highest limit of bots in meetings at one time that a person may have. */
export const MOST_BOTS_OF_PERSON = 1000;

/** For so long a callback secret that was replaced signs beside the new one. */
export const PREVIOUS_SECRET_HOURS = 24;

/** How large a body may be: more than any request of the contract needs. */
export const MOST_BODY_BYTES = 256 * 1024;

/** How deeply a body may be nested: more than any bot configuration that a person writes. */
export const MOST_LEVELS = 32;
