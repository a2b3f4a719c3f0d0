import { KNOWN_METHODS } from '@/lib/http/adjust-requests';
import { methodNotAllowed } from '@/lib/http/allow-methods';

/** Answers every request whose method no route has: `adjustRequests` sends them here. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ method: string }> },
): Promise<Response> {
  const { method } = await params;
  return methodNotAllowed(request, method, KNOWN_METHODS);
}
