'use client';

import { Button } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import type { Connection } from '@/lib/contract/connections';
import { Line, SELECT } from './parts';
import { type Provider, whatIsMissing, whoSends } from './provider-words';
import { useConnections, useSetBotProvider } from './requests/connections';

/** Which provider sends the bots: of this installation, and of each account. */
export function BotProviders() {
  const { data, error, refetch } = useConnections();
  if (error && !data) {
    return (
      <p role="alert" className="flex flex-wrap items-center gap-3 p-4 text-danger">
        {error.message}
        <Button size="sm" onClick={() => refetch()}>
          Try again
        </Button>
      </p>
    );
  }
  if (!data) {
    return (
      <div role="status" aria-label="Loading the accounts" className="p-4">
        <Skeleton className="h-8" />
      </div>
    );
  }
  const { connections, bot_providers: providers } = data;
  const standard = providers.find((provider) => provider.is_default);
  return (
    <>
      <Line label="Bot provider" text="Default provider. Accounts can override it.">
        {standard?.title}
      </Line>
      {connections.map((account) => (
        <AccountProvider key={account.id} account={account} providers={providers} standard={standard} />
      ))}
      {connections.length > 0 ? (
        <p className="px-4 py-3 text-pretty text-ink-faint text-xs leading-5">
          Applies immediately, including to scheduled bots. Active bots stay with the provider that sent them.
          {providers.map((provider) => (
            <span key={provider.name} className="block empty:hidden">
              {whatIsMissing(provider)}
            </span>
          ))}
        </p>
      ) : null}
    </>
  );
}

type AccountProviderProps = { account: Connection; providers: Provider[]; standard: Provider | undefined };

function AccountProvider({ account, providers, standard }: AccountProviderProps) {
  const set = useSetBotProvider(account.id);
  const chosen = set.isPending ? set.variables : account.bot_provider;
  return (
    <Line label={account.email} text={whoSends(chosen, providers)}>
      <select
        aria-label={`Bot provider of ${account.email}`}
        value={chosen ?? ''}
        onChange={({ target }) => set.mutate(target.value || null)}
        className={SELECT}
      >
        <option value="">Default ({standard?.title})</option>
        {providers.map(({ name, title, is_configured }) => (
          <option key={name} value={name} disabled={!is_configured}>
            {is_configured ? title : `${title}, not set up here`}
          </option>
        ))}
      </select>
    </Line>
  );
}
