/**
 * Hand-written locks between plain callbacks that nobody will get any more: the thread has nothing left to do, the lock is taken, and callbacks that asked for it since stand in its line.
 */
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { EMPTY_LOOP } from '../runEnd.ts';
import type { Order } from '../order/order.ts';
import type { LocationAccesses } from '../shared/accesses.ts';
import type { HandLock, Hold } from './handLocks.ts';
import { lastName } from '../names.ts';
import { sitesNamed } from '../siteIndex.ts';
import { askersOf, KEEPS, TAKES_OUT, takerFunction } from './handWaits.ts';

export interface StuckCallbacks {
  readonly lock: HandLock;
  readonly hold: Hold;
  /** Looks that found it taken. AccessIndex. */
  readonly asked: readonly number[];
}

/** Of all that is asked for in vain, what was asked for after such a lock had been taken, and because of it. */
export function findStuckCallbacks(
  trace: Trace,
  order: Order,
  locks: readonly HandLock[],
  groups: readonly LocationAccesses[],
): StuckCallbacks[] {
  const a = trace.accesses;
  const lines = new Map(groups.map((group) => [group.location, group]));
  const found = locks.flatMap((lock): StuckCallbacks[] => {
    const hold = lock.holds.at(-1);
    const asked = lock.asked ?? [];
    const thread = trace.threads[trace.locations.thread.at(lock.location)];
    if (hold === undefined || hold.to !== undefined || hold.activation !== NONE || hold.set === NONE) return [];
    if (asked.length === 0 || thread?.exitReason !== EMPTY_LOOP || thread.gaps.length > 0) return [];
    const isLater = asked.every((row) => a.position.at(row) > a.position.at(hold.set));
    // A latch (`if (open === 0 && !finished) finished = true`) is never opened again, and who finds it closed has nothing to wait for.
    return isLater &&
      isGivenBack(trace, lock, hold.set) &&
      !isSwitch(lock, lines.get(lock.location)) &&
      standInLine(trace, hold, asked, lines)
      ? [{ lock, hold, asked }]
      : [];
  });
  const isUnder = (row: number): boolean => found.some(({ hold }) => order.isOrdered(hold.from.segment, a.segment.at(row)));
  return found.filter(({ asked }) => asked.some(isUnder));
}

/** It was given back before, or other code of its file does it. */
function isGivenBack(trace: Trace, lock: HandLock, set: number): boolean {
  const own = trace.accesses.site.at(set);
  const flag = trace.site(own);
  if (flag === undefined) return false;
  const isOther = (site: number): boolean => site !== own && trace.site(site)?.file === flag.file && trace.site(site)?.kind === 'write';
  return (
    lock.holds.some((hold) => hold.to !== undefined) ||
    ['delete', 'clear', lastName(flag.text)].some((name) => sitesNamed(trace, name).some(isOther))
  );
}

/** `begin() { this.isOn = true; … }`: it was turned on by a call before anybody turned it off, and stays off. That says that all is over, and nobody has taken anything. */
function isSwitch({ holds }: HandLock, group: LocationAccesses | undefined): boolean {
  return holds.every(({ to }) => to === undefined) && group?.writes[0] !== holds[0]?.set;
}

/** Accesses of one step that are looked at. */
const MAX_NEAR = 256;

/** The access nearest to this one, in its step, for which it is so; NONE. */
function nearest({ accesses: a }: Trace, row: number, isIt: (row: number) => boolean): number {
  const isNear = (at: number): boolean => at >= 0 && at < a.length && a.segment.at(at) === a.segment.at(row) && isIt(at);
  for (let distance = 1; distance <= MAX_NEAR; distance++) {
    if (isNear(row + distance)) return row + distance;
    if (isNear(row - distance)) return row - distance;
  }
  return NONE;
}

/**
 * Each look put a callback into a line, from which fewer were taken than would have reached the last of them. What only one step has touched is not recorded: a line
 * that is known by the code alone has had nobody take anything out of it since.
 */
function standInLine(trace: Trace, hold: Hold, asked: readonly number[], lines: ReadonlyMap<number, LocationAccesses>): boolean {
  const a = trace.accesses;
  const askers = new Set(askersOf(trace, takerFunction(trace, hold.guard), hold.set));
  const text = (row: number): string => trace.site(a.site.at(row))?.text ?? '';
  const isJoin = (row: number): boolean => KEEPS.test(text(row)) && askers.has(trace.functionAt(a.site.at(row)));
  const isKnown = askers.size > 0 && [...lines.values()].some(({ writes }) => writes.some(isJoin));
  const waiting = new Map<LocationAccesses, number>();
  for (const row of asked) {
    const join = nearest(trace, row, isJoin);
    if (join === NONE && askers.size > 0) continue;
    const line = join === NONE ? undefined : lines.get(a.location.at(join));
    if (line === undefined) return false;
    waiting.set(line, (waiting.get(line) ?? 0) + 1);
  }
  // None of them has left anything behind where it would have been seen.
  if (isKnown && waiting.size === 0) return false;
  return [...waiting].every(([{ writes }, count]) => {
    let length = 0;
    for (const row of writes) {
      if (KEEPS.test(text(row))) length++;
      else if (TAKES_OUT.test(text(row))) length = Math.max(0, length - 1);
      else return false;
    }
    return length >= count;
  });
}
