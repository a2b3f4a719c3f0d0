import { takePageError } from '@/lib/http/take-page-error';

export function POST(request: Request): Promise<Response> {
  return takePageError(request);
}
