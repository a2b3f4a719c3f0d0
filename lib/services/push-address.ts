import { env } from '@/lib/env';

/**
 * Where Google is asked to send its notifications.
 * @returns null when it could not reach us there: it insists on https, only the emulator takes loopback
 */
export function pushAddress(): string | null {
  const { APP_URL, GOOGLE_EMULATOR_URL } = env();
  const reachable = APP_URL.startsWith('https://') || GOOGLE_EMULATOR_URL !== undefined;
  return reachable ? `${APP_URL}/api/webhooks/google-calendar` : null;
}
