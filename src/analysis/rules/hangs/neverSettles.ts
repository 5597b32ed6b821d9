/**
 * promise.never-settles: an await that lasts far longer than the same await took before, when the program is ended from outside. Something else may still come, so
 * it is advice: what is proved to be stuck, what waits for a lock, a timer or a request without a timeout has a finding of its own or needs none.
 */
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { type Draft, type DraftPlace, explainedWaits } from '../../finding.ts';
import { functionLabel, taskName } from '../../names.ts';
import { endOfRun, wasCutOff } from '../../runEnd.ts';
import { formatMs, reasonOfPromise } from '../../waiting/pendingReasons.ts';
import { isKnownToWait, isMeantNever, isServedLoop, leavesOf } from '../../waiting/waitForLeaves.ts';
import { WAIT_ACTIVATION, WAIT_PROMISE, WaitGraph, waitNode } from '../../waiting/waitFor.ts';
import { wakersOf } from '../../waiting/wakers.ts';

export const neverSettlesRule: Rule = { kinds: ['promise.never-settles'], run: findLongWaits };

const MIN_NS = 2e9;
/** So many times as long as usual. */
const TIMES = 20;
/** Waits of the same await that tell what is usual. */
const MIN_WAITS = 5;

function findLongWaits({ trace, options, earlier }: AnalysisContext): Draft[] {
  const { run, activations: acts, suspensions: s } = trace;
  if (!wasCutOff(trace)) return [];
  const endNs = endOfRun(run);
  const explained = explainedWaits(earlier);
  const graph = new WaitGraph(trace);
  const drafts: Draft[] = [];
  for (let a = 0; a < acts.length; a++) {
    if (!graph.isSuspended(a) || explained.has(a) || !isKnownToWait(trace, a)) continue;
    // Its caller asks again and again: it serves what comes, and nothing has come.
    if (graph.awaitersOf(acts.promise.at(a)).some((caller) => isServedLoop(trace, caller))) continue;
    const last = acts.lastSuspension.at(a);
    const waitedNs = endNs - s.startNs.at(last);
    if (waitedNs < MIN_NS || s.site.at(last) === NONE || options.isCancelled()) continue;
    const usualNs = usualWait(trace, s.site.at(last));
    if (usualNs === undefined || waitedNs < usualNs * TIMES) continue;
    const draft = toDraft(trace, graph, a, waitedNs, usualNs, endNs);
    if (draft !== undefined) drafts.push(draft);
  }
  return drafts;
}

/** Median of the waits at a site; undefined where too few are known, or where one function waits again and again: it is served there. */
function usualWait(trace: Trace, site: number): number | undefined {
  const { suspensions: s } = trace;
  const waits: number[] = [];
  const byActivation = new Map<number, number>();
  for (let i = 0; i < s.length; i++) {
    if (s.site.at(i) !== site) continue;
    const times = (byActivation.get(s.activation.at(i)) ?? 0) + 1;
    if (times > 2) return undefined;
    byActivation.set(s.activation.at(i), times);
    if (s.resumeSegment.at(i) !== NONE) waits.push(s.resumeNs.at(i) - s.startNs.at(i));
  }
  return waits.length < MIN_WAITS ? undefined : waits.sort((a, b) => a - b)[waits.length >> 1];
}

function toDraft(trace: Trace, graph: WaitGraph, activation: number, waitedNs: number, usualNs: number, endNs: number): Draft | undefined {
  const { activations: acts, suspensions: s, tasks } = trace;
  const leaf = leavesOf(graph, waitNode(WAIT_ACTIVATION, activation))[0];
  // Told from the function that waits for the promise itself, not from those that wait for its result.
  if (leaf === undefined || leaf.kind !== WAIT_PROMISE || leaf.distance > 1 || isMeantNever(trace, leaf.index)) return undefined;
  const { reason, on } = reasonOfPromise(trace, graph, leaf.index, endNs);
  if (reason === 'timer' || reason === 'stdin' || reason === 'promise-lost') return undefined;
  const last = acts.lastSuspension.at(activation);
  const made = tasks.site.at(leaf.index);
  const places: DraftPlace[] = [
    { site: s.site.at(last), role: 'await' },
    { site: made, role: 'create' },
    ...wakersOf(trace, made).map((site) => ({ site, role: 'wake' })),
  ];
  const text = trace.site(made)?.text ?? '';
  return {
    kind: 'promise.never-settles',
    key: `${s.site.at(last)}`,
    confidence: 0.5,
    verdict: 'observed',
    consequence: false,
    ceiling: 'info',
    message: `${taskName(trace, activation)} had waited ${formatMs(waitedNs / 1e6)} for ${text === '' ? 'a promise' : `\`${text}\``} of ${functionLabel(trace, trace.functionAt(made))} when the program was ended; this await usually takes ${formatMs(usualNs / 1e6)}.`,
    why: [
      ...(reason === 'unknown' ? [] : [`it waits for: ${on}`]),
      'a timeout, or a rejection where the work fails, lets its caller go on',
    ],
    places: places.filter((p) => 'site' in p && p.site !== NONE),
    segments: [s.segment.at(last)],
    activations: [activation],
  };
}
