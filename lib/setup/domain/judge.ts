/** What a check says. */
export type Verdict = {
  state: 'ok' | 'warning' | 'failed' | 'not_checked';
  /** What was seen, and what to do, in sentences. */
  seen: string;
  action: string | null;
  /** What shows that it works, and when that last happened, in ISO 8601. */
  last: { what: string; at: string } | null;
};

const ok = (seen: string): Verdict => ({ state: 'ok', seen, action: null, last: null });
const warning = (seen: string, action: string): Verdict => ({ state: 'warning', seen, action, last: null });
const failed = (seen: string, action: string): Verdict => ({ state: 'failed', seen, action, last: null });
const unknown = (seen: string, action: string | null = null): Verdict => ({
  state: 'not_checked',
  seen,
  action,
  last: null,
});
const withLast = (what: string, at: Date | null, verdict: Verdict): Verdict => ({
  ...verdict,
  last: at && { what, at: at.toISOString() },
});

/** Returns that nothing was seen. @param why a sentence */
export function notTold(why: string): Verdict {
  return unknown(why);
}

/** How a request came: the addresses of `X-Forwarded-For`, the last one appended last, and the host that it asked for. */
export type Came = { forwarded: readonly string[]; host: string | null };

/** Returns whether people reach Usher where APP_URL says that it is. */
export function judgeAddress(appUrl: string, isLoopback: boolean, { host }: Came): Verdict {
  const { host: expected } = new URL(appUrl);
  if (host && host !== expected) {
    return warning(
      `You opened Usher at ${host}, and APP_URL is ${appUrl}.`,
      'Open Usher at APP_URL, or set APP_URL to the address that people use: sign-in and all links lead there.',
    );
  }
  return isLoopback
    ? ok(`${appUrl}: only this computer reaches it.`)
    : ok(`People reach Usher at ${appUrl}, which is APP_URL.`);
}

/** Who may sign in, as the settings say. */
type Allowed = { emails: number; domains: readonly string[] };

/** Returns who may sign in. */
export function judgeAccess({ emails, domains }: Allowed, isLoopback: boolean): Verdict {
  if (emails === 0 && domains.length === 0) {
    return isLoopback
      ? ok('Everyone who reaches this computer may sign in.')
      : warning(
          'Anyone with a Google account may sign in.',
          'Set ALLOWED_DOMAINS or ALLOWED_EMAILS, and start Usher again.',
        );
  }
  const parts = [
    ...(domains.length > 0 ? [`people of ${domains.join(', ')}`] : []),
    ...(emails > 0 ? [`${emails} ${emails === 1 ? 'address' : 'addresses'} by name`] : []),
  ];
  return ok(`These may sign in: ${parts.join(', and ')}.`);
}

/** What Google says of the OAuth client: `silent`: it gave no answer that tells. */
type ClientAnswer = 'accepted' | 'refused' | 'silent';

/** Returns whether Google accepts the OAuth client. */
export function judgeClient(answer: ClientAnswer): Verdict {
  if (answer === 'accepted') return ok('Google accepts GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET.');
  if (answer === 'silent')
    return unknown('Google did not answer, or not in a way that tells.', 'Check again in a moment.');
  return failed(
    'Google refuses GOOGLE_CLIENT_ID or GOOGLE_CLIENT_SECRET.',
    'Copy both from the OAuth client in the Google Cloud console, under Credentials, and start Usher again.',
  );
}

/** Returns whether Google knows the address to which it sends people back after sign-in. */
export function judgeRedirect(address: string, answer: ClientAnswer, lastSignIn: Date | null): Verdict {
  return withLast('Last sign-in', lastSignIn, redirectVerdict(address, answer));
}

function redirectVerdict(address: string, answer: ClientAnswer): Verdict {
  if (answer === 'accepted') return ok(`Google’s sign-in page opens with ${address}.`);
  if (answer === 'silent')
    return unknown('Google did not answer, or not in a way that tells.', 'Check again in a moment.');
  return failed(
    `Google’s sign-in page refuses ${address}.`,
    'Add exactly this address to the authorized redirect URIs of the OAuth client in the Google Cloud console.',
  );
}

