/** promise.floating of calls in a list (`forEach`), where the function around returns what they were to fill. */
import { NONE } from '../../../model/ids.ts';
import { ACCESS_IS_WRITE, type Trace } from '../../../model/trace.ts';
import type { Draft } from '../../finding.ts';
import { callersUpFrom, lastSite } from '../../lineage.ts';
import { functionLabel } from '../../names.ts';
import { calledWithin } from './calls.ts';

/**
 * A caller's look at what the calls had filled in part by then (`skipped`, which needs no waiting; `saved` does), before any of them was done. When they were, none had put anything more into
 * it, and nobody looked any more. NONE if there is none: who only keeps what was returned may look at it whenever it likes.
 */
export function takenInPart(trace: Trace, calls: readonly number[]): number {
  const { accesses: a, activations: acts, locations, segments: s } = trace;
  const [first = NONE] = calls;
  const [caller, fn, thread] = [acts.parent.at(first), acts.fn.at(first), acts.thread.at(first)];
  const callers = caller === NONE ? [] : callersUpFrom(trace, caller).slice(1);
  const done = Math.min(...calls.map((call) => acts.endNs.at(call) || Infinity));
  const own = calledWithin(trace, calls);
  const filled = new Set<number>();
  const taken = new Map<number, number>();
  for (let i = 0; i < a.length; i++) {
    const [location, by] = [a.location.at(i), a.activation.at(i)];
    const object = locations.object.at(location);
    if (object === 0 || locations.thread.at(location) !== thread) continue;
    const isWrite = a.write.at(i) === ACCESS_IS_WRITE;
    const isOfCalls = by !== NONE && acts.parent.at(by) === caller && acts.fn.at(by) === fn;
    if (own.has(by) || s.startNs.at(a.segment.at(i)) >= done) taken.delete(object);
    else if (isOfCalls && isWrite) filled.add(object);
    else if (!isWrite && filled.has(object) && callers.includes(by)) taken.set(object, i);
  }
  return [...taken.values()][0] ?? NONE;
}

/** What is returned was given away before any of the calls had put something into it. `taken`: where a caller looked at it. */
export function givenDraft(trace: Trace, site: number, calls: readonly number[], taken = NONE): Draft {
  const { activations: acts } = trace;
  const text = trace.site(site)?.text ?? 'forEach';
  return {
    kind: 'promise.floating',
    key: `${site}`,
    confidence: 0.85,
    verdict: 'observed',
    consequence: false,
    message: `\`${text}\` does not wait for the async function that it calls: ${functionLabel(trace, trace.functionAt(site))} returned what its ${calls.length} calls were to fill before they had ${taken === NONE ? 'put anything into it' : 'done so'}.`,
    why: [
      'the promises that its callback returns are dropped',
      'for … of with await, or await Promise.all(list.map(…)), waits for them before the result is returned',
    ],
    places: [
      { site, role: 'call' },
      ...(taken === NONE ? [] : [{ site: trace.accesses.site.at(taken), role: 'read' as const }]),
      { site: lastSite(trace, calls.at(-1) ?? NONE), role: 'await' },
    ],
    segments: calls.slice(0, 8).map((a) => acts.startSegment.at(a)),
    activations: calls.slice(0, 8),
  };
}
