/**
 * promise.floating: the result of a call is neither awaited nor handled, and that mattered: the process was ended while the work was still under way, or the
 * caller was long gone when it settled (detection.md §5). A start-up call such as `main();` at the top of a module is how programs begin and stays silent.
 */
import { NONE } from '../../model/ids.ts';
import { TASK_OBSERVED, type FloatRow, type Trace } from '../../model/trace.ts';
import type { AnalysisContext, Rule } from '../analyze.ts';
import type { Draft } from '../finding.ts';

export const floatingRule: Rule = { kinds: ['promise.floating'], run: findFloating };

/** Work that was begun longer ago than this when the process was ended was meant to run in the background. */
const YOUNG_NS = 2e9;

function findFloating({ trace, earlier }: AnalysisContext): Draft[] {
  const reported = new Set(
    earlier.filter((d) => d.kind === 'promise.unhandled').flatMap((d) => d.places.map((p) => ('site' in p ? p.site : NONE))),
  );
  const drafts: Draft[] = [];
  for (const float of trace.floats) {
    if ((trace.tasks.flags.at(float.task) & TASK_OBSERVED) !== 0 || reported.has(float.site)) continue;
    const draft = judge(trace, float);
    if (draft !== undefined) drafts.push(draft);
  }
  return drafts;
}

function judge(trace: Trace, float: FloatRow): Draft | undefined {
  const { tasks, activations: acts, segments } = trace;
  // Only a caller that is itself an async function could have awaited it.
  if (float.activation === NONE || acts.promise.at(float.activation) === NONE) return undefined;
  const thread = trace.threads[tasks.thread.at(float.task)];
  if (thread === undefined || thread.gaps.length > 0) return undefined;
  const text = trace.site(float.site)?.text ?? 'the call';
  const caller = trace.activationName(float.activation);
  const called = tasks.activation.at(float.task);
  const begun = segments.startNs.at(float.segment);
  const base = {
    kind: 'promise.floating',
    key: `${float.site}`,
    verdict: 'observed',
    places: [{ site: float.site, role: 'call' }, ...(called === NONE ? [] : [{ site: lastSite(trace, called), role: 'still waiting at' }])],
    segments: [float.segment],
    activations: [float.activation, ...(called === NONE ? [] : [called])],
  } as const;
  if (tasks.resolveSegment.at(float.task) === NONE) {
    if (thread.exitReason !== 1 || thread.endNs - begun > YOUNG_NS || isLoop(trace, called)) return undefined;
    return {
      ...base,
      confidence: 0.8,
      consequence: false,
      message: `The result of \`${text}\` is not awaited in ${caller}, and the process was ended before it was done.`,
      why: [
        'no await, then or catch looks at its promise',
        `process.exit came ${Math.round((thread.endNs - begun) / 1e6)} ms after the call`,
      ],
    };
  }
  const outlived = tasks.resolveNs.at(float.task) - acts.endNs.at(float.activation);
  if (!(outlived > 1e6) || called === NONE) return undefined;
  return {
    ...base,
    confidence: 0.5,
    consequence: false,
    ceiling: 'info',
    message: `The result of \`${text}\` is not awaited in ${caller}; it was done ${Math.round(outlived / 1e6)} ms after ${caller} had returned.`,
    why: ['no await, then or catch looks at its promise: an error in it would end the process'],
  };
}

function lastSite(trace: Trace, activation: number): number {
  const last = trace.activations.lastSuspension.at(activation);
  return last === NONE ? NONE : trace.suspensions.site.at(last);
}

/** Waits at the same place again and again: a background loop. */
function isLoop(trace: Trace, activation: number): boolean {
  if (activation === NONE) return false;
  const s = trace.suspensions;
  const last = trace.activations.lastSuspension.at(activation);
  const seen = new Set<number>();
  for (let i = last; i !== NONE; i = s.previous.at(i)) {
    if (seen.has(s.site.at(i))) return true;
    seen.add(s.site.at(i));
  }
  return false;
}
