/** race.order.last-write: two calls of one function (or of two that stand side by side) store what they waited for, and the older answer can be stored last (detection.md §3.4). */
import {
  ACCESS_DELETE,
  ACCESS_PLAIN,
  ACCESS_RMW,
  FLAG_ADDS,
  FLAG_AWAITED,
  FLAG_DECIDED,
  FLAG_HANDED_ON,
  FLAG_LEFT,
  FLAG_NEWEST,
  FLAG_REPLACES_ALL,
  FLAG_TOKEN_GUARD,
  LOCATION_WHOLE,
  MORE_AS_OF_NOW,
  MORE_ASSERTED,
  MORE_CAUGHT,
  ROOT_CONNECTION,
  ROOT_HTTP_REQUEST,
  VALUE_OBJECT,
} from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import { ACCESS_IS_WRITE, type Trace } from '../../../model/trace.ts';
import { isAnswerOfAction, isGivenAnswer } from '../../shared/given.ts';
import { atomOf, decidesBranch, firstFrom, functionOf, isOfAny, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import type { Holding } from '../../locks/holding.ts';
import { isOneWork, isWithin } from '../../lineage.ts';
import { lastName } from '../../names.ts';
import { requestOf, rootOf } from '../../roots.ts';
import { callsNamed, callsOfHelper } from '../../siteIndex.ts';
import { askedBy, asksFor, haveReadAlike, timesCalled } from './askedBy.ts';
import { callSiteOf, haveNoted, haveNotedBefore, isStoredBesideNote } from './notes.ts';
import { areOfOwnInput, givenOn, isOfTheLast } from './ownInput.ts';
import { isTold, isToldOf } from './toldOf.ts';
import { areCalledApart, callsThroughOne, isWrapperCalledApart } from './calledApart.ts';

const WRITE_LIMIT = 128;
const NOTE_LIMIT = 4 * WRITE_LIMIT;
/** Segments of one turn before a store. */
const TURN_WINDOW = 1024;

/** Two calls of one function store what they waited for; the result of the older call can overwrite that of the newer one. */
export function findLastWrite(context: AnalysisContext, holding: Holding, group: LocationAccesses): Draft | undefined {
  const { trace, order } = context;
  const { accesses: a, activations: acts } = trace;
  const tail = group.writes.slice(-WRITE_LIMIT);
  const callsOf = (write: number): number[] => askedBy(context, a.activation.at(write), a.segment.at(write));
  let best:
    | {
        readonly older: number;
        readonly newer: number;
        /** The older one first. */
        readonly calls: readonly [number, number];
        readonly confidence: number;
        readonly observed: boolean;
        readonly canHappen: boolean;
      }
    | undefined;
  for (const [i, first] of tail.entries()) {
    for (let k = i + 1; k < tail.length && k <= i + 8; k++) {
      const second = tail[k] as number;
      const isOne = isOneStore(trace, first, second);
      if (!isOne && !(isAnswer(trace, first) && isAnswer(trace, second))) continue;
      const [x, y] = isOne
        ? ofOneFunction(trace, callsOf(first), callsOf(second))
        : ofSiblings(trace, callsOf(first).at(-1), callsOf(second).at(-1));
      if (x === NONE || y === NONE || x === y) continue;
      if (!storeDifferent(trace, first, second)) continue;
      const isFirstOlder = acts.startNs.at(x) - acts.startNs.at(y) || x - y;
      const [older, newer] = isFirstOlder < 0 ? [first, second] : [second, first];
      const calls = isFirstOlder < 0 ? ([x, y] as const) : ([y, x] as const);
      // What others store there is told where it was overwritten.
      if (!isOne && first !== newer) continue;
      const isPut = first === newer && (arePut(trace, older, newer) || (isOne && areGiven(trace, older, newer)));
      if (isAsOfNow(trace, older)) continue;
      const isAwaited = (write: number, other: number, call: number): boolean => storesAwaited(context, group, write, other, call, isPut);
      if (!isAwaited(older, newer, calls[0]) || !isAwaited(newer, older, calls[1])) continue;
      const [so, sn] = [a.segment.at(older), a.segment.at(newer)];
      if (order.isOrdered(so, sn) || order.isOrdered(sn, so)) continue;
      const isOneStep = acts.startSegment.at(x) === acts.startSegment.at(y);
      const isTogether = isOne && ((isOneStep && !(areOfOneSource(trace, x, y) ?? isOfEvent(trace, x))) || areOfWorkers(context, x, y));
      const supersedes = first === older && isSuperseded(context, group, older, newer, calls);
      if (isTogether && !(first === older ? supersedes : isOneAfterTheOther(context, group, { newer, calls }))) continue;
      // Of a list that is handed on as a whole (`response.json(rows)`) no look is known.
      const isSeen =
        (first === newer && replacesAll(trace, older)) ||
        isReadElsewhere(trace, group, older, newer) ||
        // `show(state)`: the question of the newer call stands beside the answer for the older one.
        (first === newer && isStoredBesideNote(context, group, older, newer, calls)) ||
        (isTold(trace, group, second) && beginsWithOther(context, [calls[0], so], [calls[1], sn])) ||
        (isToldOf(trace, second) && haveNoted(context, group, calls, (w) => a.position.at(w) < a.position.at(newer)));
      if (!isSeen || holding.isExcluded(older, older, newer)) continue;
      if (isMadeOfPresent(trace, group, older) || isMadeOfPresent(trace, group, newer)) continue;
      const observed = a.position.at(newer) < a.position.at(older);
      // Objects may hold the same; texts and numbers that differ were made of something else, too.
      if (observed && (a.value.at(older) & VALUE_OBJECT) !== 0 && haveReadAlike(trace, x, y)) continue;
      // Only an order that really came out wrong is worth a warning: most callers never overlap. These did, and what the newer one had noted stood beside the older answer.
      const isBesideNote = !observed && isStoredBesideNote(context, group, older, newer, calls);
      const isOwn =
        !observed &&
        isOne &&
        commonCalls(trace, callsOf(older), callsOf(newer)).some((pair) =>
          areOfOwnInput(context, [older, newer], pair, (call) => callSiteOf(trace, call) ?? plainCallSite(trace, call)),
        ) &&
        storeOnce(trace, group, calls) &&
        !storeApart(context, older, newer);
      const confidence = observed ? 0.8 : isBesideNote || supersedes || isOwn ? 0.62 : 0.45;
      const canHappen = supersedes || isOwn;
      if (best === undefined || confidence > best.confidence) best = { older, newer, calls, confidence, observed, canHappen };
    }
  }
  if (best === undefined) return undefined;
  if (!best.observed && !best.canHappen && rootOf(trace, a.segment.at(best.newer)) === NONE) return undefined;
  const site = a.site.at(best.older);
  const text = locationText(trace, group.location, site);
  const [fn, then] = best.calls.map((call) => trace.activationName(call)) as [string, string];
  // `view.show(await load(id))`
  const by = callsOfHelper(trace, acts.fn.at(best.calls[0]), trace.functionAt(site)).at(-1);
  const older = { lane: 0, text: `stores ${text}`, site, access: best.older };
  const newer = { lane: 1, text: `stores ${text}`, site: a.site.at(best.newer), access: best.newer };
  return {
    kind: 'race.order.last-write',
    key: `${site}`,
    confidence: best.confidence,
    verdict: best.observed ? 'observed' : 'predicted',
    consequence: false,
    message: `An older result ${best.observed ? 'overwrote' : 'can overwrite'} a newer one in \`${text}\`: ${fn === then ? `${fn} was called twice, and the first call ${best.observed ? 'stored' : 'may store'} its result last` : `${fn} was called before ${then}, and stored its result after it`}.`,
    why: [
      'nothing orders the two stores',
      trace.hasFlag(site, FLAG_AWAITED)
        ? 'the value comes from something that each call waited for'
        : 'each call waited for something before it stored the value',
      'no check that the call is still the newest one',
    ],
    places: [
      ...(by === undefined ? [] : [{ site: by, role: 'write by' }]),
      { site, role: 'write', access: best.older },
      ...(newer.site === site ? [] : [{ site: newer.site, role: 'other write', access: best.newer }]),
    ],
    segments: [a.segment.at(best.older), a.segment.at(best.newer)],
    activations: [...new Set([a.activation.at(best.older), best.calls[0], a.activation.at(best.newer), best.calls[1]])],
    scenario: {
      lanes: [`${fn} (older call)`, `${then} (newer call)`],
      happened: best.observed ? [newer, older] : [older, newer],
      other: best.observed ? [older, newer] : [newer, older],
      otherTitle: best.observed ? 'What would be safe' : 'What can happen',
    },
  };
}

/** Two calls in one step, each with one store; the one that was made later has stored first. */
interface Overtaken {
  readonly newer: number;
  readonly calls: readonly [number, number];
}

/**
 * Calls that a loop sets going at once are parts of one job, of which none is the newest. Two that stand one after the other in the code are not; nor are those that
 * note first what they ask for beside the answer (`this.text = text; this.found = await search(text)`), where the note of one is left with the answer of another.
 */
function isOneAfterTheOther(context: AnalysisContext, group: LocationAccesses, { newer, calls }: Overtaken): boolean {
  const { trace } = context;
  const { accesses: a } = trace;
  if (!storeOnce(trace, group, calls)) return false;
  return withWrappers(context, calls).some((pair) => {
    const [x, y] = pair.map((call) => callSiteOf(trace, call));
    if (x !== undefined && y !== undefined ? x !== y : areCalledApart(context, pair[0], pair[1])) return true;
    const isNote = (w: number): boolean => a.position.at(w) < a.position.at(newer);
    if (haveNoted(context, group, pair, isNote)) return true;
    const through = x === undefined || x !== y ? [] : callsThroughOne(context, pair[0], x);
    return isWrapperCalledApart(context, through, x ?? NONE) || haveNotedBefore(context, group, pair, through, isNote);
  });
}

/** Helpers of helpers are followed this deep. */
const MAX_WRAPPERS = 4;

/** Two calls, and the two of one function in whose first step each was made (`choose(city) { this.city = city; this.#load(city); }`), outwards. Who makes several is a worker. */
function withWrappers(context: AnalysisContext, calls: readonly [number, number]): (readonly [number, number])[] {
  const { activations: acts } = context.trace;
  const found = [calls];
  for (let [x, y] = calls; found.length <= MAX_WRAPPERS; found.push([x, y])) {
    const [px, py] = [acts.parent.at(x), acts.parent.at(y)];
    if (px === NONE || py === NONE || px === py || acts.fn.at(px) !== acts.fn.at(py)) break;
    if (timesCalled(context, x) > 1 || timesCalled(context, y) > 1) break;
    if (acts.startSegment.at(px) !== acts.startSegment.at(x) || acts.startSegment.at(py) !== acts.startSegment.at(y)) break;
    [x, y] = [px, py];
  }
  return found;
}

/**
 * The newer call was made to have its answer instead of that of the older one, which was still under way: the store is all that either leaves, and the newer was called at
 * another place by the same caller, or what both begin with was changed in between.
 */
function isSuperseded(
  context: AnalysisContext,
  group: LocationAccesses,
  older: number,
  newer: number,
  [x, y]: readonly [number, number],
): boolean {
  const { trace, order } = context;
  const { accesses: a, activations: acts, segments: s } = trace;
  const isLeft = (w: number): boolean => trace.hasFlag(a.site.at(w), FLAG_LEFT);
  if (!isLeft(older) || !isLeft(newer) || acts.startNs.at(y) >= s.startNs.at(a.segment.at(older))) return false;
  const [from, to] = [acts.startSegment.at(x), acts.startSegment.at(y)];
  if (from !== to && !order.isOrdered(from, to)) return false;
  // What a callback settles is over before the next callback: answers that are given one after the other come in that order.
  if (order.isOrdered(callbackOf(trace, a.segment.at(older)), a.segment.at(newer))) return false;
  if (!storeOnce(trace, group, [x, y])) return false;
  if (storeApart(context, older, newer)) return false;
  const [at, then] = [callSiteOf(trace, x), callSiteOf(trace, y)];
  if (at !== undefined && then !== undefined && at !== then && areOfOneCaller(trace, older, [x, at], [y, then])) return true;
  return beginsWithOther(context, [x, a.segment.at(older)], [y, a.segment.at(newer)]);
}

/** Both were called by one call, or the second by a callback that stands in the function that made the first, and for something else: `show('news'); setTimeout(() => show('sports'), 500)`. */
function areOfOneCaller(trace: Trace, store: number, [x, at]: readonly [number, number], [y, then]: readonly [number, number]): boolean {
  const { accesses: a, activations: acts, functions } = trace;
  if (acts.parent.at(x) === acts.parent.at(y)) return true;
  if (acts.parent.at(y) !== NONE || !givenOn(trace).has(a.site.at(store))) return false;
  return functions[trace.functionAt(then)]?.parentFunction === trace.functionAt(at);
}

/** None of the calls writes the location in two of its steps; `rows.length = 0; rows.push(...found)` is one store. */
function storeOnce(trace: Trace, { writes }: LocationAccesses, calls: readonly number[]): boolean {
  const stepsOf = (call: number): Set<number> =>
    new Set(writes.flatMap((w) => (trace.accesses.activation.at(w) === call ? [atomOf(trace, w)] : [])));
  return calls.every((call) => stepsOf(call).size <= 1);
}

/** `cache.set(name, data); this.last = data;`: what each call is for is stored beside it, in a place of the call's own. */
function storeApart(context: AnalysisContext, older: number, newer: number): boolean {
  const { trace } = context;
  const { accesses: a } = trace;
  const { coverage } = factsOf(context);
  const storesOf = (store: number): number[] =>
    coverage.accessesOfStep(store).filter((row) => a.write.at(row) === 1 && a.activation.at(row) === a.activation.at(store));
  const others = storesOf(newer);
  return storesOf(older).some((row) => others.some((w) => a.site.at(w) === a.site.at(row) && a.location.at(w) !== a.location.at(row)));
}

/** The first segment of the turn of the loop that a segment is in, as far back as is looked. */
export function callbackOf({ segments: s }: Trace, segment: number): number {
  const isWithinTurn = (at: number): boolean => s.thread.at(at) === s.thread.at(segment) && s.turn.at(at) === s.turn.at(segment);
  let first = segment;
  while (first > 0 && segment - first < TURN_WINDOW && isWithinTurn(first - 1)) first--;
  return first;
}

/** Both calls, or the helpers that they ask for their answers, read in their first step what somebody else changed in between. (Helpers of requests read what all of them count and keep.) */
function beginsWithOther(
  { trace, order }: AnalysisContext,
  [x, older]: readonly [number, number],
  [y, newer]: readonly [number, number],
): boolean {
  const { accesses: a, activations: acts, segments: s } = trace;
  const { coverage } = factsOf({ trace, order });
  const isOfRequest = [x, y].some((call) => requestOf(trace, acts.startSegment.at(call)) !== NONE);
  const asks = (row: number, call: number, store: number): boolean =>
    a.activation.at(row) === call || (!isOfRequest && asksFor(trace, a.activation.at(row), call, store));
  const readsOf = (call: number, store: number): number[] =>
    coverage
      .accessesAt(s.atom.at(acts.startSegment.at(call)))
      .filter((row) => a.write.at(row) === 0 && !decidesBranch(trace, row) && asks(row, call, store));
  const later = readsOf(y, newer);
  return readsOf(x, older).some((read) => {
    const again = later.find((row) => a.location.at(row) === a.location.at(read));
    if (again === undefined) return false;
    return coverage
      .writesOf(a.location.at(read))
      .slice(-NOTE_LIMIT)
      .some((w) => {
        const by = a.activation.at(w);
        const isIts = isWithin(trace, by, x) || isWithin(trace, by, y);
        return a.position.at(w) > a.position.at(read) && a.position.at(w) < a.position.at(again) && !isIts;
      });
  });
}

/** The function that makes the call is a listener, which runs once an event: messages that came in at once are read in one step, and are no parts of one job. */
function isOfEvent(trace: Trace, call: number): boolean {
  const promise = trace.activations.promise.at(call);
  const site = promise === NONE ? NONE : trace.tasks.site.at(promise);
  const caller = site === NONE ? NONE : trace.functionAt(site);
  return caller !== NONE && trace.handedOver.some((row) => row.fn === caller && row.site !== NONE);
}

/**
 * Whether both calls are those of a listener, which nobody makes by its name, of one source: two messages that came in at once are in the order in which they were sent. Whoever emits
 * something in a loop may do so of many sources; if the listener was added once there is one, and what comes in on a connection comes from that. Undefined of other functions.
 */
function areOfOneSource(trace: Trace, x: number, y: number): boolean | undefined {
  const { fn, startSegment } = trace.activations;
  if (fn.at(x) !== fn.at(y) || callSiteOf(trace, x) !== undefined || callSiteOf(trace, y) !== undefined) return undefined;
  const name = lastName(trace.functions[fn.at(x)]?.name ?? '');
  const added = trace.handedOver.filter(
    (row) => row.site !== NONE && (row.fn === NONE ? name !== '' && lastName(row.name) === name : row.fn === fn.at(x)),
  );
  if (added.length === 0) return undefined;
  if (trace.roots[rootOf(trace, startSegment.at(x))]?.kind === ROOT_CONNECTION) return true;
  return added.reduce((sum, row) => sum + (trace.additions.get(row.site)?.length ?? 0), 0) === 1;
}

/** `await Promise.all([worker(), worker()])`, where each worker makes the call again and again: parts of one job, too. */
function areOfWorkers(context: AnalysisContext, x: number, y: number): boolean {
  const { trace } = context;
  const acts = trace.activations;
  const [first, second] = [acts.parent.at(x), acts.parent.at(y)];
  if (first === NONE || second === NONE || first === second || acts.fn.at(first) !== acts.fn.at(second)) return false;
  if (acts.startSegment.at(first) !== acts.startSegment.at(second) || acts.parent.at(first) !== acts.parent.at(second)) return false;
  const site = callSiteOf(trace, x);
  return site !== undefined && site === callSiteOf(trace, y) && [x, y].every((call) => timesCalled(context, call) > 1);
}

/** The outermost two that are calls of one function: what one of them was called by says nothing about the other, which a timer may have set off. */
function ofOneFunction({ activations: acts }: Trace, mine: readonly number[], theirs: readonly number[]): readonly [number, number] {
  for (let i = mine.length - 1; i >= 0; i--) {
    const call = mine[i] as number;
    const other = theirs.findLast((row) => acts.fn.at(row) === acts.fn.at(call));
    if (other !== undefined) return [call, other];
  }
  return [NONE, NONE];
}

/** Those of one function among what two answers belong to, the innermost first. */
function commonCalls({ activations: acts }: Trace, mine: readonly number[], theirs: readonly number[]): (readonly [number, number])[] {
  return mine.flatMap((call) => {
    const other = theirs.findLast((row) => acts.fn.at(row) === acts.fn.at(call));
    return other === undefined || other === call ? [] : [[call, other] as const];
  });
}

/** The place at which a plain function is called by its name, by the function around or, where that is not followed, by anybody: where there is only one. */
function plainCallSite(trace: Trace, call: number): number | undefined {
  const { fn, parent, sync } = trace.activations;
  if (sync.at(call) === 0) return undefined;
  const caller = parent.at(call);
  const called = callsNamed(trace, lastName(trace.activationName(call)));
  const [site, other] = caller === NONE ? called : called.filter((each) => trace.functionAt(each) === fn.at(caller));
  return other === undefined ? site : undefined;
}

/** `reload()` and `rename()`, two functions that stand side by side. */
function ofSiblings({ activations: acts, functions }: Trace, x: number = NONE, y: number = NONE): readonly [number, number] {
  if (x === NONE || y === NONE) return [NONE, NONE];
  const [mine, theirs] = [functions[acts.fn.at(x)], functions[acts.fn.at(y)]];
  const areBeside = mine !== theirs && mine?.file === theirs?.file && mine?.parentFunction === theirs?.parentFunction;
  return areBeside ? [x, y] : [NONE, NONE];
}

/** It stores what its function waited for. */
function isAnswer(trace: Trace, write: number): boolean {
  return trace.accesses.how.at(write) === ACCESS_PLAIN && trace.hasFlag(trace.accesses.site.at(write), FLAG_AWAITED);
}

/** Two stores of one function: at one place, or where it removes what it stores elsewhere. */
function isOneStore(trace: Trace, first: number, second: number): boolean {
  const a = trace.accesses;
  const [x, y] = [a.how.at(first), a.how.at(second)];
  const isWhole = (write: number): boolean => a.how.at(write) !== ACCESS_RMW || replacesAll(trace, write);
  if (!isWhole(first) || !isWhole(second)) return false;
  if (a.site.at(first) === a.site.at(second)) return x !== ACCESS_DELETE && y !== ACCESS_DELETE;
  return trace.site(a.site.at(first))?.function === trace.site(a.site.at(second))?.function;
}

function replacesAll(trace: Trace, write: number): boolean {
  return trace.accesses.how.at(write) === ACCESS_RMW && trace.hasFlag(trace.accesses.site.at(write), FLAG_REPLACES_ALL);
}

function storeDifferent(trace: Trace, first: number, second: number): boolean {
  const a = trace.accesses;
  if ((a.how.at(first) === ACCESS_DELETE) !== (a.how.at(second) === ACCESS_DELETE)) return true;
  // What a call puts there goes by no value of its own.
  if (replacesAll(trace, first) && replacesAll(trace, second)) return true;
  return a.value.at(first) !== 0 && a.value.at(second) !== 0 && a.value.at(first) !== a.value.at(second);
}

/** What is stored was put by a request, and by another one for the same place (`PUT /plugins/weather`): what stands there in the end is what came last, not what was done last. */
function arePut(trace: Trace, first: number, second: number): boolean {
  const [x, y] = [first, second].map((write) => trace.roots[requestOf(trace, trace.accesses.segment.at(write))]);
  if (x === undefined || y === undefined || x === y) return false;
  return x.kind === ROOT_HTTP_REQUEST && y.kind === ROOT_HTTP_REQUEST && x.label === y.label && /^(?:PUT|PATCH) /.test(x.label);
}

/** `await this.keep(text); this.text = text`, or `texts.set(id, text)`: what is stored after the wait is what the call was given, and not what happens to be done last. */
function areGiven(trace: Trace, first: number, second: number): boolean {
  const { activation, location, site } = trace.accesses;
  if (trace.locations.kind.at(location.at(first)) === LOCATION_WHOLE || isOfTheLast(trace, site.at(first), true)) return false;
  // A setter stores for whoever has called it.
  const isOfCall = (write: number): boolean => {
    const call = activation.at(write);
    return call !== NONE && trace.activations.fn.at(call) === trace.functionAt(site.at(write));
  };
  return [first, second].every((write) => isOfCall(write) && trace.hasFlag(site.at(write), FLAG_HANDED_ON));
}

/** The write came after an await of its activation, in a function in which no read of the location decides about it. */
function storesAwaited(
  context: AnalysisContext,
  { rows }: LocationAccesses,
  write: number,
  other: number,
  activation: number,
  isPut: boolean,
): boolean {
  const { trace } = context;
  const { accesses: a } = trace;
  if (trace.activations.startSegment.at(activation) === a.segment.at(write)) return false;
  const [site, flags] = [a.site.at(write), trace.site(a.site.at(write))?.flags ?? 0];
  // A removal is no value; what the same function stores instead tells whether the newest call is let through.
  if (a.how.at(write) === ACCESS_DELETE) return a.how.at(other) !== ACCESS_DELETE;
  // `return { ...row }` in what was asked copies another object than the one that it is put into; `data.value` may be made of `url.value`, a property of the same name.
  const isOfOther = (read: number): boolean => {
    const text = trace.site(read)?.text ?? '';
    return (isOfAny(text) || text !== trace.site(site)?.text) && !rows.some((row) => a.site.at(row) === read);
  };
  if (isAnswerOfAction(trace, trace.activations.fn.at(activation), site)) return true;
  return (
    (isPut || (flags & (FLAG_AWAITED | FLAG_DECIDED)) !== 0 || isGivenAnswer(context, trace.activations.fn.at(activation), site)) &&
    (flags & (FLAG_TOKEN_GUARD | FLAG_NEWEST | FLAG_ADDS)) === 0 &&
    !trace.pairs.some((p) => p.write === site && !isOfOther(p.read))
  );
}

/** It stores what it has worked out in that step from what all calls share, in whichever order they come; nothing of an answer is in it. */
function isAsOfNow(trace: Trace, write: number): boolean {
  const { site } = trace.accesses;
  return trace.hasMore(site.at(write), MORE_AS_OF_NOW) && !trace.hasFlag(site.at(write), FLAG_AWAITED);
}

/** `setState({ ...getState(), line })`: what is stored was made of what stood there in the same step, through functions of the place's own. It overwrites nobody's answer. */
function isMadeOfPresent(trace: Trace, { rows }: LocationAccesses, write: number): boolean {
  const a = trace.accesses;
  const isRead = (row: number): boolean => {
    if (a.write.at(row) === 1 || decidesBranch(trace, row)) return false;
    const isOneFunction = trace.functionAt(a.site.at(row)) === trace.functionAt(a.site.at(write));
    return !isOneFunction && isOneWork(trace, a.activation.at(row), a.activation.at(write), false);
  };
  for (
    let at = firstFrom(trace, rows, a.position.at(write)) - 1;
    at >= 0 && atomOf(trace, rows[at] as number) === atomOf(trace, write);
    at--
  ) {
    if (isRead(rows[at] as number)) return true;
  }
  return false;
}

/** A test has said what must be there, and has not failed. */
function isFoundRight(trace: Trace, row: number): boolean {
  const { accesses: a, segments, threads } = trace;
  return (
    trace.hasMore(a.site.at(row), MORE_ASSERTED) &&
    !trace.hasMore(a.site.at(row), MORE_CAUGHT) &&
    threads[segments.thread.at(a.segment.at(row))]?.exitCode === 0
  );
}

/** Somebody looks at the location afterwards: another call, a function that the last callback hands over to, or the newer call itself, which takes it for its own. */
function isReadElsewhere(trace: Trace, group: LocationAccesses, older: number, newer: number): boolean {
  const a = trace.accesses;
  const since = Math.max(a.position.at(older), a.position.at(newer));
  const isOvertaken = since === a.position.at(older);
  const isElsewhere = (row: number): boolean =>
    a.write.at(row) === 0 &&
    a.position.at(row) > since &&
    !isFoundRight(trace, row) &&
    ((a.activation.at(row) !== a.activation.at(older) &&
      (a.activation.at(row) !== a.activation.at(newer) || (isOvertaken && atomOf(trace, row) !== atomOf(trace, newer)))) ||
      trace.site(a.site.at(row))?.function !== trace.site(a.site.at(older))?.function);
  /** What another call of the function has stored itself in the same step, it finds there. */
  const isOwn = (at: number): boolean => {
    const row = group.rows[at] as number;
    const before = at === 0 ? NONE : (group.rows[at - 1] as number);
    if (before === NONE || before === older || before === newer || functionOf(trace, before) !== functionOf(trace, row)) return false;
    if (a.activation.at(row) === NONE || a.activation.at(before) !== a.activation.at(row)) return false;
    return atomOf(trace, before) === atomOf(trace, row) && (a.write.at(before) === ACCESS_IS_WRITE || isOwn(at - 1));
  };
  for (let i = firstFrom(trace, group.rows, since); i < group.rows.length; i++) {
    if (isElsewhere(group.rows[i] as number) && !isOwn(i)) return true;
  }
  return false;
}
