import { decodeJwt } from 'jose';
import type { GoogleSignIn } from '@/lib/calendar-sync/sign-in';
import { NEEDED_SCOPE } from '@/lib/google/endpoints';
import { sandbox } from './harness';
import { answerConsent, oauthClient } from './sandbox';

/** Signs in through Google's consent page, and returns what next-auth reports. */
export async function consent(email: string, options: { untick?: string } = {}): Promise<GoogleSignIn> {
  const client = oauthClient(sandbox);
  const scope = ['openid', 'email', 'profile', NEEDED_SCOPE];
  const url = client.generateAuthUrl({ scope, access_type: 'offline', prompt: 'consent', state: 'st' });
  const code = (await answerConsent(url, email, options)).searchParams.get('code') ?? '';
  const { tokens } = await client.getToken(code);
  const claims = decodeJwt(tokens.id_token ?? '');
  return {
    sub: claims.sub ?? '',
    email: String(claims.email),
    name: 'Ada',
    image: null,
    hostedDomain: typeof claims.hd === 'string' ? claims.hd : null,
    scope: tokens.scope ?? '',
    accessToken: tokens.access_token ?? '',
    accessTokenExpiresAt: tokens.expiry_date ? new Date(tokens.expiry_date) : null,
    refreshToken: tokens.refresh_token ?? null,
  };
}
