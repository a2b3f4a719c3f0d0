import { expect, it } from 'vitest';
import { htmlToText, OPENING, QUOTED, SOFT_BREAK as SOFT, STRUCK, UNSEEN } from './html-text';

const [STRIKE, STRUCK_END] = STRUCK;
const [QUOTE, QUOTE_END] = QUOTED;

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
  ['an address that is wrapped and indented', '<a href="https://h/a\r\n\t  b">w', `${SOFT}w https://h/ab `],
  ['an attribute behind the address', '<a href="h" title="see https://i/">w', `${SOFT}w h `],
  ['an address that Outlook has replaced', '<a href="h" originalsrc="https://i/">w', `${SOFT}w https://i/ `],
  ['an address that nothing has replaced', '<a href="h" originalsrc="cid:1">w', `${SOFT}w h `],
  ['a data attribute with an address', '<a href="h" data-src="https://i/">w', `${SOFT}w h `],
  ['a place where a line may break', 'https://h/a<wbr>b', `https://h/a${UNSEEN}b`],
  ['signs that no one sees', 'a\u200bb\u00adc\ufeffd', `a${UNSEEN}b${UNSEEN}c${UNSEEN}d`],
  ['signs that stand for tags', 'a\ue000b\ue003c', 'a b c'],
  [
    'what is struck out',
    'a<s>b<s>c</s>d</s>e</s>',
    `a${SOFT}${STRIKE}b${SOFT}c${SOFT}d${SOFT}${STRUCK_END}e${SOFT}`,
  ],
  [
    'what is struck out by style, with other tags in it',
    '<span style="text-decoration: line-through">a<b>c</b></span>d<b>e</b>',
    `${SOFT}${STRIKE}a${SOFT}c${SOFT}${SOFT}${STRUCK_END}d${SOFT}e${SOFT}`,
  ],
  ['what another attribute says of a line', '<span title="line-through">a</span>', `${SOFT}a${SOFT}`],
  ['another style', '<span style="color: red">a</span>', `${SOFT}a${SOFT}`],
  [
    'a quote with a quote in it',
    '<blockquote>a<blockquote>b</blockquote>c</blockquote>d',
    `\n${QUOTE}a\nb\nc\n${QUOTE_END}d`,
  ],
  [
    'a quote that is closed twice',
    '<blockquote>a</blockquote>b</blockquote>',
    `\n${QUOTE}a\n${QUOTE_END}b\n`,
  ],
  [
    'a quote in what is struck out',
    '<del>a<blockquote>b</blockquote></del>',
    `${SOFT}${STRIKE}a\n${QUOTE}b\n${QUOTE_END}${SOFT}${STRUCK_END}`,
  ],
  ['a tag behind a sign that opens none', '<3 <b>a</b>', `${OPENING}3 ${SOFT}a${SOFT}`],
  ['an anchor without an address', '<a>w</a>', `${SOFT}w${SOFT}`],
  ['the entities that links contain', '&lt;&gt;&quot;&apos;&nbsp;&amp;', `<>"' &`],
  ['what was escaped twice', '&amp;lt;&amp;#65;', '<A'],
  ['what was escaped three times', '&amp;amp;lt;', '&lt;'],
  ['an entity in capitals', '&LT;', '<'],
  ['an entity that links do not contain', '&copy;&eacute;', '&copy;&eacute;'],
  ['an entity without its semicolon', 'a?b&lt=5&copy=1', 'a?b&lt=5&copy=1'],
  ['numeric entities', '&#65;&#x42;&#x1f600;&#x10FFFF;', 'AB😀\u{10ffff}'],
  ['a number that is no character', '&#x110000;&#1114112;', '&#x110000;&#1114112;'],
])('the text of %s', (_what, html, text) => {
  expect(htmlToText(html)).toBe(text);
});
