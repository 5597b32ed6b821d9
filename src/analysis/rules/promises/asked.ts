/**
 * promise.floating where a promise is taken for an answer: by the test of a list (`list.filter(async …)`), or by that of a branch (`if (isFree(seat))`,
 * `const isFree = ask(seat); if (isFree)`), or where it is shown (`${rates.of(day)}`). It is an object, and as good as true, whatever comes of it.
 */
import { NONE } from '../../../model/ids.ts';
import type { FloatRow, Trace } from '../../../model/trace.ts';
import type { Draft } from '../../finding.ts';
import { lastSite } from '../../lineage.ts';

/** Array methods that take what their callback returns for an answer, at once. */
export const TESTS = /(?:^|\.)(?:filter|some|every|find|findIndex|findLast|findLastIndex|sort|toSorted)$/;

/** `list.filter(async …)`: a promise is as good as true. (Who waits for the answers, as streams do, has looked at the promises.) */
export function testDraft(trace: Trace, site: number, calls: readonly number[]): Draft {
  const text = trace.site(site)?.text ?? 'filter';
  return {
    kind: 'promise.floating',
    key: `${site}`,
    confidence: 0.85,
    verdict: 'observed',
    consequence: false,
    message: `\`${text}\` takes the promise of the async function that it calls for its answer: that is ${/ort(?:ed)?$/.test(text) ? 'no number' : 'as good as true'}, whatever comes of it (${calls.length} ${calls.length === 1 ? 'call' : 'calls'}).`,
    why: ['nobody waits for the answer', `await Promise.all(list.map(…)) gives the answers; then \`${text}\` can look at them`],
    places: [
      { site, role: 'call' },
      { site: lastSite(trace, calls[0] ?? NONE), role: 'await' },
    ],
    segments: calls.slice(0, 8).map((a) => trace.activations.startSegment.at(a)),
    activations: calls.slice(0, 8),
  };
}

/** `if (isFree(seat))`, `seats.filter((seat) => isFree(seat))`: a promise that was made for this question, and that nobody ever waits for. */
export function askedDrafts(trace: Trace, site: number, floats: readonly FloatRow[]): Draft[] {
  const { tasks, segments: s } = trace;
  const fresh = floats.filter(
    ({ task, segment }) =>
      s.atom.at(tasks.initSegment.at(task)) === s.atom.at(segment) && trace.threads[tasks.thread.at(task)]?.gaps.length === 0,
  );
  const [first] = fresh;
  if (first === undefined) return [];
  const text = trace.site(site)?.text ?? 'the call';
  const called = tasks.activation.at(first.task);
  const work = called === NONE ? NONE : lastSite(trace, called);
  // A plain function that passes on the promise of another may give something else at other times.
  const isSure = fresh.some(({ task }) => tasks.site.at(task) === site || trace.site(tasks.site.at(task))?.kind === 'new');
  return [
    {
      ...(isSure ? {} : { ceiling: 'info' as const }),
      kind: 'promise.floating',
      key: `${site}`,
      confidence: 0.85,
      verdict: 'observed',
      consequence: false,
      message: `The promise of \`${text}\` is taken for its answer: it is an object, and as good as true, whatever comes of it (${fresh.length} ${fresh.length === 1 ? 'time' : 'times'}).`,
      why: ['nobody waits for the answer', 'await it before it is asked for; of a list, await Promise.all(list.map(…)) gives all answers'],
      places: [{ site, role: 'call' }, ...(work === NONE ? [] : [{ site: work, role: 'await' as const }])],
      segments: fresh.slice(0, 8).map((float) => float.segment),
      activations: fresh.slice(0, 8).flatMap(({ activation, task }) => [activation, tasks.activation.at(task)].filter((a) => a !== NONE)),
    },
  ];
}
