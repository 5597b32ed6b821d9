// HOT
/**
 * Reads logs and `.ilv` bytes: chunks in, events out to a visitor. Never throws on input bytes: it stops at the first torn or invalid
 * chunk, or drops the rest of a chunk with an invalid event, and says so.
 */
import * as W from './events.ts';
import {
  CHUNK_HEADER_BYTES,
  CHUNK_SYNC,
  FILE_HEADER_BYTES,
  MAGIC,
  MAX_CHUNK_BYTES,
  MAX_STRING_BYTES,
  TICK_NS,
  WIRE_VERSION,
} from './format.ts';

export interface Chunk {
  readonly kind: number;
  readonly pid: number;
  readonly thread: number;
  readonly payload: Uint8Array;
  /** Offset just after the chunk. */
  readonly end: number;
}

export type ChunkResult =
  | { readonly ok: true; readonly chunk: Chunk }
  | { readonly ok: false; readonly reason: 'end' | 'torn' | 'invalid' };

/** Checks the first four bytes of a log or trace file. */
export function checkFileHeader(bytes: Uint8Array): 'ok' | 'short' | 'not-a-trace' | 'newer' | 'older' {
  if (bytes.length < FILE_HEADER_BYTES) return 'short';
  const magic = (bytes[0] as number) | ((bytes[1] as number) << 8) | ((bytes[2] as number) << 16);
  if (magic !== MAGIC) return 'not-a-trace';
  const version = bytes[3] as number;
  if (version > WIRE_VERSION) return 'newer';
  return version < WIRE_VERSION ? 'older' : 'ok';
}

/** The chunk at `offset`. 'torn': the rest is not there yet (or never will be). 'invalid': these bytes are no chunk. */
export function readChunk(bytes: Uint8Array, offset: number): ChunkResult {
  if (offset === bytes.length) return { ok: false, reason: 'end' };
  if (offset + CHUNK_HEADER_BYTES > bytes.length) return { ok: false, reason: 'torn' };
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, CHUNK_HEADER_BYTES);
  if (view.getUint32(0, true) !== CHUNK_SYNC) return { ok: false, reason: 'invalid' };
  const length = view.getUint32(16, true);
  if (length > MAX_CHUNK_BYTES) return { ok: false, reason: 'invalid' };
  const start = offset + CHUNK_HEADER_BYTES;
  if (start + length > bytes.length) return { ok: false, reason: 'torn' };
  return {
    ok: true,
    chunk: {
      kind: view.getUint8(4),
      pid: view.getUint32(8, true),
      thread: view.getUint32(12, true),
      payload: bytes.subarray(start, start + length),
      end: start + length,
    },
  };
}

/** The time at which the events of a chunk begin, of which the first bytes are enough; undefined where they make no sense. */
export function baseTimeOf(payload: Uint8Array): number | undefined {
  let at = 0;
  for (let numbers = 0; numbers < 2; at++) if ((payload[at] ?? 0) < 128) numbers++;
  if (at + 8 > payload.length) return undefined;
  const ns = new DataView(payload.buffer, payload.byteOffset + at, 8).getFloat64(0, true);
  return ns >= 0 && ns < Number.POSITIVE_INFINITY ? ns : undefined;
}

/** Where the next chunk may begin at or after `offset` (search for the sync mark), or -1: lets a reader step over noise. */
export function findChunk(bytes: Uint8Array, offset: number): number {
  for (let i = offset; i + CHUNK_HEADER_BYTES <= bytes.length; i++) {
    if (bytes[i] === 0x49 && bytes[i + 1] === 0x4c && bytes[i + 2] === 0x43 && bytes[i + 3] === 0x31) return i;
  }
  return -1;
}

/** Receives the events of one thread in order. `fields` is reused: copy what you keep. */
export interface EventVisitor {
  /** `fields[i]` is the i-th field of the opcode's row in EVENTS; times are absolute nanoseconds, ids absolute. */
  event(op: number, fields: Float64Array): void;
  string(id: number, text: string): void;
  /** Chunks are missing (`lost`) or events were dropped by the writer, or a chunk is damaged: nothing may be concluded across this point. */
  gap(reason: 'lost' | 'dropped' | 'damaged'): void;
  /** An event before the part of the run that is asked for: only what later ones may refer to is worth keeping. */
  earlier?(op: number, fields: Float64Array): void;
  /** The part that is asked for begins with the next event: said once, and only when something came before it. */
  begin?(): void;
}

