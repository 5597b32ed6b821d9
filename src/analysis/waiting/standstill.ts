/**
 * Processes in which nothing moves any more: what each thread is doing, as the watchdog saw it, and whether anything but another of these threads could wake it.
 * Only what is certain counts: a thread that was not seen, or a resource that might call back, and the process is taken to be alive.
 */
import { NONE } from '../../model/ids.ts';
import { TASK_CLEARED, type BlockRow, type StillRow, type Trace, type WorkerRow } from '../../model/trace.ts';
import { newestSegment } from '../runEnd.ts';
import { FLAG_OTHER_INPUT, FLAG_SPIN, STILL_BLOCKED, STILL_IDLE, STILL_RUNNING, WATCHDOG_THREAD } from '../../model/vocabulary.ts';

/** What is under way between threads has arrived after this time. */
const MIN_STILL_MS = 500;

export interface Standing {
  readonly thread: number;
  /** STILL_IDLE, STILL_BLOCKED or STILL_RUNNING. */
  readonly state: number;
  /** The blocking call it sits in. */
  readonly block: BlockRow | undefined;
  /** Site of the loop in which it looks again and again whether another thread has changed something, NONE. */
  readonly spin: number;
}

/** All live threads of the process, the main thread first, when none has moved since the watchdog looked; undefined otherwise. */
export function standingThreads(trace: Trace, process: number): Standing[] | undefined {
  if (trace.stills.length === 0) return undefined;
  const standing: Standing[] = [];
  let newestNs = 0;
  let seenNs = Number.POSITIVE_INFINITY;
  for (const [thread, row] of trace.threads.entries()) {
    if (row.process !== process || row.threadId === WATCHDOG_THREAD) continue;
    // A worker that was terminated at once has said nothing by which it is known which one it is, but its number.
    const isIt = (w: WorkerRow): boolean =>
      w.child === thread || (w.workerThreadId === row.threadId && trace.threads[w.thread]?.process === process);
    if (row.exitReason !== -1 || trace.workers.some((w) => isIt(w) && !Number.isNaN(w.exitNs))) {
      newestNs = Math.max(newestNs, row.endNs);
      continue;
    }
    // What the recorder writes down by itself, such as who waits for whom when the program is ended, is no move of the program.
    newestNs = Math.max(newestNs, lastRunNs(trace, thread));
    const still = trace.stills.findLast((s) => s.thread === thread && s.stillMs >= MIN_STILL_MS);
    if (still === undefined || row.gaps.length > 0) return undefined;
    seenNs = Math.min(seenNs, still.ns);
    const block = still.state === STILL_BLOCKED ? trace.blocks.findLast((b) => b.thread === thread && Number.isNaN(b.endNs)) : undefined;
    const spin = still.state === STILL_RUNNING ? spinOf(trace, thread, still) : NONE;
    standing.push({ thread, state: still.state, block, spin });
  }
  // A thread that has moved since, even one that has ended meanwhile, may have woken another whose events are not here yet.
  if (newestNs > seenNs) return undefined;
  // A worker that has not said anything yet may still do so, unless it was seen with its script behind it.
  const isSeen = (id: number): boolean => standing.some((s) => trace.threads[s.thread]?.threadId === id && s.state === STILL_IDLE);
  const isStarting = trace.workers.some(
    (w) => trace.threads[w.thread]?.process === process && w.child === NONE && Number.isNaN(w.exitNs) && !isSeen(w.workerThreadId),
  );
  return isStarting || standing.some((s) => s.state === STILL_IDLE && hasMail(trace, s.thread))
    ? undefined
    : standing.sort((a, b) => (trace.threads[a.thread]?.threadId ?? 0) - (trace.threads[b.thread]?.threadId ?? 0));
}

/** The timer by which `fetch` looks twice a second whether a request has taken too long (minutes): not one of the program's. */
function isFetchClock(trace: Trace, task: number): boolean {
  return task !== NONE && trace.taskType(task) === 'Timeout' && /(?:^|\.)fetch$/.test(trace.site(trace.tasks.site.at(task))?.text ?? '');
}
/** For so long nothing else has run. */
const MIN_TICKING_NS = 1e9;

