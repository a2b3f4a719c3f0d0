/** Returns the sandbox's own addresses and credentials, which demo mode uses for Google and the bot providers. */
export function sandboxSettings(sandboxPort: number) {
  const sandbox = `http://localhost:${sandboxPort}`;
  return {
    google: {
      GOOGLE_EMULATOR_URL: sandbox,
      GOOGLE_CLIENT_ID: 'sandbox-client.apps.googleusercontent.com',
      GOOGLE_CLIENT_SECRET: 'sandbox-secret',
    },
    bots: {
      MEETSTREAM_API_URL: `${sandbox}/meetstream/api/v1`,
      MEETSTREAM_API_KEY: 'sandbox-bot-key',
      MEETSTREAM_WEBHOOK_SECRET: 'sandbox-webhook-secret',
    },
    attendee: {
      ATTENDEE_API_URL: `${sandbox}/attendee`,
      ATTENDEE_API_KEY: 'sandbox-attendee-key',
      ATTENDEE_WEBHOOK_SECRET: 'c2FuZGJveC1hdHRlbmRlZS1zZWNyZXQ=',
    },
  };
}
