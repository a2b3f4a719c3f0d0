import { db } from '@/lib/platform/database/client';
import { env } from '@/lib/platform/env';
import { type FeedMeeting, writeCalendar } from './domain/calendar-feed';
import { type FeedBot, feedBots } from './queries/shown-bots';

const DAY_MS = 86_400_000;
/** How far a feed goes back and ahead, and how many meetings it has at most: calendar programs read all of it each time. */
const PAST_MS = 30 * DAY_MS;
const AHEAD_MS = 90 * DAY_MS;
const MOST_MEETINGS = 2_000;

/** Returns the calendar feed of a user: the meetings of the last 30 and the next 90 days that have or had a bot. */
export async function readFeed(userId: string, now: Date): Promise<string> {
  const window = { from: new Date(+now - PAST_MS), to: new Date(+now + AHEAD_MS) };
  const bots = await feedBots(db(), userId, window, MOST_MEETINGS);
  return writeCalendar(bots.map(toMeeting));
}

function toMeeting(bot: FeedBot): FeedMeeting {
  const page = `${env().APP_URL}/bots?bot_id=${bot.id}`;
  return {
    ...{ uid: bot.uid, sequence: bot.sequence, changedAt: bot.updatedAt, page, link: bot.meetingUrl },
    ...{ start: bot.meetingStart, end: bot.meetingEnd, title: bot.title || 'No title' },
    description: `Bot: ${bot.botName}\nStatus: ${bot.status}${bot.statusReason ? `. ${bot.statusReason}` : ''}\n${page}`,
  };
}
