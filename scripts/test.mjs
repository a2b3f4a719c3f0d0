// @ts-check
// `npm test`: from a fresh clone to a result. It imports only Node's own modules, because nothing may be installed yet.
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkNode, ensureInstalled } from './launch/checks.mjs';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
checkNode();
await ensureInstalled({ development: true });
const checks = spawn(process.execPath, ['--import', 'tsx', 'scripts/test/main.ts'], { stdio: 'inherit' });
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
  process.on(signal, () => checks.kill(signal));
checks.once('exit', (code) => process.exit(code ?? 1));
