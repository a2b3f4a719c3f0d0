import { describe, expect, it } from 'vitest';
import { htmlToText } from './html-text';
import { oldParts } from './old-parts';

/** Returns the old parts of a mail, without the signs that stand for tags. */
function old(html: string): string[] {
  const text = htmlToText(html);
  return oldParts(text).map(({ from, to }) => text.slice(from, to).replace(/[\u200b\ue000-\ue003]/g, ''));
}

describe('an old part of a text', () => {
  it.each([
    ['each that is struck out', '<del>one</del> two <s>three</s>', ['one', 'three']],
    ['what is struck out to the end', 'one <s>two', ['two']],
    ['each that is struck out in Markdown', '~~one~~ two ~~three~~', ['~~one~~', '~~three~~']],
    ['each that is quoted', '<blockquote>one</blockquote>two<blockquote>three', ['one\n', 'three']],
    ['a quote with a quote in it', 'a<blockquote>b<blockquote>c</blockquote>d</blockquote>e', ['b\nc\nd\n']],
    ['a line that a mail program quoted', '> one\ntwo\n> > three', ['> one', '> > three']],
    ['a quoted line in bold', '<b>> one</b>\ntwo', ['> one']],
  ])('is %s', (_what, html, parts) => {
    expect(old(html)).toEqual(parts);
  });

  it.each([
    ['signs around spaces', 'about ~~ 3 ~~ people'],
    ['signs alone', '~~~~~~'],
    ['an arrow', 'one -> two\n => three'],
  ])('is not between %s', (_what, text) => {
    expect(old(text)).toEqual([]);
  });
});

describe('the part under a heading', () => {
  it.each([
    ['goes to the end', 'Previous invitation:\n\none', ['Previous invitation:\n\none']],
    ['goes to the heading of the new one', 'Old link:\none\nNew link:\ntwo', ['Old link:\none\n']],
    ['begins at the first', 'Old link:\none\nPrevious room:\ntwo', ['Old link:\none\nPrevious room:\ntwo']],
    ['may be below the new one', 'New link:\none\nOld link:\ntwo', ['Old link:\ntwo']],
    [
      'may come again',
      'Old link:\none\nNew link:\ntwo\nOld room:\nthree',
      ['Old link:\none\n', 'Old room:\nthree'],
    ],
    ['may be a word', 'Before\nOld:\none', ['Old:\none']],
    ['may be three words', 'No longer used:\none', ['No longer used:\none']],
    ['may be Chinese', '旧链接：\none', ['旧链接：\none']],
    ['may have spaces behind its colon', 'Old link: \t\none', ['Old link: \t\none']],
    ['may be ruled', 'one\n=== Old invitation === \ntwo', ['=== Old invitation === \ntwo']],
    ['may be bold in Markdown', '**Old link:**\none', ['**Old link:**\none']],
    ['may be bold', '<b>Old link:</b>\none', ['Old link:\none']],
  ])('%s', (_what, html, parts) => {
    expect(old(html)).toEqual(parts);
  });

  it.each([
    [
      'a sentence',
      'The old link did not work for many of our guests, therefore we made another one for today:\none',
    ],
    ['a line about something else', 'Your old friends from school will be there:\none'],
    ['a line with an address', 'The old link is explained at https://example.org/links:\none'],
    ['a line without a colon', 'The old link\none'],
    ['a line with a colon in it', 'Old link: see below\none'],
    ['a line with one sign behind it', 'Old link -\none'],
    ['a line about a link that is not old', 'Join the meeting:\none'],
  ])('is not under %s', (_what, text) => {
    expect(old(text)).toEqual([]);
  });
});

