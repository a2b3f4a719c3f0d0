import { randomUUID } from 'node:crypto';
import { openApiDocument } from '@/lib/contract/openapi/document';
import { allowMethods } from '@/lib/http/allow-methods';
import { compressed } from '@/lib/http/compress';

async function get(request: Request): Promise<Response> {
  const answer = Response.json(openApiDocument(), { headers: { 'X-Request-Id': randomUUID() } });
  return compressed(request, answer);
}

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get });
