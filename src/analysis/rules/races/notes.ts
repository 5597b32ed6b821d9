/** What a call has noted beside the place for its answer, itself or by whoever makes it: what it asks for (`this.text = text; this.hits = await search(text)`). */
import { FLAG_FOR_CALL } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { decidesBranch, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { isWithin } from '../../lineage.ts';
import { lastName } from '../../names.ts';

const NOTE_LIMIT = 512;

/** The answer for the older call, which it asked for with its parameters, was stored when the newer one had noted already what it asks for. */
export function isStoredBesideNote(
  context: AnalysisContext,
  group: LocationAccesses,
  older: number,
  newer: number,
  calls: readonly [number, number],
): boolean {
  const { accesses: a, activations: acts, segments: s } = context.trace;
  if (acts.startNs.at(calls[1]) >= s.startNs.at(a.segment.at(older))) return false;
  if (isOfOlderNote(context, group, older, calls)) return true;
  const isForCall = (w: number): boolean => context.trace.hasFlag(a.site.at(w), FLAG_FOR_CALL);
  if (!isForCall(older) || !isForCall(newer)) return false;
  return haveNoted(context, group, calls, (w) => a.how.at(w) === 0 && a.position.at(w) < a.position.at(older));
}

/** `const { text } = doc; doc.problems = await check(text)`: both calls began with what stands beside the location, and somebody else had put something new there for the newer one. */
function isOfOlderNote(context: AnalysisContext, group: LocationAccesses, older: number, [x, y]: readonly [number, number]): boolean {
  const { trace } = context;
  const { accesses: a, activations: acts } = trace;
  const readOf = ({ rows }: LocationAccesses, call: number): number =>
    rows.find(
      (row) =>
        a.write.at(row) === 0 &&
        a.activation.at(row) === call &&
        a.segment.at(row) === acts.startSegment.at(call) &&
        !decidesBranch(trace, row),
    ) ?? NONE;
  return factsOf(context)
    .groupsBeside(group.location)
    .some((beside) => {
      const [read, again] = [readOf(beside, x), readOf(beside, y)];
      if (beside === group || read === NONE || again === NONE) return false;
      const [from, to] = [a.position.at(read), Math.min(a.position.at(again), a.position.at(older))];
      return beside.writes.some(
        (w) => a.how.at(w) === 0 && a.position.at(w) > from && a.position.at(w) < to && !isWithin(trace, a.activation.at(w), x),
      );
    });
}

/** Both calls wrote something else beside the location in their first step, and not the same. */
export function haveNoted(
  context: AnalysisContext,
  group: LocationAccesses,
  calls: readonly [number, number],
  isNote: (write: number) => boolean,
): boolean {
  const { accesses: a, activations: acts } = context.trace;
  return factsOf(context)
    .groupsBeside(group.location)
    .some((beside) => {
      if (beside === group) return false;
      const notes = beside.writes.slice(-NOTE_LIMIT).filter(isNote);
      const noteOf = (call: number): number =>
        notes.findLast((w) => a.activation.at(w) === call && a.segment.at(w) === acts.startSegment.at(call)) ?? NONE;
      const [first, second] = [noteOf(calls[0]), noteOf(calls[1])];
      return first !== NONE && second !== NONE && a.site.at(first) === a.site.at(second) && a.value.at(first) !== a.value.at(second);
    });
}

/** The same, where the function that makes each call has noted it (`choose(city) { this.city = city; this.#load(city); }`): one note for each of the calls. */
export function haveNotedBefore(
  context: AnalysisContext,
  group: LocationAccesses,
  pair: readonly [number, number],
  through: readonly number[],
  isNote: (write: number) => boolean,
): boolean {
  const { trace } = context;
  const { accesses: a, activations: acts } = trace;
  const [x, y] = pair.map((call) => through.indexOf(call)) as [number, number];
  const site = callSiteOf(trace, pair[0]);
  if (x < 0 || y < 0 || site === undefined) return false;
  const [by, segment, wrapper] = [acts.parent.at(pair[0]), acts.startSegment.at(pair[0]), trace.functionAt(site)];
  const isIts = (w: number): boolean =>
    a.activation.at(w) === by && a.segment.at(w) === segment && trace.functionAt(a.site.at(w)) === wrapper && isNote(w);
  return factsOf(context)
    .groupsBeside(group.location)
    .some((beside) => {
      const notes = beside === group ? [] : beside.writes.slice(-NOTE_LIMIT).filter(isIts);
      if (notes.length !== through.length) return false;
      const [first, second] = [notes[x] as number, notes[y] as number];
      return a.site.at(first) === a.site.at(second) && a.value.at(first) !== a.value.at(second);
    });
}

/** The place that calls a function by its name: `map(refresh)` does not. */
export function callSiteOf(trace: Trace, call: number): number | undefined {
  const promise = trace.activations.promise.at(call);
  const site = promise === NONE ? NONE : trace.tasks.site.at(promise);
  const called = lastName(trace.site(site)?.text ?? '');
  return called !== '' && called === lastName(trace.activationName(call)) ? site : undefined;
}
