import assert from 'node:assert/strict';
import { hashed } from '../../src/host/privacy.ts';
import { PrivateCopy } from '../../src/host/privateCopy.ts';
import { PrivateTrace } from '../../src/host/privateTrace.ts';
import { metaChunk } from '../../src/host/traceFile.ts';
import { TraceBuilder } from '../../src/model/build/builder.ts';
import type { Trace } from '../../src/model/trace.ts';
import * as W from '../../src/wire/events.ts';
import { CHUNK_EVENTS } from '../../src/wire/format.ts';
import { readChunk } from '../../src/wire/reader.ts';
import { EventEncoder } from '../support/buildTrace.ts';
import { random, rounds } from '../support/random.ts';
import { chunk, concat, PROCESS } from './support.ts';

const SECRETS = [
  'alice@example.com',
  'http://api.example/x?token=1',
  'connect db.internal:5432',
  'ECONNREFUSED 10.1.2.3:80',
  'db.internal',
  '7',
];
const PLAIN = ['', 'text', 'Map', 'Array', 'file:///app/a.js', 'connect 127.0.0.1:80'];

class Growing {
  readonly #builder = new TraceBuilder();

  push(bytes: Uint8Array): Trace {
    for (let result = readChunk(bytes, 0); result.ok; result = readChunk(bytes, result.chunk.end)) this.#builder.append(result.chunk);
    this.#builder.settle();
    return this.#builder.trace;
  }
}

function eventsChunk(seq: number, fill: (encoder: EventEncoder) => void): Uint8Array {
  const encoder = new EventEncoder();
  encoder.head(seq + 1, 1e9 + seq * 1e6);
  fill(encoder);
  return chunk({ kind: CHUNK_EVENTS, payload: encoder.take() });
}

/** Every text in a trace, at its place. */
const TABLES = [
  'processes',
  'threads',
  'files',
  'roots',
  'handles',
  'workers',
  'children',
  'unhandled',
  'samples',
  'notes',
  'pauses',
] as const;
const MORE_TABLES = ['contexts', 'fs', 'listeners', 'blocks'] as const;

function textsOf(trace: Trace): unknown {
  const rowsOf = (tables: readonly (keyof Trace)[]): unknown =>
    structuredClone(Object.fromEntries(tables.map((table) => [table, trace[table]])));
  const column = (table: { readonly length: number }, of: { at(row: number): number }): string[] =>
    Array.from({ length: table.length }, (_, row) => trace.string(of.at(row)));
  const { tasks, locks, locations } = trace;
  return {
    command: trace.run.command,
    rows: rowsOf(TABLES),
    more: rowsOf(MORE_TABLES),
    peers: [...trace.peers],
    tasks: [column(tasks, tasks.type), column(tasks, tasks.label)],
    locks: [column(locks, locks.name), column(locks, locks.library)],
    locations: [column(locations, locations.key), column(locations, locations.className)],
  };
}

