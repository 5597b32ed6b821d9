/** The object that keeps the hidden class of Node's ticks alive has that class, on whichever Node this runs. */
import assert from 'node:assert/strict';
import { createHook } from 'node:async_hooks';
import v8 from 'node:v8';
import vm from 'node:vm';
import { tickLike } from '../../src/preload/hooks/tickShape.ts';

v8.setFlagsFromString('--allow-natives-syntax');
const haveSameMap = vm.runInThisContext('(one, other) => %HaveSameMap(one, other)') as (one: object, other: object) => boolean;
haveSameMap({}, {}); // V8 parses its body now
v8.setFlagsFromString('--no-allow-natives-syntax');

/** The resource of a tick that does nothing. */
function newTick(): object {
  let tick: object | undefined;
  const hook = createHook({ init: (_id, type, _trigger, resource) => void (type === 'TickObject' && (tick ??= resource)) }).enable();
  process.nextTick(() => {});
  hook.disable();
  assert.ok(tick !== undefined);
  return tick;
}

describe('tickLike', () => {
  it('has the hidden class of a tick', () => {
    const tick = newTick();
    assert.ok(haveSameMap(newTick(), tick));
    assert.ok(haveSameMap(tickLike(tick), tick), Reflect.ownKeys(tick).map(String).join(', '));
    assert.ok(!haveSameMap({ ...tick, more: 1 }, tick));
  });

  it('holds nothing of the tick', () => {
    const tick = newTick() as { callback: unknown };
    const copy = tickLike(tick) as { callback: unknown; args: unknown };
    assert.notEqual(copy.callback, tick.callback);
    assert.equal(copy.args, undefined);
  });
});
