/** Rings that happened, and their near misses. */
import assert from 'node:assert/strict';
import { COMBINE_ALL, LOCK_QUEUE, LOCK_RW, LOCK_SEMAPHORE, MODE_SHARED, MODE_TIMEOUT, MODE_TRY } from '../../src/wire/events.ts';
import { analyze } from '../../src/analysis/analyze.ts';
import { deadlockRule, findDeadlocks } from '../../src/analysis/rules/hangs/deadlock.ts';
import { buildOrder } from '../../src/analysis/order/order.ts';
import type { Draft } from '../../src/analysis/finding.ts';
import type { Trace } from '../../src/model/trace.ts';
import { TraceScript } from '../support/buildTrace.ts';

const options = {
  locate: () => ({ file: '', line: 1, column: 1 }),
  locateFrame: () => undefined,
  suppressions: [],
  severities: {},
  isCancelled: () => false,
};
const drafts = (trace: Trace): Draft[] => deadlockRule.run({ trace, order: buildOrder(trace), options, earlier: [] });
const lines = (draft: Draft | undefined): string[] => (draft?.places ?? []).map((p) => ('site' in p ? `${p.role} ${p.site + 1}` : p.role));

/** Sites are numbered like lines: site i is on line i + 1. */
const sites = (...texts: string[]): { line: number; text: string }[] => texts.map((text, i) => ({ line: i + 1, text }));

/** A task that takes `first`, waits a while, and asks for `second`. */
function taker(
  t: TraceScript,
  fn: number,
  first: number,
  second: number,
  at: { hold: number; wait: number },
  ms: number,
  beforeSecond: () => void = () => undefined,
): { second: number; act: number } {
  const { act } = t.enter(fn);
  const p1 = t.promise();
  const r1 = t.request(first, at.hold, { promise: p1 });
  t.acquire(r1);
  t.resolve(p1);
  const reaction = t.awaits(act, at.hold, p1);
  let r2 = 0;
  t.react(reaction, ms, () => {
    beforeSecond();
    const p2 = t.promise();
    r2 = t.request(second, at.wait, { promise: p2 });
    t.awaits(act, at.wait, p2);
  });
  return { second: r2, act };
}

