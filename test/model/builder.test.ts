import assert from 'node:assert/strict';
import { metaChunk } from '../../src/host/traceFile.ts';
import { TraceBuilder } from '../../src/model/build/builder.ts';
import { TASK_PROMISE } from '../../src/model/trace.ts';
import * as W from '../../src/wire/events.ts';
import { CHUNK_EVENTS } from '../../src/wire/format.ts';
import type { MetaRecord } from '../../src/wire/meta.ts';
import { readChunk } from '../../src/wire/reader.ts';
import { VALUE_HELD, VALUE_UNKNOWN } from '../../src/wire/runtime.ts';
import { chunk } from '../host/support.ts';
import { EventEncoder, TraceScript } from '../support/buildTrace.ts';

describe('TraceBuilder', () => {
  it('gives a worker its own name and start, told by the thread that makes it', () => {
    const builder = new TraceBuilder();
    const push = (bytes: Uint8Array): void => {
      const result = readChunk(bytes, 0);
      assert.ok(result.ok);
      builder.append(result.chunk);
    };
    const record = (value: MetaRecord): void => push(chunk({ payload: metaChunk(value).subarray(20) }));
    const process = {
      pid: 1,
      ppid: 0,
      node: 'v20',
      argv: [],
      cwd: '/',
      platform: 'linux',
      startNs: 1e9,
      transformed: true,
      debugged: false,
      poolSize: 4,
    };
    record({ type: 'process', ...process });
    record({ type: 'thread', pid: 1, thread: 3, parent: 0, name: 'resize', startNs: 5e9, eval: false });
    const encoder = new EventEncoder();
    encoder.head(1, 6e9);
    // The first event says when it is: the script has run since the thread began, all the same.
    encoder.event(W.OP_POST, [1, 0, 0, 7e9]);
    encoder.event(W.OP_INIT_PROMISE, [1, 0, 0]);
    push(chunk({ kind: CHUNK_EVENTS, thread: 3, payload: encoder.take() }));
    builder.settle();
    const { threads, segments, tasks } = builder.trace;
    assert.deepEqual(
      threads.map(({ threadId, name, startNs, parent }) => ({ threadId, name, startNs, parent })),
      [
        { threadId: 0, name: '', startNs: 1e9, parent: -1 },
        { threadId: 3, name: 'resize', startNs: 5e9, parent: 0 },
      ],
    );
    assert.equal(segments.startNs.at(0), 5e9);
    assert.equal(tasks.flags.at(0), TASK_PROMISE);
  });

  it('lets functions that wait without a word wait in the piece that ends, and opens no other', () => {
    const builder = new TraceBuilder();
    const encoder = new EventEncoder();
    encoder.head(1, 1e9);
    encoder.event(W.OP_INIT, [1, 'Timeout', 0, 0]);
    encoder.event(W.OP_BEFORE, [1, 1.1e9]);
    encoder.event(W.OP_INIT_PROMISE, [1, 0, 0]);
    encoder.event(W.OP_ENTER, [1]);
    encoder.event(W.OP_AFTER, [1.2e9]);
    const result = readChunk(chunk({ kind: CHUNK_EVENTS, payload: encoder.take() }), 0);
    assert.ok(result.ok);
    builder.append(result.chunk);
    const { segments, suspensions } = builder.trace;
    assert.equal(suspensions.length, 1);
    assert.equal(suspensions.segment.at(0), segments.length - 1);
    // The main script, and the timer's callback.
    assert.equal(segments.length, 2);
    assert.equal(segments.endNs.at(1), 1.2e9);
  });

  it('gives no text to a hash that two values have', () => {
    const script = new TraceScript();
    script.emit(W.OP_VALUE, 100, '"first"');
    script.emit(W.OP_VALUE, 101, '7');
    script.emit(W.OP_VALUE, 100, '"second"');
    // A second thread may say the same again.
    script.emit(W.OP_VALUE, 101, '7');
    script.emit(W.OP_VALUE, 100, '"first"');
    const trace = script.build();
    const text = (hash: number): string => trace.string(trace.values.get(hash) ?? 0);
    assert.deepEqual([text(100), text(101), text(102)], ['', '7', '']);
  });

  it('keeps what was read for the user away from the rules', () => {
    const script = new TraceScript({ sites: [{ line: 1 }], variables: ['stock'] });
    const stock = script.variable(0);
    script.read(0, stock, VALUE_HELD + 100);
    script.read(0, stock, 101);
    const { accesses, held } = script.build();
    assert.deepEqual([accesses.value.at(0), accesses.value.at(1)], [VALUE_UNKNOWN, 101]);
    assert.deepEqual([...held], [[0, 100]]);
  });
});
