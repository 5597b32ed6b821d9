import assert from 'node:assert/strict';
import { DisposableStore } from '../../src/base/disposable.ts';

describe('DisposableStore', () => {
  it('releases newest first, once', () => {
    const store = new DisposableStore();
    const released: string[] = [];
    store.add(() => released.push('a'));
    store.add(() => released.push('b'));
    store.dispose();
    store.dispose();
    assert.deepEqual(released, ['b', 'a']);
  });

  it('releases at once what is added after dispose', () => {
    const store = new DisposableStore();
    store.dispose();
    let released = 0;
    store.add(() => released++);
    assert.equal(released, 1);
    assert.equal(store.isDisposed, true);
  });

  it('releases everything when one item throws, and throws the first error', () => {
    const store = new DisposableStore();
    let released = 0;
    store.add(() => released++);
    store.add(() => {
      throw new Error('second');
    });
    store.add(() => {
      throw new Error('first');
    });
    assert.throws(() => store.dispose(), /first/);
    assert.equal(released, 1);
  });
});
