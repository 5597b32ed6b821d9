/** What an order answers with when it is built. Knows nothing of how that was done, so that what was needed for it can be given back. */
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import type { ChainClocks } from './clocks.ts';
import type { Order } from './order.ts';
import { turnsOfTests } from './testTurns.ts';

/** `node`: by segment. */
export function orderBy(trace: Trace, node: Int32Array, clocks: ChainClocks): Order {
  const { segments: s, threads } = trace;
  const isInTurn = turnsOfTests(trace, node, clocks);
  const exiting = Int32Array.from(threads, (thread) => thread.exiting);
  // Exit listeners come after all that their thread has done, and what was still under way then never goes on.
  const isLast = (a: number, b: number): boolean => {
    const thread = s.thread.at(b);
    const exits = exiting[thread] ?? NONE;
    return exits !== NONE && b >= exits && a < b && s.thread.at(a) === thread;
  };
  return {
    isOrdered: (a, b) => a === b || clocks.isOrdered(node[a] as number, node[b] as number) || isLast(a, b) || isInTurn(a, b),
    crossesTurn: (a, b) => s.thread.at(a) !== s.thread.at(b) || s.turn.at(a) !== s.turn.at(b),
  };
}
