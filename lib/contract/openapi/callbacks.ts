import { z } from 'zod';
import type { ZodOpenApiCallbacksObject } from 'zod-openapi';

/** A bot provider's report, as it is passed on. */
const botReport = z
  .looseObject({
    event: z
      .string()
      .describe('Such as `bot.joining`, `bot.inmeeting`, `bot.stopped`, `transcription.processed`.'),
    bot_id: z.string().describe("The provider's id of the bot."),
    bot_status: z
      .string()
      .optional()
      .describe('With `bot.stopped`: `Stopped`, `NotAllowed`, `Denied` or `Error`.'),
    message: z.string().optional(),
    status_code: z.int().optional(),
    custom_attributes: z.record(z.string(), z.string()).optional(),
  })
  .meta({ id: 'BotReport' });

const reports: ZodOpenApiCallbacksObject = {
  botReport: {
    '{$request.body#/bot_config/callback_url}': {
      post: {
        operationId: 'botReport',
        summary: "The bot provider's report about this bot, word for word, with its signature headers",
        description:
          'Reports may repeat or arrive out of order. Any 2xx ends it; otherwise it is tried again.',
        requestBody: {
          content: {
            'application/json': {
              schema: botReport,
              example: {
                event: 'bot.inmeeting',
                bot_id: '9b1c2d3e',
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
