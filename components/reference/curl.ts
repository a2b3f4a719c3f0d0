import type { Operation } from '@/lib/contract/operations/operation';

/** The example of an operation as a command for a shell, with `$API` and `$KEY` set before. */
export function curlOf({ method, path, example, isPublic, mediaType }: Operation): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => example.params?.[name] ?? '');
  const query = example.query ? `?${new URLSearchParams(example.query)}` : '';
  const parts = [
    `curl${mediaType === 'text/event-stream' ? ' -N' : ''}${method === 'GET' ? '' : ` -X ${method}`} "$API${filled}${query}"`,
    ...(isPublic ? [] : ['-H "Authorization: Token $KEY"']),
    ...(example.body
      ? [
          `-H 'Content-Type: application/json'`,
          `-d '${JSON.stringify(example.body, null, 2).replaceAll("'", "'\\''")}'`,
        ]
      : []),
  ];
  return parts.join(' \\\n  ');
}
