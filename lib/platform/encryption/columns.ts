/**
 * Every column that is encrypted: its table, and the SQL of what names a row of it. A ciphertext is bound to both, so it opens
 * nowhere else. `isJson`: the column is jsonb, and holds the ciphertext as a string.
 */
export const ENCRYPTED_COLUMNS = {
  'CalendarConnection.clientSecret': { table: 'CalendarConnection', column: 'clientSecret', row: '"id"' },
  'CalendarConnection.refreshToken': { table: 'CalendarConnection', column: 'refreshToken', row: '"id"' },
  'CalendarConnection.accessToken': { table: 'CalendarConnection', column: 'accessToken', row: '"id"' },
  'GrantRevocation.refreshToken': { table: 'GrantRevocation', column: 'refreshToken', row: '"id"' },
  'ScheduledBot.requestBody': { table: 'ScheduledBot', column: 'requestBody', row: '"id"' },
  'IdempotencyRecord.answer': {
    table: 'IdempotencyRecord',
    column: 'answer',
    row: `"userId" || '/' || "key"`,
    isJson: true,
  },
  'CallbackSecret.secret': { table: 'CallbackSecret', column: 'secret', row: '"userId"' },
  'CallbackSecret.previous': { table: 'CallbackSecret', column: 'previous', row: '"userId"' },
  'InstallationSecret.secret': { table: 'InstallationSecret', column: 'secret', row: '"name"' },
} as const satisfies Record<string, { table: string; column: string; row: string; isJson?: boolean }>;

export type EncryptedColumn = keyof typeof ENCRYPTED_COLUMNS;
