/**
 * The trace in memory: tables of columns, rows found by index. Written only by builder.ts (and its parts); everyone else reads.
 *
 * Reading order: ThreadTable and SegmentTable (what ran when), TaskTable (promises and resources), ActivationTable (calls of the user's async functions),
 * SuspensionTable (their awaits), then accesses, locks and the rest.
 *
 * INVARIANTS (validate.ts checks them):
 * - Segments of one thread are in time order and do not overlap; a nested callback splits the outer one into pieces (`atom` = first piece).
 * - A row never points to a later row of its own table as its cause (parent, creator): one forward pass suffices.
 * - Times are nanoseconds of the machine's monotonic clock; subtract `originNs` for the time since the run began.
 */
import { WATCHDOG_THREAD } from '../wire/events.ts';
import type { SiteReducer } from '../wire/sites.ts';
import type { FunctionIndex, SegmentIndex, SiteIndex, StringIndex, ThreadIndex } from './ids.ts';
import { NONE } from './ids.ts';
import { SharedMemoryTables } from './shared.ts';
import type {
  ProcessRow,
  ThreadRow,
  SourceFile,
  SiteRow,
  FunctionRow,
  VariableRow,
  PairRow,
  LinkRow,
  CarryRow,
  AdditionRow,
  BeginningRow,
  EntryRow,
  HandedRow,
  MergeRow,
  PatchRow,
  SequenceRow,
  CombineRow,
  RootRow,
  BlockRow,
  CollectionRow,
  StillRow,
  TestTimeoutRow,
  FsRow,
  HandleRow,
  EdgeRow,
  WorkerRow,
  ChildRow,
  UnhandledRow,
  SampleRow,
  StuckRow,
  ClearRow,
  FloatRow,
  LongRow,
  MessageRow,
  ListenerRow,
  ContextRow,
  GoneRow,
  PauseRow,
  RunInfo,
} from './rows.ts';
import {
  SegmentTable,
  TASK_PROMISE,
  TASK_REPEAT,
  TaskTable,
  ActivationTable,
  SuspensionTable,
  LocationTable,
  AccessTable,
  LockTable,
  RequestTable,
} from './tables.ts';

/** Rows and tables are part of the interface of a trace. */
export type {
  ProcessRow,
  ExitReason,
  ThreadRow,
  SourceFile,
  SiteRow,
  FunctionRow,
  VariableRow,
  PairRow,
  LinkRow,
  CarryRow,
  AdditionRow,
  BeginningRow,
  HandedRow,
  EntryRow,
  MergeRow,
  PatchRow,
  SequenceRow,
  CombineRow,
  RootRow,
  BlockRow,
  CollectionRow,
  StillRow,
  TestTimeoutRow,
  WaitedElement,
  FsRow,
  HandleRow,
  EdgeRow,
  WorkerRow,
  ChildRow,
  UnhandledRow,
  SampleRow,
  StuckRow,
  FloatRow,
  LongRow,
  MessageRow,
  ListenerRow,
  ContextRow,
  GoneRow,
  PauseRow,
  RunInfo,
} from './rows.ts';
export {
  SegmentTable,
  TASK_PROMISE,
  TASK_REPEAT,
  TASK_UNREF,
  TASK_CLEARED,
  TASK_ORPHAN,
  TASK_UNHANDLED,
  TASK_OBSERVED,
  TASK_FLOATING,
  TASK_COMBINED,
  TASK_AWAIT,
  TaskTable,
  ActivationTable,
  SuspensionTable,
  LocationTable,
  ACCESS_IS_READ,
  ACCESS_IS_WRITE,
  AccessTable,
  LockTable,
  RequestTable,
} from './tables.ts';
/** Values of the `kind` columns of combines and locks, bits of the `mode` of requests. */
export {
  COMBINE_ALL,
  COMBINE_ALL_SETTLED,
  COMBINE_ANY,
  COMBINE_RACE,
  LOCK_FILE,
  LOCK_MUTEX,
  LOCK_POOL,
  LOCK_QUEUE,
  LOCK_RW,
  LOCK_SEMAPHORE,
  MODE_OBSERVE,
  MODE_SHARED,
  MODE_TIMEOUT,
  MODE_TRY,
} from '../wire/events.ts';

/** Key of `Trace.contents`: the row of a thread, and the number of an object in it (as in an access's value). */
export function contentKey(thread: number, object: number): number {
  return thread * 0x20000000 + object;
}

