// Pending tasks in words.
import assert from 'node:assert/strict';
import type { PendingNode, Report } from '../../src/analysis/finding.ts';
import { describePending, formatAge, pendingAsText, pendingWithin } from '../../src/extension/trees/pendingText.ts';

const place = { file: '/app/bank.js', line: 22, column: 9, role: 'wait', function: 'transfer' };
const node = (over: Partial<PendingNode>): PendingNode => ({
  task: 'transfer',
  reason: 'lock',
  on: 'audit',
  sinceMs: 3100,
  locations: [place],
  wokenBy: null,
  count: 1,
  children: [],
  ...over,
});

describe('describePending', () => {
  it('says who waits for what and since when', () => {
    assert.deepEqual(describePending(node({})), { label: 'transfer', why: 'waits for a lock: audit', age: '3.1 s' });
  });

  it('says what it waits for whole, where that is more than a name', () => {
    assert.equal(describePending(node({ on: 'the result of load' })).why, 'waits for the result of load');
    assert.equal(describePending(node({ on: 'itself, by the ring above' })).why, 'waits for itself, by the ring above');
  });

  it('counts tasks that wait alike, and names the top level', () => {
    assert.equal(describePending(node({ task: '', count: 16 })).label, '(top level) ×16');
  });
});

describe('formatAge', () => {
  it('uses the unit that fits', () => {
    assert.deepEqual([0.4, 850, 999.6, 59_960, 125_000, 3_600_000].map(formatAge), [
      '0 ms',
      '850 ms',
      '1.0 s',
      '60.0 s',
      '2 min 5 s',
      '60 min 0 s',
    ]);
  });
});

describe('pendingAsText', () => {
  const report = (pending: readonly PendingNode[]): Report => ({
    schemaVersion: 1,
    run: {
      command: ['node', 'bank.js'],
      node: 'v24.1.0',
      startedAt: '2026-01-01T00:00:00.000Z',
      durationMs: 1,
      exitCode: 13,
      signal: null,
      processes: 1,
      threads: 1,
      tasks: 2,
      events: 9,
      droppedEvents: 0,
      overhead: {},
      level: 'full',
      incomplete: [],
    },
    findings: [],
    pending,
    suppressed: 0,
    notes: [],
  });
  const where = ({ file, line }: { file: string; line: number }): string => `${file.split('/').at(-1)}:${line}`;

  it('indents what is waited for', () => {
    const holder = node({ task: 'report', on: 'accounts', wokenBy: { file: '/app/bank.js', line: 30, column: 1 } });
    assert.deepEqual(pendingAsText(report([node({ children: [holder] })]), false, where).split('\n'), [
      'Pending tasks of node bank.js, when it ended (exit code 13)',
      'Node v24.1.0, started 2026-01-01T00:00:00.000Z',
      '',
      'transfer — waits for a lock: audit — 3.1 s  bank.js:22',
      '  report — waits for a lock: accounts — 3.1 s  bank.js:22',
      '    usually woken by bank.js:30',
      '',
    ]);
  });

  it('says where a promise was made that nothing is known to settle', () => {
    const made = { ...place, role: 'create' };
    const lines = (at: typeof made): string[] =>
      pendingAsText(report([node({ reason: 'unknown', on: 'a promise', locations: [place, at] })]), false, where)
        .split('\n')
        .slice(3, -1);
    const waits = 'transfer — waits for something that cannot be seen: a promise — 3.1 s  bank.js:22';
    assert.deepEqual(lines({ ...made, line: 8 }), [waits, '  its promise was made at bank.js:8']);
    assert.deepEqual(lines(made), [waits]);
  });

  it('adds what tests were waiting for that timed out', () => {
    const timeouts = [
      { afterMs: 2003, pending: [node({})] },
      { afterMs: 900, pending: [] },
    ];
    assert.deepEqual(
      pendingAsText({ ...report([]), timeouts }, true, where)
        .split('\n')
        .slice(3),
      [
        'Nothing is pending.',
        '',
        'A test timed out after 2.0 s, while it was waiting:',
        '  transfer — waits for a lock: audit — 3.1 s  bank.js:22',
        '',
        'A test timed out after 900 ms. No async function that it started is waiting, so a callback, an event or "done" has not come.',
        '',
      ],
    );
  });

  it('says so when nothing is pending', () => {
    assert.match(pendingAsText(report([]), true, where), /while it runs\n[^]*Nothing is pending\.\n$/);
  });
});

describe('pendingWithin', () => {
  it('keeps the trees with a place in the lines', () => {
    const other = node({ task: 'other', locations: [{ ...place, file: '/app/other.js' }] });
    const deep = node({ task: 'deep', locations: [], children: [node({})] });
    const all = [node({ task: 'first', locations: [{ ...place, line: 3 }] }), other, deep];
    const within = (lines: Parameters<typeof pendingWithin>[1]): string[] => pendingWithin(all, lines).map(({ task }) => task);
    assert.deepEqual(within({ file: '/app/bank.js' }), ['first', 'deep']);
    assert.deepEqual(within({ file: '/app/bank.js', from: 20, to: 25 }), ['deep']);
    assert.deepEqual(within({ file: '/app/none.js' }), []);
  });
});
