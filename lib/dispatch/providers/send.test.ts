import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { callProvider } from './http';
import { ProviderFailure } from './port';
import { type HttpAnswer, send } from './send';

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(server: Server): Promise<string> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const provider = async (listener: RequestListener) => `http://${await listen(createServer(listener))}`;
const post = (url: string, body = '{}', limitMs = 10_000): Promise<HttpAnswer> =>
  send({
    method: 'POST',
    url,
    headers: { Authorization: 'Token secret', 'Content-Type': 'application/json' },
    body,
    limitMs,
  });

describe('A call to a provider', () => {
  it('arrives as it was made, and so does its answer', async () => {
    const url = await provider(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      const { authorization, 'content-length': length, 'transfer-encoding': transfer } = request.headers;
      response.writeHead(201, { 'Retry-After': '7' });
      response.end(
        JSON.stringify([request.method, request.url, body, authorization, length, transfer ?? null]),
      );
    });
    const sent = '{"name":"Åsa’s 𝒯eam"}';
    const { status, headers, text } = await post(`${url}/v1/bots?a=%20`, sent);
    expect([status, headers['retry-after']]).toEqual([201, '7']);
    expect(JSON.parse(text)).toEqual([
      ...['POST', '/v1/bots?a=%20', sent, 'Token secret', String(Buffer.byteLength(sent)), null],
    ]);
  });

  it('uses the connection of the call before, and many calls at once use as many', async () => {
    const ports = new Set<number | undefined>();
    const url = await provider((request, response) => {
      ports.add(request.socket.remotePort);
      response.end('{}');
    });
    for (let i = 0; i < 5; i++) await post(url);
    expect(ports.size).toBe(1);
    await Promise.all(Array.from({ length: 10 }, () => post(url)));
    expect(ports.size).toBe(10);
  });

  it('takes a redirect for an answer, and the key nowhere else', async () => {
    const seen: string[] = [];
    const elsewhere = await provider((request, response) => {
      seen.push(String(request.headers.authorization));
      response.end('{}');
    });
    for (const status of [301, 302, 303, 307, 308]) {
      const url = await provider((_request, response) =>
        response.writeHead(status, { Location: elsewhere }).end(),
      );
      expect((await post(url)).status).toBe(status);
      expect(await callProvider('GET', url, {})).toMatchObject({ ok: false, status });
    }
    expect(seen).toEqual([]);
  });

  it('fails when its time is over, also while the answer is coming slowly', async () => {
    // On a busy machine a call may end before it arrives.
    let open = 0;
    const silent = await provider((request) => {
      open++;
      request.socket.once('close', () => open--);
    });
    const trickling = await provider((request, response) => {
      open++;
      const drip = setInterval(() => response.write(' '), 5);
      request.socket.once('close', () => {
        clearInterval(drip);
        open--;
      });
    });
    for (const url of [silent, trickling]) {
      await expect(post(url, '{}', 100)).rejects.toThrow('No answer within 100 ms.');
    }
    await expect.poll(() => open).toBe(0);
  });

  it('does not read an answer that never ends', async () => {
    let isClosed = false;
    const url = await provider((_request, response) => {
      const chunk = 'x'.repeat(64 * 1024);
      const more = () => {
        while (!isClosed && response.write(chunk));
        if (!isClosed) response.once('drain', more);
      };
      response.once('close', () => {
        isClosed = true;
      });
      more();
    });
    await expect(post(url)).rejects.toThrow('The answer is too long.');
    await expect.poll(() => isClosed).toBe(true);
  });

  it('has an unknown outcome when its answer breaks off', async () => {
    const url = await provider((request, response) => {
      response.writeHead(201, { 'Content-Length': 100 });
      response.write('{"bot_id":"b"', () => request.socket.destroy());
    });
    await expect(post(url)).rejects.toThrow();
    await expect(callProvider('POST', url, {}, {})).rejects.toMatchObject({ outcomeUnknown: true });
  });

  it('has an unknown outcome on a connection that is just being closed, and the next opens another', async () => {
    const seen = new Map<number | undefined, number>();
    const url = await provider((request, response) => {
      const calls = (seen.get(request.socket.remotePort) ?? 0) + 1;
      seen.set(request.socket.remotePort, calls);
      if (calls === 2) request.socket.resetAndDestroy();
      else response.end('{"ok":true}');
    });
    const call = () => callProvider('POST', url, {}, {});
    expect((await call()).body).toEqual({ ok: true });
    const error = await call().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProviderFailure);
    expect(error).toMatchObject({ permanent: false, outcomeUnknown: true });
    expect((await call()).body).toEqual({ ok: true });
    expect([...seen.values()]).toEqual([2, 1]);
  });

  it('tells a server nothing that cannot prove who it is', async () => {
    let asked = 0;
    const server = createTlsServer({ key: KEY, cert: SIGNED_BY_NO_ONE }, (_request, response) => {
      asked++;
      response.end('{}');
    });
    const address = await listen(server);
    await expect(post(`https://${address}`)).rejects.toThrow(/self-signed certificate/);
    expect(asked).toBe(0);
  });

  it('fails as a provider’s failure when it cannot be made at all', async () => {
    const gone = await provider(() => {});
    open.pop()?.close();
    const fails = (url: string, headers = {}) =>
      expect(callProvider('GET', url, headers)).rejects.toBeInstanceOf(ProviderFailure);
    await fails(gone);
    await fails(gone, { Authorization: 'Token a\nb' });
    await fails('ftp://127.0.0.1');
  });
});

/** Made for this test and nothing else, valid for a hundred years. */
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgSQTZS+fpOkpXsddG
L+bNYoTWlWMzq2wPrCi/egqMTyChRANCAAQCqBTWxLMELQvZkFaO26EuBsOxXsd4
TRvz9vFHGLCtlVdYe6Bq3FVeQnmT/I9coJ2FrhX/lxs0AnG2JxzBuO2C
-----END PRIVATE KEY-----`;
const SIGNED_BY_NO_ONE = `-----BEGIN CERTIFICATE-----
MIIBmjCCAUGgAwIBAgIUbeRm+EEjy48KKAk/llR0mJg+TXQwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNjEzMzk1M1oYDzIxMjYxMTAy
MTMzOTUzWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQCqBTWxLMELQvZkFaO26EuBsOxXsd4TRvz9vFHGLCtlVdYe6Bq3FVe
QnmT/I9coJ2FrhX/lxs0AnG2JxzBuO2Co28wbTAdBgNVHQ4EFgQUrpxi3K49PaNU
5udMJEd9eSU6L0owHwYDVR0jBBgwFoAUrpxi3K49PaNU5udMJEd9eSU6L0owDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDRwAwRAIgOQYkpksDixo0T6N+bDcqIIVmSKbhq/PiEyh9BK88TfgCIHHN
Tys0KCqYdRmrKKn3kWsrnqSHFwpnqgy0umJQ3tlw
-----END CERTIFICATE-----`;