const K_UINT = 0;
const K_INT = 1;
const K_TIME = 2;
const K_PROMISE = 3;
const K_RESOURCE = 4;
const K_NEW_PROMISE = 5;
const K_NEW_RESOURCE = 6;
const KIND_NUMBER: Readonly<Record<W.FieldKind, number>> = {
  uint: K_UINT,
  string: K_UINT,
  int: K_INT,
  time: K_TIME,
  promise: K_PROMISE,
  resource: K_RESOURCE,
  newPromise: K_NEW_PROMISE,
  newResource: K_NEW_RESOURCE,
};

const layouts: (Uint8Array | undefined)[] = [];
for (const spec of W.EVENTS) layouts[spec.op] = Uint8Array.from(spec.fields, ([, kind]) => KIND_NUMBER[kind]);

/**
 * Decoder of the event chunks of one thread. A chunk may come in growing versions under one number (drained early by another
 * thread): each version continues where the last one ended.
 */
export class ThreadReader {
  #seq = 0;
  #offset = 0;
  #newestPromise = 0;
  #newestResource = 0;
  #tick = 0;
  #damaged = false;
  readonly #fields = new Float64Array(16);
  // Cursor of the chunk in work.
  #bytes: Uint8Array = new Uint8Array(0);
  #pos = 0;
  #overrun = false;
  #isCut = false;
  #hasBegun = false;
  #hasEarlier = false;

