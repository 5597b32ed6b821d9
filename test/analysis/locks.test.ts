/** Orders of locks that could deadlock, and why most pairs cannot. */
import assert from 'node:assert/strict';
import { LOCK_QUEUE, LOCK_RW, LOCK_SEMAPHORE, MODE_SHARED, MODE_TIMEOUT, MODE_TRY } from '../../src/wire/events.ts';
import { lockOrderRule } from '../../src/analysis/rules/locks/lockOrderInversion.ts';
import { lockContentionRule } from '../../src/analysis/rules/locks/lockContention.ts';
import { lockUseRule } from '../../src/analysis/rules/locks/lockUse.ts';
import { buildOrder } from '../../src/analysis/order/order.ts';
import type { Draft } from '../../src/analysis/finding.ts';
import { TraceScript } from '../support/buildTrace.ts';

const options = {
  locate: () => ({ file: '', line: 1, column: 1 }),
  locateFrame: () => undefined,
  suppressions: [],
  severities: {},
  isCancelled: () => false,
};
const sites = ['a.acquire', 'b.acquire', 'b.acquire', 'a.acquire', 'gate.acquire'].map((text, i) => ({ line: i + 1, text }));
const functions = [{ name: '' }, { name: 'one' }, { name: 'two' }];

interface Step {
  readonly lock: number;
  readonly site: number;
  readonly mode?: number;
}

interface Task {
  readonly fn: number;
  readonly ms: number;
  readonly steps: readonly Step[];
}
function task(fn: number, ms: number, ...steps: readonly Step[]): Task {
  return { fn, ms, steps };
}

/** Tasks started by timers of their own, all set by the main script: each takes its locks one after the other, then releases them. */
function start(t: TraceScript, ...tasks: readonly Task[]): void {
  const timers = tasks.map(({ ms }) => t.resource('Timeout', { delayMs: ms }));
  tasks.forEach(({ fn, ms, steps }, i) => {
    let act = 0;
    const held: number[] = [];
    const take = (at: number): number => {
      const step = steps[at];
      if (step === undefined) {
        for (const request of held.toReversed()) t.release(request);
        return 0;
      }
      const promise = t.promise();
      const request = t.request(step.lock, step.site, { promise, mode: step.mode ?? 0 });
      t.acquire(request);
      held.push(request);
      t.resolve(promise);
      return t.awaits(act, step.site, promise);
    };
    let reaction = 0;
    t.run(timers[i] as number, ms, () => {
      act = t.enter(fn).act;
      reaction = take(0);
    });
    for (let at = 1; at <= steps.length; at++) t.react(reaction, ms + at / 10, () => void (reaction = take(at)));
  });
}

function find(body: (t: TraceScript) => void, rule = lockOrderRule): Draft[] {
  const t = new TraceScript({ functions, sites });
  body(t);
  const trace = t.build();
  return rule.run({ trace, order: buildOrder(trace), options, earlier: [] });
}
const kinds = (drafts: readonly Draft[]): string[] => drafts.map((d) => `${d.kind} ${d.confidence}`);

describe('lock order', () => {
  const inversion = (first: number, second: number, mode = 0): Draft[] =>
    find((t) => {
      const [a, b] = [t.lock({ kind: first }), t.lock({ kind: second })];
      start(t, task(1, 1, { lock: a, site: 0 }, { lock: b, site: 1, mode }), task(2, 20, { lock: b, site: 2 }, { lock: a, site: 3 }));
    });
  it('warns of two orders, inner places first', () => {
    const [draft, ...rest] = inversion(1, 1);
    assert.equal(rest.length, 0);
    assert.equal(draft?.kind, 'lock.order-inversion');
    assert.equal(
      draft.message,
      'Locks are taken in different orders: one takes `a` then `b`; two takes `b` then `a`. Tasks that do so at the same time wait for each other for ever.',
    );
    assert.deepEqual(
      draft.places.map((p) => ('site' in p ? `${p.role} ${p.site + 1}` : '')),
      ['acquire 2', 'acquire 4', 'hold 1', 'hold 3'],
    );
  });
  it('a try is no wait, and a time limit only a stall', () => {
    assert.deepEqual(inversion(1, 1, MODE_TRY), []);
    assert.deepEqual(kinds(inversion(1, 1, MODE_TIMEOUT)), ['lock.order-inversion 0.5']);
  });
  it('a semaphore with permits to spare does not close a ring', () => {
    const found = find((t) => {
      const [a, b] = [t.lock(), t.lock({ kind: LOCK_SEMAPHORE, permits: 3 })];
      start(t, task(1, 1, { lock: a, site: 0 }, { lock: b, site: 1 }), task(2, 20, { lock: b, site: 2 }, { lock: a, site: 3 }));
    });
    assert.deepEqual(found, []);
  });
  it('readers do not exclude each other', () => {
    const found = (mode: number): Draft[] =>
      find((t) => {
        const [a, b] = [t.lock({ kind: LOCK_RW }), t.lock({ kind: LOCK_RW })];
        start(
          t,
          task(1, 1, { lock: a, site: 0, mode }, { lock: b, site: 1, mode }),
          task(2, 20, { lock: b, site: 2, mode }, { lock: a, site: 3, mode }),
        );
      });
    assert.deepEqual(found(MODE_SHARED), []);
    assert.equal(found(0).length, 1);
  });
  it('a gate around both makes them safe', () => {
    const found = (outer: boolean): Draft[] =>
      find((t) => {
        const [gate, other, a, b] = [t.lock(), t.lock(), t.lock(), t.lock()];
        start(
          t,
          task(1, 1, { lock: gate, site: 4 }, { lock: a, site: 0 }, { lock: b, site: 1 }),
          task(2, 20, { lock: outer ? gate : other, site: 4 }, { lock: b, site: 2 }, { lock: a, site: 3 }),
        );
      });
    assert.deepEqual(found(true), []);
    assert.equal(found(false).length, 1);
  });
  it('one task that does both in turn cannot meet itself', () => {
    const found = find((t) => {
      const [a, b] = [t.lock(), t.lock()];
      const timer = t.resource('Timeout', { delayMs: 1 });
      t.run(timer, 1, () => {
        t.enter(1);
        for (const [outer, inner] of [
          [a, b],
          [b, a],
        ] as const) {
          const one = t.request(outer, outer === a ? 0 : 2);
          t.acquire(one);
          const other = t.request(inner, outer === a ? 1 : 3);
          t.acquire(other);
          t.at(outer === a ? 2 : 4);
          t.release(other);
          t.release(one);
          t.at(outer === a ? 3 : 5);
        }
      });
    });
    assert.deepEqual(found, []);
  });
  it('the same order everywhere is fine', () => {
    const found = find((t) => {
      const [a, b] = [t.lock(), t.lock()];
      start(t, task(1, 1, { lock: a, site: 0 }, { lock: b, site: 1 }), task(2, 20, { lock: a, site: 3 }, { lock: b, site: 2 }));
    });
    assert.deepEqual(found, []);
  });
});

