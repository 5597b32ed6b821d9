/**
 * Writes that are made only where something was found (`const cart = carts.get(id); if (!cart) throw …; await price(cart); carts.set(id, next)`), and the write that put it there when there was nothing. Had that
 * come later, nothing would have been found and nothing written: it cannot come in between.
 */
import { ACCESS_DELETE, FLAG_FIRST_VALUE, FLAG_FOUND, VALUE_UNKNOWN } from '../../../model/vocabulary.ts';
import type { Trace } from '../../../model/trace.ts';
import { functionOf, lastBefore, type LocationAccesses, placeOf } from '../../shared/accesses.ts';
import { isOneWork } from '../../lineage.ts';
import type { Split } from './atomicityDraft.ts';
import { isNothing } from './splits.ts';

/** Accesses before a write among which its own look is. */
const LOOK_WINDOW = 64;

/**
 * Without the write at this place among those of the location the look would have found nothing: it made something of nothing, and whatever was put there between the two followed from such a look
 * itself.
 */
export function reliesOn(trace: Trace, group: LocationAccesses, at: number, { read, write }: Split): boolean {
  const { accesses: a } = trace;
  const { writes } = group;
  const made = writes[at] as number;
  if (a.location.at(read) !== a.location.at(write) || a.position.at(made) > a.position.at(read)) return false;
  if (!isFound(trace, read) || !isMadeOfNothing(trace, writes, at)) return false;
  for (let i = at + 1; i < writes.length; i++) {
    const later = writes[i] as number;
    if (a.position.at(later) > a.position.at(read)) break;
    if (a.how.at(later) !== ACCESS_DELETE && !hasFound(trace, group, later, made)) return false;
  }
  return true;
}

function isFound(trace: Trace, row: number): boolean {
  return trace.accesses.write.at(row) === 0 && trace.hasFlag(trace.accesses.site.at(row), FLAG_FOUND);
}

function isMadeOfNothing(trace: Trace, writes: readonly number[], at: number): boolean {
  const { accesses: a } = trace;
  const [before, made] = [writes[at - 1], writes[at] as number];
  if (a.value.at(made) === VALUE_UNKNOWN || isNothing(trace, made)) return false;
  return before === undefined ? trace.hasFlag(a.site.at(made), FLAG_FIRST_VALUE) : isNothing(trace, before);
}

/** The work of a write has found something there since. */
function hasFound(trace: Trace, { rows }: LocationAccesses, write: number, since: number): boolean {
  const { accesses: a } = trace;
  const isOwn = (row: number): boolean =>
    isOneWork(trace, a.activation.at(row), a.activation.at(write), functionOf(trace, row) === functionOf(trace, write));
  const look = (row: number): boolean => a.position.at(row) > a.position.at(since) && isFound(trace, row) && isOwn(row);
  return lastBefore(rows, placeOf(trace, rows, write), LOOK_WINDOW, look) !== undefined;
}
