/** The reader gives back what was written, whatever the order of partial chunks, and survives torn, hostile and random bytes. */
import assert from 'node:assert/strict';
import * as W from '../../src/wire/events.ts';
import { CHUNK_EVENTS, CHUNK_HEADER_BYTES, CHUNK_SYNC } from '../../src/wire/format.ts';
import { findChunk, readChunk, ThreadReader, type EventVisitor } from '../../src/wire/reader.ts';
import { EventEncoder } from '../support/buildTrace.ts';
import { random, rounds } from '../support/random.ts';

interface Seen {
  readonly op: number;
  readonly fields: readonly number[];
}

class Collector implements EventVisitor {
  readonly events: Seen[] = [];
  readonly strings: [number, string][] = [];
  readonly gaps: string[] = [];
  event(op: number, fields: Float64Array): void {
    const spec = W.EVENTS.find((e) => e.op === op);
    this.events.push({ op, fields: [...fields.subarray(0, spec?.fields.length ?? 0)] });
  }
  string(id: number, text: string): void {
    this.strings.push([id, text]);
  }
  gap(reason: string): void {
    this.gaps.push(reason);
  }
}

/** Random events with plausible fields; returns what the reader must see. */
function randomEvents(seed: number, count: number): { readonly payload: Uint8Array; readonly expected: Seen[] } {
  const next = random(seed);
  const encoder = new EventEncoder();
  encoder.head(1, 5e12);
  const expected: Seen[] = [];
  let tick = Math.floor(5e12 / 64);
  for (let i = 0; i < count; i++) {
    const spec = W.EVENTS[Math.floor(next() * W.EVENTS.length)];
    if (spec === undefined) continue;
    const given: number[] = [];
    const seen: number[] = [];
    for (const [, kind] of spec.fields) {
      const size = 2 ** Math.floor(next() * 45);
      if (kind === 'time') {
        tick += Math.floor(next() * 5000);
        given.push(tick * 64);
        seen.push(tick * 64);
      } else if (kind === 'int') {
        const value = Math.floor((next() - 0.5) * size);
        given.push(value);
        seen.push(value);
      } else {
        const value = Math.floor(next() * size);
        given.push(value);
        seen.push(value);
      }
    }
    encoder.event(spec.op, given);
    expected.push({ op: spec.op, fields: seen });
  }
  return { payload: encoder.take(), expected };
}

describe('ThreadReader', () => {
  it('reads back random events of every kind', () => {
    for (let seed = 1; seed <= rounds(50); seed++) {
      const { payload, expected } = randomEvents(seed, 200);
      const seen = new Collector();
      assert.equal(new ThreadReader().decode(payload, seen), expected.length, `seed ${seed}`);
      assert.deepEqual(seen.events, expected, `seed ${seed}`);
      assert.deepEqual(seen.gaps, [], `seed ${seed}`);
    }
  });

  it('continues a chunk that comes in growing versions, and ignores older ones', () => {
    const encoder = new EventEncoder();
    encoder.head(1, 1e12);
    encoder.event(W.OP_ENTER, [7]);
    const first = encoder.take();
    encoder.event(W.OP_ENTER, [8]);
    const rest = encoder.take();
    const whole = Uint8Array.from([...first, ...rest]);
    const seen = new Collector();
    const reader = new ThreadReader();
    assert.equal(reader.decode(first, seen), 1);
    assert.equal(reader.decode(whole, seen), 1);
    assert.equal(reader.decode(first, seen), 0);
    assert.deepEqual(
      seen.events.map((e) => e.fields[0]),
      [7, 8],
    );
  });

  it('reports a gap when a chunk number is missing', () => {
    const encoder = new EventEncoder();
    encoder.head(3, 1e12);
    const seen = new Collector();
    new ThreadReader().decode(encoder.take(), seen);
    assert.deepEqual(seen.gaps, ['lost']);
  });

  it('says that a chunk is damaged whose head is cut or holds no time', () => {
    const { payload } = randomEvents(1, 0);
    const noTime = Uint8Array.from(payload);
    new DataView(noTime.buffer).setFloat64(2, NaN, true);
    const torn = Array.from(payload, (_, cut) => payload.subarray(0, cut));
    for (const head of [...torn, noTime]) {
      const seen = new Collector();
      assert.equal(new ThreadReader().decode(head, seen), 0);
      assert.deepEqual(seen.gaps, ['damaged'], `${head.length} of ${payload.length} bytes`);
    }
  });

  it('never throws and never reads past the end for bytes cut anywhere', () => {
    const { payload, expected } = randomEvents(99, 60);
    for (let cut = 0; cut <= payload.length; cut++) {
      const seen = new Collector();
      new ThreadReader().decode(payload.slice(0, cut), seen);
      assert.ok(seen.events.length <= expected.length);
      assert.deepEqual(seen.events, expected.slice(0, seen.events.length), `cut ${cut}`);
    }
  });

  it('never throws on random bytes', () => {
    for (let seed = 1; seed <= rounds(300); seed++) {
      const next = random(seed);
      const bytes = Uint8Array.from({ length: Math.floor(next() * 400) }, () => Math.floor(next() * 256));
      new ThreadReader().decode(bytes, new Collector());
      readChunk(bytes, 0);
      findChunk(bytes, 0);
    }
  });
});

describe('readChunk', () => {
  it('tells torn from invalid', () => {
    const bytes = new Uint8Array(CHUNK_HEADER_BYTES + 4);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, CHUNK_SYNC, true);
    view.setUint8(4, CHUNK_EVENTS);
    view.setUint32(16, 4, true);
    assert.equal(readChunk(bytes, 0).ok, true);
    assert.deepEqual(readChunk(bytes.subarray(0, CHUNK_HEADER_BYTES + 3), 0), { ok: false, reason: 'torn' });
    view.setUint32(16, 0xffffffff, true);
    assert.deepEqual(readChunk(bytes, 0), { ok: false, reason: 'invalid' });
    assert.deepEqual(readChunk(new Uint8Array(40), 0), { ok: false, reason: 'invalid' });
  });
});
