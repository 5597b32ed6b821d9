/** JSON records of CHUNK_META: facts that come once, from the host or the preload. Unknown types are kept and ignored. */
export type MetaRecord =
  | {
      readonly type: 'run';
      readonly id: string;
      readonly command: readonly string[];
      readonly cwd: string;
      readonly startedAt: string;
      readonly level: 'full' | 'light';
      /** The user asked for the values of accesses. */
      readonly values?: boolean;
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
  | { readonly type: 'pause'; readonly pid: number; readonly fromNs: number; readonly toNs: number; readonly why: string }
  /** A process was seen to be gone, by the host: one that was killed says nothing itself. */
  | { readonly type: 'gone'; readonly pid: number; readonly ns: number }
  /** A deadlock was told while the program ran, of what is in the file before. */
  | { readonly type: 'told' };

const isText = (value: unknown): boolean => typeof value === 'string';
const isNumber = (value: unknown): boolean => typeof value === 'number';
const isFlag = (value: unknown): boolean => typeof value === 'boolean';
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const orNull =
  (is: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    value === null || is(value);

const orMissing =
  (is: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    value === undefined || is(value);

/** What the fields that a reader uses must be. */
const FIELDS: Readonly<Record<MetaRecord['type'], Readonly<Record<string, (value: unknown) => boolean>>>> = {
  run: { id: isText, command: isTexts, cwd: isText, startedAt: isText, level: isText, originNs: isNumber, values: orMissing(isFlag) },
  process: {
    pid: isNumber,
    ppid: isNumber,
    node: isText,
    argv: isTexts,
    cwd: isText,
    startNs: isNumber,
    transformed: isFlag,
    debugged: isFlag,
    poolSize: isNumber,
    cores: orMissing(isNumber),
  },
  thread: { thread: isNumber, parent: isNumber, name: isText, startNs: isNumber },
  end: { exitCode: orNull(isNumber), signal: orNull(isText), durationMs: isNumber, timedOut: isFlag, incomplete: isTexts },
  pause: { fromNs: isNumber, toNs: isNumber, why: isText },
  gone: { pid: isNumber, ns: isNumber },
  told: {},
};

/** Whether a record of a known type holds what it should: a trace may be damaged, or of any origin. Of other types nothing is known. */
export function isMetaRecord(value: unknown): value is MetaRecord {
  if (typeof value !== 'object' || value === null) return false;
  const record = value as Readonly<Record<string, unknown>>;
  const type = record['type'];
  if (typeof type !== 'string' || !Object.hasOwn(FIELDS, type)) return true;
  return Object.entries(FIELDS[type as MetaRecord['type']]).every(([name, is]) => is(record[name]));
}
