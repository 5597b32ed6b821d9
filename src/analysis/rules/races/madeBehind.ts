/** `server.listen(port, () => { function stop() { logger.info('stopped'); } process.on('SIGTERM', stop); })`: nobody has `stop` before the callback around it has run, however it is called then. */
import { addToSet } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { AnalysisContext } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { byEvents, remembered } from '../../remembered.ts';
import { isSetOffBy } from '../../lineage.ts';
import { atomOf, functionOf } from '../../shared/accesses.ts';

const MAX_CALLS = 64;
const MAX_KNOWN = 4096;

/** Function with others in it → the segments in which it was called, as far as calls, or what is done in the step of one, are recorded. */
const startsByFunction = remembered(byEvents, (trace): ReadonlyMap<number, ReadonlySet<number>> => {
  const { accesses, activations, functions } = trace;
  const around = new Set(functions.map((row) => row.parentFunction));
  const starts = new Map<number, Set<number>>();
  for (let call = 0; call < activations.length; call++) addToSet(starts, activations.fn.at(call), activations.startSegment.at(call));
  for (let row = 0; row < accesses.length; row++) {
    const fn = functionOf(trace, row);
    // What an async function does may come long after its start.
    if (around.has(fn) && functions[fn]?.async === false) addToSet(starts, fn, accesses.segment.at(row));
  }
  return starts;
});

/** Was each known call of a function around that of the use, in its thread and before it, set off by the step of the write? What only comes later (`error`, and then `close`) may come without it. */
export function isMadeBehind(context: AnalysisContext, write: number, use: number): boolean {
  const { trace } = context;
  const { accesses: a, functions, segments: s } = trace;
  const [set, user] = [a.segment.at(write), a.segment.at(use)];
  let fn = functions[functionOf(trace, use)]?.parentFunction ?? NONE;
  // The module itself is around all of its functions.
  for (; fn !== NONE && functions[fn]?.parentFunction !== NONE; fn = functions[fn]?.parentFunction ?? NONE) {
    if (isOfObjectBehind(context, write, use, fn)) return true;
    const known = startsByFunction(trace).get(fn);
    if (known === undefined || known.size > MAX_KNOWN) continue;
    const calls = [...known].filter((call) => call < user && s.thread.at(call) === s.thread.at(user));
    if (calls.length > 0 && calls.length <= MAX_CALLS && calls.every((call) => call !== set && isSetOffBy(trace, call, set))) return true;
  }
  return false;
}

/**
 * `start(listener) { this.listener = listener; this.pick(); }`, and `pick() { if (!open) return waiting.push(this); ask((answer) => this.listener.tell(answer)); }`: the function around has begun with this object in the
 * step of the write, behind it, and others have it from there; or all that it did with it was set off by that step. Other objects of the class are none of its business.
 */
function isOfObjectBehind(context: AnalysisContext, write: number, use: number, fn: number): boolean {
  const { trace } = context;
  const { accesses: a, functions, locations } = trace;
  const location = a.location.at(use);
  if (locations.object.at(location) === 0 || functions[fn]?.async !== false) return false;
  const isOfFunction = (row: number): boolean => a.position.at(row) < a.position.at(use) && functionOf(trace, row) === fn;
  const done = factsOf(context)
    .groupsBeside(location)
    .flatMap(({ rows }) => rows.filter(isOfFunction));
  const isBehind = (row: number): boolean => a.position.at(row) > a.position.at(write);
  if (done.length === 0 || !done.every(isBehind)) return false;
  return (
    done.some((row) => atomOf(trace, row) === atomOf(trace, write)) ||
    (done.length <= MAX_CALLS && done.every((row) => isSetOffBy(trace, a.segment.at(row), a.segment.at(write))))
  );
}