/** What is stored of the notifications of the installation's calendars. */
type Notifications = {
  address: string;
  /** Google notifies only addresses that are https and public. */
  canArrive: boolean;
  synced: number;
  /** Open channels, and those of them that Google should have greeted long ago and has not. */
  channels: number;
  silent: number;
  lastAt: Date | null;
  /** What Google last said against opening a channel. */
  refusal: string | null;
};

/** Returns whether Google's notifications arrive. From inside no one can tell, so what has arrived counts. */
export function judgeNotifications(told: Notifications): Verdict {
  return withLast('Last notification', told.lastAt, notificationsVerdict(told));
}

function notificationsVerdict(told: Notifications): Verdict {
  const { address, canArrive, synced, channels, silent, refusal } = told;
  if (!canArrive) {
    return warning(
      `Google cannot reach ${address}, so calendars are read every 5 minutes.`,
      'For changes within seconds, set APP_URL to a public https address.',
    );
  }
  if (synced === 0) return unknown('No calendar is synced yet, so Google has nothing to report.');
  if (refusal && channels === 0) {
    return failed(
      `Google sends no notifications to ${address}: ${refusal}`,
      'Until this is mended, calendars are read every 5 minutes.',
    );
  }
  if (channels === 0) {
    return warning(
      `No calendar has a channel for notifications now.`,
      'Usher opens one within 15 minutes. If this stays, look into the log.',
    );
  }
  if (silent === channels) {
    return failed(
      `Google has accepted ${address}, and none of its notifications has arrived.`,
      'Let requests from the internet through to this path: look at the firewall, the proxy and its certificate.',
    );
  }
  if (silent > 0) {
    return warning(
      `${silent} of ${channels} channels have never brought a notification to ${address}.`,
      'If this stays, look at the proxy: some of Google’s requests do not get through.',
    );
  }
  return ok(`Notifications arrive at ${address}.`);
}

/** What a bot provider said: `refused` and `silent` with its words. */
type ProviderAnswer = { title: string; state: 'accepted' | 'refused' | 'silent'; words: string };

/** Returns whether the bot providers accept their keys. @param missing settings that the default one lacks */
export function judgeProviders(answers: readonly ProviderAnswer[], missing: readonly string[]): Verdict {
  if (missing.length > 0) {
    return failed(
      `The default bot provider is not set up: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing.`,
      'Set what is missing, and start Usher again. Until then no bot is sent.',
    );
  }
  const seen = answers
    .map(({ title, state, words }) => (state === 'accepted' ? `${title} accepts Usher’s key.` : words))
    .join(' ');
  if (answers.some(({ state }) => state === 'refused'))
    return failed(
      seen,
      'Correct its key or address in the settings, and start Usher again. Its bots wait until then.',
    );
  if (answers.some(({ state }) => state === 'silent'))
    return warning(
      seen,
      'Bots are sent as soon as it answers. Look at the provider’s status page if this stays.',
    );
  return ok(seen);
}

/** Returns whether the database answers and takes writes. @param problems what is wrong, in sentences */
export function judgeDatabase(kind: 'postgresql' | 'embedded', problems: readonly string[]): Verdict {
  if (problems.length > 0)
    return failed(problems.join(' '), 'Look at the database: its disk, its settings and its log.');
  return kind === 'embedded'
    ? ok('The embedded database answers and takes writes.')
    : ok('PostgreSQL answers and takes writes.');
}

/** Returns whether what is stored encrypted can be read. @param tried how many stored permissions were tried */
export function judgeKey(tried: number, unreadable: number): Verdict {
  if (tried === 0) return unknown('Nothing that is encrypted is stored yet.');
  if (unreadable === 0) return ok('ENCRYPTION_KEY reads what is stored.');
  return failed(
    `${unreadable} of the ${tried} newest stored permissions cannot be read: they were written with another ENCRYPTION_KEY.`,
    'Put the earlier ENCRYPTION_KEY back, and start Usher again; or have these people connect their calendars again.',
  );
}

