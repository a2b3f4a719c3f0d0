'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { callApi } from '@/components/api-client';
import type { previewRulesResponse } from '@/lib/contract/rules';
import type { Rules } from '@/lib/scheduling/domain/rules';

const PAUSE_MS = 300;

/**
 * Returns what these rules would do in the next 28 days. It is requested when typing pauses; a newer request
 * ends an older one.
 * @param rules null while they are not valid: the last answer stays
 */
export function useRulesPreview(rules: Rules | null) {
  const [asked, setAsked] = useState(rules);
  useEffect(() => {
    const pause = setTimeout(() => setAsked(rules), PAUSE_MS);
    return () => clearTimeout(pause);
  }, [rules]);
  const preview = useQuery({
    queryKey: ['rules-preview', asked],
    queryFn: ({ signal }) =>
      callApi<typeof previewRulesResponse>('/calendar/auto-schedule/preview', {
        method: 'POST',
        body: { rules: asked },
        signal,
      }),
    placeholderData: keepPreviousData,
    enabled: asked !== null,
  });
  return { ...preview, isBehind: asked !== rules || preview.isPlaceholderData };
}
