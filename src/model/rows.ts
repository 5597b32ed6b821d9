/** Rows of the small tables of a trace: things of which a run has few enough to be objects. */
import type {
  Site,
  SiteBeginning,
  SiteCarry,
  SiteFunction,
  SiteLink,
  SiteMerge,
  SitePair,
  SitePatch,
  SiteSequence,
  SiteVariable,
} from '../wire/sites.ts';
import type { ActivationIndex, FunctionIndex, ProcessIndex, SegmentIndex, SiteIndex, ThreadIndex, VariableIndex } from './ids.ts';

export interface ProcessRow {
  readonly pid: number;
  readonly ppid: number;
  readonly node: string;
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly startNs: number;
  readonly transformed: boolean;
  readonly debugged: boolean;
  readonly poolSize: number;
  /** How many threads can compute at once; 0 when it is not known. */
  readonly cores: number;
}

/** How a thread ended: NONE still running or killed, 0 empty loop, 1 process.exit, 2 uncaught error, 3 unsettled top-level await. */
export type ExitReason = -1 | 0 | 1 | 2 | 3;

export interface ThreadRow {
  readonly process: ProcessIndex;
  /** worker_threads.threadId; 0 = main thread. */
  readonly threadId: number;
  readonly parent: ThreadIndex;
  readonly name: string;
  startNs: number;
  /** Time of its newest event. */
  endNs: number;
  /** When the main module had been evaluated (NaN: not seen). Loading and start-up never count as blocking. */
  readyNs: number;
  /** Processor time of the thread, and of its process, when it ended. NaN: not known. */
  cpuNs: number;
  processCpuNs: number;
  exitReason: ExitReason;
  exitCode: number;
  /** Something is missing in this thread's events: [stream position, time] of each gap. */
  readonly gaps: { readonly segment: SegmentIndex; readonly ns: number; readonly reason: string }[];
  /** Its first segment, NONE while it has none. */
  main: SegmentIndex;
  /** The last segment that stands for what it did before the part of the run that is read; NONE: all of it is in that part. */
  earlier: SegmentIndex;
  /** From here on its segments are those of exit listeners, after which nothing of the program runs; NONE while it goes on. */
  exiting: SegmentIndex;
  eventCount: number;
}

export interface SourceFile {
  /** URL or path as loaded. */
  readonly path: string;
  readonly hash: string;
  /** Source map text to the author's file, '' if the file is the author's. */
  readonly map: string;
  readonly ignores: readonly { readonly line: number; readonly kind: string; readonly reason: string }[];
  readonly process: ProcessIndex;
  /** `threadId` of the worker thread that loaded it; 0, or none: the main thread, or not known (what goes through a thread of module hooks). */
  readonly thread?: number;
}

export interface SiteRow extends Site {
  readonly file: number;
  readonly function: FunctionIndex;
  /** VariableIndex, NONE if not an access of a watched variable. */
  readonly variableIndex: VariableIndex;
}
export interface FunctionRow extends SiteFunction {
  readonly file: number;
  readonly parentFunction: FunctionIndex;
}
export interface VariableRow extends SiteVariable {
  readonly file: number;
}
/** A dependence pair with trace-wide site numbers. */
export interface PairRow {
  readonly read: SiteIndex;
  readonly write: SiteIndex;
  readonly kind: SitePair['kind'];
  /** The check is an earlier read than the one that the same place makes in the step of the write. */
  readonly again?: true;
  /** Of two calls of one function: a call writes nothing because of what it has read itself. */
  readonly apart?: true;
}
/** A dependence between two calls of functions of other files, with trace-wide site numbers. */
export interface LinkRow {
  readonly at?: number;
  readonly empty?: true;
  readonly found?: true;
  readonly on?: true;
  readonly read: SiteIndex;
  readonly write: SiteIndex;
  readonly kind: SiteLink['kind'];
  /** As of a pair. */
  readonly again?: true;
  readonly by?: string;
}
/** Half of a dependence through an object that two functions are given. */
export interface CarryRow {
  readonly read: SiteIndex;
  readonly write: SiteIndex;
  readonly kind: SiteCarry['kind'];
}
/** A call hands over a function: one of its file (`fn`), or any of that name. `site`: it adds a listener, and the trace knows when. */
export interface HandedRow {
  /** The function around the call. */
  readonly in: number;
  readonly site: SiteIndex;
  readonly fn: number;
  readonly name: string;
}
/** A listener was about to be added. */
export interface AdditionRow {
  readonly thread: ThreadIndex;
  readonly segment: SegmentIndex;
  /** As of accesses. */
  readonly position: number;
}
export interface EntryRow {
  readonly fn: FunctionIndex;
  readonly reads: readonly SiteIndex[];
  readonly writes: readonly { readonly site: SiteIndex; readonly given: boolean; readonly there?: true }[];
  readonly any: readonly SiteIndex[];
  readonly chosen: readonly SiteIndex[];
}
/** A write that puts an object over what is there. */
export interface MergeRow extends SiteMerge {
  readonly site: SiteIndex;
}
/** What a call of a function of that name gives, for such writes. */
export interface PatchRow extends SitePatch {
  readonly fn: FunctionIndex;
}
/** What objects that a file makes hold from the start. */
export interface BeginningRow extends SiteBeginning {
  readonly file: number;
}
export interface SequenceRow {
  readonly kind: SiteSequence['kind'];
  readonly sites: readonly SiteIndex[];
  readonly dropped?: boolean;
  readonly ofItems?: boolean;
}

