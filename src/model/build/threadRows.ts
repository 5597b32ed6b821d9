// HOT
/**
 * The ground floor of a thread's rows: which piece of execution runs (segments), which activations are on its stack, and the accesses made in it.
 * threadBuilder.ts builds tasks, activations and suspensions on top.
 */
import { IdIndex, Int32Column } from '../../base/columns.ts';
import type { SiteNumbers } from './catalog.ts';
import { LOCATION_HAD_NOTHING, LOCATION_HAD_VALUE, LOCATION_WHOLE } from '../../wire/events.ts';
import { VALUE_HELD, VALUE_OBJECT, VALUE_UNKNOWN } from '../../wire/runtime.ts';
import { NONE } from '../ids.ts';
import { ACCESS_IS_WRITE } from '../tables.ts';
import { TASK_REPEAT, type ThreadRow, type Trace } from '../trace.ts';
import { firstWhere } from '../../base/search.ts';

/** A callback run: the running one, or one below it on the stack. */
export interface Frame {
  readonly task: number;
  readonly atom: number;
  readonly activations: number[];
}

/** Marks the bottom of the stack of an outermost callback. */
const BOTTOM: Frame = { task: NONE, atom: NONE, activations: [] };

/** What the threads of a run have in common. */
export interface SharedTables {
  lockRow(key: string): number;
  keepLockRow(key: string, row: number): void;
  channel(number: number): {
    readonly posts: { segment: number; ns: number; bytes: number; site: number }[];
    readonly receives: { segment: number; ns: number }[];
    earlierPosts: number;
    earlierReceives: number;
  };
}

export abstract class ThreadRows {
  readonly trace: Trace;
  readonly index: number;
  readonly row: ThreadRow;
  readonly numbers: SiteNumbers;
  /** Frames below the running one, outermost first. */
  readonly #stack: Frame[] = [];
  protected frame: Frame | undefined;
  #segment = NONE;
  newestSegment = NONE;
  #turn = 0;
  #mainAtom = NONE;
  #mainEnded = false;
  lastNs: number;
  readonly #locations = new IdIndex();
  /** Events of this thread so far; the position of the current one. */
  position = -1;

  /** Nothing is known of what went on at this position, and before. */
  #firstPosition = -1;
  /** Stream position → segment and activation, for accesses that are reported late. */
  readonly #contextPositions = new Int32Column();
  readonly #contextSegments = new Int32Column();
  readonly #contextActivations = new Int32Column();

  constructor(trace: Trace, index: number, row: ThreadRow, numbers: SiteNumbers) {
    this.trace = trace;
    this.index = index;
    this.row = row;
    this.numbers = numbers;
    this.lastNs = row.startNs;
  }

  /** When the thread came to be, known before its first event: nothing of it ran earlier. */
  startAt(ns: number): void {
    if (this.row.eventCount > 0 || !(ns > this.row.startNs)) return;
    this.row.startNs = ns;
    this.row.endNs = ns;
    this.lastNs = ns;
  }

  /** Called when a piece ends: what was suspended in it waits from now on (the moment itself is not recorded; most code suspends at its end). */
  protected abstract beginWaits(ns: number): void;

  /** Called when a callback ends, before its frame is dropped. */
  protected abstract suspendLeftovers(): void;

  // --- segments -------------------------------------------------------------------------------------------------------------

