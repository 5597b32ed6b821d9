import assert from 'node:assert/strict';
import v8 from 'node:v8';
import vm from 'node:vm';
import { LOCATION_HAD_NOTHING, LOCATION_HAD_VALUE } from '../../src/wire/events.ts';
import { VALUE_FALSE, VALUE_NULL, VALUE_OBJECT, VALUE_TRUE, VALUE_UNDEFINED, VALUE_UNKNOWN } from '../../src/wire/runtime.ts';
import { random } from '../support/random.ts';
import { il, lines, newEvents, newRecords, segment } from './runtimeHarness.ts';

let variables = 100;
const cell = () => il.n(++variables);

describe('installRuntime', () => {
  beforeEach(() => void newEvents());

  it('publishes one frozen object under the registered symbol, invisibly', () => {
    const descriptor = Object.getOwnPropertyDescriptor(globalThis, Symbol.for('interleave.preload'));
    assert.equal(descriptor?.value, il);
    assert.deepEqual([descriptor.enumerable, descriptor.writable, descriptor.configurable], [false, false, false]);
    assert.ok(Object.isFrozen(il));
  });

  it('returns every value as it is', () => {
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    for (const value of [
      undefined,
      null,
      NaN,
      -0,
      0,
      1n,
      'x',
      Symbol('s'),
      {},
      () => {},
      revoked.proxy,
      new Proxy([], {}),
      Promise.resolve(),
    ]) {
      const c = cell();
      for (let round = 0; round < 3; round++) {
        segment(() => {
          assert.ok(Object.is(il.r(1, c, value), value));
          assert.ok(Object.is(il.a(2, c, value), value));
          assert.ok(Object.is(il.m(3, c, value), value));
          assert.ok(Object.is(il.r(1, undefined, value), value));
          assert.ok(Object.is(il.p(4, value, 'k'), value));
          assert.ok(Object.is(il.o(5, value, 'k', value), value));
          assert.ok(Object.is(il.z(6, value, 'k', value), value));
          assert.ok(Object.is(il.d(7, value, 'k', value), value));
          assert.ok(Object.is(il.g(8, value, 'get', value, value), value));
          assert.ok(Object.is(il.h(9, value, 'set'), value));
          assert.ok(Object.is(il.i(value), value));
          assert.ok(Object.is(il.f(10, value), value));
          assert.ok(Object.is(il.k(11, value), value));
          assert.ok(Object.is(il.A(16, value), value));
          assert.ok(Object.is(il.w(1, 12, value), value));
          assert.ok(Object.is(il.v(1, 13, value), value));
          assert.ok(Object.is(il.l(14, value, 0), value));
          assert.ok(Object.is(il.b(15, value, 0, value), value));
        });
      }
    }
  });

  it('never runs code of the program: proxies, getters and revoked proxies notice nothing', () => {
    const traps: string[] = [];
    const handler = new Proxy(
      {},
      {
        get:
          (_t, name) =>
          (...args: unknown[]) => (traps.push(String(name)), Reflect.get(Reflect, name).apply(Reflect, args)),
      },
    );
    const object = new Proxy({}, handler);
    const array = new Proxy([], handler);
    const fn = new Proxy(function named() {}, handler);
    const loud = { get size() { traps.push('size'); return 1; }, get constructor() { traps.push('constructor'); return Object; } }; // prettier-ignore
    const key = { toString: () => (traps.push('toString'), 'k') };
    const revoked = Proxy.revocable([], {});
    revoked.revoke();
    for (let round = 0; round < 3; round++) {
      segment(() => {
        for (const target of [object, array, fn, loud, revoked.proxy, Object.create(object) as object]) {
          for (const name of ['size', 'then', 'x', key, Symbol.iterator]) {
            il.p(1, target, name);
            il.o(2, target, name, target);
            il.d(3, target, name, true);
          }
          for (const method of ['get', 'set', 'push', 'clear', 'delete', 'forEach']) il.g(4, target, method, key, target);
          il.a(5, cell(), target);
          il.f(6, target);
          il.j(7, target);
        }
      });
    }
    assert.deepEqual(traps, []);
  });

  it('reads deeper in an object unless a getter or a trap stands in between', () => {
    const noticed: string[] = [];
    const counts = { total: 1 };
    const trapped = new Proxy(
      { counts },
      { getOwnPropertyDescriptor: () => void noticed.push('trap'), get: () => void noticed.push('get') },
    );
    const hidden = Object.defineProperty({}, 'counts', { get: () => (noticed.push('getter'), counts) });
    const deep = { state: { counts } };
    for (let round = 0; round < 2; round++) {
      segment(() => {
        assert.equal(il.P(1, deep, 'total', 'state', 'counts'), deep);
        assert.equal(il.P(2, trapped, 'total', 'counts'), trapped);
        assert.equal(il.P(3, hidden, 'total', 'counts'), hidden);
        assert.equal(il.P(4, undefined, 'total', 'counts'), undefined);
        assert.equal(il.P(5, deep, 'total', 'none', 'counts'), deep);
      });
    }
    assert.deepEqual(noticed, []);
    assert.deepEqual(lines(newEvents()), ['lateRead 1', 'read 1']);
  });

  it('leaves no property on objects, frozen ones included', () => {
    const frozen = Object.freeze({ a: 1 });
    const map = Object.preventExtensions(new Map());
    for (let round = 0; round < 2; round++) {
      segment(() => {
        il.p(1, frozen, 'a');
        il.g(2, map, 'get', 'k');
      });
    }
    assert.deepEqual(Reflect.ownKeys(frozen), ['a']);
    assert.deepEqual(Reflect.ownKeys(map), []);
    assert.deepEqual(lines(newEvents()), ['lateRead 1', 'read 1', 'lateRead 2', 'read 2']);
  });
});

