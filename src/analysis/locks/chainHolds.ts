/**
 * What is done in the turns of a queue of promises that a program has written itself (handChains.ts): two turns of one queue never overlap. Who had to wait is ordered by that already; this is for those who found nobody
 * before them, as the form alone makes all take turns.
 */
import { addTo } from '../../base/lists.ts';
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import type { LocationAccesses } from '../shared/accesses.ts';
import { callersUpFrom } from '../lineage.ts';
import { findHandChains } from './handChains.ts';
import { Runs, type Hold } from './handLocks.ts';

interface Turn {
  readonly location: number;
  readonly hold: Hold;
}

export class ChainHolds {
  readonly #trace: Trace;
  /** By the call that has the turn. */
  readonly #turns = new Map<number, Turn[]>();

  constructor(trace: Trace, groups: readonly LocationAccesses[]) {
    this.#trace = trace;
    const { activations: acts, suspensions: s, tasks } = trace;
    const runs = new Runs(trace);
    /** It waited for what was there before, or for nothing: not for something that it has set going itself. */
    const isForTurn = ({ activation, set, job }: Hold): boolean => {
      if (job !== undefined || activation === NONE) return false;
      const segment = trace.accesses.segment.at(set);
      const suspension = runs.suspensionIn(activation, segment);
      const awaited = suspension === NONE ? NONE : s.awaited.at(suspension);
      return awaited === NONE || tasks.creator.at(awaited) !== activation || tasks.resolveSegment.at(awaited) === segment;
    };
    for (const { location, holds } of findHandChains(trace, groups, runs, 1)) {
      if (!holds.every(isForTurn)) continue;
      for (const hold of holds) {
        // `const exit = await this.enter(key)`: it is for the caller.
        const isOver = acts.endSegment.at(hold.activation) !== NONE && !(acts.endNs.at(hold.activation) >= (hold.to?.ns ?? Infinity));
        const owner = isOver ? acts.parent.at(hold.activation) : hold.activation;
        if (owner !== NONE) addTo(this.#turns, owner, { location, hold });
      }
    }
  }

  /** Accesses a and c lie in one turn, and b in another one of that queue. */
  isApart(a: number, c: number, b: number): boolean {
    if (this.#turns.size === 0) return false;
    const still = new Set(this.#at(c));
    const own = this.#at(a).filter((turn) => still.has(turn));
    return own.length > 0 && this.#at(b).some((other) => own.some((turn) => turn !== other && turn.location === other.location));
  }

  #at(access: number): Turn[] {
    const { accesses: a } = this.#trace;
    const segment = a.segment.at(access);
    const isIn = ({ hold }: Turn): boolean => hold.from.segment <= segment && segment <= (hold.to?.segment ?? Infinity);
    return callersUpFrom(this.#trace, a.activation.at(access)).flatMap((call) => (this.#turns.get(call) ?? []).filter(isIn));
  }
}
