/** Hangs told from their root, and what is no hang. */
import assert from 'node:assert/strict';
import { COMBINE_ALL, COMBINE_RACE, OP_ORPHAN } from '../../src/wire/events.ts';
import { hangRule } from '../../src/analysis/rules/hangs/hang.ts';
import { deadlockRule } from '../../src/analysis/rules/hangs/deadlock.ts';
import { buildOrder } from '../../src/analysis/order/order.ts';
import type { Draft } from '../../src/analysis/finding.ts';
import { TraceScript, type ScriptOptions } from '../support/buildTrace.ts';

const options = {
  locate: () => ({ file: '', line: 1, column: 1 }),
  locateFrame: () => undefined,
  suppressions: [],
  severities: {},
  isCancelled: () => false,
};
const EMPTY_LOOP = { reason: 0, code: 0 };
const sites = [10, 11, 12, 13].map((line) => ({ line, text: line === 11 ? 'Promise' : 'wait', kind: 'await' as const }));
const functions = [{ name: '' }, { name: 'main' }, { name: 'load' }];

function run(body: (t: TraceScript) => void, more: ScriptOptions = {}, rule = hangRule): Draft[] {
  const t = new TraceScript({ functions: functions.map((f, i) => (i === 0 ? f : { ...f, parent: 0 })), sites, exit: EMPTY_LOOP, ...more });
  body(t);
  const trace = t.build();
  return rule.run({ trace, order: buildOrder(trace), options, earlier: [] });
}
const shape = (drafts: readonly Draft[]): unknown[] =>
  drafts.map((d) => [d.kind, ...d.places.map((p) => ('site' in p ? `${p.role} ${10 + p.site}` : p.role))]);

/** `main` awaits a promise that nothing settles. */
function waitsForNothing(t: TraceScript): number {
  const { act, promise } = t.enter(1);
  t.awaits(act, 0, t.promise(0, 1));
  return promise;
}

describe('hang rules', () => {
  it('tells the await and where the promise was made', () => {
    assert.deepEqual(shape(run((t) => void waitsForNothing(t))), [['hang.exit-pending', 'await 10', 'create 11']]);
  });
  it('tells a chain once, from the function nearest to the root', () => {
    const found = run((t) => {
      const main = t.enter(1);
      const load = t.enter(2);
      t.awaits(load.act, 2, t.promise(0, 1));
      t.awaits(main.act, 0, load.promise);
    });
    assert.deepEqual(shape(found), [['hang.exit-pending', 'await 12', 'create 11', 'await 10']]);
    assert.match(found[0]?.message ?? '', /load was still waiting for .* 1 more waits behind it/);
  });
  it('looks through Promise.all at the member that is missing', () => {
    const found = run((t) => {
      const { act } = t.enter(1);
      const [settled, missing] = [t.promise(0, 3), t.promise(0, 1)];
      t.resolve(settled);
      t.awaits(act, 0, t.combine(COMBINE_ALL, [settled, missing]));
    });
    assert.deepEqual(shape(found), [['hang.exit-pending', 'await 10', 'create 11']]);
  });
  it('calls a module that waits at its top level what it is', () => {
    const topLevel = (t: TraceScript): void => {
      const { act } = t.enter(0);
      t.awaits(act, 0, t.promise(0, 1));
    };
    assert.deepEqual(shape(run(topLevel, { exit: { reason: 3, code: 13 } })), [['hang.tla-unsettled', 'await 10', 'create 11']]);
  });
  it('is silent when the program was ended', () => {
    const ended = [1, 2].flatMap((reason) => run((t) => void waitsForNothing(t), { exit: { reason, code: 0 } }));
    assert.deepEqual(ended, []);
  });
  it('is silent while the program runs, unless the promise is lost for good', () => {
    const running = { functions, sites };
    const look = (lost: boolean): Draft[] => {
      const t = new TraceScript(running);
      const { act } = t.enter(1);
      const promise = t.promise(0, 1);
      t.awaits(act, 0, promise);
      if (lost) t.emit(OP_ORPHAN, promise, t.ns);
      const trace = t.build();
      return hangRule.run({ trace, order: buildOrder(trace), options, earlier: [] });
    };
    assert.deepEqual(look(false), []);
    assert.deepEqual(shape(look(true)), [['hang.orphan-promise', 'await 10', 'create 11']]);
  });
  it('is silent about the loser of a race', () => {
    const found = run((t) => {
      const loser = waitsForNothing(t);
      const winner = t.promise();
      t.promise(loser);
      t.promise(winner);
      const result = t.combine(COMBINE_RACE, [loser, winner]);
      t.resolve(winner);
      t.resolve(result);
    });
    assert.deepEqual(found, []);
  });
  it('is silent about a timer that does not keep the process alive', () => {
    const found = run((t) => {
      const { act } = t.enter(1);
      const promise = t.promise(0, 1);
      t.resource('Timeout', { delayMs: 1000, refed: false });
      t.awaits(act, 0, promise);
    });
    assert.deepEqual(found, []);
  });
  it('is silent about a promise that is meant never to settle', () => {
    const never = sites.map((s) => (s.line === 11 ? { ...s, kind: 'new' as const, flags: 16 } : s));
    assert.deepEqual(
      run((t) => void waitsForNothing(t), { sites: never }),
      [],
    );
  });
  it('is silent about a consumer that was served before and that nobody waits for', () => {
    const consumer = (served: boolean): Draft[] =>
      run((t) => {
        const { act } = t.enter(1);
        if (served) {
          const item = t.promise(0, 1);
          const reaction = t.awaits(act, 0, item);
          t.resolve(item);
          t.react(reaction, 1, () => t.awaits(act, 0, t.promise(0, 1)));
        } else t.awaits(act, 0, t.promise(0, 1));
      });
    assert.deepEqual(consumer(true), []);
    assert.equal(consumer(false).length, 1);
  });
  it('leaves to a deadlock what it explains', () => {
    const ring = (t: TraceScript): void => {
      const one = t.enter(1);
      const other = t.enter(2);
      t.awaits(one.act, 0, other.promise);
      t.awaits(other.act, 2, one.promise);
    };
    assert.deepEqual(run(ring), []);
    assert.equal(run(ring, {}, deadlockRule).length, 1);
  });
  it('names a lock whose holder ended without releasing it', () => {
    const found = run(
      (t) => {
        const lock = t.lock();
        const holder = t.enter(2);
        const held = t.request(lock, 2);
        t.acquire(held);
        t.resolve(holder.promise);
        const { act } = t.enter(1);
        const promise = t.promise(0, 0);
        t.request(lock, 0, { promise });
        t.awaits(act, 0, promise);
      },
      { sites: sites.map((s) => ({ ...s, text: 'files.acquire' })) },
    );
    assert.deepEqual(shape(found), [['lock.not-released', 'acquire 12', 'wait 10']]);
    assert.match(found[0]?.message ?? '', /^`files` is taken in load and never released; main waits/);
  });
});
