import { expect, it } from 'vitest';
import { isPublicHttps } from './push-address';

it('Google can call public https addresses, and nothing that only one network knows', () => {
  for (const address of [
    'https://usher.example.com',
    'https://example.com:8443/a',
    'https://203.0.113.9',
    'https://[2001:db8::1]',
  ])
    expect(isPublicHttps(address), address).toBe(true);
  for (const address of [
    'http://usher.example.com',
    'https://localhost:3000',
    'https://usher',
    'https://usher.local',
    'https://a.internal',
    'https://127.0.0.1',
    'https://10.1.2.3',
    'https://172.20.0.1',
    'https://192.168.1.4',
    'https://100.64.0.1',
    'https://[::1]:3000',
    'https://[fd00::1]',
  ])
    expect(isPublicHttps(address), address).toBe(false);
});
