/**
 * promise.never-settles of a test that was given up while it waited for an answer of a server in its own process: the request has come in, its handler has ended (or waits), and nothing more was
 * done for it until the time of the test had passed. What the test's hooks close then, so that the runner goes on, hides it from the look at the end (unanswered.ts).
 */
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { type Draft, type DraftPlace, placesOnce, sitesOf } from '../../finding.ts';
import { taskName } from '../../names.ts';
import { testStarts } from '../../order/testTurns.ts';
import { serverOf, serversOf } from '../../ownServers.ts';
import { stoppedNs } from '../../runEnd.ts';
import { IS_TEST, testThreads } from '../../testFiles.ts';
import { connectionsOf } from '../../waiting/pendingPeers.ts';
import { formatMs } from '../../waiting/pendingReasons.ts';
import { stopOf, worksOf, type Work, type WorkAt } from './unanswered.ts';

export const unansweredTestsRule: Rule = { kinds: ['promise.never-settles'], run: findUnanswered };

/** The limits of runners are 2 s and more. */
const LIMIT_NS = 1.8e9;
const QUIET_NS = 0.2e9;
/** A process that was ended by its runner has reached a limit; of this much it is seen. */
const STOPPED_NS = 0.8e9;

function findUnanswered({ trace, earlier }: AnalysisContext): Draft[] {
  const { run } = trace;
  if (!run.ended || run.incomplete.length > 0 || earlier.some((d) => /^(?:deadlock|lock)\./.test(d.kind))) return [];
  const told = new Set(earlier.filter((d) => d.kind === 'promise.never-settles').flatMap((d) => d.segments));
  return [...testThreads(trace)].flatMap((thread) => {
    const servers = trace.threads[thread]?.gaps.length === 0 ? serversOf(trace, thread, Number.NEGATIVE_INFINITY) : [];
    if (servers.length === 0) return [];
    const { works, workAt } = worksOf(trace, thread, new Set(servers.map(({ task }) => task)), true);
    const clients = connectionsOf(trace, thread).filter((task) => serverOf(trace, servers, task) !== undefined);
    const runs = runsOf(trace, clients);
    const drafts = new Map<string, Draft>();
    for (const [connection, work] of works) {
      const until = work.isAnswered || told.has(work.sinceSegment) ? undefined : givenUp(trace, thread, work, workAt);
      if (until === undefined) continue;
      // It was sent on a connection on which nothing came back meanwhile.
      const isWaiting = (client: number): boolean =>
        trace.tasks.initNs.at(client) <= work.sinceNs && runs.get(client)?.some((ns) => ns > work.sinceNs && ns < until.ns) !== true;
      const waiting = clients.filter(isWaiting);
      const draft = waiting.length === 0 ? undefined : toDraft(trace, work, connection, waiting, until);
      if (draft !== undefined && !drafts.has(draft.key)) drafts.set(draft.key, draft);
    }
    return [...drafts.values()];
  });
}

/** When each of the connections has called back. */
function runsOf({ segments: s }: Trace, clients: readonly number[]): ReadonlyMap<number, number[]> {
  const runs = new Map(clients.map((task) => [task, [] as number[]]));
  for (let i = 0; i < s.length; i++) runs.get(s.task.at(i))?.push(s.startNs.at(i));
  return runs;
}

interface GivenUp {
  readonly ns: number;
  /** The call of the test, where it is recorded. */
  readonly test: number;
}

/** The test in which the request came in had not come to its end when, long after the last that was done for the request, the runner went on or was ended; undefined where it had. */
function givenUp(trace: Trace, thread: number, work: Work, workAt: WorkAt): GivenUp | undefined {
  const { activations: acts, functions, segments: s } = trace;
  const next = testStarts(trace).find((start) => s.thread.at(start) === thread && s.startNs.at(start) > work.sinceNs);
  const stopNs = stoppedNs(trace, thread);
  const endNs = next === undefined ? (Number.isNaN(stopNs) ? (trace.threads[thread]?.endNs ?? Number.NaN) : stopNs) : s.startNs.at(next);
  const limitNs = next === undefined && !Number.isNaN(stopNs) ? STOPPED_NS : LIMIT_NS;
  // All that ran is gone through for few.
  if (endNs - work.sinceNs < limitNs || endNs - lastWorkNs(trace, work, workAt) < limitNs) return undefined;
  const isOpen = (a: number): boolean => acts.endSegment.at(a) === NONE || acts.endNs.at(a) >= endNs;
  for (let a = acts.length - 1; a >= 0; a--) {
    if (acts.thread.at(a) !== thread || acts.startNs.at(a) > work.sinceNs) continue;
    const row = functions[acts.fn.at(a)];
    if (row === undefined || !IS_TEST.test(row.name)) continue;
    // One that calls back, or gives a promise of its own, is not seen to wait.
    return (row.async ? isOpen(a) : wasQuiet(trace, thread, endNs)) ? { ns: endNs, test: a } : undefined;
  }
  return wasQuiet(trace, thread, endNs) ? { ns: endNs, test: NONE } : undefined;
}

/** When something was last done for the request, be it by a library that answers. */
function lastWorkNs({ segments: s }: Trace, work: Work, workAt: WorkAt): number {
  for (let i = s.length - 1; i > work.sinceSegment; i--) if (workAt(i) === work) return Math.max(work.sinceNs, s.endNs.at(i));
  return work.sinceNs;
}

/** What a test waits for comes to code of its own just before the runner goes on; its limit is a timer of the runner. */
function wasQuiet({ segments: s, tasks }: Trace, thread: number, untilNs: number): boolean {
  for (let i = s.length - 1; i >= 0 && s.startNs.at(i) >= untilNs - QUIET_NS; i--) {
    const task = s.task.at(i);
    if (s.thread.at(i) === thread && s.startNs.at(i) < untilNs && task !== NONE && tasks.site.at(task) !== NONE) return false;
  }
  return true;
}

function toDraft(trace: Trace, work: Work, connection: number, clients: readonly number[], { ns, test }: GivenUp): Draft | undefined {
  const { activations: acts, suspensions: s, tasks } = trace;
  const server = tasks.parent.at(tasks.parent.at(connection));
  const suspension = test === NONE ? NONE : acts.lastSuspension.at(test);
  const { handler, stopped } = stopOf(trace, work);
  const all: DraftPlace[] = [
    { site: suspension === NONE ? NONE : s.site.at(suspension), role: 'await' },
    { site: stopped, role: 'handler' },
    { site: stopped === NONE ? tasks.site.at(server) : NONE, role: 'server' },
  ];
  const places = placesOnce(all);
  if (places.length === 0) return undefined;
  const text = trace.site(stopped)?.text ?? '';
  const state =
    handler === NONE
      ? `its handler ended without one${text === '' ? '' : `, after \`${text}\``}`
      : `its handler still waited in ${taskName(trace, handler)}`;
  return {
    kind: 'promise.never-settles',
    key: sitesOf(places).join(),
    confidence: 0.8,
    verdict: 'observed',
    consequence: false,
    message: `${test === NONE ? 'A test' : taskName(trace, test)} waited for an answer of the server in its own process until its time had passed: \`${work.root}\` came in ${formatMs((ns - work.sinceNs) / 1e6)} before, and ${state}.`,
    why: [
      'nothing more was done for the request, and nothing came back',
      'a path of the handler that returns without an answer, or without calling `next`',
    ],
    places,
    segments: [work.sinceSegment],
    activations: [test, handler, ...clients.map((client) => tasks.creator.at(client))].filter((a) => a !== NONE),
  };
}
