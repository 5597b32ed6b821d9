import assert from 'node:assert/strict';
import { Privacy, hashed } from '../../src/host/privacy.ts';
import { PrivateCopy } from '../../src/host/privateCopy.ts';
import { metaChunk } from '../../src/host/traceFile.ts';
import { TraceBuilder } from '../../src/model/build/builder.ts';
import type { Trace } from '../../src/model/trace.ts';
import * as W from '../../src/wire/events.ts';
import { CHUNK_EVENTS, CHUNK_SITES } from '../../src/wire/format.ts';
import { ThreadReader, readChunk } from '../../src/wire/reader.ts';
import { EventEncoder } from '../support/buildTrace.ts';
import { random, rounds } from '../support/random.ts';
import { chunk, concat } from './support.ts';

function build(bytes: Uint8Array): Trace {
  const builder = new TraceBuilder();
  for (let result = readChunk(bytes, 0); result.ok; result = readChunk(bytes, result.chunk.end)) builder.append(result.chunk);
  builder.settle();
  return builder.trace;
}

function eventsChunk(fill: (encoder: EventEncoder) => void): Uint8Array {
  const encoder = new EventEncoder();
  encoder.head(1, 1e9);
  fill(encoder);
  return chunk({ kind: CHUNK_EVENTS, payload: encoder.take() });
}

/** All events and strings as a reader gives them out, with strings as text. */
function decoded(payloads: readonly Uint8Array[]): readonly unknown[] {
  const reader = new ThreadReader();
  const strings = new Map<number, string>([[0, '']]);
  const seen: unknown[] = [];
  for (const payload of payloads) {
    reader.decode(payload, {
      string: (id, text) => void strings.set(id, text),
      gap: (reason) => void seen.push(reason),
      event: (op, fields) => {
        const spec = W.EVENTS.find((e) => e.op === op);
        seen.push([
          spec?.name,
          ...(spec?.fields ?? []).map(([, kind], i) => (kind === 'string' ? (strings.get(fields[i] ?? 0) ?? '') : fields[i])),
        ]);
      },
    });
  }
  return seen;
}

function payloadsOf(bytes: Uint8Array): Uint8Array[] {
  const payloads: Uint8Array[] = [];
  for (let result = readChunk(bytes, 0); result.ok; result = readChunk(bytes, result.chunk.end)) {
    payloads.push(result.chunk.payload.slice());
  }
  return payloads;
}

