// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field in the tests.
type Answer = { status: number; body: any };

/** The REST API as a client calls it. */
export function api(appUrl: string, key?: string) {
  const call = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await fetch(`${appUrl}/api/v1${path}`, {
      method,
      headers: {
        ...(key ? { Authorization: `Token ${key}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
  return {
    get: (path: string) => call('GET', path),
    post: (path: string, body?: unknown) => call('POST', path, body),
    delete: (path: string, body?: unknown) => call('DELETE', path, body),
  };
}
