import { defineConfig } from 'prisma/config';

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  // Only `prisma migrate deploy` needs it. The app applies the migrations itself when it starts.
  datasource: { url: process.env.DATABASE_URL ?? '' },
});
