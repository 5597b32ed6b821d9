/**
 * Copies the event chunks of one thread with other strings in them. A string's bytes come before anybody can know what it is used for, so no definition is copied:
 * each field that names a string defines what stands for it there, under numbers of the copy's own. What no field names is not in the copy at all.
 */
import { EVENTS, OP_STRING } from '../wire/events.ts';
import { MAX_STRING_BYTES } from '../wire/format.ts';
import { decodeUtf8 } from '../wire/reader.ts';

/** What stands for `text` in the copy. `event` and `field` are names of wire/events.ts; `others` are the strings of the event's other fields. */
export type Replace = (event: string, field: string, text: string, others: readonly string[]) => string;

interface Layout {
  readonly event: string;
  readonly fields: readonly string[];
  readonly isString: readonly boolean[];
  readonly hasStrings: boolean;
}

const layouts: (Layout | undefined)[] = [];
for (const { op, name, fields } of EVENTS) {
  const isString = fields.map(([, kind]) => kind === 'string');
  layouts[op] = { event: name, fields: fields.map(([field]) => field), isString, hasStrings: isString.includes(true) };
}
/** No opcode: makes a reader stop here, as it stopped in the original. */
const DAMAGE = 0xff;

export class StringRewriter {
  readonly #replace: Replace;
  readonly #texts = new Map<number, string>();
  readonly #ids = new Map<string, number>();
  #seq = -1;
  /** Where the events that were not copied yet begin in a later version of the same chunk. */
  #offset = 0;
  #damaged = false;
  #bytes: Uint8Array = new Uint8Array(0);
  #pos = 0;
  #overrun = false;
  /** The copy of the newest chunk: a later version of it goes on where it ends. */
  #out = new Uint8Array(1 << 12);
  #length = 0;

  constructor(replace: Replace) {
    this.#replace = replace;
  }

  /** The copy of a chunk's payload. Valid until the next call. */
  rewrite(payload: Uint8Array): Uint8Array {
    this.#bytes = payload;
    this.#pos = 0;
    this.#overrun = false;
    const seq = this.#uint();
    this.#uint();
    this.#pos += 8;
    this.#uint();
    this.#uint();
    if (this.#overrun || this.#pos > payload.length) return new Uint8Array(0);
    const head = this.#pos;
    // Readers leave it out, too.
    if (seq < this.#seq) return payload.subarray(0, head);
    if (seq > this.#seq) {
      this.#seq = seq;
      this.#offset = head;
      this.#damaged = false;
      this.#length = 0;
      this.#copy(0, head);
    }
    if (!this.#damaged && this.#offset <= payload.length) this.#events();
    return this.#out.subarray(0, this.#length);
  }

  #events(): void {
    const bytes = this.#bytes;
    this.#pos = this.#offset;
    let copied = this.#pos;
    while (this.#pos < bytes.length) {
      const start = this.#pos;
      const op = bytes[this.#pos++] as number;
      const layout = layouts[op];
      if (op === OP_STRING) {
        const id = this.#uint();
        const length = this.#uint();
        if (this.#overrun || length > MAX_STRING_BYTES || this.#pos + length > bytes.length) return this.#damage(copied, start);
        this.#texts.set(id, decodeUtf8(bytes, this.#pos, length));
        this.#pos += length;
        this.#copy(copied, start);
        copied = this.#pos;
      } else if (layout === undefined) return this.#damage(copied, start);
      else if (layout.hasStrings) {
        this.#copy(copied, start);
        if (!this.#event(op, layout)) return this.#damage(start, start);
        copied = this.#pos;
      } else {
        for (let i = layout.isString.length; i > 0; i--) this.#uint();
        if (this.#overrun) return this.#damage(copied, start);
      }
    }
    this.#copy(copied, this.#pos);
    this.#offset = this.#pos;
  }

  #event(op: number, layout: Layout): boolean {
    const values = layout.isString.map(() => this.#uint());
    if (this.#overrun) return false;
    const texts = values.map((value, i) => (layout.isString[i] === true ? (this.#texts.get(value) ?? '') : ''));
    const ids = texts.map((text, i) =>
      text === '' ? 0 : this.#define(this.#replace(layout.event, layout.fields[i] as string, text, texts)),
    );
    this.#byte(op);
    values.forEach((value, i) => this.#write(layout.isString[i] === true ? (ids[i] as number) : value));
    return true;
  }

  #define(text: string): number {
    if (text === '') return 0;
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const id = this.#ids.size + 1;
    this.#ids.set(text, id);
    const bytes = Buffer.from(text).subarray(0, MAX_STRING_BYTES);
    this.#byte(OP_STRING);
    this.#write(id);
    this.#write(bytes.length);
    this.#reserve(bytes.length);
    this.#out.set(bytes, this.#length);
    this.#length += bytes.length;
    return id;
  }

  #damage(copied: number, at: number): void {
    this.#copy(copied, at);
    this.#byte(DAMAGE);
    this.#damaged = true;
  }

  #copy(from: number, to: number): void {
    if (to <= from) return;
    this.#reserve(to - from);
    this.#out.set(this.#bytes.subarray(from, to), this.#length);
    this.#length += to - from;
  }

  #byte(value: number): void {
    this.#reserve(1);
    this.#out[this.#length++] = value;
  }

  #write(value: number): void {
    let rest = value;
    while (rest > 127) {
      this.#byte((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    this.#byte(rest);
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#out.length) return;
    const grown = new Uint8Array(Math.max(this.#out.length * 2, this.#length + count));
    grown.set(this.#out.subarray(0, this.#length));
    this.#out = grown;
  }

  #uint(): number {
    let value = 0;
    let factor = 1;
    for (let i = 0; i < 9; i++) {
      const byte = this.#bytes[this.#pos++];
      if (byte === undefined) break;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      factor *= 128;
    }
    this.#overrun = true;
    return 0;
  }
}
