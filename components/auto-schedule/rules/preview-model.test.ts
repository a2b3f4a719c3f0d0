import { expect, it } from 'vitest';
import { byReason } from './preview-model';

const meeting = (title: string, day: number, reason: string) => ({
  event_id: `evt_${title}_${day}`,
  title,
  start_time: `2027-03-0${day}T09:00:00Z`,
  end_time: `2027-03-0${day}T09:30:00Z`,
  code: '',
  reason,
});

it('lists each reason once, with each title once and its first day', () => {
  const previewed = [
    meeting('Lunch', 1, 'Private event.'),
    meeting('Standup', 1, 'No external guest.'),
    meeting('Standup', 2, 'No external guest.'),
    meeting('Planning', 3, 'No external guest.'),
  ];
  expect(byReason(previewed)).toEqual([
    {
      reason: 'No external guest.',
      count: 3,
      meetings: [
        { title: 'Standup', count: 2, first: '2027-03-01T09:00:00Z' },
        { title: 'Planning', count: 1, first: '2027-03-03T09:00:00Z' },
      ],
    },
    {
      reason: 'Private event.',
      count: 1,
      meetings: [{ title: 'Lunch', count: 1, first: '2027-03-01T09:00:00Z' }],
    },
  ]);
  expect(byReason([])).toEqual([]);
});
