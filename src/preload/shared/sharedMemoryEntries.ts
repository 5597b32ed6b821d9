// HOT
/**
 * What one site did to one view since the phase began: a bitmap over a window of elements, told as runs. A site has a ring of entries, for a few views; its first
 * entry is in the table, where the probes find it. `array` is set only while the entry is open, so that one comparison says that it may be written to.
 */
import * as W from '../../wire/events.ts';
import { TICK_NS } from '../../wire/format.ts';
import { copyInto } from '../builtins.ts';
import { emit, nowTick } from '../recorder.ts';
import { type View, viewLength } from './sharedMemoryViews.ts';

const NO_VIEW: View = { buffer: 0, offset: 0, width: 1, isInteger: false, isBig: false };
const NO_BITS = new Int32Array(0);
/** Views that one site is remembered for at a time. */
const MAX_VIEWS = 4;
/** Elements of the first window (a power of two), and of the largest (a bitmap of 1 MB); what lies further off is left out until the next phase. */
const BLOCK = 1024;
const MAX_WINDOW = 1 << 23;
/** Runs told of one site and phase; the rest is left out. */
const MAX_RUNS = 32;
/** The first write of a site is told at once in so many phases: a thread that is stopped in the middle of one has nothing else to show. */
const AT_ONCE = 8;

/** See above. */
export class Entry {
  /** The array of the entry while it is open, else undefined. */
  array: object | undefined = undefined;
  bits = NO_BITS;
  /** First element of the window, and how many it has (no more than the view has). */
  base = 0;
  length = 0;
  times = 0;
  /** Calls not looked at, since the site's arrays are not shared. */
  skip = 0;
  misses = 0;
  /** Phases in which it was told of. */
  told = 0;
  readonly site: number;
  kind: number;
  /** The array that was seen last. */
  owner: object | undefined = undefined;
  view: View = NO_VIEW;
  isHeld = false;
  next: Entry = this;
  constructor(site: number, kind: number) {
    this.site = site;
    this.kind = kind;
  }
}

/** Site → first entry of its ring. */
export type Entries = (Entry | undefined)[];

/** Entries with accesses that are not told yet. */
let open: Entry[] = [];
/** Entries that know an array. */
let held: Entry[] = [];

/** The first entry of a site, made if needed. */
export function entryAt(entries: Entries, site: number, kind: number): Entry {
  while (entries.length <= site) entries.push(undefined);
  return (entries[site] ??= new Entry(site, kind));
}

/** Notes one access; its entry becomes the first of its site. The index is one of the array. `since`: when the phase began. */
export function touch(entries: Entries, site: number, kind: number, array: object, view: View, index: number, since: number): void {
  const entry = findEntry(entries, site, kind, array, view, since);
  entries[site] = entry;
  if (entry.array === undefined) {
    entry.base = index - (index % BLOCK);
    entry.times = 0;
    setWindow(entry, array, BLOCK);
    open[open.length] = entry;
    if (kind === W.SHARED_WRITE && entry.told < AT_ONCE) {
      entry.array = array;
      emit(W.OP_SHARED, site, view.buffer, kind, view.offset + index * view.width, 1, 0, view.width, 1, 0);
      return;
    }
  } else if (index < entry.base || index >= entry.base + entry.length) {
    if (!widen(entry, array, index)) return;
  }
  entry.array = array;
  const at = index - entry.base;
  (entry.bits[at >>> 5] as number) |= 1 << at;
  entry.times++;
}

function findEntry(entries: Entries, site: number, kind: number, array: object, view: View, since: number): Entry {
  const first = entryAt(entries, site, kind);
  let entry = first;
  let ring = 0;
  do {
    if (entry.owner === array && entry.kind === kind) return entry;
    const known = entry.view;
    if (entry.kind === kind && known.buffer === view.buffer && known.offset === view.offset && known.width === view.width) {
      // Another view on the same elements.
      own(entry, array, view);
      return entry;
    }
    entry = entry.next;
    ring++;
  } while (entry !== first);
  if (first.view === NO_VIEW) entry = first;
  else if (ring < MAX_VIEWS) {
    entry = new Entry(site, kind);
    entry.next = first.next;
    first.next = entry;
  } else {
    entry = first.next;
    if (entry.array !== undefined) {
      tell(entry, since);
      open = open.filter((other) => other !== entry);
    }
  }
  entry.kind = kind;
  own(entry, array, view);
  return entry;
}

