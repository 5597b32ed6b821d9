/**
 * handle.leak and timer.leak of tests: nothing ran any more in their process, and what they, or what they test, had opened and nobody has closed (a server, an interval, a worker, a child) kept it
 * alive, until it was stopped from outside: "did not exit after the test run". In a service these are what it is there for; tests are there to come to their end.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { STILL_IDLE } from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { functionLabel } from '../../names.ts';
import { stoppedNs } from '../../runEnd.ts';
import { isOfTests, isTestOrHook, testThreads } from '../../testFiles.ts';
import { formatMs } from '../../waiting/pendingReasons.ts';
import { WaitGraph } from '../../waiting/waitFor.ts';
import { waitingChains } from '../../waiting/waitingChains.ts';
import { OPENS } from './leakAlive.ts';
import { findLeft, type Left } from './leakSkipped.ts';
import { setOffBy } from './leftTimers.ts';

export const leakTestsRule: Rule = { kinds: ['handle.leak', 'timer.leak'], run: findLeftByTests };

/** Nothing but what was left has run for so long. */
const REST_NS = 1e9;
/** A runner that starts the tests again whenever a file changes means to stay. */
const WATCHES = /^--?w(?:atch\w*)?$/;
const IS_INTERVAL = /(?:^|\.)setInterval$/;
const LISTENS = /(?:^|\.)(?:listen|bind)$/;

function findLeftByTests({ trace, earlier }: AnalysisContext): Draft[] {
  const { run, threads } = trace;
  if (!run.ended || run.incomplete.length > 0 || earlier.some((draft) => draft.kind.startsWith('deadlock.'))) return [];
  const known = new Set(earlier.flatMap((d) => (d.kind.endsWith('.leak') ? d.places.map((p) => ('site' in p ? p.site : NONE)) : [])));
  const mains = [...testThreads(trace)].filter((thread) => threads[thread]?.threadId === 0 && threads[thread]?.gaps.length === 0);
  return mains.flatMap((thread) => {
    if ((trace.stills.findLast((still) => still.thread === thread)?.state ?? STILL_IDLE) !== STILL_IDLE) return [];
    const endNs = isWatching(trace, thread) ? Number.NaN : stoppedNs(trace, thread);
    return Number.isNaN(endNs) || isUnderWay(trace, thread) ? [] : judge(trace, thread, endNs, known);
  });
}

function isWatching({ threads, processes }: Trace, thread: number): boolean {
  return processes[threads[thread]?.process ?? NONE]?.argv.some((arg) => WATCHES.test(arg)) === true;
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

function judge(trace: Trace, thread: number, endNs: number, known: ReadonlySet<number>): Draft[] {
  const { blocks, segments: s } = trace;
  const left = findLeft(trace).filter(({ segment, site }) => s.thread.at(segment) === thread && !known.has(site));
  const timers = left.filter(({ task }) => task !== NONE && trace.repeats(task));
  const runs = new Set(timers.flatMap(({ task }) => [...setOffBy(trace, { first: task, tasks: new Set([task]) }).runs]));
  let lastNs = 0;
  for (let i = 0; i < s.length; i++) if (s.thread.at(i) === thread && !runs.has(i)) lastNs = Math.max(lastNs, s.endNs.at(i));
  const restNs = endNs - lastNs;
  if (restNs < REST_NS || blocks.some((b) => b.thread === thread && Number.isNaN(b.endNs))) return [];
  // Connections end with the server that has them.
  const isConnection = ({ task }: Left): boolean => task !== NONE && trace.taskType(task) === 'TCPWRAP';
  const others = left.filter((one) => !isConnection(one));
  const holders = others.length > 0 ? others : left.filter(({ site }) => OPENS.test(trace.site(site)?.text ?? ''));
  const bySite = new Map<number, Left[]>();
  for (const one of holders) addTo(bySite, one.site, one);
  return [...bySite].map(([site, list]) => toDraft(trace, site, list, restNs));
}

function toDraft(trace: Trace, site: number, list: readonly Left[], restNs: number): Draft {
  const row = trace.site(site);
  const what = row?.text ?? '';
  const isTimer = IS_INTERVAL.test(what);
  const by = functionLabel(trace, trace.functionAt(site));
  const times = list.length === 1 ? '' : `, ${list.length} of them`;
  const kind = isTimer ? 'An interval' : LISTENS.test(what) ? 'A server' : `What \`${what}\` has opened`;
  const isHelper = row !== undefined && !isOfTests(trace, row.file);
  return {
    kind: isTimer ? 'timer.leak' : 'handle.leak',
    key: `${site}`,
    confidence: 0.8,
    verdict: 'observed',
    consequence: false,
    message: `${kind}${times}, made in ${by}, kept the process of the tests alive: nothing else ran for ${formatMs(restNs / 1e6)}, and it had to be stopped from outside.`,
    why: [
      isTimer ? 'it is neither cleared nor unref()ed' : 'it was neither closed nor unref()ed',
      `no test was waiting for anything`,
      isHelper
        ? 'what a test makes, an `after` hook should stop; what is tested should offer a way to do so'
        : 'close it in an `after` hook, which runs also when a test fails',
    ],
    places: [{ site, role: 'create' }],
    segments: list.slice(0, 8).map((one) => one.segment),
    activations: [],
  };
}
