import { KNOWN_METHODS, PAGE_METHODS } from '@/lib/http/adjust-requests';
import { methodNotAllowed } from '@/lib/http/allow-methods';

/** Answers every request whose method no route, or no page, has: `adjustRequests` sends them here. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ method: string }> },
): Promise<Response> {
  const { method } = await params;
  const isPage = new URL(request.url).searchParams.has('page');
  return methodNotAllowed(request, method, isPage ? PAGE_METHODS : KNOWN_METHODS);
}