/** The main thread of a process without others that is idle but for the clock of `fetch`, which keeps the watchdog from seeing it stand still; undefined otherwise. */
export function tickingThread(trace: Trace, process: number): number | undefined {
  const { segments } = trace;
  const [thread, ...others] = [...trace.threads.entries()].filter(([, t]) => t.process === process && t.threadId !== WATCHDOG_THREAD);
  if (thread === undefined || others.length > 0 || thread[1].exitReason !== -1 || thread[1].gaps.length > 0) return undefined;
  let tickedNs = Number.NaN;
  for (let segment = segments.length - 1; segment >= 0; segment--) {
    if (segments.thread.at(segment) !== thread[0]) continue;
    const ns = segments.startNs.at(segment);
    if (!isFetchClock(trace, segments.task.at(segment))) return tickedNs - ns >= MIN_TICKING_NS ? thread[0] : undefined;
    if (Number.isNaN(tickedNs)) tickedNs = ns;
  }
  return undefined;
}

/** When code of the program ran last in the thread. */
function lastRunNs(trace: Trace, thread: number): number {
  const newest = newestSegment(trace, thread);
  const endNs = newest === NONE ? Number.NaN : trace.segments.endNs.at(newest);
  return Number.isNaN(endNs) ? (trace.threads[thread]?.endNs ?? 0) : endNs;
}

/** A message of its parent, or of a worker that it started, is under way to the thread: on a busy machine it may take its time. */
function hasMail(trace: Trace, thread: number): boolean {
  const own = trace.threads[thread]?.threadId ?? 0;
  const children = new Set(trace.workers.filter((w) => w.thread === thread).map((w) => w.workerThreadId * 2 + 1));
  return trace.undelivered.some((m) => m.channel === own * 2 || children.has(m.channel));
}

/** Lines of a loop's body. */
const MAX_BODY = 8;

/** Every look at the stack since the thread stands still showed it in such a loop: its site, else NONE. */
function spinOf(trace: Trace, thread: number, still: StillRow): number {
  const samples = trace.samples.filter((s) => s.thread === thread && s.ns >= still.ns - still.stillMs * 1e6);
  const sites = new Set(samples.map((sample) => spinAt(trace, sample.frames)));
  const [site] = sites;
  return sites.size === 1 && site !== undefined ? site : NONE;
}

/** The loop that the program's innermost frame ('function file:line:column') is in; frames of built-ins and of the recorder stand before it. */
function spinAt(trace: Trace, frames: readonly string[]): number {
  for (const frame of frames) {
    const groups = /(?<file>\S+):(?<line>\d+):\d+$/.exec(frame)?.groups;
    const file = groups?.['file'] ?? '';
    if (!trace.files.some((f) => isSameFile(f.path, file))) continue;
    return spinAtLine(trace, file, Number(groups?.['line']));
  }
  return NONE;
}

function spinAtLine(trace: Trace, file: string, line: number): number {
  let best = NONE;
  for (const [index, site] of trace.sites.entries()) {
    if (((site.flags ?? 0) & FLAG_SPIN) === 0 || line < site.line || line > site.line + MAX_BODY) continue;
    if (!isSameFile(trace.files[site.file]?.path ?? '', file)) continue;
    // The nearest one above.
    if (best === NONE || site.line > (trace.sites[best]?.line ?? 0)) best = index;
  }
  return best;
}