describe('accesses', () => {
  beforeEach(() => void newEvents());

  it('cost no traffic while one segment has the location to itself', () => {
    segment(() => {
      for (let i = 0; i < 2000; i++) {
        const object = { n: i };
        const c = cell();
        il.o(1, object, 'n', i);
        il.p(2, object, 'n');
        il.a(3, c, i);
        il.r(4, c, i);
      }
    });
    assert.deepEqual(newRecords(), []);
  });

  it('reach the trace late, in order and with their positions, when a second segment comes', () => {
    const c = cell();
    segment(() => {
      il.a(1, c, 'first');
      il.r(2, c, 'first');
      il.e(9);
      il.a(3, c, 'second');
    });
    segment(() => il.r(4, c, 'second'));
    const events = newEvents();
    assert.deepEqual(lines(events), ['lateWrite 1', 'lateRead 2', 'lateWrite 3', 'read 4']);
    const before = events.find((e) => e.name === 'before')!.at;
    const enter = events.find((e) => e.name === 'enter')!.at;
    assert.equal(events.find((e) => e['site'] === 1)!['position'], before + 1);
    assert.equal(events.find((e) => e['site'] === 2)!['position'], before + 1);
    assert.equal(events.find((e) => e['site'] === 3)!['position'], enter + 1);
    const defined = events.find((e) => e.name === 'locationVar')!;
    assert.equal(defined['binding'], c.variable);
    assert.ok(events.filter((e) => e['location'] !== undefined).every((e) => e['location'] === defined['id']));
  });

  it('are written once for each segment, activation and site', () => {
    const c = cell();
    segment(() => il.r(1, c, 0));
    segment(() => {
      for (let i = 0; i < 5; i++) {
        il.r(1, c, 0);
        il.r(2, c, 0);
        il.r(3, c, 0);
      }
      il.e(7);
      il.r(1, c, 0);
    });
    assert.deepEqual(lines(newEvents()), ['lateRead 1', 'read 1', 'read 2', 'read 3', 'read 1']);
  });

  it('of two activations that share a segment are both kept', () => {
    const c = cell();
    segment(() => {
      il.e(1);
      il.r(5, c, 10);
      il.w(1, 6, 0);
      il.e(1);
      il.r(5, c, 10);
      il.w(2, 6, 0);
    });
    segment(() => il.a(7, c, 1));
    assert.deepEqual(
      lines(newEvents()).filter((l) => !l.startsWith('suspend')),
      ['lateRead 5', 'lateRead 5', 'write 7'],
    );
  });

  it('tell the last value of a write that was repeated in its segment', () => {
    const c = cell();
    segment(() => il.a(1, c, 0));
    segment(() => {
      for (let i = 1; i <= 1000; i++) il.m(2, c, i);
    });
    segment(() => il.r(3, c, 1000));
    const events = newEvents();
    assert.deepEqual(lines(events), ['lateWrite 1', 'write 2', 'lateWrite 2', 'read 3']);
    assert.equal(events.find((e) => e.name === 'lateWrite' && e['site'] === 2)!['value'], events.find((e) => e.name === 'read')!['value']);
  });

  it('of a private location keep the last value of a repeated write', () => {
    const c = cell();
    segment(() => {
      for (let i = 1; i <= 10; i++) il.a(1, c, i);
      il.r(2, c, 10);
    });
    segment(() => il.r(2, c, 10));
    const [write, late, read] = newRecords().filter((e) => e.name !== 'locationVar');
    assert.deepEqual([write!.name, late!.name, read!.name], ['lateWrite', 'lateRead', 'read']);
    assert.deepEqual([write!['value'], late!['value']], [read!['value'], read!['value']]);
  });

  it('rest at sites that run thousands of times in one segment, and then claim no last value', () => {
    const c = cell();
    segment(() => il.a(1, c, 0));
    segment(() => {
      for (let i = 1; i <= 10_000; i++) il.a(2, c, i);
      const objects = Array.from({ length: 10_000 }, () => ({ n: 0 }));
      for (const object of objects) il.p(3, object, 'n');
      for (const object of objects) il.p(4, object, 'n');
    });
    segment(() => {
      il.r(5, c, 10_000);
      il.a(2, c, 1);
    });
    const events = newEvents();
    assert.deepEqual(lines(events), ['lateWrite 1', 'write 2', 'lateWrite 2', 'read 5', 'write 2']);
    assert.equal(events.find((e) => e.name === 'lateWrite' && e['site'] === 2)!['value'], VALUE_UNKNOWN);
  });

  it('rest for the whole segment, whichever activations run in it', () => {
    const c = cell();
    segment(() => il.a(1, c, 0));
    segment(() => {
      for (let i = 0; i < 3000; i++) {
        il.e(1);
        il.r(2, c, 0);
      }
    });
    segment(() => il.r(2, c, 0));
    assert.deepEqual(lines(newEvents()), ['lateWrite 1', ...Array<string>(1001).fill('read 2'), 'read 2']);
  });

  it('rest sooner in a segment in which many sites run often', () => {
    const objects = Array.from({ length: 900 }, () => ({ n: 0 }));
    segment(() => objects.forEach((object) => il.p(1, object, 'n')));
    newEvents();
    segment(() => {
      for (let site = 10; site < 40; site++) objects.forEach((object) => il.p(site, object, 'n'));
    });
    const counts = new Map<unknown, number>();
    for (const { name, site } of newEvents()) if (name === 'read') counts.set(site, (counts.get(site) ?? 0) + 1);
    // 18 sites make 16,200 runs, and the 19th comes over 16,384.
    assert.deepEqual([counts.get(10), counts.get(27), counts.get(28), counts.get(39)], [900, 900, 184, 65]);
  });

  it('rest at calls whose key is evaluated after their receiver, too', () => {
    const map = new Map<number, number>();
    segment(() => il.g(1, map, 'get', 5000));
    segment(() => {
      for (let i = 0; i < 10_000; i++) {
        il.h(2, map, 'get');
        il.i(i);
      }
    });
    segment(() => il.g(3, map, 'set', 5000, 1));
    // The entry is private to the step that looked first: the loop did not get as far as that one.
    assert.deepEqual(lines(newEvents()), ['lateRead 1', 'write 3']);
  });

  it('of properties name object, key and class', () => {
    class Account {
      balance = 1;
    }
    const account = new Account();
    const symbol = Symbol('hidden');
    for (let round = 0; round < 2; round++) {
      segment(() => {
        il.p(1, account, 'balance');
        il.p(2, account, symbol);
        il.p(3, account, 7);
        il.p(4, account, '#private');
      });
    }
    const defined = newRecords().filter((e) => e.name === 'locationProp');
    assert.deepEqual(
      defined.map((e) => [e['key'], e['kind'], e['className']]),
      [['balance', LOCATION_HAD_VALUE, 'Account'], ['Symbol(hidden)', LOCATION_HAD_NOTHING, 'Account'], ['7', LOCATION_HAD_NOTHING, 'Account'], ['#private', 0, 'Account']], // prettier-ignore
    );
    assert.equal(new Set(defined.map((e) => e['object'])).size, 1);
  });

  it('of properties tell what was there when they were first read, and run no getter of the program', () => {
    let asked = 0;
    class Gauge {
      empty = null;
      get level() {
        asked++;
        return 1;
      }
    }
    const gauge = new Gauge();
    const proxy = new Proxy({ level: 1 }, { getOwnPropertyDescriptor: () => void asked++, getPrototypeOf: () => (asked++, null) });
    for (let round = 0; round < 2; round++) {
      segment(() => {
        il.p(1, gauge, 'level');
        il.p(2, gauge, 'empty');
        il.p(3, gauge, 'toString');
        il.p(4, proxy, 'level');
        il.o(5, gauge, 'written', 1);
      });
    }
    const defined = newRecords().filter((e) => e.name === 'locationProp');
    assert.deepEqual(
      defined.map((e) => [e['key'], e['kind']]),
      [['level', LOCATION_HAD_VALUE], ['empty', LOCATION_HAD_NOTHING], ['toString', LOCATION_HAD_VALUE], ['level', 0], ['written', 0]], // prettier-ignore
    );
    assert.equal(asked, 0);
  });

  it('of collections are by entry, and whole where a method looks at everything', () => {
    const map = new Map<unknown, unknown>();
    const weak = new WeakMap<object, unknown>();
    const array: unknown[] = [];
    const key = {};
    const dictionary = { a: 1 };
    // Not a dictionary: it has a method, or a class, of its own.
    const own = { values: () => [] };
    const named = new (class Row {
      a = 1;
    })();
    for (let round = 0; round < 2; round++) {
      segment(() => {
        il.g(1, map, 'get', 'a');
        il.g(2, map, 'set', 'a', 1);
        il.h(3, map, 'get');
        il.i(key);
        il.g(4, map, 'clear', undefined);
        il.p(5, map, 'size');
        il.g(6, weak, 'has', key);
        il.g(7, array, 'push', 1);
        il.g(8, array, 'includes', 1);
        il.g(9, array, 'get', 1);
        il.g(10, { get: () => 1, push: () => 1 }, 'get', 'a');
        il.g(11, { push: () => 1 }, 'push', 'a');
        il.g(12, dictionary, 'values', undefined);
        il.g(13, own, 'values', undefined);
        il.g(14, named, 'values', undefined);
      });
    }
    const events = newRecords();
    const defined = new Map(events.filter((e) => e.name === 'locationProp').map((e) => [e['id'], e]));
    const shown = events.filter((e) => e.name === 'read' || e.name === 'write').map((e) => {
      const location = defined.get(e['location']!)!;
      return `${e.name} ${e['site']} ${location['kind']} ${String(location['key']).replace(/\d+/, 'n')} ${location['className']}${e['how'] ? ` how ${e['how']}` : ''}`;
    }); // prettier-ignore
    assert.deepEqual(shown, [
      'read 1 1 a Map',
      'write 2 1 a Map',
      'write 2 2  Map how 1',
      'read 3 1 #n Map',
      'write 4 2  Map how 2',
      'write 4 1 a Map how 2',
      'read 5 2  Map',
      'read 6 1 #n WeakMap',
      'write 7 2  Array how 1',
      'read 8 2  Array',
      'read 12 2  Object',
    ]);
  });

  it('with keys still being evaluated nest, and are dropped when the key throws or awaits', () => {
    const outer = new Map<unknown, unknown>();
    const inner = new Map<unknown, unknown>();
    const lost = new Map<unknown, unknown>();
    segment(() => {
      il.h(1, outer, 'get');
      il.h(2, inner, 'get');
      il.i('in');
      il.i('out');
    });
    segment(() => {
      il.h(3, lost, 'get');
      il.h(2, inner, 'get');
      il.i('in');
    });
    segment(() => void il.i('elsewhere'));
    segment(() => void il.g(4, outer, 'get', 'out'));
    assert.deepEqual(lines(newEvents()), ['lateRead 2', 'read 2', 'lateRead 1', 'read 4']);
  });

  it('agree with a plain record of who touched what, whatever the order', () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const next = random(seed);
    const pick = (n: number): number => Math.floor(next() * n);
    const cells = Array.from({ length: 5 }, cell);
    const objects = [{}, {}];
    /** segment → what happened, by location */
    const expected = new Map<string, Set<number>>();
    const touched = new Map<string, Set<number>>();
    for (let s = 0; s < 300; s++) {
      segment(() => {
        for (let i = pick(12); i > 0; i--) {
          const site = 1 + pick(4);
          const where = pick(9);
          const write = next() < 0.4;
          const name = where < 5 ? `v${where}` : `p${(where - 5) >> 1}${where & 1}`;
          const access = `${name} ${write ? `w${site}` : `r${site}`}`;
          (expected.get(access) ?? expected.set(access, new Set()).get(access)!).add(s);
          (touched.get(name) ?? touched.set(name, new Set()).get(name)!).add(s);
          const key = `k${where & 1}`;
          const object = objects[(where - 5) >> 1];
          if (where < 5 && write) il.a(site, cells[where], pick(100));
          else if (where < 5) il.r(site, cells[where], 0);
          else if (write) il.o(site, object, key, pick(100));
          else il.p(site, object, key);
        }
      });
    }
    const events = newEvents();
    const segmentAt: number[] = [];
    let running = -1;
    for (const e of events) {
      segmentAt[e.at] = running;
      if (e.name === 'before') running++;
    }
    const names = new Map<number, string>();
    const numbers = new Map<number, number>();
    const got = new Map<string, Set<number>>();
    for (const e of events) {
      if (e.name === 'locationVar') names.set(e['id'] as number, `v${cells.findIndex((c) => c.variable === e['binding'])}`);
      if (e.name === 'locationProp') {
        const object = e['object'] as number;
        if (!numbers.has(object)) numbers.set(object, numbers.size);
        names.set(e['id'] as number, `?${numbers.get(object)}${e['key']}`);
      }
      const match = /^(late)?(read|write)$/i.exec(e.name);
      if (match === null) continue;
      const at = match[1] === undefined ? segmentAt[e.at]! : (segmentAt[e['position'] as number] ?? running);
      const access = `${names.get(e['location'] as number)} ${match[2]!.toLowerCase().slice(0, 1)}${e['site']}`;
      (got.get(access) ?? got.set(access, new Set()).get(access)!).add(at);
    }
    for (const [access, segments] of expected) {
      if (!access.startsWith('v') || touched.get(access.slice(0, 2))!.size < 2) continue;
      assert.deepEqual(
        [...(got.get(access) ?? [])].toSorted((a, b) => a - b),
        [...segments],
        `${access}, seed ${seed}`,
      );
    }
    const properties = (map: Map<string, Set<number>>, mark: string): number =>
      [...map].reduce((n, [a, s]) => n + (a.startsWith(mark) ? s.size : 0), 0);
    assert.equal(properties(got, '?'), properties(expected, 'p'), `seed ${seed}`);
  });

  it('of one object with ever new keys keep a bounded number of locations', () => {
    const cache = new Map<string, number>();
    const shadowed = (): number => {
      newEvents();
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    v8.setFlagsFromString('--expose-gc');
    const collectGarbage = vm.runInNewContext('gc') as () => void;
    const round = (from: number): void => segment(() => {
      for (let i = 0; i < 20_000; i++) il.g(1, cache, 'get', `key ${from + i}`);
    }); // prettier-ignore
    round(0);
    const before = shadowed();
    for (let r = 1; r < 10; r++) round(r * 20_000);
    assert.ok(shadowed() - before < 30e6);
  });
});

