/** The must order: which edges exist, and which do not. Sites: 0 and 1 name the two places whose segments are compared. */
import assert from 'node:assert/strict';
import * as W from '../../src/wire/events.ts';
import { buildOrder } from '../../src/analysis/order/order.ts';
import type { Trace } from '../../src/model/trace.ts';
import { TraceScript } from '../support/buildTrace.ts';

const OPTIONS = { sites: [{ line: 1 }, { line: 2 }], variables: ['x'], functions: [{ name: '' }, { name: 'f' }] } as const;

/** Segments in which sites 0 and 1 were read. */
function ends(trace: Trace): readonly [number, number] {
  const a = trace.accesses;
  const find = (site: number): number => {
    for (let i = 0; i < a.length; i++) if (a.site.at(i) === site) return a.segment.at(i);
    throw new Error(`site ${site} was not reached`);
  };
  return [find(0), find(1)];
}

function relation(build: (t: TraceScript, mark: (site: number) => () => void) => void): string {
  const t = new TraceScript(OPTIONS);
  const x = t.variable(0);
  build(t, (site) => () => t.read(site, x));
  const trace = t.build();
  const order = buildOrder(trace);
  const [a, b] = ends(trace);
  return order.isOrdered(a, b) ? 'before' : order.isOrdered(b, a) ? 'after' : 'unordered';
}

describe('buildOrder', () => {
  it('orders timers of equal delay by their registration', () => {
    const result = relation((t, mark) => {
      const [a, b] = [t.resource('Timeout', { delayMs: 5 }), t.resource('Timeout', { delayMs: 5 })];
      t.run(a, 5, mark(0));
      t.run(b, 6, mark(1));
    });
    assert.equal(result, 'before');
  });

  it('does not order timers of different delays, whatever their distance', () => {
    const result = relation((t, mark) => {
      const [a, b] = [t.resource('Timeout', { delayMs: 5 }), t.resource('Timeout', { delayMs: 500 })];
      t.run(a, 5, mark(0));
      t.run(b, 500, mark(1));
    });
    assert.equal(result, 'unordered');
  });

  it('does not order two fs operations in flight', () => {
    const result = relation((t, mark) => {
      const [a, b] = [t.resource('FSREQCALLBACK'), t.resource('FSREQCALLBACK')];
      t.run(a, 1, mark(0));
      t.run(b, 2, mark(1));
    });
    assert.equal(result, 'unordered');
  });

  it('orders what creates a resource before its callback', () => {
    const result = relation((t, mark) => {
      const outer = t.resource('Timeout', { delayMs: 1 });
      let inner = 0;
      t.run(outer, 1, () => {
        mark(0)();
        inner = t.resource('FSREQCALLBACK');
      });
      t.run(inner, 9, mark(1));
    });
    assert.equal(result, 'before');
  });

  it('orders a promise resolution before its reactions', () => {
    const result = relation((t, mark) => {
      const p = t.promise();
      const reaction = t.promise(p);
      const timer = t.resource('Timeout', { delayMs: 3 });
      t.run(timer, 3, () => {
        mark(0)();
        t.resolve(p);
      });
      t.react(reaction, 4, mark(1));
    });
    assert.equal(result, 'before');
  });

  it('orders every member of Promise.all before what follows it, but only the call of Promise.race', () => {
    const build =
      (kind: number) =>
      (t: TraceScript, mark: (site: number) => () => void): void => {
        const [a, b] = [t.promise(), t.promise()];
        const all = t.promise();
        t.emit(W.OP_COMBINE, kind, all, 2);
        t.emit(W.OP_COMBINE_MEMBER, a);
        t.emit(W.OP_COMBINE_MEMBER, b);
        const reaction = t.promise(all);
        const [one, two] = [t.resource('Timeout', { delayMs: 1 }), t.resource('Timeout', { delayMs: 2 })];
        t.run(one, 1, () => {
          mark(0)();
          t.resolve(a);
        });
        t.run(two, 2, () => {
          t.resolve(b);
          t.resolve(all);
        });
        t.react(reaction, 3, mark(1));
      };
    assert.equal(relation(build(W.COMBINE_ALL)), 'before');
    assert.equal(relation(build(W.COMBINE_RACE)), 'unordered');
  });

  it('orders the holders of a lock only if it was certain who asked first', () => {
    const build =
      (secondDelayMs: number) =>
      (t: TraceScript, mark: (site: number) => () => void): void => {
        const lock = t.lock();
        const [one, two] = [t.resource('Timeout', { delayMs: 1 }), t.resource('Timeout', { delayMs: secondDelayMs })];
        const [p, q] = [t.promise(), t.promise()];
        const reactions: number[] = [];
        let first = 0;
        t.run(one, 1, () => {
          first = t.request(lock, 0, { promise: p });
          reactions.push(t.promise(p));
          t.resolve(p);
        });
        t.react(reactions[0] ?? 0, 2, () => {});
        t.run(two, 3, () => {
          t.request(lock, 0, { promise: q });
          reactions.push(t.promise(q));
        });
        const done = t.resource('FSREQCALLBACK');
        t.run(done, 4, () => {
          mark(0)();
          t.release(first);
          t.resolve(q);
        });
        t.react(reactions[1] ?? 0, 5, mark(1));
      };
    assert.equal(relation(build(9)), 'unordered');
    assert.equal(relation(build(1)), 'before');
  });

  it('orders the runs of one interval', () => {
    const result = relation((t, mark) => {
      const timer = t.resource('Timeout', { delayMs: 10, repeat: true });
      t.run(timer, 10, mark(0));
      t.run(timer, 20, mark(1));
    });
    assert.equal(result, 'before');
  });

  it('does not order requests on different connections, and orders them on one', () => {
    const build =
      (channel: number) =>
      (t: TraceScript, mark: (site: number) => () => void): void => {
        const server = t.resource('TCPSERVERWRAP');
        const one = t.resource('TCPWRAP', { trigger: server });
        const two = t.resource('TCPWRAP', { trigger: server });
        t.run(one, 5, () => {
          t.emit(W.OP_ROOT, W.ROOT_HTTP_REQUEST, 'GET /', 1, t.ns);
          mark(0)();
        });
        t.run(two, 6, () => {
          t.emit(W.OP_ROOT, W.ROOT_HTTP_REQUEST, 'GET /', channel, t.ns);
          mark(1)();
        });
      };
    assert.equal(relation(build(2)), 'unordered');
    assert.equal(relation(build(1)), 'before');
  });
});