describe('deadlock rules', () => {
  const functions = [{ name: '' }, { name: 'reload' }, { name: 'evict' }];
  it('names the ring of two locks in the words of the program', () => {
    const t = new TraceScript({
      functions,
      sites: sites('configLock.acquire', 'cacheLock.acquire', 'cacheLock.acquire', 'configLock.acquire'),
    });
    const [config, cache] = [t.lock(), t.lock()];
    taker(t, 1, config, cache, { hold: 0, wait: 1 }, 1);
    taker(t, 2, cache, config, { hold: 2, wait: 3 }, 2);
    const [draft, ...rest] = drafts(t.build());
    assert.equal(rest.length, 0);
    assert.equal(draft?.kind, 'deadlock.actual');
    assert.equal(
      draft.message,
      'Deadlock: reload holds `configLock` and waits for `cacheLock`; evict holds `cacheLock` and waits for `configLock`.',
    );
    assert.deepEqual(lines(draft).slice(0, 4), ['wait 2', 'wait 4', 'hold 1', 'hold 3']);
  });
  it('numbers locks that have one name', () => {
    const t = new TraceScript({ functions, sites: sites('from.mutex.acquire', 'to.mutex.acquire') });
    const [a, b] = [t.lock(), t.lock()];
    taker(t, 1, a, b, { hold: 0, wait: 1 }, 1);
    taker(t, 1, b, a, { hold: 0, wait: 1 }, 2);
    assert.equal(
      drafts(t.build())[0]?.message,
      'Deadlock: reload holds `from.mutex (lock 1)` and waits for `to.mutex (lock 2)`; reload holds `from.mutex (lock 2)` and waits for `to.mutex (lock 1)`.',
    );
  });
  it('names locks after what they were made for where they go by the names of parameters', () => {
    const made = sites('first.acquire', 'second.acquire', 'Mutex', 'Mutex').map((site, i) => ({
      ...site,
      ...(['', '', 'lockA', 'Bank.#lockB'][i] ? { held: ['', '', 'lockA', 'Bank.#lockB'][i] } : {}),
    }));
    const t = new TraceScript({ functions, sites: made });
    const [a, b] = [t.lock({ madeAt: 2 }), t.lock({ madeAt: 3 })];
    taker(t, 1, a, b, { hold: 0, wait: 1 }, 1);
    taker(t, 1, b, a, { hold: 0, wait: 1 }, 2);
    assert.equal(
      drafts(t.build())[0]?.message,
      'Deadlock: reload holds `lockA` and waits for `#lockB`; reload holds `#lockB` and waits for `lockA`.',
    );
  });
  it('numbers locks that one line made, and keeps names that only one of them goes by', () => {
    const t = new TraceScript({
      functions,
      sites: [
        ...sites('from.mutex.acquire', 'to.mutex.acquire'),
        { line: 3, text: 'Mutex', held: 'Account.mutex' },
        { line: 4, text: 'Mutex', held: 'made' },
      ],
    });
    const [a, b] = [t.lock({ madeAt: 2 }), t.lock({ madeAt: 2 })];
    taker(t, 1, a, b, { hold: 0, wait: 1 }, 1);
    taker(t, 1, b, a, { hold: 0, wait: 1 }, 2);
    assert.match(drafts(t.build())[0]?.message ?? '', /holds `from\.mutex \(lock 1\)` and waits for `to\.mutex \(lock 2\)`/);
    const u = new TraceScript({ functions, sites: [...sites('stock.acquire', 'cache.acquire'), { line: 3, text: 'Mutex', held: 'made' }] });
    const [c, d] = [u.lock({ madeAt: 2 }), u.lock()];
    taker(u, 1, c, d, { hold: 0, wait: 1 }, 1);
    taker(u, 2, d, c, { hold: 1, wait: 0 }, 2);
    assert.match(drafts(u.build())[0]?.message ?? '', /reload holds `stock` and waits for `cache`/);
  });
  /** Two locks of a Map that one function fills; `keyOf` says under which key the lock is got, each time. */
  const ofMap = (keyOf: (lock: number, time: number) => string, setter = 1): string => {
    const made = sites('locks.get().acquire', 'locks.get().acquire', 'Mutex', 'this.locks.get').map((site) => ({ ...site, fn: 1 }));
    const t = new TraceScript({ functions, sites: [...made, { line: 5, text: 'this.locks.set', fn: setter }] });
    const locks = [t.lock({ madeAt: 2 }), t.lock({ madeAt: 2 })] as const;
    const entries = new Map(['alice', 'bob'].map((key) => [key, t.property(7, key, 'Map', 1)]));
    const get = (lock: number, time: number): void => t.read(3, entries.get(keyOf(lock, time)) ?? 0);
    for (const entry of entries.values()) t.write(4, entry);
    for (const [first, second] of [
      [0, 1],
      [1, 0],
    ] as const) {
      get(first, 1);
      taker(t, 1, locks[first], locks[second], { hold: 0, wait: 1 }, first + 1, () => get(second, 2));
    }
    return drafts(t.build())[0]?.message ?? '';
  };
  it('names the locks of a Map after their entries, where each is always got from one', () => {
    assert.equal(
      ofMap((lock) => (lock === 0 ? 'alice' : 'bob')),
      'Deadlock: reload holds `locks["alice"]` and waits for `locks["bob"]`; reload holds `locks["bob"]` and waits for `locks["alice"]`.',
    );
    // Got from two entries, or both from one, or from a Map that somebody else fills.
    for (const message of [
      ofMap((lock, time) => ((lock === 0) === (time === 1) ? 'alice' : 'bob')),
      ofMap(() => 'alice'),
      ofMap((lock) => (lock === 0 ? 'alice' : 'bob'), 2),
    ]) {
      assert.match(message, /holds `locks\.get\(\) \(lock 1\)` and waits for `locks\.get\(\) \(lock 2\)`/);
    }
  });
  it('finds a ring of three', () => {
    const t = new TraceScript({ functions, sites: sites('a.acquire', 'b.acquire', 'c.acquire') });
    const [a, b, c] = [t.lock(), t.lock(), t.lock()];
    taker(t, 1, a, b, { hold: 0, wait: 1 }, 1);
    taker(t, 1, b, c, { hold: 1, wait: 2 }, 2);
    taker(t, 2, c, a, { hold: 2, wait: 0 }, 3);
    assert.deepEqual(
      drafts(t.build()).map((d) => [d.kind, d.message.split(';').length]),
      [['deadlock.actual', 3]],
    );
  });
  it('is silent while one of the two does not wait', () => {
    const t = new TraceScript({ functions, sites: sites('a.acquire', 'b.acquire') });
    const [a, b] = [t.lock(), t.lock()];
    taker(t, 1, a, b, { hold: 0, wait: 1 }, 1);
    const { act } = t.enter(2);
    const p = t.promise();
    const r = t.request(b, 1, { promise: p });
    t.acquire(r);
    t.resolve(p);
    const reaction = t.awaits(act, 1, p);
    t.react(reaction, 2, () => t.awaits(act, 1, t.promise()));
    assert.deepEqual(drafts(t.build()), []);
  });
  it('is silent when the ring was opened again', () => {
    const t = new TraceScript({ functions, sites: sites('a.acquire', 'b.acquire', 'b.acquire', 'a.acquire') });
    const [a, b] = [t.lock(), t.lock()];
    taker(t, 1, a, b, { hold: 0, wait: 1 }, 1);
    const second = taker(t, 2, b, a, { hold: 2, wait: 3 }, 2);
    t.cancel(second.second, 2);
    assert.deepEqual(drafts(t.build()), []);
  });
  it('is silent about permits that are granted and not yet in the hands of those who asked: their jobs are about to begin', () => {
    const kinds = (isInHand: boolean): string[] => {
      const t = new TraceScript({ functions, sites: sites('sem.runExclusive') });
      const lock = t.lock({ kind: LOCK_SEMAPHORE, permits: 2 });
      const { act } = t.enter(1);
      const promises = [t.promise(), t.promise(), t.promise()];
      const requests = promises.map((promise) => t.request(lock, 0, { promise }));
      for (const request of requests.slice(0, 2)) t.acquire(request);
      if (isInHand) for (const promise of promises.slice(0, 2)) t.resolve(promise);
      t.awaits(act, 0, t.combine(COMBINE_ALL, promises));
      return findDeadlocks(t.build()).map((d) => d.kind);
    };
    assert.deepEqual(kinds(false), []);
    assert.deepEqual(kinds(true), ['lock.permit-nesting']);
  });
  it('is silent while a request waits that gives up after a while', () => {
    const kinds = (mode: number): string[] => {
      const t = new TraceScript({ functions, sites: sites('m.acquire', 'm.acquire') });
      const lock = t.lock();
      const { act } = t.enter(1);
      const [first, second] = [t.promise(), t.promise()];
      t.acquire(t.request(lock, 0, { promise: first, mode }));
      t.resolve(first);
      t.request(lock, 1, { promise: second, mode });
      t.awaits(act, 1, second);
      return findDeadlocks(t.build()).map((d) => d.kind);
    };
    for (const mode of [MODE_TIMEOUT, MODE_TRY]) assert.deepEqual(kinds(mode), []);
    assert.deepEqual(kinds(0), ['lock.self-deadlock']);
  });
  it('is silent when a permit is left', () => {
    const t = new TraceScript({ functions, sites: sites('a.acquire', 'b.acquire', 'b.acquire', 'a.acquire') });
    const [a, b] = [t.lock(), t.lock({ kind: LOCK_SEMAPHORE, permits: 2 })];
    taker(t, 1, a, b, { hold: 0, wait: 1 }, 1);
    taker(t, 2, b, a, { hold: 2, wait: 3 }, 2);
    // A third task holds the other permit and sleeps.
    const { act } = t.enter(1);
    const r = t.request(b, 1);
    t.acquire(r);
    t.awaits(act, 1, t.promise());
    assert.deepEqual(drafts(t.build()), []);
  });
  it('readers do not wait for readers, writers for all of them', () => {
    const build = (mode: number): Draft[] => {
      const t = new TraceScript({ functions, sites: sites('a', 'b') });
      const lock = t.lock({ kind: LOCK_RW, library: 'web-locks', name: 'a', scope: 1 });
      const { act } = t.enter(1);
      const r = t.request(lock, 0, { mode: MODE_SHARED });
      t.acquire(r);
      const p = t.promise();
      const q = t.request(lock, 1, { mode, promise: p });
      if (mode === MODE_SHARED) t.acquire(q);
      t.awaits(act, 1, p);
      return drafts(t.build());
    };
    assert.deepEqual(build(MODE_SHARED), []);
    assert.deepEqual(
      build(0).map((d) => d.kind),
      ['lock.self-deadlock'],
    );
  });
  it('is silent about a job in another thread, whose promise is its only sign, while others queue for it', () => {
    const t = new TraceScript({ functions: [{ name: '' }, { name: 'main' }], sites: sites('pool.run', 'pool.run') });
    const pool = t.lock({ kind: LOCK_QUEUE, library: 'piscina' });
    const { act } = t.enter(1);
    const [first, second] = [t.promise(0, 0), t.promise(0, 1)];
    t.job(t.request(pool, 0, { promise: first }), () => {}, first);
    t.request(pool, 1, { promise: second });
    t.awaits(act, 1, second);
    assert.deepEqual(drafts(t.build()), []);
  });
  it('a job that waits for a job of its own queue', () => {
    const t = new TraceScript({ functions: [{ name: '' }, { name: 'importBatch' }], sites: sites('writes.add', 'writes.add') });
    const queue = t.lock({ kind: LOCK_QUEUE, library: 'p-queue' });
    const p1 = t.promise();
    const r1 = t.request(queue, 0, { promise: p1 });
    let job = 0;
    t.job(
      r1,
      () => {
        const { act, promise } = t.enter(1);
        const p2 = t.promise();
        t.request(queue, 1, { promise: p2 });
        t.awaits(act, 1, p2);
        job = promise;
      },
      () => job,
    );
    const found = drafts(t.build());
    assert.deepEqual(
      found.map((d) => [d.kind, lines(d)]),
      [['lock.queue-self-wait', ['wait 2', 'hold 1', 'await 2']]],
    );
  });
  it('two functions that await each other', () => {
    const t = new TraceScript({ functions, sites: sites('first', 'second') });
    const one = t.enter(1);
    const other = t.enter(2);
    t.awaits(other.act, 1, one.promise);
    t.awaits(one.act, 0, other.promise);
    const found = drafts(t.build());
    assert.deepEqual(
      found.map((d) => d.message),
      ['Deadlock: reload awaits evict; evict awaits reload.'],
    );
    // In the order in which they began to wait; the one that closed the ring could have gone on.
    assert.deepEqual(found[0]?.scenario, {
      lanes: ['reload', 'evict'],
      happened: [
        { lane: 1, text: 'awaits reload', site: 1 },
        { lane: 0, text: 'awaits evict', site: 0 },
      ],
      other: [
        { lane: 0, text: 'ends without awaiting evict', site: 0 },
        { lane: 1, text: 'goes on, since reload has ended', site: 1 },
      ],
      otherTitle: 'Safe: one of them does not wait',
    });
  });
  it('is at a time of the run also where no lock says when: from the first of its calls on', () => {
    const t = new TraceScript({ functions, sites: sites('first', 'second') });
    const one = t.enter(1);
    const other = t.enter(2);
    t.awaits(other.act, 1, one.promise);
    t.awaits(one.act, 0, other.promise);
    const trace = t.build();
    const [finding] = analyze(trace, options).findings;
    const { startNs } = trace.activations;
    const calls = finding?.window?.activations ?? [];
    assert.equal(calls.length, 2);
    assert.equal(finding?.window?.fromNs, Math.min(...calls.map((row) => startNs.at(row))) - trace.run.originNs);
    assert.ok((finding?.window?.toNs ?? 0) >= (finding?.window?.fromNs ?? Infinity));
  });
  it('is found while the trace grows, and once a call finds it again', () => {
    const t = new TraceScript({ functions, sites: sites('a.acquire', 'b.acquire') });
    const [a, b] = [t.lock(), t.lock()];
    taker(t, 1, a, b, { hold: 0, wait: 1 }, 1);
    taker(t, 2, b, a, { hold: 1, wait: 0 }, 2);
    const trace = t.build();
    assert.equal(findDeadlocks(trace).length, 1);
    assert.equal(findDeadlocks(trace).length, 1);
  });
});
