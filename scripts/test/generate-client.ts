import { generateClientWhenChanged } from '../launch/build';

/** Vitest's global set-up: the tests import the database client, which a fresh clone does not have yet. */
export default generateClientWhenChanged;
