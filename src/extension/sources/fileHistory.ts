/** The edits of one file, and where a line of a run is after them, or was before them. Pure: sourceChanges.ts feeds it with what the editor reports. */
import { type LineEdit, moveLine } from './lineEdits.ts';

/** Where a line of a run is by now. `changed`: the line itself was edited, and this is where it was; `unknown`: nobody saw all edits, so this is a guess. */
export interface Moved {
  /** 0-based. */
  readonly line: number;
  readonly state: 'same' | 'changed' | 'unknown';
}

/** Edits that are remembered; with more, what lies before them is unknown. */
const MAX_EDITS = 20_000;

export class FileHistory {
  readonly #edits: LineEdit[] = [];
  /** When each of them came to the disk, ms; Infinity while it has not. Never falls. */
  readonly #savedAt: number[] = [];
  /** Of the file as the editor wrote or read it last, ms. */
  #knownMs: number;
  /** Nobody saw all of what happened before. */
  #unseenMs: number;

  /** `mtimeMs`: of the file when the editor first had it. `isDirty`: it held more than the file even then. */
  constructor(mtimeMs: number, isDirty = false) {
    this.#knownMs = mtimeMs;
    this.#unseenMs = isDirty ? Number.POSITIVE_INFINITY : mtimeMs;
  }

  edited(edits: readonly LineEdit[]): void {
    for (const edit of edits) {
      this.#edits.push(edit);
      this.#savedAt.push(Number.POSITIVE_INFINITY);
    }
    if (this.#edits.length <= MAX_EDITS) return;
    this.#edits.splice(0, MAX_EDITS / 2);
    this.#unseenMs = Math.max(this.#unseenMs, this.#savedAt.splice(0, MAX_EDITS / 2).at(-1) ?? 0);
  }

  /** What the editor has is what the file has, if that is another one. */
  readAgain(mtimeMs: number): void {
    if (mtimeMs > this.#knownMs) this.saved(mtimeMs);
  }

  /** What the editor has is what the file has. */
  saved(mtimeMs: number): void {
    for (let i = this.#savedAt.length - 1; i >= 0 && this.#savedAt[i] === Number.POSITIVE_INFINITY; i--) this.#savedAt[i] = mtimeMs;
    if (this.#unseenMs === Number.POSITIVE_INFINITY) this.#unseenMs = mtimeMs;
    this.#knownMs = mtimeMs;
  }

  /** The editor says that nothing is left to save: it was saved, or every edit since was undone. */
  clean(mtimeMs: number): void {
    if (mtimeMs > this.#knownMs) this.saved(mtimeMs);
    else this.dropped();
  }

  /** Closed without saving: what was not saved is gone. */
  dropped(): void {
    while (this.#savedAt.at(-1) === Number.POSITIVE_INFINITY) {
      this.#savedAt.pop();
      this.#edits.pop();
    }
  }

  /** Opened again: what was written meanwhile, nobody saw. */
  reopened(mtimeMs: number, isDirty = false): void {
    if (isDirty) this.#unseenMs = Number.POSITIVE_INFINITY;
    else if (mtimeMs > this.#knownMs) this.#unseenMs = Math.max(this.#unseenMs, mtimeMs);
    this.#knownMs = Math.max(this.#knownMs, mtimeMs);
  }

  /** Where a place of a run that began at `ranAt` (ms) is now. `mtimeMs`: of the file as it is. */
  now(line: number, character: number, ranAt: number, mtimeMs: number): Moved {
    let at = line;
    let isSame = true;
    for (let i = this.#firstAfter(ranAt); i < this.#edits.length; i++) {
      const edit = this.#edits[i] as LineEdit;
      const moved = moveLine(at, isSame ? character : 0, edit);
      if (moved === 'touched') isSame = false;
      at = moved === 'touched' ? Math.min(at, edit.startLine + edit.text.split('\n').length - 1) : moved;
    }
    return { line: at, state: this.#isUnseen(ranAt, mtimeMs) ? 'unknown' : isSame ? 'same' : 'changed' };
  }

  /** Where a line of now was when the run began; `changed` when it was not there, or was another. */
  past(line: number, character: number, ranAt: number, mtimeMs: number): Moved {
    let at = line;
    let isSame = true;
    for (let i = this.#edits.length - 1; i >= this.#firstAfter(ranAt); i--) {
      const edit = this.#edits[i] as LineEdit;
      const added = edit.text.split('\n').length - 1;
      const shift = added - (edit.endLine - edit.startLine);
      // Lines between are of the edit's own text; at its two ends a line may have been there before.
      const candidates = at < edit.startLine ? [at] : at > edit.startLine + added ? [at - shift] : [edit.startLine, edit.endLine];
      const before = candidates.find((each) => moveLine(each, character, edit) === at);
      if (before === undefined) isSame = false;
      at = before ?? edit.startLine;
    }
    return { line: at, state: this.#isUnseen(ranAt, mtimeMs) ? 'unknown' : isSame ? 'same' : 'changed' };
  }

  #firstAfter(ranAt: number): number {
    let first = this.#edits.length;
    while (first > 0 && (this.#savedAt[first - 1] as number) > ranAt) first--;
    return first;
  }

  #isUnseen(ranAt: number, mtimeMs: number): boolean {
    return !(this.#unseenMs <= ranAt) || (mtimeMs > ranAt && mtimeMs > this.#knownMs);
  }
}