export interface CombineRow {
  readonly kind: number;
  readonly result: number;
  readonly members: number[];
  readonly segment: SegmentIndex;
}
export interface RootRow {
  readonly kind: number;
  readonly label: string;
  readonly channel: number;
  readonly segment: SegmentIndex;
  readonly ns: number;
}
export interface BlockRow {
  readonly thread: ThreadIndex;
  readonly segment: SegmentIndex;
  readonly api: string;
  readonly site: SiteIndex;
  readonly activation: number;
  readonly startNs: number;
  /** NaN while it lasts. */
  endNs: number;
  /** Atomics.wait: the element it waits for. */
  readonly waitsFor?: WaitedElement;
}
/** A pause for garbage collection. */
export interface CollectionRow {
  readonly thread: ThreadIndex;
  /** As in perf_hooks.constants: 1 scavenge, 4 mark-sweep, 8 incremental, 16 weak callbacks. */
  readonly kind: number;
  readonly startNs: number;
  readonly endNs: number;
}
/** What an Atomics.wait waits for: a place in a SharedArrayBuffer as its thread knows it. */
export interface WaitedElement {
  /** 0: not known. */
  readonly buffer: number;
  readonly from: number;
  /** It gives up by itself after a while. */
  readonly isLimited: boolean;
  /** It was 0, and is to be something else. */
  readonly isNotZero: boolean;
}
/** A test runner gave up on a test. */
export interface TestTimeoutRow {
  readonly thread: ThreadIndex;
  /** When the step began that set its time limit and started it. */
  readonly sinceNs: number;
  readonly ns: number;
}
/** The watchdog saw that nothing in a process moved any more, and what this thread was doing. */
export interface StillRow {
  readonly thread: ThreadIndex;
  /** STILL_IDLE, STILL_BLOCKED, STILL_RUNNING, STILL_OUTPUT or STILL_ERRORS. */
  readonly state: number;
  readonly stillMs: number;
  readonly ns: number;
}
export interface FsRow {
  readonly thread: ThreadIndex;
  readonly operation: number;
  readonly class: number;
  readonly path: string;
  /** Of what has no path: of the file that the descriptor had before it was closed. */
  readonly path2: string;
  readonly site: SiteIndex;
  readonly activation: number;
  readonly async: boolean;
  readonly segment: SegmentIndex;
  readonly startNs: number;
  doneSegment: SegmentIndex;
  doneNs: number;
  error: string;
  /** The bytes of the file that it reads or writes, up to the one before `endByte`, where it said so. */
  fromByte: number;
  endByte: number;
  /** It opened a plain descriptor that has been seen. */
  isOpening: boolean;
  /** How many operations of the run had begun when that descriptor was closed, NONE while it is open. */
  closedAt: number;
  /** Where it was closed. */
  closedSegment: SegmentIndex;
}
/** A socket or pipe that listens or is connected; a handle can listen once. */
export interface HandleRow {
  readonly task: number;
  readonly label: string;
  readonly activation: number;
  readonly segment: SegmentIndex;
  readonly ns: number;
  closeSegment: SegmentIndex;
  /** NaN while it is open. */
  closeNs: number;
}
/** An order edge that does not follow from tasks: message, worker start/exit, child start/exit, atomic. */
export interface EdgeRow {
  readonly kind: 'message' | 'worker-start' | 'worker-exit' | 'child-start' | 'child-exit' | 'atomic' | 'signal';
  readonly from: SegmentIndex;
  readonly to: SegmentIndex;
}
export interface WorkerRow {
  readonly thread: ThreadIndex;
  readonly workerThreadId: number;
  readonly file: string;
  readonly site: SiteIndex;
  readonly segment: SegmentIndex;
  readonly startNs: number;
  onlineNs: number;
  exitNs: number;
  exitCode: number;
  terminated: boolean;
  /** Its own thread, NONE if it is not traced. */
  child: ThreadIndex;
}
/** A process that was seen to be gone. */
export interface GoneRow {
  readonly process: ProcessIndex;
  readonly ns: number;
}
export interface ChildRow {
  readonly thread: ThreadIndex;
  readonly pid: number;
  readonly command: string;
  readonly site: SiteIndex;
  /** Bits of its descriptors that are pipes to the thread that started it. */
  readonly pipes: number;
  readonly segment: SegmentIndex;
  readonly startNs: number;
  exitNs: number;
  exitCode: number;
  signal: string;
}
export interface UnhandledRow {
  readonly thread: ThreadIndex;
  readonly task: number;
  readonly message: string;
  readonly stack: string;
  readonly segment: SegmentIndex;
  readonly ns: number;
  /** 'rejection' ended up unhandled, 'error' was thrown, 'late' a handler came after all. */
  readonly kind: 'rejection' | 'error' | 'late';
}
export interface SampleRow {
  readonly thread: ThreadIndex;
  /** 'function file:line:column' innermost first. */
  readonly frames: readonly string[];
  readonly stuckMs: number;
  readonly ns: number;
}
/** Where a thread was in a long segment: `count` of `of` looks found `site` as its newest call. */
export interface StuckRow {
  readonly thread: ThreadIndex;
  readonly site: SiteIndex;
  readonly count: number;
  readonly of: number;
  readonly ns: number;
}
export interface FloatRow {
  readonly task: number;
  readonly site: SiteIndex;
  readonly segment: SegmentIndex;
  readonly activation: number;
}
/** A timer that was cleared. */
export interface ClearRow {
  readonly task: number;
  readonly segment: SegmentIndex;
}
/** A callback that ran for long. */
export interface LongRow {
  readonly thread: ThreadIndex;
  readonly segment: SegmentIndex;
  /** Processor time in nanoseconds, NaN if not known. */
  readonly cpuNs: number;
  readonly ownNs: number;
  /** The newest call site of user code in it. */
  readonly site: SiteIndex;
  readonly ns: number;
}
export interface MessageRow {
  readonly channel: number;
  readonly postSegment: SegmentIndex;
  readonly postNs: number;
  receiveSegment: SegmentIndex;
  receiveNs: number;
  readonly bytes: number;
  readonly site: SiteIndex;
}
/** More listeners of one event of one emitter than is usual: how many after one more was added, or after a removal. */
export interface ListenerRow {
  readonly thread: ThreadIndex;
  readonly emitter: number;
  readonly event: string;
  readonly count: number;
  /** The newest call of user code. */
  readonly site: SiteIndex;
  readonly segment: SegmentIndex;
  readonly ns: number;
}
/** What was done with an AsyncLocalStorage. */
export interface ContextRow {
  readonly thread: ThreadIndex;
  readonly storage: number;
  /** CONTEXT_* of the wire. */
  readonly kind: number;
  readonly site: SiteIndex;
  /** `run`: a site in the callback's text, NONE if not known. */
  readonly inside: SiteIndex;
  /** Reads: the stack as V8 prints it, innermost first. */
  readonly frames: readonly string[];
  /** The object that is set or found, and of `run` the one that was there before; 0: none, or not known. */
  readonly store: number;
  readonly around: number;
  readonly segment: SegmentIndex;
  readonly activation: ActivationIndex;
}
/** [fromNs, toNs) that is not the program's time. */
export interface PauseRow {
  readonly fromNs: number;
  readonly toNs: number;
  readonly why: string;
}

export interface RunInfo {
  id: string;
  command: readonly string[];
  cwd: string;
  startedAt: string;
  level: 'full' | 'light';
  /** The user asked for the values of accesses. */
  values: boolean;
  originNs: number;
  /** The monotonic clock at `startedAt`, 0 if not known. */
  recordedNs: number;
  /** NaN until the run has ended. */
  durationMs: number;
  exitCode: number | null;
  signal: string | null;
  timedOut: boolean;
  ended: boolean;
  /** How often a deadlock was told so far, while the program ran. */
  told: number;
  /** Of a part of the run that is read: when it begins, since the run's start. 0 for one that begins with it. */
  fromMs: number;
  /** When it ends, if the run goes on after that; else NaN. */
  cutMs: number;
  /** How long all of it took; NaN where it does not say so. */
  wholeMs: number;
  incomplete: string[];
}
