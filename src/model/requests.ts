/** What the timeline asks the engine and what it gets back: plain data only (structured clone over two message channels). Both sides import this file;
 * the answers come from `answer` in query.ts. All times are nanoseconds since the run began. */
import type { PartTimes } from './partOf.ts';
import type { FilterProblem } from './query/filterProblem.ts';

/** What a task does at one moment. The values are part of the tile format. */
export const STATE_NONE = 0;
/** Its JavaScript is on the thread. */
export const STATE_RUNNING = 1;
/** On the thread, but in a blocking built-in. */
export const STATE_NATIVE = 2;
/** Settled or due, and not let in: something else has the thread. */
export const STATE_READY = 3;
/** Suspended on a promise whose settling is known or expected from other code. */
export const STATE_AWAIT = 4;
export const STATE_LOCK = 5;
export const STATE_IO = 6;
/** Suspended, and nothing says on what. */
export const STATE_UNKNOWN = 7;
export const STATE_TIMER = 8;
export const STATE_MESSAGE = 9;
export const STATE_COUNT = 10;
/** Added to a state: it lasted until the program ended. */
export const STATE_NEVER = 16;
/** Takes the state out of a byte that may carry STATE_NEVER. */
export const STATE_MASK = 15;

/** Names of the states in filters, statistics and tables, by value. */
export const STATE_NAMES: readonly string[] = ['', 'running', 'native', 'ready', 'await', 'lock', 'io', 'unknown', 'timer', 'message'];

/** Bits of a run of a tile. */
export const NOTCH_LOCK = 1;
export const NOTCH_READY = 2;
export const NOTCH_FINDING = 4;
/** Less than half of the run is covered. */
export const RUN_SPARSE = 8;
/** The state lasts beyond the end of the run. */
export const RUN_NEVER = 16;
/** The run's left or right edge is outside of the tile. */
export const RUN_FROM_BEFORE = 32;
export const RUN_GOES_ON = 64;

/** Rows of a tile, first word of each, of which they are the lowest bits. */
export const TILE_LANE = 0;
/** How many tasks are in each state, over time. */
export const TILE_HISTOGRAM = 1;
/** Holders of a lock as runs, then the number of waiters over time. */
export const TILE_LOCK = 2;
/** Share of the thread that is busy, over time. */
export const TILE_USE = 3;

/** In the first word of a histogram: where its states begin, a bit each. */
export const TILE_STATES = 8;

/** Width of a bin of histograms, in tile pixels. */
export const BIN_PX = 2;
/** 32-bit words of one run: x0|x1<<16, state|bits<<8|count<<16, entry, label. */
export const RUN_WORDS = 4;

/** A file that is read is shown anew whenever so many times as much of it is known, up to a quarter of it: all pictures on the way together cost half as much as the last one. */
export const READING_STEP = 4;
export const READING_LAST_STEP = 0.25;

