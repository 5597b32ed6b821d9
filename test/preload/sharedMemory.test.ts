/** Accesses to shared memory: what is told of them is exact, and neither the probes nor the wrapped Atomics change what the program sees. */
import assert from 'node:assert/strict';
import { arenaHeader, createArena } from '../../src/preload/arena.ts';
import { installAtomics } from '../../src/preload/shared/sharedMemoryAtomics.ts';
import { SHARED_READ, SHARED_WRITE } from '../../src/wire/events.ts';
import { random, rounds } from '../support/random.ts';
import { type Decoded, il, newRecords, segment } from './runtimeHarness.ts';

const SEED = Number(process.env['SEED'] ?? Date.now() % 1e9);

/** `site:kind` → elements told of, by their first byte. */
function told(events: readonly Decoded[]): Map<string, Set<number>> {
  const sets = new Map<string, Set<number>>();
  for (const e of events) {
    if (e.name !== 'shared') continue;
    const key = `${e['site']}:${e['kind']}`;
    const set = sets.get(key) ?? new Set();
    sets.set(key, set);
    for (let i = 0; i < Number(e['count']); i++) set.add(Number(e['from']) + i * Number(e['stride']));
  }
  return sets;
}

const TYPES = [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array];

describe('shared memory', () => {
  before(() => void newRecords());

  it('tells of no element that was not accessed, and of all that fit', () => {
    const next = random(SEED);
    const int = (n: number): number => Math.floor(next() * n);
    for (let round = 0; round < 300; round++) {
      const buffer = new SharedArrayBuffer(8 * (1 + int(5000)));
      const Type = TYPES[int(TYPES.length)] as typeof Int32Array;
      const array = new Type(buffer, Type.BYTES_PER_ELEMENT * int(4));
      const site = 1000 + int(5);
      const touched = [new Set<number>(), new Set<number>()];
      const mode = int(4);
      segment(() => {
        const count = 1 + int(3000);
        let at = int(array.length);
        for (let i = 0; i < count; i++) {
          if (mode === 0) at = int(array.length + 3);
          else if (mode === 1) at++;
          else if (mode === 2) at += 7;
          else at -= 3;
          const kind = int(2);
          if (kind === 0) assert.equal(il.l(site, array, at), array);
          else assert.equal(il.b(site, array, at, i), i);
          if (at >= 0 && at < array.length) touched[kind]?.add(array.byteOffset + at * array.BYTES_PER_ELEMENT);
        }
      });
      const events = newRecords();
      const sets = told(events);
      for (const kind of [SHARED_READ, SHARED_WRITE]) {
        const wanted = touched[kind] as Set<number>;
        const runs = events.filter((e) => e.name === 'shared' && e['kind'] === kind).length;
        const found = sets.get(`${site}:${kind}`) ?? new Set();
        for (const byte of found) assert.ok(wanted.has(byte), `seed ${SEED}, round ${round}: byte ${byte} was not accessed`);
        if (runs < 32) assert.equal(found.size, wanted.size, `seed ${SEED}, round ${round}, kind ${kind}`);
      }
    }
  });

  it('takes anything, returns it, and runs none of its code', () => {
    const shared = new Int32Array(new SharedArrayBuffer(64));
    class Own extends Float64Array {}
    const traps = new Proxy(
      {},
      {
        get: () => assert.fail('a trap ran'),
      },
    );
    const proxy = new Proxy(shared, traps as ProxyHandler<Int32Array>);
    const detached = new Int32Array(8);
    structuredClone(detached.buffer, { transfer: [detached.buffer] });
    const evil = { valueOf: () => assert.fail('valueOf ran'), toString: () => assert.fail('toString ran') };
    const arrays = [
      undefined,
      null,
      1,
      'text',
      {},
      [],
      () => 1,
      shared,
      proxy,
      detached,
      new Own(new SharedArrayBuffer(80) as unknown as ArrayBuffer),
      new DataView(shared.buffer),
    ];
    const keys = [0, -0, -1, 1.5, Number.NaN, Infinity, 2 ** 32, '0', 'length', Symbol.iterator, 1n, null, undefined, evil, proxy];
    segment(() => {
      for (let round = 0; round < 50; round++) {
        for (const array of arrays) {
          for (const key of keys) {
            assert.ok(Object.is(il.l(2000 + (round % 3), array, key), array));
            for (const value of [Number.NaN, -0, evil]) assert.ok(Object.is(il.b(2003, array, key, value), value));
          }
        }
      }
    });
    const bytes = [...told(newRecords()).values()].flatMap((set) => [...set]);
    assert.deepEqual([...new Set(bytes)], [0]);
  });

  it('sees elements that a growing buffer gets', () => {
    const Growable = SharedArrayBuffer as unknown as new (
      bytes: number,
      options: object,
    ) => SharedArrayBuffer & { grow(bytes: number): void };
    const buffer = new Growable(8, { maxByteLength: 64 });
    const array = new Int32Array(buffer);
    segment(() => {
      for (let i = 0; i < 4; i++) il.l(3000, array, i);
      buffer.grow(64);
      for (let i = 0; i < 20; i++) il.l(3000, array, i);
    });
    assert.equal(told(newRecords()).get('3000:0')?.size, 16);
  });

  it('begins anew after each segment, and holds nothing that is large', () => {
    const array = new Uint8Array(new SharedArrayBuffer(100_000));
    segment(() => void il.b(3100, array, 99_999, 1));
    segment(() => void il.b(3100, array, 5, 1));
    assert.deepEqual([...(told(newRecords()).get('3100:1') ?? [])], [99_999, 5]);
  });
});

