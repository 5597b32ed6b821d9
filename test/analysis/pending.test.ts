/** Who is pending and why: the tree, its merging and its limits. */
import assert from 'node:assert/strict';
import { COMBINE_ALL } from '../../src/wire/events.ts';
import { pendingAtEnd } from '../../src/analysis/waiting/pending.ts';
import type { PendingNode } from '../../src/analysis/finding.ts';
import { TraceScript } from '../support/buildTrace.ts';

const functions = [{ name: '' }, { name: 'main' }, { name: 'load' }];
const sites = ['main', 'load', 'read', 'stock.acquire'].map((text, i) => ({ line: i + 1, text }));
const options = {
  locate: (_file: number, line: number, column: number) => ({ file: '/app/app.js', line, column: column + 1 }),
  locateFrame: () => undefined,
  suppressions: [],
  severities: {},
  isCancelled: () => false,
};

/** As it was so long after the start. */
function pendingAt(ms: number, body: (t: TraceScript) => void): PendingNode[] {
  const t = new TraceScript({ functions, sites });
  body(t);
  const trace = t.build(ms);
  return pendingAtEnd({ trace, options: { ...options, nowNs: trace.run.originNs + ms * 1e6 } });
}

function pending(body: (t: TraceScript) => void): PendingNode[] {
  const t = new TraceScript({ functions, sites });
  body(t);
  const trace = t.build();
  return pendingAtEnd({ trace, options });
}
const show = (nodes: readonly PendingNode[], depth = 0): string[] =>
  nodes.flatMap((n) => [
    `${'  '.repeat(depth)}${n.task} ${n.reason} ${n.on}${n.count > 1 ? ` x${n.count}` : ''}`,
    ...show(n.children, depth + 1),
  ]);

describe('pending', () => {
  it('goes from the outermost task to what would wake it', () => {
    const found = pending((t) => {
      const main = t.enter(1);
      const load = t.enter(2);
      const promise = t.promise(0, 2);
      t.resource('Timeout', { delayMs: 4200, site: 2 });
      t.awaits(load.act, 1, promise);
      t.awaits(main.act, 0, load.promise);
    });
    assert.deepEqual(show(found), ['main timer the result of load', '  load timer fires in 4.2 s']);
    assert.deepEqual(found[0]?.children[0]?.wokenBy, { file: '/app/app.js', line: 3, column: 3 });
  });
  it('names nobody to wake a promise that nothing is seen to settle', () => {
    const [found] = pending((t) => {
      const { act } = t.enter(2);
      t.awaits(act, 1, t.promise(0, 2));
    });
    assert.equal(found?.reason, 'unknown');
    assert.equal(found?.wokenBy, null);
    assert.deepEqual(
      found?.locations.map(({ role, line }) => [role, line]),
      [
        ['await', 2],
        ['create', 3],
      ],
    );
  });
  it('is told of any moment, without what came later', () => {
    const body = (t: TraceScript): void => {
      const start = t.resource('Immediate');
      const ends: number[] = [];
      let reaction = 0;
      let main = 0;
      t.run(start, 1, () => {
        const { act, promise } = t.enter(1);
        main = promise;
        ends.push(t.promise(0, 2));
        ends.push(t.resource('Timeout', { delayMs: 99, site: 2 }));
        reaction = t.awaits(act, 1, ends[0] as number);
      });
      t.run(ends[1] as number, 100, () => {
        t.resolve(ends[0] as number);
        t.react(reaction, 100, () => {
          t.resolve(main);
          const { act } = t.enter(2);
          const lock = t.lock();
          t.acquire(t.request(lock, 3));
          const promise = t.promise();
          t.request(lock, 3, { promise });
          t.awaits(act, 3, promise);
        });
      });
    };
    assert.deepEqual(show(pendingAt(0.5, body)), []);
    assert.deepEqual(show(pendingAt(40, body)), ['main timer fires in 60 ms']);
    assert.equal(pendingAt(40, body)[0]?.sinceMs, 39);
    const later = pendingAt(150, body);
    assert.equal(show(later)[0], 'load lock stock, held by load (app.js:4) for 50 ms');
    assert.equal(later[0]?.sinceMs, 50);
  });
  it('merges equal ones and keeps their number', () => {
    const found = pending((t) => {
      for (let i = 0; i < 1000; i++) t.awaits(t.enter(2).act, 1, t.promise(0, 2));
    });
    assert.deepEqual(show(found), ['load unknown a promise from read x1000']);
  });
  it('names the lock, its holder, and what that waits for', () => {
    const found = pending((t) => {
      const lock = t.lock();
      const holder = t.enter(2);
      t.acquire(t.request(lock, 3));
      t.awaits(holder.act, 1, t.promise(0, 2));
      const { act } = t.enter(1);
      const promise = t.promise();
      t.request(lock, 3, { promise });
      t.awaits(act, 3, promise);
    });
    assert.deepEqual(show(found), ['main lock stock, held by load (app.js:4) for 0 ms', '  load unknown a promise from read']);
  });
  it('says how many are ahead in the queue of a lock', () => {
    const found = pending((t) => {
      const lock = t.lock();
      const holder = t.enter(2);
      t.acquire(t.request(lock, 3));
      t.awaits(holder.act, 1, t.promise(0, 2));
      for (const [fn, site] of [
        [1, 3],
        [0, 0],
      ] as const) {
        const { act } = t.enter(fn);
        const promise = t.promise();
        t.request(lock, 3, { promise });
        t.awaits(act, site, promise);
      }
    });
    const places = found.map((node) => /held by load .*?(?:, (?<ahead>\d+) ahead)?$/.exec(node.on)?.groups?.['ahead'] ?? '0');
    assert.deepEqual(places.toSorted(), ['0', '1']);
  });
  it('shows the members of a combinator that are missing', () => {
    const found = pending((t) => {
      const { act } = t.enter(1);
      const settled = t.promise(0, 2);
      const waiting = [t.promise(0, 2), t.promise(0, 2), t.promise(0, 1)];
      t.resolve(settled);
      t.awaits(act, 0, t.combine(COMBINE_ALL, [settled, ...waiting]));
    });
    assert.deepEqual(show(found), [
      'main combinator all of 3',
      '  main unknown a promise from read x2',
      '  main unknown a promise from load',
    ]);
  });
  it('is empty when nothing waits, and short when much does', () => {
    assert.deepEqual(
      pending((t) => t.resolve(t.enter(1).promise)),
      [],
    );
    const many = pending((t) => {
      for (let i = 0; i < 500; i++) {
        const promise = t.promise(0, 2);
        t.resource('Timeout', { delayMs: 10 });
        t.awaits(t.enter(1 + (i % 2)).act, i % 3, promise);
      }
    });
    const count = (nodes: readonly PendingNode[]): number => nodes.reduce((sum, n) => sum + 1 + count(n.children), 0);
    assert.ok(count(many) <= 50, String(count(many)));
  });
});
