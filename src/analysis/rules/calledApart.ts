/** Whether two calls that were made in one step stand at two places of the code, or a loop made them. */
import { NONE } from '../../model/ids.ts';
import type { AnalysisContext } from '../analyze.ts';
import { lastName } from '../names.ts';
import type { Order } from '../order/order.ts';

/** Calls that are counted in one step. */
const MAX_CALLS = 8;

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
  if (name === '' || calls > MAX_CALLS) return false;
  const places = placesOf(context);
  if (by !== NONE) return places.get(`${acts.fn.at(by)}:${name}`) === calls;
  return trace.functions.some(({ parentFunction }, at) => parentFunction === NONE && places.get(`${at}:${name}`) === calls);
}
