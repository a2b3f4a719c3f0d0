import type { Fault } from '../fault';
import { databaseFaults } from './database';
import { providerFaults } from './google';
import { processFaults } from './processes';

const named = (name: string) => {
  const fault = [...processFaults, ...databaseFaults, ...providerFaults].find((one) => one.name === name);
  if (!fault) throw new Error(`There is no fault named ${name}.`);
  return fault;
};
const [killed, restarted, losing] = ['killed', 'database-restarted', 'provider-losing'].map(named) as [
  Fault,
  Fault,
  Fault,
];

/** Three faults in one day: what `npm test` plays. */
export const several: Fault = {
  name: 'several',
  says: '`kill -9` of one of two processes, PostgreSQL is restarted, the bot provider’s answers are lost',
  on: ['postgres'],
  async begin(installation) {
    await losing.begin(installation);
    await killed.begin(installation);
    await restarted.end(installation);
  },
  async end(installation) {
    await losing.end(installation);
    await killed.end(installation);
  },
};
