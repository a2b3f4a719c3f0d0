'use client';

import { useEffect } from 'react';
import { callApi } from '@/components/api-client';
import type { calendarsResponse } from '@/lib/contract/calendars';

/**
 * Has the server read the lists of calendars from Google, once a visit. Changes arrive as always; problems
 * show in the health of the account.
 */
export function useFreshLists() {
  useEffect(() => {
    callApi<typeof calendarsResponse>('/calendar').catch(() => undefined);
  }, []);
}