describe('wrapped Atomics', () => {
  const originals = Object.getOwnPropertyDescriptors(Atomics);
  const names = ['add', 'sub', 'and', 'or', 'xor', 'exchange', 'store', 'load', 'compareExchange', 'notify'] as const;
  before(() => {
    const arena = createArena();
    installAtomics(arena, arenaHeader(arena));
  });
  after(() => void Object.defineProperties(Atomics, originals));

  it('look like the originals', () => {
    for (const name of names) {
      const [wrapped, original] = [Atomics[name] as Function, originals[name].value as Function];
      assert.notEqual(wrapped, original);
      assert.equal(wrapped.name, original.name);
      assert.equal(wrapped.length, original.length);
      assert.equal(Object.hasOwn(wrapped, 'prototype'), false);
    }
    assert.deepEqual(Object.keys(Object.getOwnPropertyDescriptors(Atomics)), Object.keys(originals));
  });

  it('do what the originals do, errors and the order of conversions included', () => {
    const next = random(SEED);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
    const makers = [Int8Array, Uint8Array, Uint8ClampedArray, Int32Array, Uint32Array, Float64Array, BigInt64Array, BigUint64Array];
    const order: string[] = [];
    const number = (text: string, value: unknown): unknown => ({
      valueOf: () => {
        order.push(text);
        return value;
      },
    });
    const values = [
      0,
      -0,
      1,
      -1,
      300,
      2 ** 31,
      2 ** 40,
      1.7,
      Number.NaN,
      1n,
      -1n,
      '3',
      null,
      undefined,
      true,
      Symbol('s'),
      number('v', 5),
      number('big', 7n),
    ];
    const indices = [0, 1, 3, 4, -1, 0.5, '1', Number.NaN, undefined, number('i', 2), 2 ** 33, 1n];
    const run = (method: Function, array: unknown, args: readonly unknown[]): string => {
      order.length = 0;
      let outcome: string;
      try {
        const result = Reflect.apply(method, Atomics, [array, ...args]) as unknown;
        outcome = Object.is(result, -0) ? '-0' : `${typeof result} ${String(result)}`;
      } catch (error) {
        const { name, message, stack = '' } = error as Error;
        outcome = `${name}: ${message} ${stack.split('\n')[1]?.trim()}`;
      }
      const content = ArrayBuffer.isView(array) && !(array instanceof DataView) ? [...(array as Int32Array)].join() : '';
      return `${outcome} [${content}] ${order.join()}`;
    };
    for (let i = 0; i < rounds(4000); i++) {
      const name = pick(names);
      const Maker = pick(makers) as typeof Int32Array;
      const isShared = next() < 0.8;
      const make = (): unknown =>
        new Maker(
          (isShared
            ? new SharedArrayBuffer(Maker.BYTES_PER_ELEMENT * 4)
            : new ArrayBuffer(Maker.BYTES_PER_ELEMENT * 4)) as SharedArrayBuffer,
        );
      const strange = next() < 0.05 ? pick([undefined, null, {}, [1], new DataView(new SharedArrayBuffer(8))]) : undefined;
      const isStrange = strange !== undefined;
      const args = [pick(indices), pick(values), pick(values)].slice(0, 1 + Math.floor(next() * 3));
      const expected = run(originals[name].value as Function, isStrange ? strange : make(), args);
      const actual = run(Atomics[name] as Function, isStrange ? strange : make(), args);
      assert.equal(
        actual,
        expected,
        `seed ${SEED}: Atomics.${name}(${Maker.name}, ${args.map((a) => (typeof a === 'object' ? 'object' : String(a))).join()})`,
      );
    }
  });

  it('say once between plain accesses what they may have released, and what they saw last', () => {
    const array = new Int32Array(new SharedArrayBuffer(64));
    // What came before is told when a segment ends.
    segment(() => {});
    void newRecords();
    segment(() => {
      il.b(4000, array, 1, 1);
      for (let i = 0; i < 1000; i++) Atomics.add(array, 0, 1);
      il.b(4000, array, 2, 1);
      Atomics.load(array, 0);
      il.b(4000, array, 3, 1);
    });
    const events = newRecords().filter((e) => e.name === 'atomic' || e.name === 'shared');
    const shapes = events.map((e) =>
      e.name === 'atomic' ? `atomic ${Number(e['release']) > 0} ${Number(e['acquire']) > 0}` : `${e['kind']} ${e['from']}`,
    );
    assert.deepEqual(shapes, ['1 4', 'atomic true false', 'atomic false true', '3 0', '1 8', 'atomic false true', '2 0', '1 12']);
  });
});
