import assert from 'node:assert/strict';
import { Emitter } from '../../src/base/events.ts';

describe('Emitter', () => {
  it('calls listeners in order until they are removed', () => {
    const emitter = new Emitter<number>();
    const heard: string[] = [];
    const off = emitter.on((value) => heard.push(`a${value}`));
    emitter.on((value) => heard.push(`b${value}`));
    emitter.fire(1);
    off();
    emitter.fire(2);
    assert.deepEqual(heard, ['a1', 'b1', 'b2']);
    assert.equal(emitter.listenerCount, 1);
  });

  it('keeps two registrations of one function apart', () => {
    const emitter = new Emitter<number>();
    let calls = 0;
    const listener = (): void => void calls++;
    const off = emitter.on(listener);
    emitter.on(listener);
    off();
    off();
    emitter.fire(0);
    assert.equal(calls, 1);
  });

  it('does not call a listener that is added while it fires', () => {
    const emitter = new Emitter<number>();
    let calls = 0;
    emitter.on(() => emitter.on(() => calls++));
    emitter.fire(0);
    assert.equal(calls, 0);
  });

  it('calls the others when one throws, and throws its error', () => {
    const emitter = new Emitter<number>();
    let calls = 0;
    emitter.on(() => {
      throw new Error('broken');
    });
    emitter.on(() => calls++);
    assert.throws(() => emitter.fire(0), /broken/);
    assert.equal(calls, 1);
  });
});
