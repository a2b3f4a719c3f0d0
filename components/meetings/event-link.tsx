'use client';

import { Check, ChevronDown, Copy, ExternalLink, Link2, Pencil, RotateCcw } from 'lucide-react';
import { RadioGroup } from 'radix-ui';
import { useState } from 'react';
import { counted } from '@/components/counted';
import { PlatformIcon } from '@/components/platforms/platform-icon';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import type { CalendarEvent } from '@/lib/contract/events';
import { PLACE_WORDS, PLATFORM_NAMES } from '@/lib/contract/link-words';
import type { LinkResponse } from '@/lib/contract/meeting-links';
import { DetailLine } from './detail-line';
import { useChooseLink, useEventLink } from './requests/event-link';

/** The link bots join by, where it was found, and the other links of the event. */
export function EventLink({ event }: { event: CalendarEvent }) {
  const { data: link } = useEventLink(event.id);
  const [isOpen, setIsOpen] = useState(false);
  const [isSetting, setIsSetting] = useState(false);
  const url = event.meeting_url;
  const candidates = link?.candidates ?? [];
  const chosen = candidates.find((candidate) => candidate.chosen);
  const others = candidates.length - (chosen ? 1 : 0);
  return (
    <DetailLine icon={Link2} label="Link">
      {url ? (
        <span className="block break-all text-ink-soft">{url.replace(/^https?:\/\//, '')}</span>
      ) : (
        <span className="text-ink-soft">
          {candidates.length > 0 ? 'Bots can’t join by any link in this event.' : 'No meeting link.'}
        </span>
      )}
      {link && chosen ? (
        <p className="text-ink-faint text-xs leading-5">
          {chosen.found_in === 'person'
            ? 'You set this link. It holds until the links of the event change.'
            : `${link.chosen_by === 'person' ? 'Chosen by you, from ' : 'Found in '}${PLACE_WORDS[chosen.found_in]}`}
        </p>
      ) : null}
      {link && event.decision.code === 'provider_cannot_join' ? (
        <OtherLink eventId={event.id} link={link} />
      ) : null}
      {link?.choice_rests ? <RestingChoice eventId={event.id} hasLink={url !== null} link={link} /> : null}
      <span className="mt-2 flex flex-wrap gap-2">
        {url ? <UseLink url={url} /> : null}
        {others > 0 ? (
          <Button size="sm" variant="ghost" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
            {counted(others, 'other link')}
            <ChevronDown aria-hidden="true" className={cn('transition-transform', isOpen && 'rotate-180')} />
          </Button>
        ) : null}
        {link ? (
          <Button
            size="sm"
            variant="ghost"
            aria-expanded={isSetting}
            onClick={() => setIsSetting(!isSetting)}
          >
            <Pencil aria-hidden="true" />
            {url ? 'Use another link' : 'Add a link'}
          </Button>
        ) : null}
        {chosen?.found_in === 'person' ? <RemoveLink eventId={event.id} /> : null}
      </span>
      {isSetting ? <SetLink eventId={event.id} onDone={() => setIsSetting(false)} /> : null}
      {isOpen && link ? <Candidates eventId={event.id} link={link} /> : null}
    </DetailLine>
  );
}

/** Offers the event's first link that the provider can join by, where it cannot join by the chosen one. */
function OtherLink({ eventId, link }: { eventId: string; link: LinkResponse }) {
  const choose = useChooseLink(eventId);
  const problem = link.candidates.find((candidate) => candidate.chosen)?.problem;
  const other = link.candidates.find((candidate) => candidate.joinable);
  return (
    <div role="status" className="mt-1.5 text-pretty text-warn text-xs leading-5">
      <p>
        {problem} {other ? null : 'Choose another bot provider for this account in Settings.'}
      </p>
      {other ? (
        <Button
          size="sm"
          className="mt-1.5"
          disabled={choose.isPending}
          onClick={() => choose.mutate(other.meeting_url)}
        >
          <PlatformIcon platform={other.platform} />
          Use the {PLATFORM_NAMES[other.platform]} link
        </Button>
      ) : null}
    </div>
  );
}

type RestingChoiceProps = { eventId: string; hasLink: boolean; link: LinkResponse };

/**
 * Says that the link a person chose or set does not count now, and what bots do until it does. The choice can be
 * forgotten, except one for a whole series, which still holds for its other meetings.
 */
function RestingChoice({ eventId, hasLink, link }: RestingChoiceProps) {
  const choose = useChooseLink(eventId);
  const { choice_of_series: isOfSeries, choice_is_set: isSet } = link;
  const until = isSet ? 'until its links are as they were.' : 'until the link is back.';
  return (
    <p role="status" className="mt-1.5 text-pretty text-warn text-xs leading-5">
      {isSet
        ? 'The links of this event are not those for which you set a link.'
        : isOfSeries
          ? 'The link you chose for the series is not in this meeting.'
          : 'The link you chose is no longer in this event.'}{' '}
      {hasLink ? `Bots join by this one ${until}` : `Bots can’t join ${until}`}{' '}
      {isOfSeries ? null : (
        <button
          type="button"
          disabled={choose.isPending}
          onClick={() => choose.mutate(null)}
          className="font-medium underline underline-offset-2"
        >
          Forget my choice
        </button>
      )}
    </p>
  );
}

function Candidates({ eventId, link }: { eventId: string; link: LinkResponse }) {
  const choose = useChooseLink(eventId);
  const chosen = link.candidates.find((candidate) => candidate.chosen);
  return (
    <div className="mt-2.5 animate-rise">
      <RadioGroup.Root
        aria-label="The link bots join by"
        value={chosen?.meeting_url ?? ''}
        disabled={choose.isPending}
        onValueChange={(url) => choose.mutate(url)}
        className="overflow-clip rounded-lg border border-line"
      >
        {link.candidates.map((candidate) => (
          <RadioGroup.Item
            key={candidate.meeting_url}
            value={candidate.meeting_url}
            disabled={!candidate.joinable}
            className="flex w-full items-center gap-2.5 border-line border-b px-3 py-2 text-left transition-colors last:border-b-0 hover:bg-sunken/45 focus-visible:-outline-offset-2 aria-checked:bg-accent-soft/50"
          >
            <PlatformIcon platform={candidate.platform} />
            <span className="min-w-0 flex-1">
              <span className="block truncate text-[0.8125rem] leading-5">
                {candidate.meeting_url.replace(/^https?:\/\//, '')}
              </span>
              <span className="block text-ink-faint text-xs leading-4">
                {candidate.problem ??
                  (candidate.found_in === 'person'
                    ? `${PLATFORM_NAMES[candidate.platform]}, set by you`
                    : `${PLATFORM_NAMES[candidate.platform]}, in ${PLACE_WORDS[candidate.found_in]}`)}
              </span>
            </span>
            {candidate.chosen ? (
              <Check className="size-4 shrink-0 text-accent-text" aria-hidden="true" />
            ) : null}
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
      {link.chosen_by === 'person' && chosen?.found_in !== 'person' ? (
        <Button
          size="sm"
          variant="ghost"
          className="mt-1.5 -ml-2.5"
          disabled={choose.isPending}
          onClick={() => choose.mutate(null)}
        >
          <RotateCcw aria-hidden="true" />
          Use the best link
        </Button>
      ) : null}
    </div>
  );
}

/** Takes away a link that a person set: bots join by the best one of the event again. */
function RemoveLink({ eventId }: { eventId: string }) {
  const choose = useChooseLink(eventId);
  return (
    <Button size="sm" variant="ghost" disabled={choose.isPending} onClick={() => choose.mutate(null)}>
      <RotateCcw aria-hidden="true" />
      Remove your link
    </Button>
  );
}

/** A field for the link of a meeting that has none, or a wrong one. */
function SetLink({ eventId, onDone }: { eventId: string; onDone: () => void }) {
  const choose = useChooseLink(eventId);
  const [url, setUrl] = useState('');
  return (
    <form
      className="mt-2.5 flex animate-rise gap-2"
      onSubmit={(submission) => {
        submission.preventDefault();
        choose.mutate(url.trim(), { onSuccess: onDone });
      }}
    >
      <input
        type="text"
        inputMode="url"
        autoComplete="off"
        aria-label="Meeting link"
        placeholder="Paste a meeting link"
        value={url}
        onChange={(change) => setUrl(change.target.value)}
        className="h-8 min-w-0 flex-1 rounded-lg border border-line bg-surface px-2.5 text-[0.8125rem]"
      />
      <Button size="sm" type="submit" disabled={url.trim() === '' || choose.isPending}>
        Set link
      </Button>
    </form>
  );
}

function UseLink({ url }: { url: string }) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(url);
    setIsCopied(true);
    setTimeout(() => setIsCopied(false), 1_600);
  };
  return (
    <>
      <Button asChild size="sm">
        <a href={url} target="_blank" rel="noreferrer noopener">
          <ExternalLink aria-hidden="true" />
          Open
        </a>
      </Button>
      <Button size="sm" onClick={copy}>
        {isCopied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
        <span aria-live="polite">{isCopied ? 'Copied' : 'Copy'}</span>
      </Button>
    </>
  );
}
