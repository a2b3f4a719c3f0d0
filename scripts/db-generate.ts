// Generates the database client when the schema or Prisma has changed: `npm run db:generate`.
import { generateClientWhenChanged } from './launch/build';

await generateClientWhenChanged();
