/** `server.listen(port, () => { function stop() { logger.info('stopped'); } process.on('SIGTERM', stop); })`: nobody has `stop` before the callback around it has run, however it is called then. */
import { addToSet } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { byEvents, remembered } from '../../remembered.ts';
import { isSetOffBy } from '../../lineage.ts';
import { functionOf } from '../../shared/accesses.ts';

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
export function isMadeBehind(trace: Trace, write: number, use: number): boolean {
  const { accesses: a, functions, segments: s } = trace;
  const [set, user] = [a.segment.at(write), a.segment.at(use)];
  let fn = functions[functionOf(trace, use)]?.parentFunction ?? NONE;
  // The module itself is around all of its functions.
  for (; fn !== NONE && functions[fn]?.parentFunction !== NONE; fn = functions[fn]?.parentFunction ?? NONE) {
    const known = startsByFunction(trace).get(fn);
    if (known === undefined || known.size > MAX_KNOWN) continue;
    const calls = [...known].filter((call) => call < user && s.thread.at(call) === s.thread.at(user));
    if (calls.length > 0 && calls.length <= MAX_CALLS && calls.every((call) => call !== set && isSetOffBy(trace, call, set))) return true;
  }
  return false;
}