describe('PrivateCopy', () => {
  it('hides keys of locks and caches and hosts of peers, also where the same text is a name elsewhere', () => {
    const bytes = eventsChunk((e) => {
      e.event(W.OP_INIT, [1, 'TCPWRAP', 0, 0]);
      e.event(W.OP_HANDLE, [1, 'connect db.internal:5432']);
      e.event(W.OP_LOCK_NEW, [1, W.LOCK_MUTEX, 1, 'async-lock', 'alice@example.com', 0, 1]);
      e.event(W.OP_LOCK_NEW, [2, W.LOCK_MUTEX, 1, 'proper-lockfile', '/data/a.json', 0, 2]);
      e.event(W.OP_FS, [1, W.FS_READ, '/data/a.json', '', 0, 0, 1e9]);
      e.event(W.OP_LOCATION_PROP, [1, 1, 'alice@example.com', 1, 'Map']);
      e.event(W.OP_UNHANDLED, [0, 'connect ECONNREFUSED 10.1.2.3:5432 (db.internal) http://x.example/a?token=hunter2', '', 1e9]);
    });
    const copy = new PrivateCopy();
    const copied = copy.copy(bytes);
    for (const secret of ['alice', 'db.internal', '10.1.2.3', 'hunter2', 'x.example']) {
      assert.equal(Buffer.from(copied).includes(secret), false, secret);
    }
    const trace = build(copied);
    assert.equal(trace.string(trace.locks.name.at(0)), hashed('key', 'alice@example.com'));
    assert.equal(trace.string(trace.locations.key.at(0)), trace.string(trace.locks.name.at(0)));
    assert.equal(trace.string(trace.locks.name.at(1)), hashed('key', '/data/a.json'));
    assert.equal(trace.fs[0]?.path, '/data/a.json');
    assert.equal(trace.string(trace.tasks.label.at(0)), `connect ${hashed('host', 'db.internal')}:5432`);
    assert.match(
      trace.unhandled[0]?.message ?? '',
      /^connect ECONNREFUSED host-[\da-f]{8}:5432 \(host-[\da-f]{8}\) http:\/\/host-[\da-f]{8}\/a\?query-[\da-f]{8}$/,
    );
  });

  it('keeps properties that the code names, and masks commands', () => {
    const table = {
      version: 1,
      file: 'file:///app/a.mjs?secret=1',
      base: 1,
      hash: '',
      map: '',
      functions: [{ name: '', line: 1, column: 0, async: false, generator: false, parent: -1 }],
      sites: [{ line: 1, column: 0, kind: 'read', fn: 0, text: 'this.balance' }],
      variables: [],
      pairs: [],
      sequences: [],
      ignores: [],
    };
    const bytes = concat([
      metaChunk({
        type: 'run',
        id: 'r',
        command: ['node', 'a.js', '--api-key', 'abc123', 'https://db.internal/x?y=1'],
        cwd: '/app',
        startedAt: '',
        level: 'full',
        tool: '',
        originNs: 0,
      }),
      chunk({ kind: CHUNK_SITES, payload: JSON.stringify(table) }),
      eventsChunk((e) => {
        e.event(W.OP_LOCATION_PROP, [1, 1, 'balance', 0, 'Account']);
        e.event(W.OP_LOCATION_PROP, [2, 2, 'alice', 0, 'Object']);
        e.event(W.OP_LOCATION_PROP, [3, 3, '7', 0, 'Array']);
        e.event(W.OP_LOCATION_PROP, [4, 4, '#12', 1, 'Map']);
      }),
    ]);
    const trace = build(new PrivateCopy().copy(bytes));
    const keys = Array.from({ length: trace.locations.length }, (_, i) => trace.string(trace.locations.key.at(i)));
    assert.deepEqual(keys, ['balance', hashed('key', 'alice'), '7', '#12']);
    assert.match(trace.run.command.join(' '), /^node a\.js --api-key \*\*\* https:\/\/host-[\da-f]{8}\/x\?query-[\da-f]{8}$/);
    assert.match(trace.files[0]?.path ?? '', /^file:\/\/\/app\/a\.mjs\?query-[\da-f]{8}$/);
  });

  it('copies every event, whatever the order of growing chunks, torn or random bytes', () => {
    const seed = Number(process.env['PRIVATE_SEED'] ?? Date.now() % 1e6);
    const next = random(seed);
    for (let round = 0; round < rounds(100); round++) {
      const encoder = new EventEncoder();
      encoder.head(1, 1e9);
      for (let i = 0; i < 30; i++) {
        const spec = W.EVENTS[Math.floor(next() * W.EVENTS.length)];
        const fields = spec?.fields.map(([, kind]) =>
          kind === 'string'
            ? ['', 'a', 'text', 'ü'.repeat(3)][Math.floor(next() * 4)]!
            : kind === 'time'
              ? 1e9 + i * 1000
              : Math.floor(next() * 300) + 1,
        );
        encoder.event(spec?.op ?? 0, fields ?? []);
      }
      const payload = Uint8Array.from(encoder.take());
      if (round % 3 === 1) payload[Math.floor(next() * payload.length)] = Math.floor(next() * 256);
      // The first part was drained by another thread, then the owner wrote all of it under the same number.
      const cut = round % 2 === 0 ? payload.length : decodableCut(payload, next);
      const payloads = [payload.subarray(0, cut), payload];
      const same = new PrivateCopy();
      const copied = same.copy(concat(payloads.map((each) => chunk({ kind: CHUNK_EVENTS, payload: each }))));
      const hide = new Privacy().replace;
      const expected = decoded(payloads).map((event) => {
        if (!Array.isArray(event)) return event;
        const [name, ...values] = event as [string, ...(string | number)[]];
        const fields = W.EVENTS.find((e) => e.name === name)?.fields ?? [];
        const texts = values.map((value) => (typeof value === 'string' ? value : ''));
        return [name, ...values.map((v, i) => (typeof v === 'string' && v !== '' ? hide(name, fields[i]?.[0] ?? '', v, texts) : v))];
      });
      // Damage in the head of a chunk is told once more by the copy: each of its versions is a chunk of its own.
      const isEvent = (event: unknown): boolean => Array.isArray(event);
      const got = decoded(payloadsOf(copied));
      assert.deepEqual(got.filter(isEvent), expected.filter(isEvent), `PRIVATE_SEED=${seed}`);
      const gaps = (all: readonly unknown[]): unknown[] => [...new Set(all.filter((each) => !isEvent(each)))].toSorted();
      assert.deepEqual(gaps(got), gaps(expected), `PRIVATE_SEED=${seed}`);
    }
  });
});

/** A place between two events. */
function decodableCut(payload: Uint8Array, next: () => number): number {
  const cuts: number[] = [];
  for (let cut = 12; cut <= payload.length; cut++) {
    const gaps: string[] = [];
    new ThreadReader().decode(payload.subarray(0, cut), {
      event: () => undefined,
      string: () => undefined,
      gap: (reason) => void gaps.push(reason),
    });
    if (gaps.length === 0) cuts.push(cut);
  }
  return cuts[Math.floor(next() * cuts.length)] ?? payload.length;
}

describe('Privacy', () => {
  const privacy = new Privacy();
  it('leaves places of code and plain questions alone', () => {
    for (const text of ['f file:///app/a.js:3:5', 'webpack://app/./src/a.ts', 'really? yes', 'a?.b', 'node:fs', 'GET /orders/:id']) {
      assert.equal(privacy.text(text), text);
    }
    assert.match(privacy.text('at f (file:///a.mjs?t=17:3:5)'), /^at f \(file:\/\/\/a\.mjs\?query-[\da-f]{8}:3:5\)$/);
  });
  it('hides hosts and passwords in URLs', () => {
    assert.match(privacy.text('postgres://me:pw@db.corp:5432/x'), /^postgres:\/\/host-[\da-f]{8}:5432\/x$/);
    assert.match(privacy.text('http://[fe80::1]:80/'), /^http:\/\/host-[\da-f]{8}:80\/$/);
    assert.equal(privacy.text('http://[::1]:80/'), 'http://[::1]:80/');
    assert.match(privacy.text('getaddrinfo ENOTFOUND db.corp'), /^getaddrinfo ENOTFOUND host-[\da-f]{8}$/);
    // A connection of the machine with itself.
    assert.equal(privacy.replace('handle', 'label', 'connect 127.0.0.1:80', []), 'connect 127.0.0.1:80');
    assert.match(privacy.replace('handle', 'label', 'connect db.corp:80', []), /^connect host-[\da-f]{8}:80$/);
  });
  it('hides the path of a pipe, and no other path that begins with it', () => {
    assert.match(privacy.replace('handle', 'label', 'connect /srv', []), /^connect host-[\da-f]{8}$/);
    assert.equal(privacy.text('at f (/srv/app/main.js:3:5)'), 'at f (/srv/app/main.js:3:5)');
  });
});
