import { nonconformities } from '../test/openapi/read-document';

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field in the tests.
type Answer = { status: number; headers: Headers; body: any };

/** Calls the REST API as a client does. An answer that the OpenAPI document does not describe is an error. */
export function api(appUrl: string, key?: string) {
  const send = async (method: string, path: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await fetch(`${appUrl}/api/v1${path}`, {
      ...init,
      method,
      headers: { ...(key ? { Authorization: `Token ${key}` } : {}), ...init.headers },
    });
    const { status, headers } = response;
    const body = await response.text();
    const wrong = nonconformities({
      method,
      path: path.replace(/\/?(\?.*)?$/s, '').replace('//', '/'),
      status,
      headers,
      body,
    });
    if (wrong.length > 0) throw new Error(wrong.join('\n'));
    return { status, headers, body: body ? JSON.parse(body) : null };
  };
  const call = (method: string, path: string, body?: unknown) =>
    send(
      method,
      path,
      body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    );
  return {
    send,
    get: (path: string) => call('GET', path),
    post: (path: string, body?: unknown) => call('POST', path, body),
    delete: (path: string, body?: unknown) => call('DELETE', path, body),
  };
}
