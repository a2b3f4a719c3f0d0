import { setFlagsFromString } from 'node:v8';
import { startSandbox } from './start-sandbox';

// Memory before speed: this process idles, and shares its machine with the app.
setFlagsFromString('--optimize-for-size');
setFlagsFromString('--semi-space-growth-factor=1');

const port = Number(process.env.SANDBOX_PORT || 3001);

function refuse(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

if (!Number.isInteger(port) || port < 0 || port > 65_535) refuse('SANDBOX_PORT must be a port number.');

try {
  const sandbox = await startSandbox({
    port,
    seed: process.env.SANDBOX_SEED === 'empty' ? 'empty' : 'demo',
    appUrl: process.env.APP_URL,
    stateFile: process.env.SANDBOX_STATE_FILE || undefined,
  });
  const stop = () => void sandbox.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  // When the app's launcher started it, it ends with the launcher.
  process.once('disconnect', stop);
  console.log(`Sandbox calendar and bots ready at http://localhost:${sandbox.port}`);
  process.send?.({ ready: true, port: sandbox.port });
} catch (error) {
  const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  refuse(taken ? `Port ${port} is taken; set SANDBOX_PORT to a free one.` : (error as Error).message);
}