describe('PrivateTrace', () => {
  it('shows what a private copy of the same bytes shows, while the trace grows', () => {
    const seed = Number(process.env['PRIVATE_SEED'] ?? Date.now() % 1e6);
    const next = random(seed);
    const pick = (texts: readonly string[]): string => texts[Math.floor(next() * texts.length)] as string;
    for (let round = 0; round < rounds(100); round++) {
      const head = concat([
        metaChunk({
          type: 'run',
          id: 'r',
          command: ['node', '--token', 'abc'],
          cwd: '/',
          startedAt: '',
          level: 'full',
          tool: '',
          originNs: 0,
        }),
        metaChunk({ ...PROCESS, argv: ['node', 'a.js', '--password=x'] }),
        eventsChunk(0, (e) => {
          // All hosts first: a copy hides them from where it has seen them on.
          ['connect db.internal:5432', 'connect api.example:80', 'connect 10.1.2.3:80'].forEach((label, i) => {
            e.event(W.OP_INIT, [i + 1, 'TCPWRAP', 0, 0]);
            e.event(W.OP_HANDLE, [i + 1, label]);
          });
        }),
      ]);
      const parts = [1, 2].map((seq) =>
        eventsChunk(seq, (e) => {
          for (let i = 0; i < 30; i++) {
            const spec = W.EVENTS[Math.floor(next() * W.EVENTS.length)];
            const value = (kind: string): string | number =>
              kind === 'string' ? pick(next() < 0.5 ? SECRETS : PLAIN) : kind === 'time' ? 1e9 + i * 1000 : Math.floor(next() * 300) + 1;
            e.event(spec?.op ?? 0, spec?.fields.map(([, kind]) => value(kind)) ?? []);
          }
        }),
      );
      const plain = new Growing();
      const copied = new Growing();
      const copy = new PrivateCopy();
      const trace = new PrivateTrace(plain.push(head));
      copied.push(copy.copy(head));
      for (const part of parts) {
        plain.push(part);
        assert.deepEqual(textsOf(trace.refresh()), textsOf(copied.push(copy.copy(part))), `PRIVATE_SEED=${seed}`);
      }
    }
  });

  it('hides a host in what came before it was known, and shows what is closed later', () => {
    const plain = new Growing();
    const trace = plain.push(
      eventsChunk(0, (e) => {
        e.event(W.OP_INIT, [1, 'TCPSERVERWRAP', 0, 0]);
        e.event(W.OP_HANDLE, [1, 'listen db.internal:80']);
      }),
    );
    const view = new PrivateTrace(trace);
    assert.equal(view.refresh().handles[0]?.label, 'listen db.internal:80');
    plain.push(
      eventsChunk(1, (e) => {
        e.event(W.OP_INIT, [2, 'TCPWRAP', 0, 0]);
        e.event(W.OP_HANDLE, [2, 'connect db.internal:5432']);
      }),
    );
    const label = `listen ${hashed('host', 'db.internal')}:80`;
    assert.equal(view.refresh().handles[0]?.label, label);
    (trace.handles[0] as { closeNs: number }).closeNs = 17;
    assert.deepEqual({ ...view.refresh().handles[0] }, { ...trace.handles[0], label });
    assert.equal(trace.handles[0]?.label, 'listen db.internal:80');
  });

  it('hides each of the hosts that one socket was to connect to, one after the other', () => {
    const trace = new Growing().push(
      eventsChunk(0, (e) => {
        e.event(W.OP_INIT, [1, 'TCPWRAP', 0, 0]);
        for (const host of ['db1.internal', 'db2.internal']) e.event(W.OP_HANDLE, [1, `connect ${host}:5432`]);
        e.event(W.OP_NOTE, [0, 'neither db1.internal nor db2.internal is there', 1e9]);
      }),
    );
    const [one, other] = ['db1.internal', 'db2.internal'].map((host) => hashed('host', host));
    assert.equal(new PrivateTrace(trace).refresh().notes[0]?.text, `neither ${one} nor ${other} is there`);
  });

  it('gives the texts back to who may see them', () => {
    const { privacy } = new PrivateTrace(new Growing().push(new Uint8Array(0)));
    const texts = ['lock `alice@example.com` of', 'GET http://db.internal/x?token=1', 'connect ECONNREFUSED [fe80::1]:80'];
    const key = privacy.replace('lockNew', 'name', 'alice@example.com', []);
    const hidden = [`lock \`${key}\` of`, ...texts.slice(1).map((text) => privacy.text(text))];
    for (const secret of ['alice', 'db.internal', 'token', 'fe80']) assert.equal(JSON.stringify(hidden).includes(secret), false, secret);
    assert.deepEqual(privacy.reveal({ hidden, more: [1, null, 'key-12345678'] }), { hidden: texts, more: [1, null, 'key-12345678'] });
  });
});
