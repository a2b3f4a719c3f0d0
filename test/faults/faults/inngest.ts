import type { Fault } from '../fault';
import type { Installation } from '../installation';

/** No one listens there. */
const NOWHERE = ['http://127.0.0.1:9'];

function serverOf({ inngest }: Installation): NonNullable<Installation['inngest']> {
  if (!inngest) throw new Error('This installation has no Inngest server.');
  return inngest;
}

/** The server takes no events, and calls no one. */
async function leave(installation: Installation): Promise<void> {
  const { server, proxy } = serverOf(installation);
  server.callInTurns(NOWHERE);
  proxy.refuse();
}

/** The server is there again. */
async function comeBack(installation: Installation): Promise<void> {
  const { server, proxy } = serverOf(installation);
  server.callInTurns([installation.url]);
  await proxy.pass();
}

const on: Fault['on'] = ['inngest'];

export const inngestFaults: Fault[] = [
  {
    name: 'inngest-well',
    says: 'Jobs on an Inngest server; nothing breaks',
    on,
    begin: async () => {},
    end: async () => {},
  },
  {
    name: 'inngest-killed',
    says: 'The Inngest server is killed with its queue, and started again after 10 s',
    on,
    begin: leave,
    async end(installation) {
      await comeBack(installation);
      await serverOf(installation).server.start();
    },
  },
  {
    name: 'inngest-away',
    says: 'The Inngest server refuses connections for 40 s',
    on,
    seconds: 40,
    begin: leave,
    end: comeBack,
  },
  {
    name: 'inngest-silent',
    says: 'The Inngest server takes events and calls no one, for 40 s',
    on,
    seconds: 40,
    begin: async (installation) => serverOf(installation).server.callInTurns(NOWHERE),
    end: comeBack,
  },
];
