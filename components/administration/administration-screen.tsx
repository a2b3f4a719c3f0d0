'use client';

import { Search, UsersRound } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { PageHeader } from '@/components/shell/page-header';
import { useNow } from '@/components/time/clock';
import { LoadFailed } from '@/components/ui/load-failed';
import { MessageState } from '@/components/ui/message-state';
import { ShowMore } from '@/components/ui/show-more';
import { Skeleton } from '@/components/ui/skeleton';
import { PersonRow } from './person-row';
import { usePeople } from './requests/people';

/** The people of the installation, for its administrators. @param ownId id of the administrator who looks at it */
export function AdministrationScreen({ ownId }: { ownId: string }) {
  const [text, setText] = useState('');
  const searched = useDeferredValue(text.trim());
  const people = usePeople(searched);
  const now = useNow('minute');
  const rows = people.data?.pages.flatMap(({ results }) => results) ?? [];
  return (
    <>
      <PageHeader title="Administration" />
      <label className="relative mb-3 block max-w-80">
        <span className="sr-only">Find people</span>
        <Search
          aria-hidden="true"
          className="-translate-y-1/2 pointer-events-none absolute top-1/2 left-2.5 size-4 text-ink-faint"
        />
        <input
          type="search"
          placeholder="Find people"
          value={text}
          onChange={(change) => setText(change.target.value)}
          className="h-9 w-full rounded-lg border border-line-strong/70 bg-surface pr-2.5 pl-8 text-[0.8125rem] placeholder:text-ink-faint max-sm:text-base"
        />
      </label>
      {people.error && rows.length === 0 ? (
        <LoadFailed what="people" message={people.error.message} onRetry={() => people.refetch()} />
      ) : people.isPending || now === null ? (
        <div role="status" aria-label="Loading people" className="space-y-px">
          {['a', 'b', 'c'].map((key) => (
            <Skeleton key={key} className="h-16" />
          ))}
        </div>
      ) : rows.length === 0 ? (
        <MessageState icon={UsersRound} title="No one found">
          No address or name contains “{searched}”.
        </MessageState>
      ) : (
        <ul aria-label="People" className="rounded-xl border border-line bg-surface shadow-card">
          {rows.map((person) => (
            <PersonRow key={person.id} person={person} isOwn={person.id === ownId} now={now} />
          ))}
        </ul>
      )}
      {people.hasNextPage ? (
        <ShowMore isLoading={people.isFetchingNextPage} onShow={() => people.fetchNextPage()} />
      ) : null}
    </>
  );
}
