'use client';

import { useMutation } from '@tanstack/react-query';
import { callApi } from '@/components/api-client';
import { toast } from '@/components/ui/toast';
import type { deletedAccount } from '@/lib/contract/account';

/** Deletes the person's account, and leaves for the page where they can sign in: nothing else is theirs any more. */
export function useDeleteAccount() {
  return useMutation({
    mutationFn: (confirm: string) =>
      callApi<typeof deletedAccount>('/account', { method: 'DELETE', body: { confirm } }),
    onSuccess: () => window.location.assign('/sign-in'),
    onError: (error) => toast.error(error.message),
  });
}