describe('use of one lock', () => {
  const nested = (company: boolean, permits: number): Draft[] =>
    find((t) => {
      const pool = t.lock({ kind: LOCK_SEMAPHORE, permits });
      if (company) {
        const other = t.request(pool, 0);
        t.acquire(other);
      }
      start(t, task(1, 1, { lock: pool, site: 0 }, { lock: pool, site: 1 }));
    }, lockUseRule);
  it('foresees permit nesting, and is less sure where no other task takes permits', () => {
    assert.deepEqual(kinds(nested(true, 3)), ['lock.permit-nesting 0.7']);
    assert.deepEqual(kinds(nested(false, 3)), ['lock.permit-nesting 0.5']);
  });
  it('reports a second release', () => {
    const found = (times: number): Draft[] =>
      find((t) => {
        const request = t.request(t.lock(), 0);
        t.acquire(request);
        for (let i = 0; i < times; i++) t.release(request, 1);
      }, lockUseRule);
    assert.deepEqual(kinds(found(2)), ['lock.double-release 0.8']);
    assert.deepEqual(found(1), []);
  });
});

describe('waiting for a lock', () => {
  /** Five tasks take one lock in turn, each for `holdMs` and asleep all the while; `barging`: the first comes last. */
  const turns = (holdMs: number, barging = false, made: Parameters<TraceScript['lock']>[0] = {}): string[] =>
    find((t) => {
      const lock = t.lock(made);
      const tasks = Array.from({ length: 7 }, () => {
        const { act, promise } = t.enter(1);
        const granted = t.promise();
        const request = t.request(lock, 0, { promise: granted });
        return { act, promise, granted, request, reaction: t.awaits(act, 0, granted) };
      });
      const order = barging ? [...tasks.slice(1), ...tasks.slice(0, 1)] : tasks;
      order.forEach((task, i) => {
        t.at(i * holdMs);
        t.acquire(task.request);
        t.resolve(task.granted);
        let work = 0;
        const done = t.promise();
        t.react(task.reaction, i * holdMs + 0.1, () => void (work = t.awaits(task.act, 1, done)));
        t.at((i + 1) * holdMs - 0.2);
        t.resolve(done);
        t.react(work, (i + 1) * holdMs - 0.1, () => {
          t.release(task.request);
          t.resolve(task.promise);
        });
      });
    }, lockContentionRule).map((d) => d.kind);
  it('tells contention, slow holds and starvation by their size', () => {
    assert.deepEqual(turns(0.3), []);
    assert.deepEqual(turns(20), ['lock.contention']);
    assert.deepEqual(turns(2000), ['lock.contention', 'lock.held-across-slow-await']);
    assert.deepEqual(turns(2000, true), ['lock.contention', 'lock.held-across-slow-await', 'lock.starvation']);
  });
  it('leaves a queue that runs several jobs at a time to its limit', () => {
    assert.deepEqual(turns(2000, false, { kind: LOCK_QUEUE, permits: 2 }), []);
    assert.deepEqual(turns(2000, false, { kind: LOCK_QUEUE, permits: 1 }), ['lock.contention', 'lock.held-across-slow-await']);
  });
});