export interface SourcePlace {
  /** Absolute path or URL, as loaded. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
}

/** A place of a finding. */
export interface FindingPlace extends SourcePlace {
  readonly role: string;
  readonly function: string;
  /** What an access there read or wrote, where values were asked for. */
  readonly value?: string;
}

/** `read`, or with what was read: `read 100`. */
export function roleText({ role, value }: Pick<FindingPlace, 'role' | 'value'>): string {
  return value === undefined ? role : `${role} ${value}`;
}

/** The part of a finding that the timeline uses; the report's findings have this shape. */
export interface TimelineFinding {
  readonly id: string;
  readonly kind: string;
  readonly severity: 'error' | 'warning' | 'info' | 'hint';
  readonly confidence: number;
  readonly verdict: 'observed' | 'predicted';
  readonly message: string;
  readonly why: readonly string[];
  readonly locations: readonly FindingPlace[];
  readonly occurrences: number;
  readonly help: string;
  readonly scenario?: TimelineScenario;
  readonly window?: { readonly fromNs: number; readonly toNs: number; readonly activations: readonly number[] };
}
export interface TimelineScenario {
  readonly lanes: readonly string[];
  readonly happened: readonly TimelineStep[];
  readonly other: readonly TimelineStep[];
  readonly otherTitle: string;
}
export interface TimelineStep {
  readonly lane: number;
  readonly text: string;
  readonly location: FindingPlace | null;
}
export interface TimelineReport {
  readonly findings: readonly TimelineFinding[];
  readonly notes: readonly string[];
  readonly suppressed: number;
}

/** A note of the reader, at a moment (both times equal) or over a range. */
export interface TimelineNote {
  readonly fromNs: number;
  readonly toNs: number;
  /** Row that it is about, -1 for none. */
  readonly row: number;
  /** Name of this row, ''. */
  readonly task: string;
  readonly text: string;
}

export type RowKind =
  | 'process'
  | 'thread'
  | 'main'
  | 'task'
  | 'timer'
  | 'internal'
  | 'group'
  | 'call'
  | 'more'
  | 'section'
  | 'lock'
  | 'channel';

export interface Row {
  /** Stays the same while the run grows. */
  readonly id: number;
  readonly parent: number;
  readonly kind: RowKind;
  readonly depth: number;
  readonly label: string;
  /** `cart.ts:12`, `×1204`, ... */
  readonly detail: string;
  readonly place: SourcePlace | null;
  readonly expandable: boolean;
  readonly expanded: boolean;
  /** Tasks of a group, holders of a lock; else 1. */
  readonly count: number;
  readonly startNs: number;
  readonly endNs: number;
  /** Something of it never settled; `why` is what that waits for, else empty. */
  readonly never: boolean;
  readonly why: string;
  readonly findings: readonly string[];
  /** False when a filter is set and this row does not match it. */
  readonly match: boolean;
  readonly pinned: boolean;
}

/** Rows and everything else that depends on the view's choices. */
export interface RowsRequest {
  readonly type: 'rows';
  /** Rows that are not in their default state (processes, threads and sections open, the rest closed). */
  readonly toggled: readonly number[];
  readonly pinned: readonly number[];
  readonly hidden: readonly number[];
  readonly filter: string;
  /** Leave out what does not match, instead of dimming it. */
  readonly hideOthers: boolean;
  readonly justMyCode: boolean;
  /** Only these rows and their parents; empty for all. */
  readonly only: readonly number[];
  readonly limit: number;
}
export interface RowsReply {
  readonly rows: readonly Row[];
  /** Rows left out by the limit. */
  readonly more: number;
  /** Why the filter was not understood, ''. */
  readonly filterProblem: FilterProblem | null;
  readonly matches: number;
  /** The row of each main location of a finding, to pin and dim by. */
  readonly version: number;
}

/** A linear part of the axis: [t0, t1) is drawn at [x0, x1). */
export interface AxisPiece {
  readonly t0: number;
  readonly t1: number;
  readonly x0: number;
  readonly x1: number;
}
export interface TilesRequest {
  readonly type: 'tiles';
  readonly rows: readonly number[];
  readonly pieces: readonly AxisPiece[];
  /** Runs at least this wide get a label. */
  readonly labelPx: number;
  /** States not to draw (bit per state). */
  readonly hiddenStates: number;
}
/**
 * 32-bit words: for each row in order of the request: kind, number of runs (of TILE_HISTOGRAM, which has none, the most at once in the run), number of bins; the runs (RUN_WORDS each); the bins
 * (TILE_HISTOGRAM: for each of its states, the lowest first, a word a bin, count × 16; TILE_LOCK: 1 word, waiters × 16; TILE_USE: 2 words, running and native in 1/1000).
 */
export interface TilesReply {
  readonly buffer: ArrayBuffer;
  readonly labels: readonly string[];
  readonly version: number;
}

export interface SummaryRequest {
  readonly type: 'summary';
  /** Bins of the overview. */
  readonly bins: number;
}
export interface SummaryReply {
  readonly version: number;
  readonly command: string;
  readonly startedAt: string;
  readonly endNs: number;
  readonly ended: boolean;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly processes: number;
  readonly threads: number;
  /** All that was followed, as in reports; `lanes`: those that nothing else awaits, each with a row. */
  readonly tasks: number;
  readonly lanes: number;
  readonly locks: number;
  readonly events: number;
  readonly dropped: number;
  readonly incomplete: readonly string[];
  /** The part of the run that is shown, in milliseconds since it began; null: all of it. */
  readonly part: PartTimes | null;
  readonly level: string;
  /** Per thread: name and its use per bin in 1/255: running, then native. */
  readonly overview: readonly { readonly name: string; readonly running: Uint8Array; readonly native: Uint8Array }[];
  readonly findings: readonly TimelineFinding[];
  /** What the rules have to say of the run as a whole: what was checked. */
  readonly notes: readonly string[];
  /** Rows of the tasks in each finding, same order. */
  readonly findingRows: readonly (readonly number[])[];
  /** [from, to] in which nothing ran anywhere; from 0 when that is before the first event. */
  readonly idle: readonly (readonly [number, number])[];
  readonly pauses: readonly { readonly fromNs: number; readonly toNs: number; readonly why: string }[];
  /** Time of each gap in the recording. */
  readonly gaps: readonly { readonly ns: number; readonly reason: string }[];
  readonly poolSize: number;
  /** Lengths of the loop's turns above this are drawn as blocking. */
  readonly lagWarnNs: number;
  readonly leftWaiting: number; // tasks; 0 where nobody asks (leftWaiting.ts)
}

export interface StripsRequest {
  readonly type: 'strips';
  readonly pieces: readonly AxisPiece[];
}
export interface StripsReply {
  readonly version: number;
  /** Longest turn of any event loop at each pixel, ns. */
  readonly lag: Float32Array;
  /** Share 0..1 of each pixel: JavaScript, blocking built-ins. */
  readonly running: Float32Array;
  readonly native: Float32Array;
  readonly io: Float32Array; // requests outstanding
  readonly pool: Float32Array; // jobs of libuv's pool
  readonly maxLag: { readonly ns: number; readonly atNs: number; readonly text: string } | null;
}

export interface HitRequest {
  readonly type: 'details';
  readonly row: number;
  readonly ns: number;
  /** Half the width of the pointer in ns: the nearest thing within it counts. */
  readonly slackNs: number;
}
export interface WhyStep {
  readonly text: string;
  readonly durationNs: number;
  readonly place: SourcePlace | null;
  readonly row: number;
  readonly ns: number;
  readonly root: boolean;
}
export interface FlowItem {
  readonly direction: 'in' | 'out';
  readonly kind: 'resolved' | 'created' | 'lock' | 'message';
  readonly text: string;
  readonly row: number;
  readonly fromRow: number;
  readonly fromNs: number;
  readonly toRow: number;
  readonly toNs: number;
  readonly place: SourcePlace | null;
}
export interface StackItem {
  readonly text: string;
  readonly place: SourcePlace | null;
  /** Heading before this frame, '' for none. */
  readonly heading: string;
}
export interface LockItem {
  readonly text: string;
  readonly state: 'held' | 'waits' | 'released' | 'cancelled';
  readonly row: number;
  readonly fromNs: number;
  readonly toNs: number;
  readonly place: SourcePlace | null;
}
export interface Details {
  readonly row: number;
  readonly title: string;
  readonly place: SourcePlace | null;
  /** Where it waits or runs, for the editor; else the place of the function. */
  readonly statePlace: SourcePlace | null;
  readonly state: number;
  readonly stateText: string;
  readonly startNs: number;
  readonly endNs: number;
  readonly taskStartNs: number;
  readonly taskEndNs: number;
  /** ns per state of the whole task. */
  readonly states: readonly number[];
  readonly facts: readonly (readonly [string, string])[];
  readonly why: readonly WhyStep[];
  readonly stack: readonly StackItem[];
  readonly flows: readonly FlowItem[];
  readonly locks: readonly LockItem[];
  readonly findings: readonly string[];
  /** One sentence for a screen reader. */
  readonly sentence: string;
  /** Row and moment of who blocks this, to jump to. */
  readonly blocker: { readonly row: number; readonly ns: number } | null;
  readonly blocked: { readonly row: number; readonly ns: number } | null;
}
export interface StepRequest {
  readonly type: 'step';
  readonly row: number;
  readonly ns: number;
  readonly direction: 1 | -1;
}
export interface StepReply {
  readonly row: number;
  readonly ns: number;
}

export interface SearchRequest {
  readonly type: 'search';
  readonly query: string;
  readonly limit: number;
  /** Only states of this row, -1 for all. */
  readonly row: number;
}
/** A state of a task, as a line of the table. */
export interface SearchHit {
  readonly row: number;
  readonly task: string;
  readonly state: number;
  readonly stateText: string;
  readonly startNs: number;
  readonly endNs: number;
  readonly place: SourcePlace | null;
  readonly thread: string;
}
export interface SearchReply {
  readonly hits: readonly SearchHit[];
  readonly total: number;
  readonly problem: FilterProblem | null;
}

export interface StatisticsRequest {
  readonly type: 'statistics';
  readonly fromNs: number;
  readonly toNs: number;
  readonly query: string;
  /** Lines of each kind, the biggest first. */
  readonly limit?: number;
}
export interface StatisticsLine {
  readonly by: 'state' | 'task' | 'site' | 'lock' | 'thread';
  readonly name: string;
  readonly count: number;
  readonly totalNs: number;
  readonly p50Ns: number;
  readonly p95Ns: number;
  readonly maxNs: number;
}
export interface StatisticsReply {
  readonly lines: readonly StatisticsLine[];
  readonly problem: FilterProblem | null;
}

/** The critical path of the task in a row. */
export interface CriticalRequest {
  readonly type: 'critical';
  readonly row: number;
}
export interface CriticalPiece {
  /** The call, and the lane in which it lies. */
  readonly row: number;
  readonly laneRow: number;
  readonly fromNs: number;
  readonly toNs: number;
  readonly state: number;
  readonly text: string;
  readonly place: SourcePlace | null;
}
export interface CriticalReply {
  readonly title: string;
  readonly durationNs: number;
  /** In order of time, without overlaps. */
  readonly pieces: readonly CriticalPiece[];
  /** False: there were too many pieces, the last ones are missing. */
  readonly whole: boolean;
}

/** Every lock with who holds it and who waits, now or at the end; the one with most waiting first. */
export interface LocksRequest {
  readonly type: 'locks';
  readonly limit: number;
}
export interface LockLine {
  readonly name: string;
  /** mutex, semaphore, queue, ... */
  readonly kind: string;
  readonly row: number;
  readonly place: SourcePlace | null;
  /** How often it was asked for. */
  readonly asked: number;
  readonly waitedNs: number;
  readonly maxWaitNs: number;
  readonly holders: readonly LockItem[];
  readonly waiters: readonly LockItem[];
}
export interface LocksReply {
  readonly locks: readonly LockLine[];
  /** Locks left out by the limit. */
  readonly more: number;
}

/** What ran or waited on a line: code → timeline. */
export interface SourceRequest {
  readonly type: 'source';
  readonly file: string;
  readonly line: number;
  readonly limit: number;
}

/** What to toggle so that a row is shown. */
export interface ParentsRequest {
  readonly type: 'parents';
  readonly row: number;
  /** As in RowsRequest. */
  readonly toggled: readonly number[];
}
export interface ParentsReply {
  /** Rows above it, outermost first. */
  readonly parents: readonly number[];
  readonly toggle: readonly number[];
}

export type EngineRequest =
  | SummaryRequest
  | RowsRequest
  | TilesRequest
  | StripsRequest
  | HitRequest
  | StepRequest
  | SearchRequest
  | StatisticsRequest
  | CriticalRequest
  | LocksRequest
  | SourceRequest
  | ParentsRequest;

/** The reply of each request. */
export interface EngineReplies {
  readonly summary: SummaryReply;
  readonly rows: RowsReply;
  readonly tiles: TilesReply;
  readonly strips: StripsReply;
  readonly details: Details | null;
  readonly step: StepReply | null;
  readonly search: SearchReply;
  readonly statistics: StatisticsReply;
  readonly critical: CriticalReply | null;
  readonly locks: LocksReply;
  readonly source: SearchReply;
  readonly parents: ParentsReply;
}
export type EngineReply<T extends EngineRequest['type'] = EngineRequest['type']> = EngineReplies[T];
