import pino from 'pino';
import { foldError } from './fold-error';
import { hideTokens } from './hide-tokens.mjs';

const SECRET_KEYS = [
  ...['authorization', 'Authorization', 'cookie', 'Cookie', 'set-cookie', 'password', 'apiKey', 'api_key'],
  ...['secret', 'clientSecret', 'client_secret', 'channelToken', 'syncToken', 'idToken', 'id_token'],
  ...['token', 'accessToken', 'access_token', 'refreshToken', 'refresh_token'],
];

const REDACTED = [
  ...SECRET_KEYS.flatMap((key) => [`["${key}"]`, `*["${key}"]`, `*.*["${key}"]`]),
  // OAuth's code (RFC 6749 section 4.1.2). The code of an error must stay readable.
  ...['code', 'query.code', 'body.code', 'params.code', 'searchParams.code'],
];

const stdout = pino.destination({ dest: 1, sync: true });

/**
 * The process's log: one JSON object a line on stdout. Values under the names of secrets are replaced, up to
 * three levels deep, and the tokens of report addresses wherever they stand. It is written synchronously, so that the
 * last lines before an exit are not lost.
 */
export const logger = pino(
  {
    level: process.env.LOG_LEVEL || 'info',
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: REDACTED,
      censor: '[secret]',
    },
    serializers: { error: foldError, err: foldError },
  },
  { write: (line: string) => void stdout.write(hideTokens(line)) },
);
