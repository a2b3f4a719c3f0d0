'use client';

import { useEffect } from 'react';
import { callApi } from '@/components/api-client';
import { calendarsResponse } from '@/lib/contract/calendars';

/**
 * Has the server ask Google which calendars there are, once a visit. What it finds is stored, and comes as any change
 * does; what goes wrong is told by the health of the account.
 */
export function useFreshLists() {
  useEffect(() => {
    callApi(calendarsResponse, '/calendar').catch(() => undefined);
  }, []);
}
