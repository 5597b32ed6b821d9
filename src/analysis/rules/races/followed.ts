/**
 * A goal that follows its place: `ride.goal = lift.height + way`, a wait, `if (lift.height !== seen) ride.goal += lift.height - seen; lift.height = ride.goal`. What was computed from the
 * place before the wait is kept in an object, and a function that is given the object looks at the place again in the step of the write, and moves what is kept by what it finds.
 */
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { atomOf, firstFrom, functionOf } from '../../shared/accesses.ts';
import { lastName } from '../../names.ts';
import { bySites, remembered } from '../../remembered.ts';
import type { Split } from './atomicityDraft.ts';

/** The functions that move what an object holds by what they read, with the name of what they read. */
const movingIn = remembered(bySites, (trace): ReadonlySet<string> => {
  const kindOf = (site: number): string | undefined => trace.site(site)?.kind;
  const moving = trace.carries.filter(({ read, write, kind }) => kind === 'into' && kindOf(read) === 'read' && kindOf(write) === 'update');
  return new Set(moving.map(({ read }) => keyOf(trace, trace.functionAt(read), read)));
});

function keyOf(trace: Trace, fn: number, site: number): string {
  return `${fn} ${lastName(trace.site(site)?.text ?? '')}`;
}

/** The step of the write has looked at the place again after the other write, or before it where that may come at any time, and has moved what it writes. */
export function isFollowed(
  trace: Trace,
  rows: readonly number[],
  { kind, read, write }: Split,
  other: number,
  isObserved: boolean,
): boolean {
  const { accesses: a } = trace;
  if (kind === 'guard' || a.location.at(read) !== a.location.at(write)) return false;
  const moving = movingIn(trace);
  if (moving.size === 0) return false;
  for (let i = firstFrom(trace, rows, a.position.at(write)) - 1; i >= 0; i--) {
    const row = rows[i] as number;
    if (atomOf(trace, row) !== atomOf(trace, write) || (isObserved && a.position.at(row) < a.position.at(other))) return false;
    const fn = functionOf(trace, row);
    if (a.write.at(row) === 0 && fn !== NONE && moving.has(keyOf(trace, fn, a.site.at(row)))) return true;
  }
  return false;
}
