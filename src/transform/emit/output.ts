/**
 * The streaming writer: source text copied in order with insertions between. It never drops or reorders source characters and refuses line breaks,
 * so lines stay where they are. Numbers are written with a fixed width so that a cached result can be moved to another base in place.
 */

/** Characters of every site, function or variable number in the output: digits, then spaces. */
export const NUMBER_WIDTH = 7;
export const MAX_NUMBER = 9_999_999;

export function formatNumber(value: number): string {
  return String(value).padEnd(NUMBER_WIDTH);
}

/** Whether a character code can continue an identifier (anything beyond ASCII counts). */
function isWord(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 36 || code === 95 || code > 127
  );
}

export class Output {
  readonly source: string;
  /** Pairs: offset in the output, length. */
  readonly insertions: number[] = [];
  /** Offset in the source of each insertion, same order. */
  readonly origins: number[] = [];
  /** Offsets in the output of the fixed-width numbers. */
  readonly numbers: number[] = [];
  #parts: string[] = [];
  #length = 0;
  #position: number;
  #last = 10;

  constructor(source: string) {
    this.source = source;
    this.#position = 0;
  }

  /** Source offset up to which everything is written. */
  get position(): number {
    return this.#position;
  }

  /** Whether something has been inserted at exactly this source position. */
  hasInsertedAt(position: number): boolean {
    return this.origins.length > 0 && this.origins.at(-1) === position;
  }

  /** Inserts text before the source character at `position`. Positions must not go back. */
  insert(position: number, text: string): void {
    if (text === '') return;
    if (position < this.#position) throw new Error(`insertion at ${position} after ${this.#position}`);
    if (position > this.#position) {
      this.#parts.push(this.source.slice(this.#position, position));
      this.#length += position - this.#position;
      this.#position = position;
      this.#last = this.source.charCodeAt(position - 1);
    }
    this.#add(isWord(this.#last) && isWord(text.charCodeAt(0)) ? ` ${text}` : text);
  }

  /** Inserts text, a number, and more text: `insertNumber(p, '$il.e(', 3, ');')`. */
  insertNumber(position: number, before: string, number: number, after: string): void {
    this.insert(position, before);
    this.numbers.push(this.#length);
    this.#add(formatNumber(number) + after);
  }

  #add(text: string): void {
    const count = this.insertions.length;
    if (
      count > 0 &&
      (this.insertions[count - 2] ?? 0) + (this.insertions[count - 1] ?? 0) === this.#length &&
      this.origins.at(-1) === this.#position
    ) {
      this.insertions[count - 1] = (this.insertions[count - 1] ?? 0) + text.length;
    } else {
      this.insertions.push(this.#length, text.length);
      this.origins.push(this.#position);
    }
    this.#parts.push(text);
    this.#length += text.length;
    this.#last = text.charCodeAt(text.length - 1);
  }

  finish(): string {
    this.#parts.push(this.source.slice(this.#position));
    return this.#parts.join('');
  }
}
