/** Temporary folders and hand-made logs for the tests of the host. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CHUNK_HEADER_BYTES, CHUNK_META, CHUNK_SYNC } from '../../src/wire/format.ts';
import type { MetaRecord } from '../../src/wire/meta.ts';
import { random } from '../support/random.ts';
import { fileHeader } from '../../src/host/traceFile.ts';

/** What a process says of itself. */
export const PROCESS: Extract<MetaRecord, { type: 'process' }> = {
  type: 'process',
  pid: 1,
  ppid: 0,
  node: 'v20',
  argv: [],
  cwd: '/',
  platform: 'linux',
  startNs: 0,
  transformed: true,
  debugged: false,
  poolSize: 4,
};

/** A temporary folder that is removed after the test. */
export function temporaryFolder(context: Mocha.Context): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'ilt-')));
  const test = context.test?.parent;
  test?.afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface ChunkFields {
  readonly kind?: number;
  readonly pid?: number;
  readonly thread?: number;
  readonly payload?: Uint8Array | string;
  /** What the header claims, when it is not the truth. */
  readonly length?: number;
  readonly sync?: number;
}

export function chunk({ kind = CHUNK_META, pid = 1, thread = 0, payload = '{}', length, sync = CHUNK_SYNC }: ChunkFields = {}): Uint8Array {
  const body = typeof payload === 'string' ? new TextEncoder().encode(payload) : payload;
  const bytes = new Uint8Array(CHUNK_HEADER_BYTES + body.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, sync, true);
  view.setUint8(4, kind);
  view.setUint32(8, pid, true);
  view.setUint32(12, thread, true);
  view.setUint32(16, length ?? body.length, true);
  bytes.set(body, CHUNK_HEADER_BYTES);
  return bytes;
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

export function log(...chunks: readonly Uint8Array[]): Uint8Array {
  return concat([fileHeader(), ...chunks]);
}

/** Random whole numbers below a limit; the same for the same seed. */
export function integers(seed: number): (limit: number) => number {
  const next = random(seed);
  return (limit) => Math.floor(next() * limit);
}

/** Resolves when `isDone` holds; looks again whenever the event loop has turned. Rejects after `limitMs`. */
export async function until(isDone: () => boolean, what: string, limitMs: number = 10_000): Promise<void> {
  const limit = performance.now() + limitMs;
  while (!isDone()) {
    if (performance.now() > limit) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
