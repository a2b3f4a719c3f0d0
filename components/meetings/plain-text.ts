/**
 * Google's description as plain text. It may hold any HTML, so it is parsed into a document that never runs or
 * loads anything, and only its text is taken, with a line for each paragraph, break and list item.
 */
export function htmlToPlainText(html: string): string {
  const { body } = new DOMParser().parseFromString(html.replace(/\r?\n/g, '<br>'), 'text/html');
  for (const hidden of body.querySelectorAll('script, style, title, template')) hidden.remove();
  for (const line of body.querySelectorAll('br, p, div, li, tr, h1, h2, h3, h4')) line.append('\n');
  for (const breakMark of body.querySelectorAll('br')) breakMark.replaceWith('\n');
  for (const item of body.querySelectorAll('li')) item.prepend('• ');
  return (body.textContent ?? '')
    .replace(/\u00a0/g, ' ')
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