/** Who runs the jobs, and when they last ran. `server`: null where no Inngest server is configured. */
type Jobs = { late: string | null; server: { lastCallAt: Date | null; isAway: boolean } | null };

/** Returns whether the jobs run. */
export function judgeJobs({ late, server }: Jobs): Verdict {
  return withLast('Last call', server?.lastCallAt ?? null, jobsVerdict({ late, server }));
}

function jobsVerdict({ late, server }: Jobs): Verdict {
  if (server?.isAway) {
    return failed(
      `The Inngest server ${server.lastCallAt ? 'is away' : 'has never called'}. Usher runs its jobs itself until it does.`,
      'Start the Inngest server, and check INNGEST_BASE_URL and INNGEST_SIGNING_KEY.',
    );
  }
  if (late) return warning(late, 'After a start they run within a minute. If this stays, look into the log.');
  return ok(
    server
      ? 'The Inngest server runs the jobs.'
      : 'Usher runs its jobs itself: no Inngest server is configured.',
  );
}

/** How far clocks may be apart: Google's tells whole seconds. */
const MOST_APART_MS = 5_000;

/** Milliseconds by which this computer is ahead of the database, and Usher's time ahead of Google's; null: not told. */
type Gaps = { database: number | null; google: number | null };

/** Returns whether Usher's time is right. The database's time counts, not this computer's. */
export function judgeClock({ database, google }: Gaps): Verdict {
  const words = (gap: number, other: string) =>
    `${(Math.abs(gap) / 1000).toFixed(1)} s ${gap > 0 ? 'ahead of' : 'behind'} ${other}`;
  if (google !== null && Math.abs(google) > MOST_APART_MS) {
    return failed(
      `Usher’s time is ${words(google, 'Google’s')}: bots join at wrong times.`,
      'Set the clock of the database’s computer by a time server (NTP).',
    );
  }
  if (database !== null && Math.abs(database) > MOST_APART_MS) {
    return warning(
      `This computer is ${words(database, 'the database')}. Usher goes by the database.`,
      'Set the clock of this computer by a time server (NTP).',
    );
  }
  if (google === null) return unknown('Google’s time was not told.', 'Check again in a moment.');
  return ok('Usher’s time agrees with Google’s.');
}

/** Returns whether TRUSTED_PROXIES says how many proxies stand before Usher, as far as one request tells. */
export function judgeProxies(trusted: number, isLoopback: boolean, { forwarded }: Came): Verdict {
  const many = (count: number) => `${count} ${count === 1 ? 'proxy' : 'proxies'}`;
  const seen = forwarded.length;
  if (trusted === seen)
    return ok(
      seen === 0
        ? 'Your request came without a proxy, and none is trusted.'
        : `Your request came through ${many(seen)}, as TRUSTED_PROXIES says.`,
    );
  if (trusted === 0) {
    return (isLoopback ? ok : warning)(
      `Your request came through ${many(seen)}, and none is trusted: everyone behind them counts as one address.`,
      `Set TRUSTED_PROXIES to how many proxies you run before Usher.`,
    );
  }
  if (seen < trusted) {
    return failed(
      `Your request came through ${seen === 0 ? 'no proxy' : many(seen)}, and TRUSTED_PROXIES is ${trusted}: whoever reaches Usher this way can pretend to have any address.`,
      'Set TRUSTED_PROXIES to how many proxies you run, and let no one reach Usher around them.',
    );
  }
  return warning(
    `Your request names ${seen} addresses on its way, and TRUSTED_PROXIES is ${trusted}.`,
    'If you run more proxies than that before Usher, set TRUSTED_PROXIES to their number. If not, all is well: the first ones are what your own network added.',
  );
}
