/**
 * Busy flags that were left set: tasks look again and again whether a hand-written lock is free, and the one that has it ended without clearing it, where everybody before cleared it
 * in the function that had set it. Or each later call finds it set and does nothing, where the code clears it right after the work, on no other condition than coming there.
 */
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { FLAG_UNDONE } from '../../model/vocabulary.ts';
import { decidesBranch, type LocationAccesses } from '../shared/accesses.ts';
import type { HandLock, Hold } from './handLocks.ts';
import { isSuspended } from '../waiting/waitFor.ts';

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

/** So many later calls found it set; fewer where earlier ones had cleared it. */
const MIN_SKIPPED = 3;
const MIN_SKIPPED_AGAIN = 2;

/** How many looked at the lock in vain after its holder had left between setting and clearing it; 0 when that is not certain. */
export function skippedSince(trace: Trace, lock: HandLock, group: LocationAccesses): number {
  const { accesses: a, activations: acts, segments } = trace;
  const hold = lock.holds.at(-1);
  if (hold === undefined || hold.to !== undefined || hold.set === NONE || acts.endSegment.at(hold.activation) === NONE) return 0;
  const set = trace.site(a.site.at(hold.set));
  if (set === undefined || ((set.flags ?? 0) & FLAG_UNDONE) === 0 || acts.fn.at(hold.activation) !== set.function) return 0;
  // Another function that writes it may be meant to clear it.
  if (trace.sites.some((site) => site.text === set.text && site.function !== set.function && isWrite(site.kind))) return 0;
  const looks = new Set<number>();
  for (const row of group.rows) {
    const segment = a.segment.at(row);
    const isLater = segments.startNs.at(segment) > acts.endNs.at(hold.activation);
    if (isLater && a.write.at(row) === 0 && decidesBranch(trace, row)) looks.add(segment);
  }
  const wasCleared = lock.holds.slice(0, -1).some((h) => h.to?.by === h.activation && siteOf(trace, h) === siteOf(trace, hold));
  return looks.size < (wasCleared ? MIN_SKIPPED_AGAIN : MIN_SKIPPED) ? 0 : looks.size;
}

function isWrite(kind: string): boolean {
  return kind === 'write' || kind === 'update';
}

function siteOf(trace: Trace, hold: Hold): number {
  return hold.set === NONE ? NONE : trace.accesses.site.at(hold.set);
}

/** Tests of a flag that decide something, by who makes them (`of`: who they count to): how many there were in the time that is asked for, and the first. */
export function looksIn(
  trace: Trace,
  group: LocationAccesses,
  isIn: (ns: number) => boolean,
  of: (activation: number) => number = (activation) => activation,
): Map<number, { readonly times: number; readonly guard: number }> {
  const { accesses: a, segments } = trace;
  const looks = new Map<number, { times: number; readonly guard: number }>();
  for (const row of group.rows) {
    const looker = a.activation.at(row);
    const isLook = a.write.at(row) === 0 && looker !== NONE && decidesBranch(trace, row);
    if (!isLook || !isIn(segments.startNs.at(a.segment.at(row)))) continue;
    const activation = of(looker);
    const known = looks.get(activation);
    if (known === undefined) looks.set(activation, { times: 1, guard: row });
    else known.times++;
  }
  return looks;
}
