/**
 * handle.leak and timer.leak of a process that was to come to its end: its tests are over ("did not exit after the test run"), or a signal has told it to, whose listener has run. Nothing ran any more,
 * and what had been opened and nobody has closed (a server, an interval, a worker, a child) kept it alive, until it was stopped from outside. In a service these are what it is there for, until then.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import { TASK_CLEARED, TASK_UNREF, type Trace } from '../../../model/trace.ts';
import { STILL_IDLE } from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { functionLabel } from '../../names.ts';
import { stoppedNs } from '../../runEnd.ts';
import { newestTests } from '../../order/testTurns.ts';
import { IS_TEST, isOfTests, isTestOrHook, testThreads } from '../../testFiles.ts';
import { formatMs } from '../../waiting/pendingReasons.ts';
import { WaitGraph } from '../../waiting/waitFor.ts';
import { waitingChains } from '../../waiting/waitingChains.ts';
import { OPENS } from './leakAlive.ts';
import { findLeft as stillThere, type Left } from './leakSkipped.ts';
import { setOffBy } from './leftTimers.ts';

export const leakToEndRule: Rule = { kinds: ['handle.leak', 'timer.leak'], run: findLeft };

/** Nothing but what was left has run for so long. */
const REST_NS = 1e9;
/** Where a test may be waiting in a way that is not seen (it calls back, or gives a promise of another's), or a child process is at work: longer than the usual limits of tests. */
const UNSEEN_REST_NS = 5e9;
/** Timers of less are soon over. */
const MIN_TIMER_MS = 1000;
/** A runner that starts the tests again whenever a file changes means to stay. */
const WATCHES = /^--?w(?:atch\w*)?$/;
const IS_TIMER = /(?:^|\.)set(?:Interval|Timeout)$/;
const LISTENS = /(?:^|\.)(?:listen|bind)$/;
const SIGNAL = /\('(SIG\w+)'\)$/;
/** Others have something read anew, or shown. */
const STOPS = /^SIG(?:TERM|INT|QUIT|BREAK)$/;

/** Why the process was to end. */
interface Reason {
  /** NONE where its tests were over; else the step in which the listener of the signal ran. */
  readonly signalled: number;
  readonly text: string;
}

function findLeft({ trace, earlier }: AnalysisContext): Draft[] {
  const { run, threads } = trace;
  if (!run.ended || run.incomplete.length > 0 || earlier.some((draft) => draft.kind.startsWith('deadlock.'))) return [];
  const known = new Set(earlier.flatMap((d) => (d.kind.endsWith('.leak') ? d.places.map((p) => ('site' in p ? p.site : NONE)) : [])));
  return [...threads.entries()].flatMap(([thread, row]) => {
    if (row.threadId !== 0 || row.gaps.length > 0) return [];
    const endNs = stoppedNs(trace, thread);
    if (Number.isNaN(endNs) || (trace.stills.findLast((still) => still.thread === thread)?.state ?? STILL_IDLE) !== STILL_IDLE) return [];
    const reason = signalled(trace, thread) ?? (testsAreOver(trace, thread) ? { signalled: NONE, text: 'of the tests alive' } : undefined);
    return reason === undefined ? [] : judge(trace, thread, endNs, known, reason);
  });
}

/** A listener of a signal that asks for the end has run in the thread, and has come to its own. */
function signalled(trace: Trace, thread: number): Reason | undefined {
  const { activations: acts, functions, tasks, handles } = trace;
  const ran: number[] = [];
  for (let task = 0; task < tasks.length; task++) {
    const isOne = tasks.thread.at(task) === thread && tasks.firstRun.at(task) !== NONE && trace.taskType(task) === 'SIGNALWRAP';
    if (isOne) ran.push(tasks.firstRun.at(task));
  }
  if (ran.length === 0) return undefined;
  const first = Math.min(...ran);
  let name: string | undefined;
  for (let a = 0; a < acts.length; a++) {
    if (acts.thread.at(a) !== thread || acts.startSegment.at(a) < first) continue;
    // It goes on, or waits: what for is told of it.
    if (acts.endSegment.at(a) === NONE) return undefined;
    if (ran.includes(acts.startSegment.at(a))) name ??= SIGNAL.exec(functions[acts.fn.at(a)]?.name ?? '')?.[1];
  }
  // One that is not known by its name is known by what it does.
  const hasClosed = handles.some(
    ({ task, label, closeSegment }) => tasks.thread.at(task) === thread && label.startsWith('listen ') && (closeSegment ?? NONE) >= first,
  );
  if (name === undefined ? !hasClosed : !STOPS.test(name)) return undefined;
  return { signalled: first, text: `alive after ${name ?? 'a signal'} had told it to end` };
}

/** The newest test is an async function: whether it waits is seen. */
function isSeen(trace: Trace, thread: number): boolean {
  const { activations: acts, functions } = trace;
  const newest = newestTests(trace).get(thread) ?? NONE;
  for (let a = acts.length - 1; a >= 0; a--) {
    const row = acts.startSegment.at(a) === newest ? functions[acts.fn.at(a)] : undefined;
    if (row !== undefined && IS_TEST.test(row.name)) return row.async;
  }
  return false;
}

