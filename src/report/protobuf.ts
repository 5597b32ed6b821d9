/** Writes Protocol Buffers: fields into one growing buffer, messages within messages. */

const VARINT = 0;
const FIXED64 = 1;
const LENGTH = 2;
const TWO_32 = 0x1_0000_0000;

export class ProtoWriter {
  #bytes = new Uint8Array(1 << 12);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** What has been written; valid until the next write. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }

  /** A whole number from 0 to 2^53. */
  uint(field: number, value: number): void {
    this.#varint(field * 8 + VARINT);
    this.#varint(value);
  }

  fixed64(field: number, value: number): void {
    this.#varint(field * 8 + FIXED64);
    this.#reserve(8);
    const view = new DataView(this.#bytes.buffer);
    view.setUint32(this.#length, value % TWO_32, true);
    view.setUint32(this.#length + 4, Math.floor(value / TWO_32), true);
    this.#length += 8;
  }

  string(field: number, text: string): void {
    this.#varint(field * 8 + LENGTH);
    const start = this.#open();
    this.#utf8(text);
    this.#close(start);
  }

  message(field: number, fill: () => void): void {
    this.#varint(field * 8 + LENGTH);
    const start = this.#open();
    fill();
    this.#close(start);
  }

  /** Room for a length of one byte; more is made when it is known. */
  #open(): number {
    this.#reserve(1);
    return ++this.#length;
  }

  #close(start: number): void {
    const size = this.#length - start;
    let extra = 0;
    for (let rest = size; rest > 127; rest = Math.floor(rest / 128)) extra++;
    if (extra > 0) {
      this.#reserve(extra);
      this.#bytes.copyWithin(start + extra, start, this.#length);
    }
    this.#length = start - 1;
    this.#varint(size);
    this.#length = start + extra + size;
  }

  /** This layer has no TextEncoder. */
  #utf8(text: string): void {
    for (const char of text) {
      const code = char.codePointAt(0) ?? 0;
      this.#reserve(4);
      if (code < 0x80) this.#bytes[this.#length++] = code;
      else if (code < 0x800) this.#put(0xc0 | (code >> 6), code, 1);
      // A lone surrogate has no UTF-8.
      else if (code >= 0xd800 && code < 0xe000) this.#put(0xef, 0xfffd, 2);
      else if (code < 0x1_0000) this.#put(0xe0 | (code >> 12), code, 2);
      else this.#put(0xf0 | (code >> 18), code, 3);
    }
  }

  #put(first: number, code: number, following: number): void {
    this.#bytes[this.#length++] = first;
    for (let i = following - 1; i >= 0; i--) this.#bytes[this.#length++] = 0x80 | ((code >> (6 * i)) & 0x3f);
  }

  #varint(value: number): void {
    this.#reserve(10);
    let rest = value;
    while (rest > 127) {
      this.#bytes[this.#length++] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = rest;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}
