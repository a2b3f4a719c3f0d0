import { BlockList, isIP } from 'node:net';
import { env } from '@/lib/platform/env';

/** Addresses that mean something on one network only (RFC 1918, 3927, 6598, 4193, 4291). */
const PRIVATE = new BlockList();
for (const [net, prefix] of [
  ['10.0.0.0', 8],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10],
] as const)
  PRIVATE.addSubnet(net, prefix);
for (const [net, prefix] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  PRIVATE.addSubnet(net, prefix, 'ipv6');

/** Names that no public name server knows (RFC 6761, 6762, 8375, and ICANN's `.internal`). */
const PRIVATE_NAME = /^[^.]+$|\.(localhost|local|internal|test|invalid|home\.arpa)$/;

/** Whether Google could call an address: https, and a host that is known outside of one's own network. */
export function isPublicHttps(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  if (protocol !== 'https:') return false;
  const host = hostname.replace(/^\[|\]$/g, '');
  const kind = isIP(host);
  if (kind > 0) return !PRIVATE.check(host, kind === 4 ? 'ipv4' : 'ipv6');
  return !PRIVATE_NAME.test(host);
}

/**
 * Where Google is asked to send its notifications.
 * @returns null when it could not reach us there: it insists on public https, only the emulator takes loopback
 */
export function pushAddress(): string | null {
  const { APP_URL, GOOGLE_EMULATOR_URL } = env();
  const reachable = isPublicHttps(APP_URL) || GOOGLE_EMULATOR_URL !== undefined;
  return reachable ? `${APP_URL}/api/webhooks/google-calendar` : null;
}
