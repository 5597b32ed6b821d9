/**
 * Busy flags that were left set: tasks look again and again whether a hand-written lock is free, and the one that has it ended without clearing it, where everybody before cleared it
 * in the function that had set it.
 */
import { NONE } from '../model/ids.ts';
import type { Trace } from '../model/trace.ts';
import { decidesBranch, type LocationAccesses } from './accesses.ts';
import type { HandLock, Hold } from './handLocks.ts';
import { isSuspended } from './waitFor.ts';

export interface LeftBusy {
  readonly hold: Hold;
  /** Still looking at the end, the one that looked most often first. */
  readonly pollers: readonly { readonly activation: number; readonly looks: number }[];
}

/** For so long, and so often, it was looked at after its holder had ended. */
const MIN_NS = 1e9;
const MIN_LOOKS = 10;

export function leftBusy(trace: Trace, lock: HandLock, group: LocationAccesses): LeftBusy | undefined {
  const { accesses: a, activations: acts, segments } = trace;
  const hold = lock.holds.at(-1);
  if (hold === undefined || hold.to !== undefined || hold.set === NONE || acts.endSegment.at(hold.activation) === NONE) return undefined;
  const before = lock.holds.slice(0, -1);
  if (before.length === 0 || !before.every((h) => h.to?.by === h.activation && siteOf(trace, h) === siteOf(trace, hold))) return undefined;
  const endNs = acts.endNs.at(hold.activation);
  const looks = new Map<number, number>();
  let lastNs = endNs;
  for (const row of group.rows) {
    const ns = segments.startNs.at(a.segment.at(row));
    if (ns <= endNs || a.write.at(row) === 1 || !decidesBranch(trace, row)) continue;
    looks.set(a.activation.at(row), (looks.get(a.activation.at(row)) ?? 0) + 1);
    lastNs = Math.max(lastNs, ns);
  }
  const pollers = [...looks]
    .filter(([activation, times]) => times >= MIN_LOOKS && activation !== NONE && isSuspended(trace, activation))
    .map(([activation, times]) => ({ activation, looks: times }))
    .sort((x, y) => y.looks - x.looks || x.activation - y.activation);
  return pollers.length === 0 || lastNs - endNs < MIN_NS ? undefined : { hold, pollers };
}

function siteOf(trace: Trace, hold: Hold): number {
  return hold.set === NONE ? NONE : trace.accesses.site.at(hold.set);
}
