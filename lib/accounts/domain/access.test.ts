import { describe, expect, it } from 'vitest';
import { isAllowed } from './access';

const ada = { email: 'Ada@Northwind.example', hostedDomain: 'northwind.example' };
const NONE = { emails: [], domains: [] };

describe('isAllowed', () => {
  it.each([
    ['lets everyone in without a list', ada, NONE, true],
    [
      'lets an address of the list in, whatever its case',
      ada,
      { emails: ['ada@northwind.example'], domains: [] },
      true,
    ],
    ['lets the people of a Workspace domain in', ada, { emails: [], domains: ['northwind.example'] }, true],
    [
      'lets people in whose address is of another domain of the same Workspace',
      { ...ada, email: 'ada@northwind.co.example' },
      { emails: [], domains: ['northwind.example'] },
      true,
    ],
    [
      'keeps out who is on no list',
      ada,
      { emails: ['ben@northwind.example'], domains: ['halden.example'] },
      false,
    ],
    [
      'keeps out an account that no organization manages, though its address is of the domain',
      { ...ada, hostedDomain: null },
      { emails: [], domains: ['northwind.example'] },
      false,
    ],
    [
      'keeps out a subdomain that is not listed',
      { email: 'ada@eu.northwind.example', hostedDomain: 'eu.northwind.example' },
      { emails: [], domains: ['northwind.example'] },
      false,
    ],
    [
      'keeps out a domain that only ends like a listed one',
      { email: 'ada@evilnorthwind.example', hostedDomain: 'evilnorthwind.example' },
      { emails: [], domains: ['northwind.example'] },
      false,
    ],
    [
      'lets Gmail in where it is listed: Google itself gives these addresses',
      { email: 'ada@gmail.com', hostedDomain: null },
      { emails: [], domains: ['gmail.com'] },
      true,
    ],
    [
      'keeps Gmail out where a company is listed',
      { email: 'ada@gmail.com', hostedDomain: null },
      { emails: [], domains: ['northwind.example'] },
      false,
    ],
  ])('%s', (_, person, list, allowed) => {
    expect(isAllowed(person, list)).toBe(allowed);
  });
});
