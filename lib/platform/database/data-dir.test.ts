import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { markDatabase, refuseLostDatabase } from './data-dir';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'usher-data-dir-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const place = () => join(dataDir, 'db');
const makeDatabase = () => {
  mkdirSync(place());
  writeFileSync(join(place(), 'PG_VERSION'), '17\n');
};
const refusal = (harm: string) =>
  `The database ${place()} ${harm}; restore it from a backup, or set DATA_DIR to another directory to begin with an empty one.`;

describe('refuseLostDatabase', () => {
  it('lets a first start and every later one go on', () => {
    refuseLostDatabase(dataDir);
    makeDatabase();
    refuseLostDatabase(dataDir);
    markDatabase(dataDir);
    refuseLostDatabase(dataDir);
  });

  it('refuses to begin with an empty database where one was before', () => {
    makeDatabase();
    markDatabase(dataDir);
    rmSync(place(), { recursive: true });
    expect(() => refuseLostDatabase(dataDir)).toThrow(refusal('is missing'));
    expect(existsSync(place())).toBe(false);
  });

  it('refuses a directory that was emptied, or without the file by which PGlite knows its database', () => {
    mkdirSync(place());
    expect(() => refuseLostDatabase(dataDir)).toThrow(refusal('is empty or incomplete'));
    mkdirSync(join(place(), 'base'));
    expect(() => refuseLostDatabase(dataDir)).toThrow(refusal('is empty or incomplete'));
  });

  it('refuses a file in its place, and leaves it', () => {
    writeFileSync(place(), 'mine');
    expect(() => refuseLostDatabase(dataDir)).toThrow(refusal('is a file, not a directory'));
    expect(readFileSync(place(), 'utf8')).toBe('mine');
  });
});
