'use client';

import { onDemand } from '@/components/ui/on-demand';
import { useFirstOpening } from '@/components/ui/use-first-opening';
import { AccountButton, type AccountMenuProps } from './account-button';

const AccountDropdown = onDemand<AccountMenuProps>(
  () => import('./account-dropdown').then((module) => module.AccountDropdown),
  AccountButton,
);

/** The account and what concerns the app as a whole; on a phone also the pages that the bar has no room for. */
export function AccountMenu(props: AccountMenuProps) {
  const { hasOpened, button } = useFirstOpening();
  return hasOpened ? <AccountDropdown {...props} /> : <AccountButton {...props} {...button} />;
}
