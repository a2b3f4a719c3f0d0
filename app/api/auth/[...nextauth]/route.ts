import { serveSignIn } from '@/lib/http/serve-sign-in';

type Route = { params: Promise<{ nextauth: string[] }> };

async function handler(request: Request, route: Route): Promise<Response> {
  return serveSignIn(request, (await route.params).nextauth);
}

export { handler as GET, handler as POST };
