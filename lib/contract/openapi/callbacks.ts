import { z } from 'zod';
import type { ZodOpenApiCallbacksObject } from 'zod-openapi';

/** A bot provider's report, as it is passed on. */
const botReport = z
  .looseObject({
    event: z
      .string()
      .describe('Such as `bot.joining`, `bot.inmeeting`, `bot.stopped`, `transcription.processed`.'),
    bot_event: z
      .string()
      .optional()
      .describe(
        'With `bot.stopped`, why: `bot.stopped`, `bot.kicked`, `bot.notallowed`, `bot.denied` or `bot.failed`.',
      ),
    bot_id: z.string().describe('The id that `schedule` returned.'),
    provider_bot_id: z.string().nullable().describe("The provider's own id of the bot."),
    bot_status: z
      .string()
      .optional()
      .describe('In any case. With `bot.stopped`: `Stopped`, `NotAllowed`, `Denied`, `Failed` or `Error`.'),
    message: z.string().optional(),
    status_code: z.int().optional(),
    timestamp: z.string().optional(),
    custom_attributes: z.record(z.string(), z.string()).optional(),
  })
  .meta({ id: 'BotReport' });

const reports: ZodOpenApiCallbacksObject = {
  botReport: {
    '{$request.body#/bot_config/callback_url}': {
      post: {
        operationId: 'botReport',
        summary: "The bot provider's report about this bot, in its words, signed by Usher",
        description:
          '`bot_id` is the id that `schedule` returned, and `custom_attributes` are those of the bot. One `webhook-id` is one report, however often it comes. Any 2xx ends it; otherwise it is tried again for a day.',
        requestBody: {
          content: {
            'application/json': {
              schema: botReport,
              example: {
                event: 'bot.inmeeting',
                bot_id: 'bot_5f0c7e2b9a41d8c36e7f1a20',
                provider_bot_id: '9b1c2d3e',
                bot_status: 'InMeeting',
                message: 'The bot is in the meeting.',
                status_code: 200,
                custom_attributes: { team: 'design' },
              },
            },
          },
        },
        responses: { '2XX': { description: 'Received.' } },
      },
    },
  },
};

/** What is sent to addresses that a request names, by the operation's id. */
export const callbacks: Record<string, ZodOpenApiCallbacksObject> = { scheduleBot: reports };
