// @ts-check
// JavaScript, because the launcher, which loads nothing but Node's modules, uses it too.

/**
 * A bot's own address for reports, and the address of a calendar feed: the last part is a secret. Also as they stand within
 * another address.
 */
const SECRET_ADDRESSES =
  /(api(?:\/|%2F)(?:webhooks(?:\/|%2F)bots(?:\/|%2F)[\w.-]+|feeds)(?:\/|%2F)[\w.-]+(?:\/|%2F))[\w-]+/gi;

/**
 * Returns a text without the tokens of report addresses and calendar feeds: providers repeat a request's address in their
 * complaints, and whoever knows it can report on that bot, or read whose feed it is.
 * @param {string} text
 * @returns {string}
 */
export function hideTokens(text) {
  return text.replace(SECRET_ADDRESSES, '$1[secret]');
}
