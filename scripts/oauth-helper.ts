// Shows a refresh token for the API in the browser: `npm run oauth-helper`. It is never printed or stored.
import { fail, settingsOrFail } from './admin';
import { checkPort } from './launch/ports';
import { startOAuthHelper } from './oauth-helper/server';

const env = settingsOrFail();
// In demo mode these are the sandbox's client, which Google does not know.
if (env.demo) {
  fail('GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET are missing: set them in the environment or in .env.');
}
if (await checkPort(env.PORT, 'PORT', '127.0.0.1')) {
  fail(`Port ${env.PORT} is taken, perhaps by Usher: stop what uses it, or set PORT to a free port.`);
}
const client = { clientId: env.GOOGLE_CLIENT_ID, clientSecret: env.GOOGLE_CLIENT_SECRET };
const { url, redirectUri } = await startOAuthHelper(client, env.PORT);
console.log(`
  Open      ${url}
  Redirect  ${redirectUri}
            (must be one of the OAuth client's authorized redirect URIs)

  The refresh token is shown in the browser. Ctrl-C stops this helper.
`);