function isSameFile(a: string, b: string): boolean {
  const plain = (path: string): string => path.replace(/^file:\/\//, '');
  return plain(a) === plain(b);
}

/** Node's own types that never call back by themselves, or only for what another thread does. */
const QUIET = new Set([
  'MESSAGEPORT',
  // `randomFillSync`, too; it takes no time.
  'RANDOMBYTESREQUEST',
  'WORKER',
  'FILEHANDLE',
  'ELDHISTOGRAM',
  'JSSTREAM',
  'WORKERHEAPSNAPSHOT',
  'BLOBREADER',
  'DNSCHANNEL',
  'PROCESSWRAP',
]);
/** Types in capitals are Node's; of all others (native addons, AsyncResource) nobody knows whether they call back, so those that never have may still do so. */
const NATIVE = /^[A-Z][A-Z\d]+$/;
/** Never more than a function that was wrapped, part of the turn that made it, or a job that a pool of threads gives an answer to. */
const WRAPPED = /^(?:bound-|TickObject$|Microtask$|STREAM_END_OF_STREAM$|Piscina\.Task$)/;
/** One operation each: over when its callback has run. */
const REQUEST = /(?:REQ|REQUEST|REQWRAP|REQCALLBACK|REQPROMISE|WRITEWRAP|SHUTDOWNWRAP|CONNECTWRAP|SENDWRAP|QUERYWRAP|JOB)$/;

/** Something outside the program's threads can still call back in this thread. `isKnown`, `isSilent`: resources and children (by pid) that the caller knows to be silent. */
export function hasSource(
  trace: Trace,
  thread: number,
  isKnown: (task: number) => boolean = () => false,
  isSilent: (pid: number) => boolean = () => false,
): boolean {
  const { tasks } = trace;
  if (trace.children.some((c) => c.thread === thread && Number.isNaN(c.exitNs) && !isSilent(c.pid))) return true;
  for (let task = 0; task < tasks.length; task++) {
    if (tasks.thread.at(task) !== thread || trace.isPromise(task)) continue;
    const type = trace.taskType(task);
    const isOver = (tasks.flags.at(task) & TASK_CLEARED) !== 0;
    const hasRun = tasks.firstRun.at(task) !== NONE;
    if (isOver || isKnown(task)) continue;
    if (type === 'Timeout') {
      if (trace.repeats(task) || !hasRun) return true;
    } else if (type === 'Immediate') {
      if (!hasRun) return true;
    } else if (NATIVE.test(type)) {
      if (!QUIET.has(type) && (REQUEST.test(type) ? !hasRun : !isForOutput(trace, task, type))) return true;
    } else if (!hasRun && !WRAPPED.test(type)) return true;
  }
  return false;
}

/** Code of the program that reads its standard input. */
const READS_INPUT = /stdin|createInterface|readline|prompt/i;
/** What is done with a reader says nothing of where it reads; the call that makes it is looked at for itself. And what is written to is the input of a child. */
const ASIDE =
  /^.*createInterface\(\)|\.stdin\.(?:write|end)$|^(?:\w+\.)?once\(.*\.stdin, '(?:drain|finish)'\)$|^(?!(?:process|this)\.stdin).*\.stdin\.(?:on|once|destroy|cork|uncork)(?:\(.*)?$/;

/** Standard output and error, where they are pipes or a terminal: nothing ever comes from them. */
export function isForOutput(trace: Trace, task: number, type: string): boolean {
  if (type !== 'PIPEWRAP' && type !== 'TTYWRAP') return false;
  if (trace.tasks.label.at(task) !== 0 || trace.tasks.firstRun.at(task) !== NONE) return false;
  // The code of its own process: a child that reads what it is given says nothing of who started it.
  const process = trace.threads[trace.tasks.thread.at(task)]?.process;
  const isOwn = (file: number): boolean => trace.files[file]?.process === process;
  return !trace.sites.some(
    ({ flags = 0, text, file }) => (flags & FLAG_OTHER_INPUT) === 0 && isOwn(file) && READS_INPUT.test(text.replace(ASIDE, '')),
  );
}

/** The standard input, where it is a pipe: who has the other end alone can wake the thread by it. */
export function isInput(trace: Trace, task: number): boolean {
  return trace.taskType(task) === 'PIPEWRAP' && trace.tasks.label.at(task) === 0 && !trace.peers.has(task);
}