function own(entry: Entry, array: object, view: View): void {
  entry.owner = array;
  entry.view = view;
  // It may be shorter than the one before.
  if (entry.array !== undefined) setWindow(entry, array, entry.bits.length * 32);
  if (entry.isHeld) return;
  entry.isHeld = true;
  held[held.length] = entry;
}

/** Lets the window have up to `span` elements, and gives it the bits for that. */
function setWindow(entry: Entry, array: object, span: number): void {
  const words = span >>> 5;
  if (entry.bits.length < words) {
    const bits = new Int32Array(words);
    copyInto(bits, entry.bits);
    entry.bits = bits;
  }
  entry.length = Math.max(0, Math.min(viewLength(array) - entry.base, span));
}

/** Makes the window hold `index`, twice as large at least. False when it would be too large. */
function widen(entry: Entry, array: object, index: number): boolean {
  const { base } = entry;
  const span = entry.bits.length * 32;
  if (index >= base) {
    const wanted = Math.max(2 * span, index - base + 1);
    const length = index - base < span ? span : wanted + ((BLOCK - (wanted % BLOCK)) % BLOCK);
    if (length > MAX_WINDOW) return false;
    setWindow(entry, array, length);
    return index < base + entry.length;
  }
  const down = Math.max(0, Math.min(index - (index % BLOCK), base - span));
  const length = base - down + span;
  if (length > MAX_WINDOW) return false;
  const bits = new Int32Array(length >>> 5);
  copyInto(bits, entry.bits, (base - down) >>> 5);
  entry.bits = bits;
  entry.base = down;
  setWindow(entry, array, length);
  return true;
}

/** Tells of everything noted since the phase began, and closes the entries. */
export function tellAll(since: number): void {
  const entries = open;
  open = [];
  for (const entry of entries) tell(entry, since);
}

/** No array is held from here on. All must be told. */
export function letGo(): void {
  for (const entry of held) {
    entry.owner = undefined;
    entry.isHeld = false;
  }
  held = [];
}

function tell(entry: Entry, since: number): void {
  entry.array = undefined;
  entry.told++;
  const { view, bits, base, site, kind } = entry;
  const durationUs = Math.max(0, Math.round(((nowTick() - since) * TICK_NS) / 1000));
  let times = entry.times;
  let runs = 0;
  let first = -1;
  let last = -1;
  let stride = 0;
  const put = (): void => {
    if (first < 0 || runs++ >= MAX_RUNS) return;
    const from = view.offset + (base + first) * view.width;
    const count = stride === 0 ? 1 : (last - first) / stride + 1;
    emit(W.OP_SHARED, site, view.buffer, kind, from, count, stride * view.width, view.width, times, durationUs);
    times = 0;
  };
  const words = bits.length;
  for (let word = 0; word < words; word++) {
    let rest = bits[word] as number;
    if (rest === 0) continue;
    bits[word] = 0;
    if (runs >= MAX_RUNS) continue;
    if (rest === -1 && stride === 1 && last === word * 32 - 1) {
      last += 32;
      continue;
    }
    while (rest !== 0) {
      const index = word * 32 + 31 - Math.clz32(rest & -rest);
      rest &= rest - 1;
      if (first >= 0 && (stride === 0 || index - last === stride)) stride = index - last;
      else {
        put();
        first = index;
        stride = 0;
      }
      last = index;
    }
  }
  put();
  // A large bitmap is looked through in every phase: it is not kept for a small one.
  if (words > BLOCK) entry.bits = NO_BITS;
}
