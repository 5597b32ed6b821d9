/** `.ilv` files: chunks appended as they arrive, and read back up to wherever the file makes sense. */
import fs from 'node:fs';
import path from 'node:path';
import { CHUNK_HEADER_BYTES, CHUNK_META, CHUNK_SYNC, FILE_HEADER_BYTES, MAGIC, WIRE_VERSION } from '../wire/format.ts';
import type { MetaRecord } from '../wire/meta.ts';
import { checkFileHeader, readChunk } from '../wire/reader.ts';
import { errors } from './errors.ts';

/** Bytes read at once, as many as the engine takes in between two answers to a view; grows to the size of one chunk (at most 16 MB) where a chunk is larger. */
const READ_BYTES = 64 << 10;

/** The first bytes of every log and trace. */
export function fileHeader(): Uint8Array {
  const bytes = new Uint8Array(FILE_HEADER_BYTES);
  new DataView(bytes.buffer).setUint32(0, MAGIC | (WIRE_VERSION << 24), true);
  return bytes;
}

/** A chunk with one meta record of the host (pid and thread 0). */
export function metaChunk(record: MetaRecord): Uint8Array<ArrayBuffer> {
  const payload = new TextEncoder().encode(JSON.stringify(record));
  const bytes = new Uint8Array(CHUNK_HEADER_BYTES + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, CHUNK_SYNC, true);
  view.setUint8(4, CHUNK_META);
  view.setUint32(16, payload.length, true);
  bytes.set(payload, CHUNK_HEADER_BYTES);
  return bytes;
}

/** Writes one trace. A failure in mid-run (disk full) ends the writing, is reported once, and leaves what was written readable. */
export class TraceWriter {
  readonly file: string;
  #fd: number;
  #failure: string | undefined;

  private constructor(file: string, fd: number) {
    this.file = file;
    this.#fd = fd;
  }

  /** Creates or replaces `file`; its folder is made if it is missing. Throws a UserError when that cannot be done. */
  static create(file: string): TraceWriter {
    try {
      fs.mkdirSync(path.dirname(file), { recursive: true });
      return TraceWriter.#begin(file, 'w');
    } catch (error) {
      throw errors.traceNotWritable(file, error);
    }
  }

  /** Creates the next free `run-<n>.ilv` in `folder`. Throws a UserError when that cannot be done. */
  static createNumbered(folder: string): TraceWriter {
    try {
      fs.mkdirSync(folder, { recursive: true });
      let number = 1;
      for (const name of fs.readdirSync(folder)) number = Math.max(number, 1 + Number(/^run-(\d+)\.ilv$/.exec(name)?.[1] ?? 0));
      for (; ; number++) {
        try {
          return TraceWriter.#begin(path.join(folder, `run-${number}.ilv`), 'wx');
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        }
      }
    } catch (error) {
      throw errors.traceNotWritable(path.join(folder, 'run-1.ilv'), error);
    }
  }

  static #begin(file: string, flags: 'w' | 'wx'): TraceWriter {
    // Names of files and lock keys are in it: only for this user.
    const fd = fs.openSync(file, flags, 0o600);
    writeAll(fd, fileHeader());
    return new TraceWriter(file, fd);
  }

  /** One sentence when the file could not be written to its end. */
  get failure(): string | undefined {
    return this.#failure;
  }

  append(chunks: Uint8Array): void {
    if (this.#fd === -1) return;
    try {
      writeAll(this.#fd, chunks);
    } catch (error) {
      this.#failure = errors.traceNotWritable(this.file, error).message;
      this.close();
    }
  }

  close(): void {
    if (this.#fd === -1) return;
    fs.closeSync(this.#fd);
    this.#fd = -1;
  }
}

function writeAll(fd: number, bytes: Uint8Array): void {
  let done = 0;
  while (done < bytes.length) done += fs.writeSync(fd, bytes, done, bytes.length - done);
}

/** How far a trace could be read. `reason` is undefined when it was whole. */
export interface ReadResult {
  readonly chunks: number;
  readonly bytes: number;
  /** One sentence: 'The trace is cut at byte 4,120,331; ...' */
  readonly reason: string | undefined;
}

/**
 * Reads a trace in batches of whole chunks (each batch in an ArrayBuffer of its own) and stops at the first torn or invalid one.
 * Throws a UserError when the file cannot be opened or is no trace; never for what is inside. Memory is bounded by one chunk.
 */
export async function readTrace(file: string, onChunks: (bytes: Uint8Array<ArrayBuffer>) => void | Promise<void>): Promise<ReadResult> {
  const handle = await openChecked(file);
  try {
    return await readBatches(handle, onChunks);
  } finally {
    await handle.close();
  }
}

/** A trace that can be read, at its beginning at least. Throws a UserError otherwise. */
export async function openChecked(file: string): Promise<fs.promises.FileHandle> {
  let handle: fs.promises.FileHandle;
  try {
    if (!(await fs.promises.stat(file)).isFile()) throw errors.notATrace(file);
    handle = await fs.promises.open(file, 'r');
  } catch (error) {
    if (error instanceof Error && error.name === 'UserError') throw error;
    throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? errors.noSuchTrace(file) : errors.unreadableTrace(file, error);
  }
  try {
    await checkHeader(handle, file);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function checkHeader(handle: fs.promises.FileHandle, file: string): Promise<void> {
  const head = await readAt(handle, 0, FILE_HEADER_BYTES);
  switch (checkFileHeader(head)) {
    case 'ok':
      return;
    case 'short':
      throw head.length === 0 ? errors.emptyTrace(file) : errors.notATrace(file);
    case 'newer':
      throw errors.newerTrace(file, head[3] ?? 0);
    case 'older':
      throw errors.olderTrace(file, head[3] ?? 0);
    default:
      throw errors.notATrace(file);
  }
}

async function readBatches(
  handle: fs.promises.FileHandle,
  onChunks: (bytes: Uint8Array<ArrayBuffer>) => void | Promise<void>,
): Promise<ReadResult> {
  let offset = FILE_HEADER_BYTES;
  let chunks = 0;
  let length = READ_BYTES;
  for (;;) {
    const bytes = await readAt(handle, offset, length);
    // Asked before the bytes are handed on: whoever gets them may give them to another thread, and they are gone here.
    const read = bytes.length;
    let end = 0;
    let result = readChunk(bytes, end);
    while (result.ok) {
      end = result.chunk.end;
      chunks++;
      result = readChunk(bytes, end);
    }
    if (end > 0) await onChunks(end === read ? bytes : bytes.slice(0, end));
    offset += end;
    const isAtEnd = read < length;
    if (result.reason === 'invalid') {
      return { chunks, bytes: offset, reason: `The trace is damaged at byte ${offset}: what came before is shown, what follows is lost.` };
    }
    if (isAtEnd && end < read) {
      return { chunks, bytes: offset, reason: `The trace is cut at byte ${offset + read - end}: what came before is shown.` };
    }
    if (isAtEnd) return { chunks, bytes: offset, reason: undefined };
    // A chunk that is larger than the batch: its length was checked against the limit of the format.
    length = end === 0 ? CHUNK_HEADER_BYTES + new DataView(bytes.buffer).getUint32(16, true) : READ_BYTES;
  }
}

async function readAt(handle: fs.promises.FileHandle, offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(bytes, done, length - done, offset + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done === length ? bytes : bytes.slice(0, done);
}
