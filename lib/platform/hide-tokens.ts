/** A bot's own address for reports, of which the last part is a secret; also as it stands within another address. */
const REPORT_ADDRESS =
  /(api(?:\/|%2F)webhooks(?:\/|%2F)bots(?:\/|%2F)[\w.-]+(?:\/|%2F)[\w.-]+(?:\/|%2F))[\w-]+/gi;

/**
 * Returns a text without the tokens of report addresses: providers repeat a request's address in their complaints, and
 * whoever knows it can report on that bot.
 */
export function hideTokens(text: string): string {
  return text.replace(REPORT_ADDRESS, '$1[secret]');
}
