import { connectCalendar, describeConnection } from '@/lib/calendar-sync/connect-calendar';
import * as operations from '@/lib/contract/operations/calendars';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';

const post = defineRoute(operations.createCalendar, async ({ user, actor, body, now }) => {
  const credentials = {
    clientId: body.google_client_id,
    clientSecret: body.google_client_secret,
    refreshToken: body.google_refresh_token,
  };
  const { connection, replaced } = await connectCalendar(user.id, credentials, actor, now);
  return { status: replaced ? 200 : 201, answer: await describeConnection(connection.id, replaced, now) };
});

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ POST: post });
