import { expect, it } from 'vitest';
import { htmlToText, OPENING, SOFT_BREAK as SOFT } from './html-text';

it.each([
  ['plain text', 'a & b', 'a & b'],
  ['a tag within a line', 'a<b>b</b>c', `a${SOFT}b${SOFT}c`],
  ['a tag that ends a line', 'a<br>b<p>c</p>d<h1>e<hr>f', 'a\nb\nc\nd\ne\nf'],
  ['a tag whose name ends like one of these', '<b>a<abbr>b', `${SOFT}a${SOFT}b`],
  ['a tag whose name begins like one of these', '<b>a<pre>b', `${SOFT}a${SOFT}b`],
  ['a sign that opens no tag', 'a < b <https://h/>', `a ${OPENING} b ${OPENING}https://h/>`],
  ['a link, behind its words', '<a href="https://h/">w</a>.', `${SOFT}w https://h/ ${SOFT}.`],
  ['a link in capitals', '<A HREF="https://h/">w</A>.', `${SOFT}w https://h/ ${SOFT}.`],
  [
    'a link, before the address that is its words',
    '<a href="https://h/">Go <i>to</i> https://i/ now</a>.',
    `${SOFT} https://h/ Go ${SOFT}to${SOFT} https://i/ now${SOFT}.`,
  ],
  ['a link with a tag in its words', '<a href="https://h/">one<b>two', `${SOFT}one${SOFT}two https://h/ `],
  ['a link that is not closed before the next', '<a href="x">1<a href="y">2', `${SOFT}1 x ${SOFT}2 y `],
  ['a link with other attributes', '<a id="i" href="h" class="c">w', `${SOFT}w h `],
  ['other attributes of four letters', '<a name="n">w', `${SOFT}w`],
  ['an address that is wrapped within its quotes', '<a href="https://h/a\r\n b">w', `${SOFT}w https://h/ab `],
  ['an anchor without an address', '<a>w</a>', `${SOFT}w${SOFT}`],
  ['the entities that links contain', '&lt;&gt;&quot;&apos;&nbsp;&amp;', `<>"' &`],
  ['what was escaped twice', '&amp;lt;&amp;#65;', '<A'],
  ['what was escaped three times', '&amp;amp;lt;', '&lt;'],
  ['an entity without its semicolon', 'a?b&lt=5&copy=1', 'a?b&lt=5&copy=1'],
  ['numeric entities', '&#65;&#x42;&#x1f600;&#x10FFFF;', 'AB😀\u{10ffff}'],
  ['a number that is no character', '&#x110000;&#1114112;', '&#x110000;&#1114112;'],
])('the text of %s', (_what, html, text) => {
  expect(htmlToText(html)).toBe(text);
});
