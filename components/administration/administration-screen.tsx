'use client';

import { UsersRound } from 'lucide-react';
import { useState } from 'react';
import { SearchField } from '@/components/filters/search-field';
import { PageHeader } from '@/components/shell/page-header';
import { useNow } from '@/components/time/clock';
import { LoadFailed } from '@/components/ui/load-failed';
import { MessageState } from '@/components/ui/message-state';
import { ShowMore } from '@/components/ui/show-more';
import { Skeleton } from '@/components/ui/skeleton';
import { PersonRow } from './person-row';
import { usePeople } from './requests/people';
import { SetupChecks } from './setup-checks';

/** The people of the installation, for its administrators. @param ownId id of the administrator who looks at it */
export function AdministrationScreen({ ownId }: { ownId: string }) {
  const [text, setText] = useState('');
  const people = usePeople(text);
  const now = useNow('minute');
  const rows = people.data?.pages.flatMap(({ results }) => results) ?? [];
  return (
    <>
      <PageHeader title="Administration" />
      <div className="mb-3 flex">
        <SearchField label="Find people" value={text} onChange={(next) => setText(next.trim())} />
      </div>
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
          No address or name contains “{text}”.
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
      <SetupChecks />
    </>
  );
}
