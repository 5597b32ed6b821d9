/** JSON records of CHUNK_META: facts that come once, from the host or the preload. Unknown types are kept and ignored. */
export type MetaRecord =
  | {
      readonly type: 'run';
      readonly id: string;
      readonly command: readonly string[];
      readonly cwd: string;
      readonly startedAt: string;
      readonly level: 'full' | 'light';
      readonly tool: string;
      readonly originNs: number;
    }
  | {
      readonly type: 'process';
      readonly pid: number;
      readonly ppid: number;
      readonly node: string;
      readonly argv: readonly string[];
      readonly cwd: string;
      readonly platform: string;
      /** Monotonic clock at start, nanoseconds. */
      readonly startNs: number;
      /** False when no transform ran (level light, or not possible). */
      readonly transformed: boolean;
      readonly debugged: boolean;
      readonly poolSize: number;
      /** How many threads can compute at once; missing where it is not known. */
      readonly cores?: number;
    }
  | {
      readonly type: 'thread';
      readonly pid: number;
      readonly thread: number;
      readonly parent: number;
      readonly name: string;
      readonly startNs: number;
      readonly eval: boolean;
    }
  | {
      readonly type: 'end';
      readonly exitCode: number | null;
      readonly signal: string | null;
      readonly durationMs: number;
      readonly timedOut: boolean;
      readonly incomplete: readonly string[];
    }
  /** Time that is not the program's (breakpoint, SIGSTOP, sleep): [fromNs, toNs). */
  | { readonly type: 'pause'; readonly pid: number; readonly fromNs: number; readonly toNs: number; readonly why: string };
