import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { isAllowedHost, isLoopbackAddress, isPublicAddress } from '@/lib/platform/public-address';

/** How long a receiver may take, from the look-up of its name to its status line, in ms. */
const TIMEOUT_MS = 10_000;

/** The address is one that is never called, whatever its name resolves to next time: trying again does not help. */
export class ForbiddenAddress extends Error {}

type Resolve = (host: string) => Promise<LookupAddress[]>;
const resolveName: Resolve = (host) => lookup(host, { all: true });

/**
 * Posts to an address that a person has set, without giving that person a way into our own network (OWASP, Server-Side
 * Request Forgery Prevention): https only, every address that the name resolves to must be public or allowed by the operator, and
 * the connection goes to just these addresses, so that the name cannot resolve to another one in between. Redirects are not followed; of the
 * answer only the status is read.
 * @param options `allowLoopback`: http and https to this computer are allowed, for the sandbox; `allowedHosts`: hosts of private
 *   networks that the operator allows
 * @returns the status
 * @throws ForbiddenAddress, or any other Error when there was no answer in time
 */
export async function postCallback(
  { url, headers, body }: { url: string; headers: Record<string, string>; body: string },
  {
    allowLoopback,
    allowedHosts = [],
    resolve = resolveName,
  }: { allowLoopback: boolean; allowedHosts?: string[]; resolve?: Resolve },
): Promise<number> {
  const target = new URL(url);
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const addresses = await inTime(signal, addressesOf(target, resolve));
  const isOurs = allowLoopback && addresses.every(({ address }) => isLoopbackAddress(address));
  if (target.protocol !== 'https:' && !(isOurs && target.protocol === 'http:')) {
    throw new ForbiddenAddress('it is not an https address');
  }
  const host = target.hostname;
  const mayCall = ({ address }: LookupAddress) =>
    isPublicAddress(address) || isAllowedHost({ host, address }, allowedHosts);
  if (!isOurs && !addresses.every(mayCall)) {
    throw new ForbiddenAddress('its address is not a public one');
  }
  const send = target.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((done, fail) => {
    const request = send(target, {
      method: 'POST',
      headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
      agent: false,
      signal,
      lookup: (_host, options, answer) => {
        const [first] = addresses;
        if (options.all) answer(null, addresses);
        else answer(null, first?.address ?? '', first?.family);
      },
    });
    request.on('error', fail);
    request.on('response', (response) => {
      response.destroy();
      done(response.statusCode ?? 0);
    });
    request.end(body);
  });
}

async function addressesOf(target: URL, resolve: Resolve): Promise<LookupAddress[]> {
  const host = target.hostname.replace(/^\[(.*)\]$/, '$1');
  const family = isIP(host);
  const addresses = family ? [{ address: host, family }] : await resolve(host);
  if (addresses.length === 0) throw new Error(`${host} has no address`);
  return addresses;
}

function inTime<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const late = new Promise<never>((_done, fail) => {
    signal.addEventListener('abort', () => fail(signal.reason), { once: true });
  });
  return Promise.race([work, late]);
}
