import { headers } from 'next/headers';
import { PEER_HEADER } from './adjust-requests';

/**
 * Returns how the request that is being answered came: the addresses that proxies have appended to `X-Forwarded-For`, and the
 * host that the client asked for. Next itself writes the connection's address into a header that no proxy has sent.
 */
export async function howItCame(): Promise<{ forwarded: string[]; host: string | null }> {
  const sent = await headers();
  const forwarded = (sent.get('x-forwarded-for') ?? '')
    .split(',')
    .map((address) => address.trim())
    .filter(Boolean);
  const isNextsOwn = forwarded.length === 1 && forwarded[0] === sent.get(PEER_HEADER);
  return {
    forwarded: isNextsOwn ? [] : forwarded,
    host: sent.get('x-forwarded-host') ?? sent.get('host'),
  };
}
