/** Whether two calls that were made in one step stand at two places of the code, or a loop made them. */
import { NONE } from '../../../model/ids.ts';
import type { AnalysisContext } from '../../analyze.ts';
import { lastName } from '../../names.ts';
import type { Order } from '../../order/order.ts';

/** Calls that are counted in one step. */
const MAX_CALLS = 8;
/** Activations of one step that are looked through for its first. */
const STEP_WINDOW = 1024;

const counted = new WeakMap<Order, Map<string, number>>();

/** How often a function of the program calls something by a name, in the code. */
function placesOf({ trace, order }: AnalysisContext): Map<string, number> {
  let known = counted.get(order);
  if (known === undefined) {
    counted.set(order, (known = new Map()));
    for (const { function: fn, text, kind } of trace.sites) {
      if (kind !== 'call') continue;
      const key = `${fn}:${lastName(text)}`;
      known.set(key, (known.get(key) ?? 0) + 1);
    }
  }
  return known;
}

/**
 * The calls, in one step, of what `x` calls, all made at the one place in a function of which nothing is recorded but what it does (`choose(city) { this.city = city; this.#load(city); }`):
 * one for each call of that function.
 */
export function callsThroughOne({ trace }: AnalysisContext, x: number, site: number): number[] {
  const { activations: acts, tasks } = trace;
  const [by, segment, fn] = [acts.parent.at(x), acts.startSegment.at(x), acts.fn.at(x)];
  const wrapper = trace.functionAt(site);
  if (wrapper === NONE || (by !== NONE && acts.fn.at(by) === wrapper)) return [];
  const found: number[] = [];
  const look = (i: number): void => {
    if (acts.fn.at(i) !== fn || acts.parent.at(i) !== by) return;
    const promise = acts.promise.at(i);
    if (promise !== NONE && tasks.site.at(promise) === site) found.push(i);
  };
  let first = x;
  while (first > 0 && acts.startSegment.at(first - 1) === segment && x - first < STEP_WINDOW) first--;
  for (let i = first; i < acts.length && acts.startSegment.at(i) === segment && found.length <= MAX_CALLS; i++) look(i);
  return found.length > MAX_CALLS ? [] : found;
}

/** The function at whose one place the calls were made is called at as many places of the code. */
export function isWrapperCalledApart(context: AnalysisContext, calls: readonly number[], site: number): boolean {
  const { trace } = context;
  const by = calls.length < 2 ? NONE : trace.activations.parent.at(calls[0] as number);
  const name = lastName(trace.functions[trace.functionAt(site)]?.name ?? '');
  return calls.length > 1 && name !== '' && isCalledAt(context, by, name, calls.length);
}

/** A function, or else some module, calls something by a name at so many places. */
function isCalledAt(context: AnalysisContext, by: number, name: string, count: number): boolean {
  const places = placesOf(context);
  const { functions, activations } = context.trace;
  if (by !== NONE) return places.get(`${activations.fn.at(by)}:${name}`) === count;
  return functions.some(({ parentFunction }, at) => parentFunction === NONE && places.get(`${at}:${name}`) === count);
}

/** Functions without a promise do not tell where they were called. As many places as there were calls were called once each. */
export function areCalledApart(context: AnalysisContext, x: number, y: number): boolean {
  const { trace } = context;
  const acts = trace.activations;
  const [by, segment, fn] = [acts.parent.at(x), acts.startSegment.at(x), acts.fn.at(x)];
  if (acts.fn.at(y) !== fn || acts.parent.at(y) !== by || acts.startSegment.at(y) !== segment) return false;
  let calls = 0;
  const [first, last] = [Math.min(x, y), Math.max(x, y)];
  const isCall = (i: number): boolean => acts.fn.at(i) === fn && acts.parent.at(i) === by && acts.startSegment.at(i) === segment;
  for (let i = first; i >= 0 && acts.startSegment.at(i) === segment && calls <= MAX_CALLS; i--) if (isCall(i)) calls++;
  for (let i = first + 1; i < acts.length && calls <= MAX_CALLS; i++) {
    if (acts.startSegment.at(i) !== segment && i > last) break;
    if (isCall(i)) calls++;
  }
  const name = lastName(trace.activationName(x));
  return name !== '' && calls <= MAX_CALLS && isCalledAt(context, by, name, calls);
}
