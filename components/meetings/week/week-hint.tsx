'use client';

import { useEffect, useState } from 'react';
import { timeSpan } from '@/components/time/format';
import type { CalendarEvent } from '@/lib/contract/events';
import { reasonOf } from '../bot-choice';
import { EventBotState } from '../event-state';
import { viewOf } from '../event-view';

export type Pointed = { event: CalendarEvent; element: HTMLElement };

const WIDTH = 272;
const GAP = 6;

/**
 * What does not fit into a block, while it is pointed at or has the keyboard's focus: one hint for the whole
 * grid. Its words are part of the block's accessible name too.
 */
export function WeekHint({ pointed, now }: { pointed: Pointed; now: number }) {
  const { event, element } = pointed;
  const [box] = useState(() => element.getBoundingClientRect());
  const [isGone, setIsGone] = useState(false);
  useEffect(() => {
    const leave = () => setIsGone(true);
    window.addEventListener('scroll', leave, { passive: true, once: true });
    return () => window.removeEventListener('scroll', leave);
  }, []);
  if (isGone) return null;
  const isAbove = box.bottom > window.innerHeight - 150;
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none fixed z-30 animate-fade rounded-xl border border-line bg-surface px-3.5 py-2.5 shadow-float"
      style={{
        width: WIDTH,
        left: Math.max(8, Math.min(box.left, window.innerWidth - WIDTH - 16)),
        ...(isAbove ? { bottom: window.innerHeight - box.top + GAP } : { top: box.bottom + GAP }),
      }}
    >
      <p dir="auto" className="line-clamp-2 font-medium leading-5">
        {viewOf(event).title}
      </p>
      <p className="times mb-1.5 text-ink-soft text-xs">{timeSpan(event.start_time, event.end_time)}</p>
      <EventBotState event={event} now={now} />
      <p className="mt-1 text-pretty text-ink-soft text-xs">{reasonOf(event)}</p>
    </div>
  );
}
