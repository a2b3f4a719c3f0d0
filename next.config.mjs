// @ts-check
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What the few answers tell browsers that come while the process starts, before `setSecurityHeaders` is there: nothing is loaded
 * from elsewhere, and no one frames them.
 */
const WHILE_STARTING = "default-src 'self' 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

/** Returns a hash of the API's contract, by which a page that is open notices that the server has another one. */
function contractVersion() {
  const folder = join(import.meta.dirname, 'lib/contract');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(?<!\.test)\.ts$/.test(name),
  );
  const hash = createHash('sha256');
  for (const file of files.sort()) hash.update(`\0${file}\0`).update(readFileSync(join(folder, file)));
  return hash.digest('base64url').slice(0, 12);
}

/** @type {import('next').NextConfig} */
const config = {
  // Native and WebAssembly parts that must be loaded from disk, not bundled.
  serverExternalPackages: [
    '@electric-sql/pglite',
    'pglite-prisma-adapter',
    'pg',
    'pino',
    'inngest',
    '@googleapis/calendar',
    'google-auth-library',
    'rate-limiter-flexible',
  ],
  // `npm test` checks types once, apart from the build.
  typescript: { ignoreBuildErrors: true },
  // A client may end its paths with a slash: it is answered, and not sent elsewhere.
  skipTrailingSlashRedirect: true,
  env: { CONTRACT_VERSION: contractVersion() },
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // No page uses it: /_next/image would scale any file of ours for anyone.
  images: { unoptimized: true },
  // The addresses of reports and of calendar feeds are secrets. `next dev` logs requests.
  logging: { incomingRequests: { ignore: [/^\/api\/webhooks\/bots\//, /^\/api\/feeds\//] } },
  async headers() {
    return [
      {
        source: '/(.*)',
        missing: [{ type: 'header', key: 'x-usher-nonce' }],
        headers: [
          { key: 'X-Content-Type-Options', value: 'nosniff' },
          { key: 'Content-Security-Policy', value: WHILE_STARTING },
        ],
      },
    ];
  },
};

export default config;
