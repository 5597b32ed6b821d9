/**
 * Time during which the program was stopped (Ctrl-Z, SIGSTOP) and which therefore is not its own: seen in the process state on Linux, and by this process's own
 * standstill when it was stopped together with the program. Elsewhere only the latter.
 */
import fs from 'node:fs';
import { isAlive } from './runFolder.ts';

const LOOK_MS = 100;
/** A timer that is late by more than this, together with SIGCONT, means that this process itself was stopped. */
const STANDSTILL_MS = 400;

export interface StopWatchOptions {
  /** The processes to look at. */
  readonly pids: () => readonly number[];
  /** [fromMs, toMs) since the epoch; on both sides up to one look too long rather than too short, since a stall that is none is worse than one that is missed. */
  readonly onStop: (fromMs: number, toMs: number) => void;
  /** A process was there at one look and is not at the next; once each. */
  readonly onGone?: (pid: number) => void;
  readonly now?: () => number;
  /** Undefined when the process has gone: it is not asked about again. */
  readonly isStopped?: (pid: number) => boolean | undefined;
}

export class StopWatch {
  readonly #options: Required<StopWatchOptions>;
  readonly #gone = new Set<number>();
  /** Last look before one of the processes was stopped. Stops of several processes that overlap are one. */
  #stoppedSince: number | undefined;
  #lastLook: number;
  #standstill: readonly [fromMs: number, toMs: number] | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #onContinue = (): void => this.continued();

  constructor(options: StopWatchOptions) {
    this.#options = { now: Date.now, isStopped, onGone: () => undefined, ...options };
    this.#lastLook = this.#options.now();
  }

  start(): void {
    this.#timer = setInterval(() => this.look(), LOOK_MS);
    this.#timer.unref();
    if (process.platform !== 'win32') process.on('SIGCONT', this.#onContinue);
  }

  /** Compares the processes with the last look. */
  look(): void {
    const now = this.#options.now();
    const since = this.#lastLook;
    if (now - since > STANDSTILL_MS) this.#standstill = [since, now];
    this.#lastLook = now;
    if (this.#isAnyStopped()) this.#stoppedSince ??= since;
    else this.#end(now);
  }

  #isAnyStopped(): boolean {
    let any = false;
    for (const pid of this.#options.pids()) {
      if (this.#gone.has(pid)) continue;
      const stopped = this.#options.isStopped(pid);
      if (stopped === undefined) {
        this.#gone.add(pid);
        this.#options.onGone(pid);
      } else if (stopped) any = true;
    }
    return any;
  }

  /** This process got SIGCONT. The timer may have run just before it, or will run just after. */
  continued(): void {
    const now = this.#options.now();
    if (now - this.#lastLook > STANDSTILL_MS) this.look();
    const standstill = this.#standstill;
    this.#standstill = undefined;
    if (standstill !== undefined && now - standstill[1] < LOOK_MS) this.#options.onStop(...standstill);
  }

  dispose(): void {
    clearInterval(this.#timer);
    process.off('SIGCONT', this.#onContinue);
    this.#end(this.#options.now());
  }

  #end(now: number): void {
    const since = this.#stoppedSince;
    this.#stoppedSince = undefined;
    if (since !== undefined) this.#options.onStop(since, now);
  }
}

/** State 'T' of /proc/<pid>/stat: stopped by a signal ('t', by a debugger, is the debugger's own business). */
function isStopped(pid: number): boolean | undefined {
  if (process.platform !== 'linux') return isAlive(pid) ? false : undefined;
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.charAt(stat.lastIndexOf(')') + 2) === 'T';
  } catch {
    return undefined;
  }
}
