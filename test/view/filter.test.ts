// What the filter box adds to the filter: completions, and the time of what is selected.
import assert from 'node:assert/strict';
import { parseFilter } from '../../src/model/query/filterText.ts';
import type { Row } from '../../src/model/requests.ts';
import { completionsOf } from '../../src/view/panels/completions.ts';
import { effectiveFilter } from '../../src/view/store.ts';

describe('the filter box', () => {
  it('takes the time of what is selected for in:selection', () => {
    const none = { range: null, details: null };
    assert.equal(effectiveFilter({ ...none, filter: 'in:selection' }), 'in:selection');
    const range = { ...none, range: [1e9, 2e9] as const };
    const time = 'time:1000000000ns..2000000000ns';
    assert.equal(effectiveFilter({ ...range, filter: 'a -in:selection (in:selection|b)' }), `a -${time} (${time}|b)`);
    assert.equal(parseFilter(effectiveFilter({ ...range, filter: 'in:selection' })).problem, null);
    assert.equal(effectiveFilter({ ...range, filter: 'name:in:selection' }), 'name:in:selection');
  });

  it('completes keys and values', () => {
    const rows = [
      { kind: 'lock', label: 'dbLock' },
      { kind: 'task', label: 'POST /cart' },
      { kind: 'lock', label: 'dbLock' },
    ] as unknown as readonly Row[];
    const of = (word: string): string[] => completionsOf(word, { summary: null, rows }).map(({ text }) => text);
    assert.deepEqual(of('st'), ['state:', 'status:']);
    assert.deepEqual(of('-st'), ['-state:', '-status:']);
    assert.deepEqual(of('status:'), ['status:pending', 'status:done']);
    assert.deepEqual(of('lock:'), ['lock:dbLock']);
    assert.deepEqual(of('name:'), ['name:"POST /cart"']);
    assert.deepEqual(of('in:'), ['in:selection']);
    assert.deepEqual(of('/path'), []);
  });
});