describe('value hashes', () => {
  beforeEach(() => void newEvents());

  const hashes = (values: readonly unknown[]): number[] => {
    const c = cell();
    segment(() => il.a(1, c, 0));
    for (const value of values) segment(() => il.a(2, c, value));
    return newRecords().filter((e) => e.name === 'write').map((e) => e['value'] as number); // prettier-ignore
  };

  it('are fixed for undefined, null and booleans', () => {
    assert.deepEqual(hashes([undefined, null, false, true]), [VALUE_UNDEFINED, VALUE_NULL, VALUE_FALSE, VALUE_TRUE]);
  });

  it('tell values apart and know them again', () => {
    const objects = [{}, {}, () => {}];
    const values = [0, -0, 1, -1, 1.5, NaN, Infinity, 2 ** 40, '', '0', '1', 'a', 'b', 'a'.repeat(64), 'a'.repeat(65), 1n, 2n, ...objects];
    const first = hashes(values);
    assert.equal(new Set(first).size, values.length);
    assert.deepEqual(hashes(values), first);
    assert.deepEqual(
      first.filter((h) => h < 5 || h >= 2 ** 31),
      [],
    );
    assert.ok(first.slice(-3).every((h) => (h & VALUE_OBJECT) !== 0));
    assert.ok(first.slice(0, -3).every((h) => (h & VALUE_OBJECT) === 0));
  });

  it('look at no character of a long text, which may still be in parts', () => {
    const long = 0x4000;
    const [a, b, longer, longerToo, longest] = hashes([
      'a'.repeat(long),
      'b'.repeat(long),
      'a'.repeat(long + 1),
      'b'.repeat(long + 1),
      'a'.repeat(long + 2),
    ]);
    assert.notEqual(a, b);
    assert.equal(longer, longerToo);
    assert.notEqual(longer, longest);
  });
});

describe('activations', () => {
  beforeEach(() => void newEvents());

  it('are numbered in the order of their events', () => {
    const a = il.e(11);
    const b = il.c(12, a);
    il.x(b);
    il.w(a, 13, 0);
    il.u(a, 14);
    il.v(a, 15, 0);
    assert.equal(b, a + 1);
    assert.deepEqual(
      newEvents()
        // The main script tells the time now and then.
        .filter(({ name }) => name !== 'time')
        .map(({ at: _at, ...rest }) => rest),
      [
        { name: 'enter', fn: 11 },
        { name: 'callback', fn: 12, outer: a },
        { name: 'exit', act: b },
        { name: 'suspend', act: a, site: 13 },
        { name: 'resume', act: a, site: 14 },
        { name: 'resume', act: a, site: 15 },
      ],
    );
  });
});
