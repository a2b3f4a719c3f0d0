import { fromBase64 } from './decode';

const RUN_LENGTHS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * The address inside Proofpoint URL Defense v3: `/v3/__<url>__;<base64>!!…`. `*` in the URL stands for the next byte
 * of the base64 part, `**` and a letter for a run of 2 to 65 bytes.
 */
export function proofpointV3(href: string): string | null {
  const start = href.indexOf('/v3/__') + 6;
  const end = href.lastIndexOf('__;');
  if (start < 6 || end <= start) return null;
  const [bytes = ''] = href.slice(end + 3).split('!', 1);
  const replaced = fromBase64(bytes);
  let used = 0;
  return href
    .slice(start, end)
    .replace(/\*(?:\*([A-Za-z0-9_-]))?/g, (_, run: string | undefined) => {
      const length = run === undefined ? 1 : RUN_LENGTHS.indexOf(run) + 2;
      used += length;
      return replaced.slice(used - length, used);
    })
    .replace(/^(https?):\/(?!\/)/, '$1://');
}