  /** Events were left out because they are later than asked for. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /**
   * Decodes the events of `payload` that were not decoded before, up to a time, and none of later chunks: an event without a time of its own counts as one with the next time after it.
   * The part that is asked for begins with the first event whose time is `fromNs` or later: what comes before it in the stream goes to `earlier`. Returns how many events are in the part.
   */
  decode(payload: Uint8Array, visitor: EventVisitor, untilNs = Number.POSITIVE_INFINITY, fromNs = Number.NEGATIVE_INFINITY): number {
    if (this.#isCut) return 0;
    this.#bytes = payload;
    this.#pos = 0;
    this.#overrun = false;
    const seq = this.#uint();
    const dropped = this.#uint();
    if (this.#pos + 8 > payload.length || this.#overrun) {
      visitor.gap('damaged');
      return 0;
    }
    const baseNs = new DataView(payload.buffer, payload.byteOffset + this.#pos, 8).getFloat64(0, true);
    this.#pos += 8;
    const basePromise = this.#uint();
    const baseResource = this.#uint();
    if (this.#overrun || !(baseNs >= 0)) {
      visitor.gap('damaged');
      return 0;
    }
    if (seq < this.#seq) return 0;
    if (seq === this.#seq) {
      if (this.#damaged || this.#offset > payload.length) return 0;
      this.#pos = this.#offset;
    } else {
      if (seq !== this.#seq + 1) visitor.gap('lost');
      if (dropped > 0) visitor.gap('dropped');
      this.#seq = seq;
      this.#damaged = false;
      this.#newestPromise = basePromise;
      this.#newestResource = baseResource;
      this.#tick = Math.floor(baseNs / TICK_NS);
    }
    if (!this.#hasBegun && !this.#skip(visitor, fromNs)) return 0;
    return this.#events(visitor, untilNs === Number.POSITIVE_INFINITY ? payload.length : this.#endBy(untilNs));
  }

  /** Where the events end that happened until then. */
  #endBy(untilNs: number): number {
    const bytes = this.#bytes;
    const [start, promise, resource, tick] = [this.#pos, this.#newestPromise, this.#newestResource, this.#tick];
    let end = start;
    while (this.#pos < bytes.length && !this.#overrun) {
      const op = bytes[this.#pos++] as number;
      if (op === W.OP_STRING) {
        this.#uint();
        const length = this.#uint();
        this.#pos += length;
        continue;
      }
      const layout = layouts[op];
      if (layout === undefined) break;
      for (const kind of layout) this.#field(kind);
      if (!layout.includes(K_TIME)) continue;
      this.#isCut = this.#tick * TICK_NS > untilNs;
      if (this.#isCut) break;
      end = this.#pos;
    }
    [this.#pos, this.#newestPromise, this.#newestResource, this.#tick] = [start, promise, resource, tick];
    this.#overrun = false;
    return this.#isCut ? end : bytes.length;
  }

  /** Goes past what is earlier than asked for. False: all of this chunk is. */
  #skip(visitor: EventVisitor, fromNs: number): boolean {
    const bytes = this.#bytes;
    const fields = this.#fields;
    // The time of a chunk is that of its beginning.
    this.#hasBegun = this.#tick * TICK_NS >= fromNs;
    while (!this.#hasBegun && this.#pos < bytes.length) {
      const [start, promise, resource, tick] = [this.#pos, this.#newestPromise, this.#newestResource, this.#tick];
      const op = bytes[this.#pos++] as number;
      if (op === W.OP_STRING) {
        if (this.#string(visitor)) continue;
        this.#damage(start, visitor, 0);
        return false;
      }
      const layout = layouts[op];
      if (layout !== undefined) for (let i = 0; i < layout.length; i++) fields[i] = this.#field(layout[i] as number);
      if (layout === undefined || this.#overrun) {
        this.#damage(start, visitor, 0);
        return false;
      }
      if (this.#tick !== tick && this.#tick * TICK_NS >= fromNs) {
        [this.#pos, this.#newestPromise, this.#newestResource, this.#tick] = [start, promise, resource, tick];
        this.#hasBegun = true;
      } else {
        this.#hasEarlier = true;
        visitor.earlier?.(op, fields);
      }
    }
    this.#offset = this.#pos;
    if (this.#hasBegun && this.#hasEarlier) visitor.begin?.();
    return this.#hasBegun;
  }

  /** False when it makes no sense. */
  #string(visitor: EventVisitor): boolean {
    const id = this.#uint();
    const length = this.#uint();
    if (this.#overrun || length > MAX_STRING_BYTES || this.#pos + length > this.#bytes.length) return false;
    visitor.string(id, decodeUtf8(this.#bytes, this.#pos, length));
    this.#pos += length;
    return true;
  }

  #events(visitor: EventVisitor, end: number): number {
    const bytes = this.#bytes;
    const fields = this.#fields;
    let count = 0;
    while (this.#pos < end) {
      const start = this.#pos;
      const op = bytes[this.#pos++] as number;
      if (op === W.OP_STRING) {
        if (!this.#string(visitor)) return this.#damage(start, visitor, count);
        continue;
      }
      const layout = layouts[op];
      if (layout === undefined) return this.#damage(start, visitor, count);
      for (let i = 0; i < layout.length; i++) fields[i] = this.#field(layout[i] as number);
      if (this.#overrun) return this.#damage(start, visitor, count);
      visitor.event(op, fields);
      count++;
    }
    this.#offset = this.#pos;
    return count;
  }

  #damage(at: number, visitor: EventVisitor, count: number): number {
    this.#damaged = true;
    this.#offset = at;
    visitor.gap('damaged');
    return count;
  }

  #field(kind: number): number {
    const raw = this.#uint();
    switch (kind) {
      case K_UINT:
        return raw;
      case K_INT:
        return unzigzag(raw);
      case K_TIME:
        this.#tick += raw;
        return this.#tick * TICK_NS;
      case K_PROMISE:
        return raw === 0 ? 0 : this.#newestPromise - unzigzag(raw - 1);
      case K_RESOURCE:
        return raw === 0 ? 0 : this.#newestResource - unzigzag(raw - 1);
      case K_NEW_PROMISE:
        return (this.#newestPromise += unzigzag(raw) + 1);
      default:
        return (this.#newestResource += unzigzag(raw) + 1);
    }
  }

  #uint(): number {
    const bytes = this.#bytes;
    let byte = bytes[this.#pos++];
    if (byte === undefined) {
      this.#overrun = true;
      return 0;
    }
    if (byte < 128) return byte;
    let value = byte & 127;
    let factor = 128;
    for (let i = 0; i < 8; i++) {
      byte = bytes[this.#pos++];
      if (byte === undefined) break;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      factor *= 128;
    }
    this.#overrun = true;
    return 0;
  }
}

function unzigzag(raw: number): number {
  return raw % 2 === 0 ? raw / 2 : -(raw + 1) / 2;
}

/** UTF-8 to string without TextDecoder (this layer has no host objects); invalid bytes become U+FFFD. */
export function decodeUtf8(bytes: Uint8Array, start: number, length: number): string {
  let text = '';
  const end = start + length;
  let i = start;
  while (i < end) {
    const a = bytes[i++] as number;
    if (a < 0x80) {
      text += String.fromCharCode(a);
      continue;
    }
    const extra = a >= 0xf0 ? 3 : a >= 0xe0 ? 2 : a >= 0xc0 ? 1 : 0;
    let code = a & (0x3f >> extra);
    let valid = extra > 0 && i + extra <= end;
    for (let k = 0; valid && k < extra; k++) {
      const b = bytes[i + k] as number;
      if ((b & 0xc0) !== 0x80) valid = false;
      code = (code << 6) | (b & 0x3f);
    }
    if (!valid || code > 0x10ffff) {
      text += '�';
      continue;
    }
    i += extra;
    text += String.fromCodePoint(code);
  }
  return text;
}
