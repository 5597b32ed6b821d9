/**
 * promise.floating of calls whose work came to what was closed already: whoever had waited for the function around went straight on to close it, as if all had been done,
 * and each of the calls came to it for the first time then, and could only note that. Calls that looked before, or that end when they find it closed, are meant to be stopped.
 */
import { NONE } from '../../../model/ids.ts';
import { ACCESS_IS_WRITE, type Trace } from '../../../model/trace.ts';
import { VALUE_FALSE, VALUE_NULL, VALUE_TRUE, VALUE_UNDEFINED } from '../../../model/vocabulary.ts';
import type { AnalysisContext } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { isWithin } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { calledWithin, droppedText } from './calls.ts';
import { isToldOtherwise } from './whoWaited.ts';

const CLOSES: ReadonlySet<number> = new Set([VALUE_FALSE, VALUE_TRUE, VALUE_NULL, VALUE_UNDEFINED]);

interface Late {
  readonly close: number;
  readonly look: number;
}

export function cameLate(trace: Trace, calls: readonly number[], waiters: ReadonlyMap<number, number>): Late | undefined {
  const { accesses: a, activations: acts, segments: s, tasks } = trace;
  if (waiters.size === 0) return undefined;
  /** Who went on when the function around had returned, and in which step. */
  const went = new Map([...waiters].map(([waiter, from]) => [s.atom.at(from), waiter]));
  const own = calledWithin(trace, calls);
  if (isToldOtherwise(trace, own)) return undefined;
  /** The function that did it, or that asked for the callback that did. */
  const authorOf = (i: number): readonly [author: number, step: number] => {
    const atom = s.atom.at(a.segment.at(i));
    const task = a.activation.at(i) === NONE ? s.task.at(atom) : NONE;
    return task === NONE ? [a.activation.at(i), atom] : [tasks.creator.at(task), s.atom.at(tasks.initSegment.at(task))];
  };
  /** It was done in such a step, or by a function that was called there and may have waited before it did it (`await commit()`). */
  const isNext = (author: number, step: number): boolean => {
    const goes = went.get(step) ?? (author === NONE ? undefined : went.get(s.atom.at(acts.startSegment.at(author))));
    return goes !== undefined && isWithin(trace, author, goes);
  };
  const closes = new Map<number, number>();
  /** Location → call → what it did there first. */
  const comes = new Map<number, Map<number, number>>();
  /** Location → what others wrote there first: who counts down what was set before is at work as it should. */
  const others = new Map<number, number>();
  for (let i = 0; i < a.length; i++) {
    const [author, step] = authorOf(i);
    const call = own.get(author);
    const location = a.location.at(i);
    const isWrite = a.write.at(i) === ACCESS_IS_WRITE;
    if (call === undefined) {
      if (isWrite && !(a.position.at(others.get(location) ?? i) < a.position.at(i))) others.set(location, i);
      if (isWrite && CLOSES.has(a.value.at(i)) && isNext(author, step)) closes.set(location, i);
      continue;
    }
    const firsts = comes.get(location) ?? new Map<number, number>();
    comes.set(location, firsts);
    const known = firsts.get(call);
    if (known === undefined || a.position.at(i) < a.position.at(known)) firsts.set(call, i);
  }
  for (const [location, close] of closes) {
    const looks = [...(comes.get(location) ?? []).values()];
    const isAfter = (i: number): boolean => a.position.at(i) > a.position.at(close);
    if (looks.length < calls.length || !looks.every((i) => isAfter(i) && a.write.at(i) !== ACCESS_IS_WRITE)) continue;
    const notes = [...comes].find(([other, firsts]) => {
      const at = [...firsts.values()];
      const set = others.get(other);
      if (set !== undefined && !isAfter(set)) return false;
      const isNoted = (i: number): boolean =>
        a.write.at(i) === ACCESS_IS_WRITE && looks.some((look) => a.segment.at(look) === a.segment.at(i));
      return other !== location && at.length === looks.length && at.every((i) => isAfter(i) && isNoted(i));
    });
    if (notes !== undefined) return { close, look: looks[0] ?? NONE };
  }
  return undefined;
}

export function cameLateDraft(
  trace: Trace,
  options: AnalysisContext['options'],
  site: number,
  calls: readonly number[],
  { close, look }: Late,
  [first = '', ...others]: readonly string[],
): Draft {
  const { accesses: a } = trace;
  const [closed, looked] = [a.site.at(close), a.site.at(look)];
  return {
    kind: 'promise.floating',
    key: `${site}`,
    confidence: 0.8,
    verdict: 'observed',
    consequence: false,
    message: `${droppedText(trace, site, calls)}: \`${trace.site(closed)?.text ?? ''}\` was set (${lineText(trace, options, closed)}) before ${calls.length === 1 ? 'the call' : `any of its ${calls.length} calls`} had come to it (${lineText(trace, options, looked)}).`,
    why: [first, 'whoever had waited for the function around took its work for done, and went on to what ends it', ...others],
    places: [
      { site, role: 'call' },
      { site: closed, role: 'write' },
      { site: looked, role: 'read' },
    ],
    segments: [a.segment.at(close), a.segment.at(look)],
    activations: calls.slice(0, 8),
  };
}
