import { randomUUID } from 'node:crypto';
import { openApiDocument } from '@/lib/contract/openapi/document';
import { allowMethods } from '@/lib/http/allow-methods';

async function get(): Promise<Response> {
  return Response.json(openApiDocument(), { headers: { 'X-Request-Id': randomUUID() } });
}

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get });
