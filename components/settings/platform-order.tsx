'use client';

import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { useRef } from 'react';
import { PlatformIcon } from '@/components/platforms/platform-icon';
import { Button } from '@/components/ui/button';
import { type MeetingPlatform, PLATFORM_NAMES } from '@/lib/contract/link-words';
import { MEETING_PLATFORM_NAMES } from '@/lib/contract/names';
import type { Settings } from '@/lib/contract/settings';
import { useSettings, useUpdateSettings } from './requests/settings';

/** The platforms that bots prefer where several links of a meeting are equally good. */
export function PlatformOrder({ settings }: { settings: Settings }) {
  const { platform_order: order } = useSettings(settings);
  const update = useUpdateSettings();
  const list = useRef<HTMLDivElement>(null);
  const others = MEETING_PLATFORM_NAMES.filter((name) => !order.includes(name));

  const save = (next: MeetingPlatform[]) => update.mutate({ platform_order: next });
  /** Saves an order in which the button that was pressed is gone: the list has the focus then. */
  const saveWithout = (next: MeetingPlatform[]) => {
    list.current?.focus();
    save(next);
  };
  const move = (from: number, to: number) => {
    const next = [...order];
    const [name] = next.splice(from, 1);
    if (!name || to < 0 || to > next.length) return;
    next.splice(to, 0, name);
    save(next);
    // The focus goes along with the platform.
    const button = document.activeElement?.getAttribute('data-move');
    list.current?.querySelectorAll<HTMLElement>(`[data-move="${button}"]`)[to]?.focus();
  };

  return (
    <div className="px-4 py-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5">
        <div className="min-w-0 flex-1">
          <p className="font-medium leading-5">Preferred platforms</p>
          <p className="text-pretty text-ink-faint text-xs leading-5">
            When an event names several links that are equally good, bots join by the first platform here.
          </p>
        </div>
        {order.length > 0 ? (
          <Button size="sm" onClick={() => saveWithout([])}>
            No preference
          </Button>
        ) : (
          <span className="text-ink-soft">No preference</span>
        )}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for the fields of a form. */}
      <div role="group" aria-label="Preferred platforms" ref={list} tabIndex={-1} className="rounded-lg">
        <ol className="mt-2 empty:hidden">
          {order.map((name, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the buttons of a place stay, so that the focus does.
            <li key={place} className="flex items-center gap-2 py-1">
              <span className="w-4 text-ink-faint text-xs tabular-nums">{place + 1}</span>
              <PlatformIcon platform={name} />
              <span className="min-w-0 flex-1 truncate">{PLATFORM_NAMES[name]}</span>
              <Move name={name} to="up" isPossible={place > 0} onMove={() => move(place, place - 1)} />
              <Move
                name={name}
                to="down"
                isPossible={place < order.length - 1}
                onMove={() => move(place, place + 1)}
              />
              <Button
                variant="ghost"
                size="icon"
                aria-label={`Remove ${PLATFORM_NAMES[name]}`}
                onClick={() => saveWithout(order.filter((other) => other !== name))}
              >
                <X aria-hidden="true" />
              </Button>
            </li>
          ))}
        </ol>
        <div className="mt-2 flex flex-wrap gap-1.5 empty:hidden">
          {others.map((name) => (
            <Button
              key={name}
              size="sm"
              aria-label={`Add ${PLATFORM_NAMES[name]}`}
              onClick={() => saveWithout([...order, name])}
            >
              <Plus aria-hidden="true" />
              {PLATFORM_NAMES[name]}
            </Button>
          ))}
        </div>
      </div>
    </div>
  );
}

type MoveProps = { name: MeetingPlatform; to: 'up' | 'down'; isPossible: boolean; onMove: () => void };

/** A button that moves a platform. At the end of the list it stays where it is, so that it does not lose the focus. */
function Move({ name, to, isPossible, onMove }: MoveProps) {
  return (
    <Button
      variant="ghost"
      size="icon"
      data-move={to}
      aria-label={`Move ${PLATFORM_NAMES[name]} ${to}`}
      aria-disabled={!isPossible}
      className="aria-disabled:opacity-40"
      onClick={() => isPossible && onMove()}
    >
      {to === 'up' ? <ArrowUp aria-hidden="true" /> : <ArrowDown aria-hidden="true" />}
    </Button>
  );
}
