import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BOOKED_OR_ACTIVE_STATUSES,
  type BotStatus,
  isActive,
  isBookedOrActive,
  statusesBefore,
} from './bot-status';

const ENDS: BotStatus[] = ['Done', 'Cancelled', 'Denied', 'NotAllowed', 'Error', 'Missed'];
const ALL = [...BOOKED_OR_ACTIVE_STATUSES, ...ENDS];
const move = (from: BotStatus, to: BotStatus) => (statusesBefore(to).includes(from) ? to : from);

describe('The status of a bot', () => {
  it('is booked or active until a final one, and active once the bot is sent', () => {
    expect(ALL.filter(isBookedOrActive)).toEqual(BOOKED_OR_ACTIVE_STATUSES);
    expect(ALL.filter(isActive)).toEqual(['Joining', 'WaitingRoom', 'InMeeting', 'Recording', 'Leaving']);
  });

  it('moves forward, also over several at once, and never back', () => {
    expect(move('Joining', 'Recording')).toBe('Recording');
    expect(move('Recording', 'InMeeting')).toBe('Recording');
    expect(statusesBefore('Scheduled')).toEqual([]);
  });

  it('is the furthest of those that were reported in any order, or the first final one', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ALL), { maxLength: 12 }), (reports) => {
        const end = reports.find((status) => !isBookedOrActive(status));
        const rank = Math.max(0, ...reports.map((status) => BOOKED_OR_ACTIVE_STATUSES.indexOf(status)));
        expect(reports.reduce(move, 'Scheduled')).toBe(end ?? BOOKED_OR_ACTIVE_STATUSES[rank]);
        expect([...reports, ...reports].reduce(move, 'Scheduled')).toBe(reports.reduce(move, 'Scheduled'));
      }),
    );
  });
});
