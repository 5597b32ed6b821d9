// HOT
/** Callbacks of plain code: which resources and reactions are a row of their own, because the user's code asked for them in no call that could show them. */
import { NONE } from '../ids.ts';
import { TASK_AWAIT, TASK_PROMISE } from '../trace.ts';
import type { Trace } from '../trace.ts';

/** What works for the user's call in the background: its callbacks are no news, or have roots. */
const SILENT: ReadonlySet<string> = new Set([
  'TickObject',
  'TCPSERVERWRAP',
  'PIPESERVERWRAP',
  'FILEHANDLE',
  'DNSCHANNEL',
  'PROMISE',
  'WRITEWRAP',
]);
/** Calls whose function runs as a tick or a reaction. */
const ASKS = /\b(?:nextTick|then|catch|finally)$/;
/** A call makes few resources. */
const MAX_MADE = 32;

export class Callbacks {
  readonly #trace: Trace;
  readonly #silent: boolean[] = [];
  readonly #asks: boolean[] = [];
  constructor(trace: Trace) {
    this.#trace = trace;
  }

  /**
   * Segments in which the loader evaluates ES modules: reactions that are older than all that user code has asked for, and in which it asks for something. (A module
   * that awaits is a call, and seen as such.)
   */
  moduleSegments(): ReadonlySet<number> {
    const { tasks, segments, blocks, fs } = this.#trace;
    const found = new Set<number>();
    const oldest: number[] = [];
    const look = (segment: number): void => {
      const task = segment === NONE ? NONE : segments.task.at(segment);
      if (task === NONE || (tasks.flags.at(task) & TASK_PROMISE) === 0 || tasks.site.at(task) !== NONE) return;
      if (task < (oldest[segments.thread.at(segment)] ?? tasks.length)) found.add(segment);
    };
    for (let task = 0; task < tasks.length; task++) {
      if (tasks.site.at(task) === NONE) continue;
      oldest[tasks.thread.at(task)] ??= task;
      look(tasks.initSegment.at(task));
    }
    for (const rows of [blocks, fs]) for (const row of rows) if (row.site !== NONE) look(row.segment);
    return found;
  }

  /** Whether a callback of this task that belongs to nothing else deserves a row of its own. */
  isOwn(task: number): boolean {
    const { tasks } = this.#trace;
    const site = tasks.site.at(task);
    const flags = tasks.flags.at(task);
    if (site === NONE || (flags & TASK_AWAIT) !== 0) return false;
    if ((flags & TASK_PROMISE) !== 0 && tasks.parent.at(task) === NONE) return false;
    const type = tasks.type.at(task);
    const isSilent = (this.#silent[type] ??= SILENT.has(this.#trace.string(type)));
    return !isSilent || (this.#asks[site] ??= ASKS.test(this.#trace.site(site)?.text ?? ''));
  }

  /** The task that stands for all that the same call has made: execFile makes a process and three pipes, http.get a socket and a look-up. */
  leader(task: number): number {
    const { tasks } = this.#trace;
    if ((tasks.flags.at(task) & TASK_PROMISE) !== 0) return task;
    const site = tasks.site.at(task);
    const segment = tasks.initSegment.at(task);
    let first = task;
    for (let at = task - 1; at >= 0 && task - at < MAX_MADE; at--) {
      if ((tasks.flags.at(at) & TASK_PROMISE) !== 0) continue;
      if (tasks.initSegment.at(at) !== segment || tasks.site.at(at) !== site) break;
      first = at;
    }
    const type = tasks.type.at(first);
    for (let at = task; at > first; at--) if (tasks.type.at(at) === type && tasks.site.at(at) === site) return at;
    return first;
  }
}
