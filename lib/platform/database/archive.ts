import { createReadStream, createWriteStream, linkSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { PGlite } from '@electric-sql/pglite';
import { systemReason } from './data-dir';
import { DatabaseRefusal } from './refusal';

/** What a file's first bytes tell of it: gzip (RFC 1952), and the custom format of pg_dump. */
const SIGNATURES = { embedded: Buffer.from([0x1f, 0x8b]), server: Buffer.from('PGDMP') };

/** Which kind of database a backup is of. */
export type ArchiveKind = keyof typeof SIGNATURES;

/**
 * Writes a file that appears whole or not at all, that only its owner may read, and that replaces none.
 * @param write writes it under the name that it is given
 * @throws DatabaseRefusal when the file is there already, or cannot be written
 */
export async function writeWhole(file: string, write: (draft: string) => Promise<void>): Promise<void> {
  const draft = `${file}.${process.pid}.partial`;
  try {
    await (await open(draft, 'wx', 0o600)).close();
    await write(draft);
    const handle = await open(draft, 'r+');
    await handle.sync().finally(() => handle.close());
    linkSync(draft, file);
  } catch (error) {
    if (!(error as NodeJS.ErrnoException).code) throw error;
    throw new DatabaseRefusal(`The backup ${file} cannot be written (${systemReason(error)}).`);
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Writes an embedded database to a file, as it is at one moment: what comes meanwhile waits until its files have been read,
 * and a transaction in progress is not part of it.
 * @param file absolute; it must not be there
 * @throws DatabaseRefusal when it cannot be written
 */
export async function archiveEmbedded(pglite: PGlite, file: string): Promise<void> {
  await pglite.exec('CHECKPOINT');
  await writeWhole(file, async (draft) => {
    const archive = await pglite.dumpDataDir('none');
    const bytes = Readable.fromWeb(archive.stream() as never);
    await pipeline(bytes, createGzip(), createWriteStream(draft, { flags: 'r+' }));
  });
}

/** Returns which kind of database a file is a backup of; undefined for a file that is no backup. */
export async function archiveKind(file: string): Promise<ArchiveKind | undefined> {
  const handle = await open(file, 'r');
  const { buffer } = await handle.read(Buffer.alloc(8), 0, 8, 0).finally(() => handle.close());
  const kinds = Object.keys(SIGNATURES) as ArchiveKind[];
  return kinds.find((kind) => buffer.subarray(0, SIGNATURES[kind].length).equals(SIGNATURES[kind]));
}

/** Returns the files of an embedded database from its backup, as PGlite loads them. */
export async function readArchive(file: string): Promise<Blob> {
  const chunks: Buffer[] = [];
  await pipeline(createReadStream(file), createGunzip(), async (plain: AsyncIterable<Buffer>) => {
    for await (const chunk of plain) chunks.push(chunk);
  });
  return new Blob(chunks as BlobPart[]);
}
