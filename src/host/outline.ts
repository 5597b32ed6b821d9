/**
 * When what of a trace was recorded, from the headers of its chunks: so the last minute of a long run can be asked for, and a file that is too large for one look be divided, without reading it.
 * A file may hold anything: what makes no sense ends the outline.
 */
import fs from 'node:fs';
import { CHUNK_EVENTS, CHUNK_HEADER_BYTES, CHUNK_META, CHUNK_SYNC, FILE_HEADER_BYTES, MAX_CHUNK_BYTES } from '../wire/format.ts';
import { isMetaRecord, type MetaRecord } from '../wire/meta.ts';
import { baseTimeOf } from '../wire/reader.ts';
import { openChecked } from './traceFile.ts';

/** Enough of a chunk of events to know its time. */
const HEAD_BYTES = CHUNK_HEADER_BYTES + 32;
/** Records of the run are small. */
const MAX_RECORD_BYTES = 1 << 20;
/** Chunks that are looked at before others may go on. */
const AT_ONCE = 512;

export interface Outline {
  /** How long the run took, as far as it is recorded. */
  readonly lengthMs: number;
  /** Chunks of events by time. */
  readonly chunks: readonly { readonly atMs: number; readonly bytes: number }[];
}

/** A stretch of a run. */
export interface Stretch {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Throws a UserError when the file cannot be read at all. */
export async function outlineOf(file: string): Promise<Outline> {
  const handle = await openChecked(file);
  try {
    return await new Outliner(handle.fd).read();
  } finally {
    await handle.close();
  }
}

/** Divides a run into stretches of at most so many bytes each, where chunks are small enough. Each begins on a tenth of a second. */
export function stretchesOf({ chunks, lengthMs }: Outline, maxBytes: number): Stretch[] {
  const begins = [0];
  let bytes = 0;
  for (const chunk of chunks) {
    const atMs = Math.floor(chunk.atMs / 100) * 100;
    if (bytes > 0 && bytes + chunk.bytes > maxBytes && atMs > (begins.at(-1) as number)) {
      begins.push(atMs);
      bytes = 0;
    }
    bytes += chunk.bytes;
  }
  return begins.map((fromMs, i) => ({ fromMs, untilMs: begins[i + 1] ?? Math.max(lengthMs, fromMs) }));
}

/** Bytes of events in a stretch. */
export function bytesIn({ chunks }: Outline, { fromMs, untilMs }: Stretch): number {
  return chunks.reduce((sum, { atMs, bytes }) => (atMs >= fromMs && atMs <= untilMs ? sum + bytes : sum), 0);
}

class Outliner {
  readonly #fd: number;
  readonly #head = new Uint8Array(HEAD_BYTES);
  readonly #times: { ns: number; bytes: number }[] = [];
  #recordedNs = 0;
  #originNs: number | undefined;
  #lengthMs: number | undefined;

  constructor(fd: number) {
    this.#fd = fd;
  }

  async read(): Promise<Outline> {
    const size = fs.fstatSync(this.#fd).size;
    let count = 0;
    for (let at = FILE_HEADER_BYTES; at + CHUNK_HEADER_BYTES <= size;) {
      const length = this.#look(at, size);
      if (length === undefined) break;
      at += CHUNK_HEADER_BYTES + length;
      if (++count % AT_ONCE === 0) await new Promise<void>((resolve) => setImmediate(resolve));
    }
    const originNs = this.#originNs ?? this.#recordedNs;
    const chunks = this.#times
      .map(({ ns, bytes }) => ({ atMs: Math.max(0, ns - originNs) / 1e6, bytes }))
      .toSorted((a, b) => a.atMs - b.atMs);
    return { lengthMs: this.#lengthMs ?? chunks.at(-1)?.atMs ?? 0, chunks };
  }

  /** Length of the chunk at a place; undefined where there is no whole one. */
  #look(at: number, size: number): number | undefined {
    const head = this.#head.subarray(0, fs.readSync(this.#fd, this.#head, 0, HEAD_BYTES, at));
    if (head.length < CHUNK_HEADER_BYTES) return undefined;
    const view = new DataView(head.buffer, 0, CHUNK_HEADER_BYTES);
    const length = view.getUint32(16, true);
    if (view.getUint32(0, true) !== CHUNK_SYNC || length > MAX_CHUNK_BYTES || at + CHUNK_HEADER_BYTES + length > size) return undefined;
    const kind = view.getUint8(4);
    if (kind === CHUNK_EVENTS) {
      const ns = baseTimeOf(head.subarray(CHUNK_HEADER_BYTES, Math.min(head.length, CHUNK_HEADER_BYTES + length)));
      if (ns !== undefined) this.#times.push({ ns, bytes: length });
    } else if (kind === CHUNK_META && length <= MAX_RECORD_BYTES) this.#note(at + CHUNK_HEADER_BYTES, length);
    return length;
  }

  #note(at: number, length: number): void {
    const bytes = Buffer.alloc(length);
    fs.readSync(this.#fd, bytes, 0, length, at);
    let record: unknown;
    try {
      record = JSON.parse(bytes.toString('utf8'));
    } catch {
      return; // Opening the trace says so.
    }
    if (isMetaRecord(record)) this.#take(record);
  }

  /** The run begins with its first process, as in the trace (model/build/builder.ts). */
  #take(record: MetaRecord): void {
    if (record.type === 'run') this.#recordedNs = record.originNs;
    else if (record.type === 'process') this.#originNs ??= Math.max(record.startNs, this.#recordedNs);
    else if (record.type === 'end') {
      const launchNs = this.#recordedNs > 0 ? (this.#originNs ?? this.#recordedNs) - this.#recordedNs : 0;
      this.#lengthMs = Math.max(0, record.durationMs - Math.round(launchNs / 1e6));
    }
  }
}
