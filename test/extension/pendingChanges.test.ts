import assert from 'node:assert/strict';
import type { PendingNode } from '../../src/analysis/finding.ts';
import { changesAsText, pendingChanges, type Snapshot } from '../../src/extension/trees/pendingChanges.ts';

const waits = (task: string, sinceMs: number, line: number, count = 1): PendingNode => ({
  task,
  reason: 'lock',
  on: 'db',
  sinceMs,
  locations: [{ file: '/app/a.js', line, column: 1, role: 'waits', function: task }],
  wokenBy: null,
  count,
  children: [],
});
const at = (atMs: number, pending: readonly PendingNode[], id = 'run'): Snapshot => ({ id, title: id, atMs, pending });
const names = (nodes: readonly PendingNode[]): string[] => nodes.map((node) => `${node.task} ×${node.count}`);

describe('pendingChanges', () => {
  const before = at(1000, [waits('a', 500, 1), waits('b', 100, 2), waits('c', 10, 3), waits('w', 900, 9, 5)]);

  it('tells what has not moved from what waits there again, what is new and what is gone', () => {
    const after = at(3000, [waits('a', 2500, 1), waits('b', 300, 2), waits('d', 50, 4), waits('w', 2900, 9, 7)]);
    const { still, again, isNew, gone } = pendingChanges(before, after);
    assert.deepEqual(names(still), ['a ×1', 'w ×5']);
    assert.deepEqual(names(again), ['b ×1']);
    assert.deepEqual(names(isNew), ['d ×1', 'w ×2']);
    assert.deepEqual(names(gone), ['c ×1']);
  });

  it('counts what is left of many, and takes another place or reason for another wait', () => {
    const { still, isNew, gone } = pendingChanges(before, at(3000, [waits('a', 2500, 8), waits('w', 2900, 9, 2)]));
    assert.deepEqual(names(still), ['w ×2']);
    assert.deepEqual(names(isNew), ['a ×1']);
    assert.deepEqual(names(gone), ['a ×1', 'b ×1', 'c ×1', 'w ×3']);
  });

  it('does not compare the times of two runs', () => {
    const { still, again } = pendingChanges(before, at(9000, [waits('a', 1, 1)], 'other'));
    assert.deepEqual([names(still), again], [['a ×1'], []]);
  });

  it('says it in words', () => {
    const place = ({ line }: { readonly line: number }): string => `a.js:${line}`;
    const after = at(3000, [waits('a', 2500, 1), waits('d', 50, 4)]);
    assert.equal(
      changesAsText(at(1000, [waits('a', 500, 1), waits('c', 10, 3)]), after, place),
      [
        'Pending tasks of run at 3.0 s, compared with the snapshot at 1.0 s',
        '',
        'Waiting ever since the snapshot (1)',
        '  a — waits for a lock: db — 2.5 s  a.js:1',
        '',
        'New since the snapshot (1)',
        '  d — waits for a lock: db — 50 ms  a.js:4',
        '',
        'Gone since the snapshot (1)',
        '  c — waits for a lock: db — 10 ms  a.js:3',
        '',
      ].join('\n'),
    );
    assert.match(
      changesAsText(at(1, []), at(2, [], 'other'), place),
      /^Pending tasks of other .* of run .*\n\nNothing was pending then or now\.\n$/,
    );
  });
});
