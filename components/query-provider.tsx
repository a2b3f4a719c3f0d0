'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ApiError } from './api-client';
import { useLiveUpdates } from './live-updates';

function createQueryClient() {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        // A safety net, in case the change feed misses something.
        refetchInterval: 30_000,
        retry: (failures, error) =>
          failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
      },
    },
  });
}

/** Caches the answers of the API, and refreshes them. @param person id of who is signed in */
export function QueryProvider({ person, children }: { person: string; children: ReactNode }) {
  const [queryClient] = useState(createQueryClient);
  return (
    <QueryClientProvider client={queryClient}>
      <LiveUpdates person={person} />
      {children}
    </QueryClientProvider>
  );
}

function LiveUpdates({ person }: { person: string }) {
  useLiveUpdates(person);
  return null;
}
