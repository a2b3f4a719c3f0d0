'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { type Connection, useConnection, useWatchConnection } from '@/components/connection';
import { toast } from '@/components/ui/toast';

const NOTICE = 'connection';

const WORDS: Record<Exclude<Connection, 'online'>, { title: string; description: string }> = {
  no_network: {
    title: 'You’re offline',
    description: 'This page shows what it last loaded. Bots join without it.',
  },
  no_answer: {
    title: 'Can’t reach Usher',
    description: 'This page shows what it last loaded, and keeps trying.',
  },
};

/** Says when the server cannot be reached, for as long as that lasts, and refreshes the page when it can again. */
export function ConnectionNotice() {
  const connection = useConnection();
  const queryClient = useQueryClient();
  const wasAway = useRef(false);
  useWatchConnection();
  useEffect(() => {
    if (connection === 'online') {
      if (!wasAway.current) return;
      wasAway.current = false;
      toast('Back online', { id: NOTICE, description: null, duration: 4_000 });
      void queryClient.invalidateQueries();
      return;
    }
    wasAway.current = true;
    const { title, description } = WORDS[connection];
    toast(title, { id: NOTICE, description, duration: Number.POSITIVE_INFINITY });
  }, [connection, queryClient]);
  return null;
}
