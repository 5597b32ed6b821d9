// HOT
/**
 * Stands between the reader and the rows of a thread where only a part of a run is read: before that part it keeps what later events may refer to (earlier.ts), tells it again when the part
 * begins, and notes which callbacks go on with something that began before. Of those it is not known what they hold or who waits for them.
 */
import * as W from '../../wire/events.ts';
import type { EventVisitor } from '../../wire/reader.ts';
import { NONE } from '../ids.ts';
import { TASK_REPEAT } from '../trace.ts';
import { Earlier, isServing, type Tell } from './earlier.ts';
import type { ThreadBuilder } from './threadBuilder.ts';

export class PartBuilder implements EventVisitor {
  readonly #rows: ThreadBuilder;
  readonly #earlier = new Earlier();
  #hasBegun = false;
  /** Tasks before this one are older than the part. */
  #firstTask = 0;

  constructor(rows: ThreadBuilder) {
    this.#rows = rows;
  }

  string(id: number, text: string): void {
    this.#rows.string(id, text);
  }

  gap(reason: 'lost' | 'dropped' | 'damaged'): void {
    this.#rows.gap(reason);
  }

  event(op: number, f: Float64Array): void {
    this.#rows.event(op, f);
    if (op === W.OP_BEFORE || op === W.OP_BEFORE_PROMISE) this.#noteUnsure();
  }

  earlier(op: number, f: Float64Array): void {
    const rows = this.#rows;
    if (!this.#earlier.take(op, f, this.#typeOf)) return;
    if (op === W.OP_POST) rows.countEarlier(f[0] as number, 'earlierPosts');
    else if (op === W.OP_RECEIVE) rows.countEarlier(f[0] as number, 'earlierReceives');
    else {
      rows.event(op, f);
      rows.row.eventCount = 0;
    }
  }

  begin(): void {
    const [rows, earlier] = [this.#rows, this.#earlier];
    if (earlier.events === 0 || this.#hasBegun) return;
    this.#hasBegun = true;
    // Only what is running is right before the next event.
    const tellAt =
      (position: number): Tell =>
      (op, fields, ns) => {
        rows.position = position - 1;
        rows.lastNs = ns;
        this.event(op, Float64Array.from(fields));
      };
    this.#firstTask = Number.POSITIVE_INFINITY;
    earlier.tellKept(tellAt(earlier.events - 2));
    rows.lastNs = earlier.ns;
    rows.row.endNs = Math.max(rows.row.endNs, earlier.ns);
    rows.position = earlier.events - 1;
    rows.endEarlier(earlier.isMainOver, earlier.events);
    earlier.tellRunning(tellAt(earlier.events - 1));
    this.#firstTask = rows.trace.tasks.length;
    rows.position = earlier.events - 1;
    rows.calls = earlier.calls;
    rows.row.eventCount = 0;
    rows.lastNs = Math.max(rows.lastNs, earlier.ns);
  }

  /** Nothing more will come. What is there is there, though nothing came of it in the part. */
  end(): void {
    if (this.#rows.row.exitReason === -1) this.begin();
    else if (this.#earlier.events > 0 && !this.#hasBegun) this.#rows.endEarlier(true, this.#earlier.events);
  }

  readonly #typeOf = (wire: number): string => this.#rows.trace.string(this.#rows.stringIndex(wire));

  /** A callback that was running, or of which it is not known what led to it. Those of handles, connections and intervals begin work of their own. */
  #noteUnsure(): void {
    if (!this.#hasBegun) return;
    const { trace, newestSegment } = this.#rows;
    const task = trace.segments.task.at(newestSegment);
    if (task >= this.#firstTask) return;
    const isRunning = this.#firstTask === Number.POSITIVE_INFINITY;
    const isKnown = task !== NONE && (isServing(trace.taskType(task)) || (trace.tasks.flags.at(task) & TASK_REPEAT) !== 0);
    if (isRunning || !isKnown) trace.unsure.add(newestSegment);
  }
}
