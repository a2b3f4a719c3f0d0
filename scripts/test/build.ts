// The build of `npm test`: the one that `npm start` would make, so that the browser tests need no other.
import { buildWhenChanged } from '../launch/build';

await buildWhenChanged(process.env);