  /** The running segment; opens a piece of the main script (or of unnamed native callbacks) when nothing runs. */
  segment(): number {
    if (this.#segment !== NONE) return this.#segment;
    const frame = this.frame ?? { task: NONE, atom: this.#mainEnded ? NONE : this.#mainAtom, activations: [] };
    this.frame = frame;
    if (this.#mainEnded && frame.atom === NONE) this.#turn++;
    // The main script runs since there is the thread, though it may come to its first event late.
    const isStart = this.#mainAtom === NONE && !this.#mainEnded;
    this.#openPiece(frame, isStart ? this.row.startNs : this.lastNs, NONE);
    return this.#segment;
  }

  #openPiece(frame: Frame, ns: number, outer: number): void {
    const s = this.trace.segments;
    const segment = s.thread.push(this.index);
    s.task.push(frame.task);
    s.startNs.push(ns);
    s.endNs.push(Number.NaN);
    s.turn.push(this.#turn);
    s.atom.push(frame.atom === NONE ? segment : frame.atom);
    s.outer.push(outer);
    s.previous.push(this.newestSegment);
    s.root.push(NONE);
    s.jobOf.push(NONE);
    if (this.#mainAtom === NONE) {
      this.#mainAtom = segment;
      this.row.main = segment;
    }
    this.#segment = segment;
    this.newestSegment = segment;
    this.context();
  }

  #closePiece(ns: number): void {
    if (this.#segment === NONE) return;
    this.trace.segments.endNs.set(this.#segment, ns);
    this.#segment = NONE;
    this.beginWaits(ns);
  }

  /** What was before the part of the run that is read has no length: the pieces so far only hold what was made in them. */
  endEarlier(isMainOver: boolean, events: number): void {
    const { startNs, endNs, previous } = this.trace.segments;
    const newest = this.segment();
    this.forgetRunning();
    for (let piece: number = newest; piece !== NONE; piece = previous.at(piece)) endNs.set(piece, startNs.at(piece));
    this.#mainEnded ||= isMainOver;
    this.#firstPosition = events;
    this.row.earlier = newest;
    this.row.gaps.push({ segment: newest, ns: this.lastNs, reason: 'earlier' });
  }

  /** The piece that still runs lasts until what is known of its thread; its end is set again when it comes. */
  settle(): void {
    if (this.#segment !== NONE) this.trace.segments.endNs.set(this.#segment, this.lastNs);
  }

  protected beginRun(task: number, ns: number, sameTurn: boolean): void {
    const nested = this.#stack.length > 0 && this.frame !== undefined;
    const outer = nested ? this.#segment : NONE;
    if (!nested) {
      // Whatever ran without a callback (main script, native calls) ended when it was last seen.
      this.#closePiece(this.lastNs);
      if (!sameTurn) {
        this.#turn++;
        this.#mainEnded = true;
      }
      this.#stack.length = 0;
    } else {
      this.#closePiece(ns);
      this.#stack.push(this.frame as Frame);
    }
    this.lastNs = ns;
    this.row.endNs = ns;
    const frame: Frame = { task, atom: NONE, activations: [] };
    this.frame = frame;
    if (!nested) this.#stack.push(BOTTOM);
    this.#openPiece(frame, ns, outer);
    (frame as { atom: number }).atom = this.#segment;
    if (task !== NONE) {
      const t = this.trace.tasks;
      if (t.firstRun.at(task) === NONE) t.firstRun.set(task, this.#segment);
      t.lastRun.set(task, this.#segment);
    }
  }

  protected end(ns: number): void {
    this.lastNs = ns;
    this.row.endNs = ns;
    this.#closePiece(ns);
    this.suspendLeftovers();
    const below = this.#stack.pop();
    if (below === undefined || below === BOTTOM) {
      // What was left may have opened a piece.
      this.#closePiece(ns);
      this.frame = undefined;
      return;
    }
    this.frame = below;
    this.#openPiece(below, ns, NONE);
  }

  /** Ends the running piece and starts another of the same callback run: what follows has an order of its own (a root, the job of a lock). */
  split(): number {
    const before = this.segment();
    this.#closePiece(this.lastNs);
    this.#openPiece(this.frame as Frame, this.lastNs, NONE);
    return before;
  }

  /** From here on, only exit listeners run. Gives their first segment, though there may be none. */
  endProgram(): number {
    if (this.#segment !== NONE) this.split();
    return this.#segment === NONE ? this.trace.segments.length : this.#segment;
  }

  /** What was running is not known any more (a gap). */
  protected forgetRunning(): void {
    this.#closePiece(this.lastNs);
    this.#stack.length = 0;
    this.frame = undefined;
  }

  /** Sees the time of an event that carries one. */
  at(ns: number): void {
    if (ns > this.lastNs) {
      this.lastNs = ns;
      this.row.endNs = ns;
    }
  }

  /** The main module has been evaluated. */
  mainReady(ns: number): void {
    this.row.readyNs = ns;
  }

  /** The innermost running activation, NONE. */
  activation(): number {
    const stack = this.frame?.activations;
    return stack === undefined || stack.length === 0 ? NONE : (stack[stack.length - 1] as number);
  }

  /** What was running when the task was made whose callback runs: `load().then(show)` belongs to who waits for that. An interval is work of its own. */
  protected creator(): number {
    const { creator, flags } = this.trace.tasks;
    const task = this.frame?.task ?? NONE;
    return task === NONE || (flags.at(task) & TASK_REPEAT) !== 0 ? NONE : creator.at(task);
  }

  // --- accesses -------------------------------------------------------------------------------------------------------------

  protected newLocation(id: number, variable: number, object: number, key: number, kind: number, className: number): void {
    const l = this.trace.locations;
    this.#locations.set(id, l.thread.push(this.index));
    l.variable.push(variable);
    l.object.push(object);
    l.key.push(key);
    l.kind.push(kind & ~(LOCATION_HAD_VALUE | LOCATION_HAD_NOTHING));
    l.had.push(kind & (LOCATION_HAD_VALUE | LOCATION_HAD_NOTHING));
    l.className.push(className);
  }

  access(
    site: number,
    location: number,
    value: number,
    write: number,
    how: number,
    position: number,
    segment: number,
    activation: number,
  ): void {
    const row = this.#locations.get(location);
    if (row === NONE) return;
    const a = this.trace.accesses;
    a.location.push(row);
    a.site.push(this.numbers.site(site));
    a.segment.push(segment);
    a.activation.push(activation);
    a.write.push(write);
    a.how.push(how);
    // The value of a list as a whole is not known: what is told is the element.
    const isElement = write === ACCESS_IS_WRITE && value !== VALUE_UNKNOWN && this.trace.locations.kind.at(row) === LOCATION_WHOLE;
    const access = a.value.push(value < VALUE_HELD && !isElement ? value | 0 : VALUE_UNKNOWN);
    if (isElement) this.trace.moved.set(access, value & ~VALUE_OBJECT);
    else if (value >= VALUE_HELD) this.trace.held.set(access, value - VALUE_HELD);
    a.position.push(position);
  }

  protected late(site: number, location: number, value: number, write: number, how: number, position: number): void {
    const context = this.contextAt(position);
    if (context.segment !== NONE) this.access(site, location, value, write, how, position - 0.5, context.segment, context.activation);
  }

  protected context(): void {
    const positions = this.#contextPositions;
    const activation = this.activation();
    const last = positions.length - 1;
    if (last >= 0 && positions.at(last) === this.position) {
      this.#contextSegments.set(last, this.#segment);
      this.#contextActivations.set(last, activation);
      return;
    }
    positions.push(this.position);
    this.#contextSegments.push(this.#segment);
    this.#contextActivations.push(activation);
  }

  /** Segment and activation that were running when `position` events of this thread had been written. */
  contextAt(position: number): { readonly segment: number; readonly activation: number } {
    if (position <= this.#firstPosition) return { segment: NONE, activation: NONE };
    const count = this.#contextPositions.length;
    if (count === 0) return { segment: NONE, activation: NONE };
    const at = Math.max(0, firstWhere(0, count, (i) => this.#contextPositions.at(i) >= position) - 1);
    return { segment: this.#contextSegments.at(at), activation: this.#contextActivations.at(at) };
  }
}
