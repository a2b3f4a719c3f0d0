// Builds the app as `npm start` would, which then has nothing left to build: `npm run build`.
import { buildWhenChanged, generateClientWhenChanged } from './launch/build';

await generateClientWhenChanged();
await buildWhenChanged();