function testsAreOver(trace: Trace, thread: number): boolean {
  const { processes, threads } = trace;
  const isWatching = processes[threads[thread]?.process ?? NONE]?.argv.some((arg) => WATCHES.test(arg)) === true;
  return testThreads(trace).has(thread) && !isWatching && !isUnderWay(trace, thread);
}

/** A test waits, or has given a callback for what may come. */
function isUnderWay(trace: Trace, thread: number): boolean {
  const { activations: acts, functions, tasks } = trace;
  const graph = new WaitGraph(trace);
  for (let a = 0; a < acts.length; a++) {
    const isOne = acts.thread.at(a) === thread && isTestOrHook(functions[acts.fn.at(a)]?.name ?? '');
    if (isOne && graph.isSuspended(a)) return true;
  }
  return waitingChains(graph).some(({ promise }) => tasks.thread.at(promise) === thread);
}

function judge(trace: Trace, thread: number, endNs: number, known: ReadonlySet<number>, reason: Reason): Draft[] {
  const { blocks, segments: s } = trace;
  const left = stillThere(trace).filter(({ segment, site }) => s.thread.at(segment) === thread && !known.has(site));
  const ticking = left.filter(({ task }) => task !== NONE && trace.repeats(task));
  const runs = new Set(ticking.flatMap(({ task }) => [...setOffBy(trace, { first: task, tasks: new Set([task]) }).runs]));
  let lastNs = 0;
  for (let i = 0; i < s.length; i++) if (s.thread.at(i) === thread && !runs.has(i)) lastNs = Math.max(lastNs, s.endNs.at(i));
  const restNs = endNs - lastNs;
  if (restNs < REST_NS || blocks.some((b) => b.thread === thread && Number.isNaN(b.endNs))) return [];
  // Connections end with the server that has them.
  const isConnection = ({ task }: Left): boolean => task !== NONE && trace.taskType(task) === 'TCPWRAP';
  const pending = pendingTimers(trace, thread, endNs);
  // A time of grace has been set.
  if (reason.signalled !== NONE && pending.some(({ segment }) => segment >= reason.signalled)) return [];
  const isLong = ({ task, site }: Left): boolean =>
    trace.tasks.delayMs.at(task) >= MIN_TIMER_MS && (reason.signalled !== NONE || !isOfTests(trace, trace.site(site)?.file ?? NONE));
  const others = [...left.filter((one) => !isConnection(one)), ...pending.filter(isLong)];
  const hasChild = left.some(({ task, site }) => task === NONE && trace.children.some((child) => child.site === site));
  if (restNs < UNSEEN_REST_NS && reason.signalled === NONE && (hasChild || !isSeen(trace, thread))) return [];
  const holders = others.length > 0 ? others : left.filter(({ site }) => OPENS.test(trace.site(site)?.text ?? ''));
  const bySite = new Map<number, Left[]>();
  for (const one of holders) addTo(bySite, one.site, one);
  return [...bySite].map(([site, list]) => toDraft(trace, site, list, restNs, reason));
}

/** Timers that would still have come. */
function pendingTimers(trace: Trace, thread: number, endNs: number): Left[] {
  const { tasks } = trace;
  const found: Left[] = [];
  for (let task = 0; task < tasks.length; task++) {
    const site = tasks.site.at(task);
    if (tasks.thread.at(task) !== thread || site === NONE || trace.repeats(task) || !trace.isTimeout(task)) continue;
    const isDue = tasks.firstRun.at(task) === NONE && tasks.initNs.at(task) + tasks.delayMs.at(task) * 1e6 > endNs;
    if (isDue && (tasks.flags.at(task) & (TASK_CLEARED | TASK_UNREF)) === 0) {
      found.push({ task, site, call: tasks.creator.at(task), segment: tasks.initSegment.at(task) });
    }
  }
  return found;
}

function toDraft(trace: Trace, site: number, list: readonly Left[], restNs: number, reason: Reason): Draft {
  const what = trace.site(site)?.text ?? '';
  const isTimer = IS_TIMER.test(what);
  const by = functionLabel(trace, trace.functionAt(site));
  const times = list.length === 1 ? '' : `, ${list.length} of them`;
  const isInterval = list.some(({ task }) => task !== NONE && trace.repeats(task));
  const kind = isTimer ? (isInterval ? 'An interval' : 'A timer') : LISTENS.test(what) ? 'A server' : `What \`${what}\` has opened`;
  return {
    kind: isTimer ? 'timer.leak' : 'handle.leak',
    key: `${site}`,
    confidence: 0.8,
    verdict: 'observed',
    consequence: false,
    message: `${kind}${times}, made in ${by}, kept the process ${reason.text}: nothing else ran for ${formatMs(restNs / 1e6)}, and it had to be stopped from outside.`,
    why: [
      isTimer ? 'it is neither cleared nor unref()ed' : 'it was neither closed nor unref()ed',
      reason.signalled !== NONE
        ? 'the listener of the signal has come to its end, and does not call process.exit(): the process lives for as long as anything is open'
        : 'no test was waiting for anything: what tests make, an `after` hook should stop, which runs also when a test fails',
    ],
    places: [{ site, role: 'create' }],
    segments: list.slice(0, 8).map((one) => one.segment),
    activations: [],
  };
}
