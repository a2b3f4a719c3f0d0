'use client';

import { KeyRound } from 'lucide-react';
import { useHealth } from './requests/get-health';

/** Says that a bot provider refuses this installation, in the provider's words, and what becomes of the bots. */
export function StoppedProviderBanner() {
  const { data: health } = useHealth();
  return (health?.stopped_providers ?? []).map(({ name, title, message, bots_waiting: count }) => (
    <div
      key={name}
      role="alert"
      className="mb-5 flex items-start gap-4 rounded-xl border border-danger/25 bg-danger-soft px-4 py-3"
    >
      <KeyRound className="mt-0.5 size-5 shrink-0 text-danger" aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <p className="font-medium text-danger">{message}</p>
        <p className="text-ink-soft text-[0.8125rem]">
          {count === 0
            ? `Bots that ${title} is to send will wait until it accepts them.`
            : `${count === 1 ? '1 bot waits; it is' : `${count} bots wait; they are`} sent as soon as ${title} accepts. You can still change or cancel ${count === 1 ? 'it' : 'them'}.`}{' '}
          Ask whoever runs Usher to check the provider’s key and address.
        </p>
      </div>
    </div>
  ));
}
