import { randomBytes } from 'node:crypto';

export const DEFAULT_CLIENT = {
  id: 'sandbox-client.apps.googleusercontent.com',
  secret: 'sandbox-secret',
} as const;

/** The client of scripts, so that their tokens do not touch consents given to the default client. */
export const SCRIPT_CLIENT = {
  id: 'sandbox-scripts.apps.googleusercontent.com',
  secret: 'sandbox-scripts-secret',
} as const;

/** Exact redirect URIs, or `loopback` for any URI on this machine (the default client of the demo). */
export type Client = { id: string; secret: string; redirectUris: string[] | 'loopback' };

export type Grant = { email: string; clientId: string; scopes: string[]; refreshTokenIssued: boolean };

export type Code = {
  clientId: string;
  redirectUri: string;
  email: string;
  scopes: string[];
  offline: boolean;
  challenge?: string | undefined;
  challengeMethod: 'S256' | 'plain';
  nonce?: string | undefined;
  expiresAtMs: number;
};

export type Token = { email: string; clientId: string; scopes: string[]; issuedAtMs: number };

export const ACCESS_TOKEN_SECONDS = 3599;
/** Google revokes the oldest refresh token of an account and client when there are more. */
const MAX_REFRESH_TOKENS = 100;

type Saved = {
  clients: Client[];
  grants: Grant[];
  access: [string, Token][];
  refresh: [string, Token][];
  signingKey?: JsonWebKey | undefined;
};

const secret = (prefix: string) => prefix + randomBytes(30).toString('base64url');

/** Stores consents and the tokens issued for them. */
export class OAuthStore {
  readonly clients = new Map<string, Client>();
  readonly codes = new Map<string, Code>();
  private grants: Grant[] = [];
  private readonly access: Map<string, Token>;
  private readonly refresh: Map<string, Token>;
  signingKey?: JsonWebKey | undefined;

  constructor(saved?: Saved) {
    const clients: Client[] = saved?.clients ?? [
      { ...DEFAULT_CLIENT, redirectUris: 'loopback' },
      { ...SCRIPT_CLIENT, redirectUris: 'loopback' },
    ];
    for (const client of clients) this.clients.set(client.id, client);
    this.grants = saved?.grants ?? [];
    this.access = new Map(saved?.access);
    this.refresh = new Map(saved?.refresh);
    this.signingKey = saved?.signingKey;
  }

  grantOf(email: string, clientId: string): Grant | undefined {
    return this.grants.find((grant) => grant.email === email && grant.clientId === clientId);
  }

  /** Records a consent; scopes add up over time. */
  consent(email: string, clientId: string, scopes: string[]): Grant {
    let grant = this.grantOf(email, clientId);
    if (!grant) {
      grant = { email, clientId, scopes: [], refreshTokenIssued: false };
      this.grants.push(grant);
    }
    grant.scopes = [...new Set([...grant.scopes, ...scopes])];
    return grant;
  }

  issueCode(code: Code): string {
    const text = `4/0${randomBytes(24).toString('base64url')}`;
    this.codes.set(text, code);
    return text;
  }

  /** Returns a code's grant and removes the code, which works once. */
  takeCode(text: string, nowMs: number): Code | undefined {
    const code = this.codes.get(text);
    this.codes.delete(text);
    return code && code.expiresAtMs > nowMs ? code : undefined;
  }

  issueAccess(token: Omit<Token, 'issuedAtMs'>, nowMs: number): string {
    for (const [text, old] of this.access) if (this.isExpired(old, nowMs)) this.access.delete(text);
    const text = secret('ya29.a0');
    this.access.set(text, { ...token, issuedAtMs: nowMs });
    return text;
  }

  issueRefresh(token: Omit<Token, 'issuedAtMs'>, nowMs: number): string {
    const text = secret('1//0');
    this.refresh.set(text, { ...token, issuedAtMs: nowMs });
    const issued = [...this.refresh].filter(
      ([, other]) => other.email === token.email && other.clientId === token.clientId,
    );
    if (issued.length > MAX_REFRESH_TOKENS && issued[0]) this.refresh.delete(issued[0][0]);
    return text;
  }

  accessToken(text: string | undefined, nowMs: number): Token | undefined {
    const token = text === undefined ? undefined : this.access.get(text);
    return token && !this.isExpired(token, nowMs) ? token : undefined;
  }

  refreshToken(text: string): Token | undefined {
    return this.refresh.get(text);
  }

  /** Returns a refresh token of this person and client with these scopes; issues one when there is none. */
  anyRefreshToken(email: string, clientId: string, scopes: string[], nowMs: number): string {
    for (const [text, token] of this.refresh) {
      const same = token.email === email && token.clientId === clientId;
      if (same && token.scopes.join() === scopes.join()) return text;
    }
    return this.issueRefresh({ email, clientId, scopes }, nowMs);
  }

  /** Revokes a token, which removes all of the person's scopes and tokens in the project. False if it is unknown. */
  revoke(text: string, nowMs: number): boolean {
    const token = this.refresh.get(text) ?? this.accessToken(text, nowMs);
    if (token) this.revokePerson(token.email);
    return token !== undefined;
  }

  revokePerson(email: string): void {
    this.grants = this.grants.filter((grant) => grant.email !== email);
    for (const tokens of [this.access, this.refresh]) {
      for (const [text, token] of tokens) if (token.email === email) tokens.delete(text);
    }
  }

  /** Makes consents, codes and tokens follow a person who has another address. */
  renamePerson(from: string, to: string): void {
    for (const held of [this.grants, this.codes.values(), this.access.values(), this.refresh.values()]) {
      for (const each of held) if (each.email === from) each.email = to;
    }
  }

  /** Ends all access tokens of a person as if an hour had passed; refresh tokens stay. */
  expireAccess(email: string): void {
    for (const [text, token] of this.access) if (token.email === email) this.access.delete(text);
  }

  /** Removes consents and tokens, but not clients and the signing key. */
  clear(): void {
    this.grants = [];
    this.codes.clear();
    this.access.clear();
    this.refresh.clear();
  }

  toJSON(): Saved {
    const { clients, grants, access, refresh, signingKey } = this;
    return { clients: [...clients.values()], grants, access: [...access], refresh: [...refresh], signingKey };
  }

  private isExpired(token: Token, nowMs: number): boolean {
    return nowMs - token.issuedAtMs > (ACCESS_TOKEN_SECONDS + 1) * 1000;
  }
}
