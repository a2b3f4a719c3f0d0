import { AsyncLocalStorage } from 'node:async_hooks';
import { processGlobal } from '@/lib/platform/process-global';

const acting = processGlobal('acting-key', () => new AsyncLocalStorage<string>());

/** Carries out what an API client requests: what is recorded of it meanwhile names the client's key. */
export function withActingKey<T>(name: string, carryOut: () => Promise<T>): Promise<T> {
  return acting.run(name, carryOut);
}

/** Returns the name of the API key whose request is being carried out, or null. */
export function actingKey(): string | null {
  return acting.getStore() ?? null;
}
