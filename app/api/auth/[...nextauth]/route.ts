import NextAuth from 'next-auth';
import { authOptions, connectingNow, connectOutcome } from '@/lib/http/auth';
import { env } from '@/lib/platform/env';

type Route = { params: Promise<{ nextauth: string[] }> };

async function handler(request: Request, route: Route): Promise<Response> {
  const refusal = new URL(request.url).searchParams.get('error');
  const { nextauth } = await route.params;
  // next-auth folds every refusal into one error; the person sees which it was.
  if (nextauth[0] === 'callback' && refusal) {
    const reason = refusal === 'access_denied' ? 'access_denied' : 'failed';
    const connecting = await connectingNow();
    const page = connecting
      ? connectOutcome({ problem: reason, account: connecting.account })
      : `/sign-in/problem?reason=${reason}`;
    return Response.redirect(`${env().APP_URL}${page}`, 303);
  }
  return NextAuth(authOptions())(request, route);
}

export { handler as GET, handler as POST };
