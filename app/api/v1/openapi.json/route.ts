import { randomUUID } from 'node:crypto';
import { openApiDocument } from '@/lib/contract/openapi/document';
import { allowMethods } from '@/lib/http/allow-methods';
import { compressed } from '@/lib/http/compress';
import { errorAnswer } from '@/lib/http/define-route';
import { limitDescriptions } from '@/lib/http/limit-descriptions';

async function get(request: Request): Promise<Response> {
  const requestId = randomUUID();
  try {
    await limitDescriptions(request);
    const answer = Response.json(openApiDocument(), { headers: { 'X-Request-Id': requestId } });
    return await compressed(request, answer);
  } catch (error) {
    return errorAnswer(error, request, requestId);
  }
}

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get });
