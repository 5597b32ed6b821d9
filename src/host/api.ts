/** What the rest (extension, command line) sees of the host: one recording of one program, and opened traces. */
import type { Report } from '../analysis/finding';
import type { Part } from './part';

export type { Part } from './part';

export interface PrepareOptions {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly level: 'full' | 'light';
  /** Record the values that accesses of shared state read and write (default: no). They are in the trace then. */
  readonly values?: boolean;
  readonly outFile?: string;
  /** A debugger will be attached to the program. */
  readonly debugged?: boolean;
  /** A debugger starts the program without debugging (js-debug opens the inspector all the same): the recorder closes it. */
  readonly detach?: boolean;
  /** Folder of the bundles (preload.js, analysisWorker.js, ...). */
  readonly distDir: string;
}

export interface RunProgress {
  readonly processes: number;
  readonly threads: number;
  readonly tasks: number;
  readonly events: number;
  readonly durationMs: number;
}

export interface Run {
  readonly id: string;
  readonly directory: string;
  /** The .ilv grows here while the program runs. */
  readonly tracePath: string;
  /** Environment for the target: the given one with our variables and NODE_OPTIONS appended. */
  injectEnv(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv;
  /** Live: fires at most ~10 times a second. */
  onProgress(listener: (progress: RunProgress) => void): () => void;
  /** Live findings while the program runs (deadlocks first), and the final report. */
  onReport(listener: (report: Report) => void): () => void;
  /** Live pending tree and tiles: opaque request/reply forwarded to the engine worker (webview ↔ engine). */
  request(message: unknown): Promise<unknown>;
  /** Ask the traced processes for a dump / stop them. */
  stop(): Promise<void>;
  /** Excludes [fromMs, toMs) (ms since epoch) from all durations: time at a breakpoint. */
  addPause(fromMs: number, toMs: number): void;
  /**
   * The target is about to be ended and started again with the same environment: what starts from now on belongs to the run that is returned. This one has
   * what is left of its processes, and is to be finished. Throws a UserError when the new trace cannot be written; nothing has changed then.
   */
  restart(outFile: string): Run;
  /** The target is gone: read the rest, analyse, write the .ilv, return the report. */
  finish(exit: { exitCode: number | null; signal: string | null }): Promise<Report>;
  /** A time limit struck while the target runs: records who waits for whom, ends the recording (not the target) and returns the report. */
  finishAtLimit(): Promise<Report>;
  dispose(): void;
}

export interface OpenedTrace {
  request(message: unknown): Promise<unknown>;
  readonly report: Report;
  dispose(): void;
}

/** How far the opening of a trace has come. */
export interface OpeningProgress {
  readonly phase: 'reading' | 'analysing';
  /** Of the file, 0 to 1. */
  readonly share: number;
  readonly events: number;
}

/** A trace that is being opened: what has been read can be asked for. */
export interface OpeningTrace {
  readonly progress: OpeningProgress;
  /** Fires at most ~10 times a second, and when the phase changes. */
  onProgress(listener: (progress: OpeningProgress) => void): () => void;
  request(message: unknown): Promise<unknown>;
  /** When all is read and analysed; rejects when that is not possible, and when it is disposed before. */
  readonly report: Promise<Report>;
  dispose(): void;
}

export type PrepareRun = (options: PrepareOptions) => Promise<Run>;
export interface OpenOptions extends Part {
  /** False: the rules do not run and the report has no findings. */
  readonly analyse?: boolean;
  /** Ends the opening, and whatever the trace is asked afterwards. */
  readonly signal?: AbortSignal;
}

export type BeginTrace = (file: string, distDir: string, part?: Part) => Promise<OpeningTrace>;
export type OpenTrace = (file: string, distDir: string, options?: OpenOptions) => Promise<OpenedTrace>;
