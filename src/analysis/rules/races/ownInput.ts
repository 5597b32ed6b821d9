/**
 * Two calls that each store the answer to what their own caller has given them (`update(text) { this.page = await compress(text) }`): the newer question is the one whose answer is to stay. Two calls
 * that ask one source what is new there, such as a refresh, are none of these; nor are two requests, of which each is answered before it counts as done.
 */
import { ACCESS_PLAIN, FLAG_AWAITED, MORE_GIVES_OWN, FLAG_LEFT, LOCATION_WHOLE } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import type { AnalysisContext } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { intervalBehind } from '../../lineage.ts';
import { lastName } from '../../names.ts';
import { bySites, remembered } from '../../remembered.ts';
import { requestOf } from '../../roots.ts';
import { timesCalled } from './askedBy.ts';

/** Its name says that it is of whichever call was done last; `isEntry`: the name of the map. */
export function isOfTheLast(trace: Trace, site: number, isEntry = false): boolean {
  const text = trace.site(site)?.text ?? '';
  return OF_THE_LAST.test(lastName(isEntry ? text.replace(PUT, '') : text));
}

/** Calls that are so far apart never come near each other. */
const LONG_GAP_NS = 1e9;
const PUT = /\.set$/;
/** `this.lastResult`, `lastSeen.set(user, at)`: of whichever call was done last. */
const OF_THE_LAST = /^#?_?(?:last|latest|newest|prev(?:ious)?|recent|final)(?:[A-Z_]|$)|Last$/;

/** Writes that store what came of the arguments of their function. */
export const givenOn = remembered(
  bySites,
  (trace) => new Set(trace.entries.flatMap(({ writes }) => writes.flatMap(({ site, given }) => (given ? [site] : [])))),
);

/** `stores` and `calls`: the older one first, which was over when the newer one was made: it need not be. `siteOf`: where a call was made. */
export function areOfOwnInput(
  context: AnalysisContext,
  stores: readonly [number, number],
  calls: readonly [number, number],
  siteOf: (call: number) => number | undefined,
): boolean {
  const { trace, order } = context;
  const { accesses: a, activations: acts, locations, segments: s } = trace;
  const site = a.site.at(stores[0]);
  const kind = locations.kind.at(a.location.at(stores[0]));
  if (site !== a.site.at(stores[1]) || kind === LOCATION_WHOLE) return false;
  const isIts = (by: number, call: number): boolean => by === call || (by !== NONE && acts.sync.at(by) === 1);
  if (!stores.every((row, i) => a.how.at(row) === ACCESS_PLAIN && isIts(a.activation.at(row), calls[i] as number))) return false;
  if (!trace.hasFlag(site, FLAG_LEFT) || !trace.hasFlag(site, FLAG_AWAITED) || !givenOn(trace).has(site)) return false;
  if (isOfTheLast(trace, site)) return false;
  // Who makes several calls is a worker, whose steps are no news to each other.
  const isAskedOnce = (call: number): boolean => trace.hasMore(siteOf(call) ?? NONE, MORE_GIVES_OWN) && timesCalled(context, call) <= 1;
  if (!calls.every((call) => isAskedOnce(call) && requestOf(trace, acts.startSegment.at(call)) === NONE)) return false;
  const [stored, begun] = [a.segment.at(stores[0]), acts.startSegment.at(calls[1])];
  if (s.startNs.at(begun) - s.startNs.at(stored) > LONG_GAP_NS || order.isOrdered(stored, begun)) return false;
  const beat = intervalBehind(trace, acts.startSegment.at(calls[0]));
  if (beat !== NONE && beat === intervalBehind(trace, begun)) return false;
  return !factsOf(context).askedSince.isAnswered(stored, s.startNs.at(stored), begun);
}
