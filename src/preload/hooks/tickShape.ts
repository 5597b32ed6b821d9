/**
 * Keeps the hidden class of Node's ticks alive.
 *
 * `process.nextTick` makes an object literal with computed keys, and V8 remembers its hidden class weakly. A full garbage collection at a moment without any tick
 * forgets it, and from then on each tick defines its properties in a call of V8's runtime: 1.7 of 21 µs of a request that makes seven of them. A recorded program
 * comes to its first full collection sooner than it would alone, so an object of the same class, which holds nothing of the program's, is kept.
 */
let kept: object | undefined;

/** `tick`: the first one that is seen. */
export function keepTickShape(tick: object): void {
  if (kept !== undefined) return;
  const [id = tick as never, trigger = id, frame] = Object.getOwnPropertySymbols(tick);
  const callback = (): void => {};
  const args = undefined;
  // As in Node's own source: Node 20 without, newer ones with a frame of AsyncLocalStorage. Ids are doubles there.
  kept = frame === undefined ? { [id]: 0.5, [trigger]: 0.5, callback, args } : { [id]: 0.5, [trigger]: 0.5, [frame]: args, callback, args };
}