describe('an earlier mail', () => {
  it.each([
    ['a ruled title', '-----Original Appointment-----'],
    ['a ruled title with spaces', ' -- original appointment -- '],
    ['a title', 'Begin forwarded message:'],
    ['a title with a space behind it', 'Anfang der weitergeleiteten Nachricht: '],
    ['who wrote when', 'On Tue, 2 Mar 2027 at 09:00, Jo Roe <jo@example.org> wrote:'],
    ['who wrote when, without an address', 'Am 2. März 2027 um 09:00 schrieb Jo Roe:'],
    ['a day and an address', '2027年3月2日(火) 9:00 Jo Roe <jo@example.org>:'],
    ['a sender without an address, and two lines', 'From: Jo Roe\nSent: Monday\nTo: Team'],
    ['a sender with an address, and one line', 'From: Jo Roe <jo@example.org>\nSent: Monday'],
    ['bold names', '*From:* Jo Roe\n*Sent:* Monday\n*To:* Team'],
    ['bold lines', '<b>From:</b> Jo Roe<br><b>Sent:</b> Monday<br><b>To:</b> Team'],
    ['indented lines', '  From: Jo Roe\n  Sent: Monday\n  To: Team'],
    ['names with a space before the colon', 'De : Jo Roe\nEnvoyé : lundi\nÀ : Équipe'],
    ['lines some of which are unknown', 'From: Jo Roe\nImportance: High\nTo: Team'],
    ['a word that is not known', 'Afsendarin: Jo Roe <jo@example.org>\nSent: Monday\nLeikari: Team'],
    ['lines with gaps', 'From: Jo Roe\n\nSent: Monday\n\n\nTo: Team'],
    ['many recipients', `From: Jo Roe\nTo: ${'someone@example.org, '.repeat(30)}\nSubject: Weekly`],
  ])('begins with %s', (_what, header) => {
    const mail = `${header}\n\none`;
    expect(old(`Hello\n${mail}`)).toEqual([htmlToText(mail).replace(/\u200b/g, '')]);
    expect(old(mail)).toEqual([htmlToText(mail).replace(/\u200b/g, '')]);
  });

  it('begins in the second line, when who wrote when is cut in two', () => {
    const text = 'Hello\nOn Tue, 2 Mar 2027 at 09:00, Jo Roe\n<jo@example.org> wrote:\none';
    expect(old(text)).toEqual(['‹jo@example.org> wrote:\none']);
  });

  it('ends the search: all behind it is one part', () => {
    expect(old('From: Jo Roe\nSent: Monday\nTo: Team\nOld link:\none\nNew link:\ntwo')).toHaveLength(1);
  });

  it.each([
    ['a title of another thing', '----- Agenda -----'],
    ['a sentence about a message', 'The message that was forwarded to all of you two days ago says:'],
    ['something else that is forwarded', 'Forwarded from the office:'],
    ['a message that is not forwarded', 'The message is:'],
    ['who wrote, without a day', 'As Jo Roe wrote:'],
    ['a day and a name', 'Wednesday 3 March, Jo Roe:'],
    ['an address without a day', 'Ask Jo Roe <jo@example.org>:'],
    ['a sentence below a day', 'We met on 3 May.\nAs Jo Roe wrote to all of us in her mail about it:'],
    ['what someone wrote in a long sentence', `On 3 May we met ${'and talked '.repeat(30)}as Jo wrote:`],
    ['times', 'From: 9:00\nTo: 10:00\nRoom: 4'],
    ['a sender alone', 'From: Jo Roe\nTo: Team'],
    ['a sender with an address alone', 'From: Jo Roe <jo@example.org>'],
    ['a sender and other lines', 'From: Jo Roe\nAgenda: notes\nDuration: an hour'],
    ['a sender and lines far below', 'From: Jo Roe\n\n\n\n\n\nSent: Monday\nTo: Team'],
    ['a sender and addresses', 'From: Jo Roe <jo@example.org>\nhttps://example.org/a\nhttp://example.org/b'],
    ['whom to ask', 'Contact: jo@example.org\nPhone: 555 0100\nFax: 555 0101'],
    ['whom to ask and when', 'Contact: jo@example.org\nDate: Monday\nBring your notes'],
    ['what, when and where', 'Topic: Weekly\nDate: Monday\nWhere: Room 4'],
  ])('does not begin with %s', (_what, header) => {
    expect(old(`${header}\n\none`)).toEqual([]);
  });
});
