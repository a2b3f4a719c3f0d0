import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { AppRouterContext } from 'next/dist/shared/lib/app-router-context.shared-runtime';
import {
  PathnameContext,
  SearchParamsContext,
} from 'next/dist/shared/lib/hooks-client-context.shared-runtime';
import { type ReactNode, useEffect, useState } from 'react';
import { toast } from 'sonner';
import { onTestFinished, vi } from 'vitest';
import { type RenderResult, render } from 'vitest-browser-react';
import { Toaster } from '@/components/ui/toaster';
import { CONTRACT_HEADER, contractVersion } from '@/lib/contract/version';

/** What the API answers, by method and path (`GET /calendar/health`), without the query string. */
export type FakeApi = Record<string, (request: Request) => unknown>;

/**
 * Renders components as the dashboard does, at an address, with an API that answers as told. What is not answered is 404.
 * The answers stay as they are until the test ends.
 * @param at the query string of the page
 */
export async function renderScreen(
  element: ReactNode,
  { api = {}, at = '' }: { api?: FakeApi; at?: string } = {},
): Promise<RenderResult & { queryClient: QueryClient }> {
  answer(api);
  const address = window.location.href;
  window.history.replaceState(null, '', `${window.location.pathname}${at}`);
  onTestFinished(() => window.history.replaceState(null, '', address));
  // A notice would lie on what the next test presses.
  onTestFinished(() => void toast.dismiss());
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const rendered = await render(
    <Router>
      <QueryClientProvider client={queryClient}>
        {element}
        <Toaster />
      </QueryClientProvider>
    </Router>,
  );
  return Object.assign(rendered, { queryClient });
}

function answer(api: FakeApi): void {
  const fake = vi.spyOn(window, 'fetch').mockImplementation(async (input, init) => {
    const request = new Request(input, init);
    const path = new URL(request.url).pathname.replace('/api/v1', '');
    const answerOf = api[`${request.method} ${path}`];
    if (!answerOf) return Response.json({ error: 'not_found', message: 'Not found.' }, { status: 404 });
    const body = await answerOf(request);
    return body instanceof Response
      ? body
      : Response.json(body, { headers: { [CONTRACT_HEADER]: contractVersion() } });
  });
  onTestFinished(() => fake.mockRestore());
}

/** What Next's router gives to components: the address, and new ones when it changes. */
function Router({ children }: { children: ReactNode }) {
  const [query, setQuery] = useState(window.location.search);
  useEffect(() => {
    const { pushState, replaceState } = window.history;
    const follow = () => setQuery(window.location.search);
    for (const [name, original] of Object.entries({ pushState, replaceState })) {
      window.history[name as 'pushState'] = (...args) => {
        original.apply(window.history, args);
        follow();
      };
    }
    window.addEventListener('popstate', follow);
    return () => {
      Object.assign(window.history, { pushState, replaceState });
      window.removeEventListener('popstate', follow);
    };
  }, []);
  return (
    <AppRouterContext value={ROUTER}>
      <PathnameContext value={window.location.pathname}>
        <SearchParamsContext value={new URLSearchParams(query)}>{children}</SearchParamsContext>
      </PathnameContext>
    </AppRouterContext>
  );
}

const nowhere = () => {};
const ROUTER = {
  push: nowhere,
  replace: nowhere,
  prefetch: nowhere,
  refresh: nowhere,
  back: nowhere,
  forward: nowhere,
} as never;
