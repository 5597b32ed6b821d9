/**
 * An object with the hidden class of Node's ticks, to be kept as long as the program runs.
 *
 * `process.nextTick` makes an object literal with computed keys, and V8 remembers its hidden class weakly. A full garbage collection at a moment without any tick
 * forgets it, and from then on each tick defines its properties in calls of V8's runtime: 1.7 of 21 µs of a request that makes seven of them. A recorded program
 * comes to its first full collection sooner than it would alone.
 */

/** A copy of `tick`, the resource of any tick, that holds nothing of the program's. */
export function tickLike(tick: object): object {
  const [id = Symbol(), trigger = id, frame] = Object.getOwnPropertySymbols(tick);
  const callback = (): void => {};
  const args = undefined;
  // Literals as in Node's own source: without a frame of AsyncLocalStorage on Node 20. Ids are doubles there.
  if (frame === undefined) return { [id]: 0.5, [trigger]: 0.5, callback, args };
  return { [id]: 0.5, [trigger]: 0.5, [frame]: undefined, callback, args };
}