/** Everything known about one run. */
export class Trace {
  readonly run: RunInfo = {
    id: '',
    command: [],
    cwd: '',
    startedAt: '',
    level: 'full',
    values: false,
    originNs: 0,
    recordedNs: 0,
    durationMs: Number.NaN,
    exitCode: null,
    signal: null,
    timedOut: false,
    ended: false,
    told: 0,
    fromMs: 0,
    cutMs: Number.NaN,
    wholeMs: Number.NaN,
    incomplete: [],
  };
  readonly strings: string[] = [''];
  readonly processes: ProcessRow[] = [];
  readonly threads: ThreadRow[] = [];
  readonly files: SourceFile[] = [];
  readonly sites: SiteRow[] = [];
  readonly functions: FunctionRow[] = [];
  readonly variables: VariableRow[] = [];
  readonly pairs: PairRow[] = [];
  readonly links: LinkRow[] = [];
  readonly carries: CarryRow[] = [];
  readonly entries: EntryRow[] = [];
  readonly merges: MergeRow[] = [];
  readonly patches: PatchRow[] = [];
  readonly reducers: SiteReducer[] = [];
  readonly beginnings: BeginningRow[] = [];
  /** Sites that decide whether a request is let through. */
  readonly gates: number[] = [];
  readonly handedOver: HandedRow[] = [];
  /** When the listeners of a site were added: segments, and positions in their threads. */
  readonly additions = new Map<SiteIndex, AdditionRow[]>();
  readonly sequences: SequenceRow[] = [];
  /** Segments that go on with what began before the part of the run that is read: of what they know and hold, not all is known. */
  readonly unsure = new Set<SegmentIndex>();
  readonly segments = new SegmentTable();
  readonly tasks = new TaskTable();
  readonly activations = new ActivationTable();
  readonly suspensions = new SuspensionTable();
  readonly locations = new LocationTable();
  readonly accesses = new AccessTable();
  /** Texts of primitive values by their hashes, where the user asked for values; the empty text where two values have one hash. */
  readonly values = new Map<number, StringIndex>();
  /** Hashes of plain data that calls have waited for and kept, with names of the properties in it, by thread and number of the object that was stored (contentKey). */
  readonly contents = new Map<number, { readonly hash: number; readonly names: StringIndex }>();
  /** Hashes of what was read, by access, where only the user is told. */
  readonly held = new Map<number, number>();
  /** The object (a number, as LocationTable.object) that a write puts into a list, or takes out of it, by access. */
  readonly moved = new Map<number, number>();
  readonly locks = new LockTable();
  readonly requests = new RequestTable();
  /** The object (a number, as LocationTable.object) that a pool gave to a request, by request; not of those that are still out. */
  readonly lent = new Map<number, number>();
  readonly combines: CombineRow[] = [];
  readonly roots: RootRow[] = [];
  readonly blocks: BlockRow[] = [];
  /** Of each thread in the order in which they ended. */
  readonly collections: CollectionRow[] = [];
  /** In the order in which they were seen; all of one look have the same time, give or take the watchdog's own. */
  readonly stills: StillRow[] = [];
  readonly testTimeouts: TestTimeoutRow[] = [];
  /** Messages that were posted and not received yet, newest state. */
  undelivered: readonly { readonly channel: number; readonly postSegment: SegmentIndex; readonly site: SiteIndex }[] = [];
  readonly fs: FsRow[] = [];
  /** Sockets and pipes (tasks) that connect, and whom to; their labels may become those of requests. */
  readonly peers = new Map<number, string>();
  /** Whom any of them was ever to connect to: one that tries several addresses keeps the last. */
  readonly everyPeer = new Set<string>();
  readonly handles: HandleRow[] = [];
  readonly edges: EdgeRow[] = [];
  readonly workers: WorkerRow[] = [];
  readonly children: ChildRow[] = [];
  readonly unhandled: UnhandledRow[] = [];
  readonly samples: SampleRow[] = [];
  readonly stuck: StuckRow[] = [];
  readonly floats: FloatRow[] = [];
  /** Of each place that sets timers, the newest one that was cleared before it ran. */
  readonly clears = new Map<SiteIndex, ClearRow>();
  /** Intervals (tasks) that were cleared: in which segment, and when, as far as is known. */
  readonly clearedIntervals = new Map<number, { readonly segment: SegmentIndex; readonly ns: number }>();
  readonly longs: LongRow[] = [];
  readonly shared = new SharedMemoryTables();
  readonly messages: MessageRow[] = [];
  readonly listeners: ListenerRow[] = [];
  readonly contexts: ContextRow[] = [];
  /** Closed descriptors of which is not known what opened them. */
  strayCloses = 0;
  readonly pauses: PauseRow[] = [];
  readonly gone: GoneRow[] = [];
  readonly notes: { readonly thread: ThreadIndex; readonly text: string; readonly ns: number }[] = [];
  eventCount = 0;
  droppedEvents = 0;

  string(index: StringIndex): string {
    return this.strings[index] ?? '';
  }
  taskType(task: number): string {
    return this.string(this.tasks.type.at(task));
  }
  isPromise(task: number): boolean {
    return (this.tasks.flags.at(task) & TASK_PROMISE) !== 0;
  }
  /** An interval, or what else comes again and again; not NONE. */
  repeats(task: number): boolean {
    return task !== NONE && (this.tasks.flags.at(task) & TASK_REPEAT) !== 0;
  }
  /** A timer that goes off once; not NONE. */
  isTimeout(task: number): boolean {
    return task !== NONE && this.taskType(task) === 'Timeout' && !this.repeats(task);
  }
  site(index: SiteIndex): SiteRow | undefined {
    return index === NONE ? undefined : this.sites[index];
  }
  /** Whether a site has one of these flags (wire/siteFlags.ts). */
  hasFlag(index: SiteIndex, flags: number): boolean {
    return ((this.site(index)?.flags ?? 0) & flags) !== 0;
  }
  hasMore(index: SiteIndex, more: number): boolean {
    return ((this.site(index)?.more ?? 0) & more) !== 0;
  }
  /** The function that a site is in, NONE when the site is not known. */
  functionAt(index: SiteIndex): FunctionIndex {
    return this.site(index)?.function ?? NONE;
  }
  /** Threads of the program (without the recorder's own). */
  get programThreads(): number {
    return this.threads.reduce((sum, t) => sum + (t.threadId === WATCHDOG_THREAD ? 0 : 1), 0);
  }
  /** Author's name of the function an activation runs, '' if not known. */
  activationName(activation: number): string {
    return activation === NONE ? '' : (this.functions[this.activations.fn.at(activation)]?.name ?? '');
  }
  /** Segment ran at or after another in real time (any thread). */
  isLater(a: SegmentIndex, b: SegmentIndex): boolean {
    return this.segments.startNs.at(a) > this.segments.startNs.at(b);
  }
}
