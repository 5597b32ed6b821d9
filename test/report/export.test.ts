/** The exports, read by readers of other makers. */
import assert from 'node:assert/strict';
import { ExportSource } from '../../src/report/exportSource.ts';
import { exportChrome } from '../../src/report/chrome.ts';
import { exportOtlp } from '../../src/report/otlp.ts';
import type { Output } from '../../src/report/output.ts';
import { exportPerfetto } from '../../src/report/perfetto.ts';
import { ProtoWriter } from '../../src/report/protobuf.ts';
import type { Trace } from '../../src/model/trace.ts';
import { demoTrace } from '../support/demoTrace.ts';
import { otlpProblem, readPerfetto, requireReader, type PerfettoPacket } from '../support/readers.ts';

const INFO = { version: '1.2.3', privacy: 'names only' };

class Memory implements Output {
  readonly parts: Buffer[] = [];
  text(text: string): void {
    this.parts.push(Buffer.from(text));
  }
  bytes(bytes: Uint8Array): void {
    this.parts.push(Buffer.from(bytes));
  }
  get whole(): Buffer {
    return Buffer.concat(this.parts);
  }
}

function written(trace: Trace, write: typeof exportPerfetto): Buffer {
  const memory = new Memory();
  write(new ExportSource(trace, undefined), INFO, memory);
  return memory.whole;
}

interface ChromeEvent {
  readonly ph: string;
  readonly name: string;
  readonly cat?: string;
  readonly id?: string | number;
  readonly pid: number;
  readonly tid: number;
  readonly ts?: number;
  readonly dur?: number;
}
interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
}
interface Otlp {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly Span[] }[] }[];
}

describe('exports', () => {
  let trace: Trace;
  before(() => {
    ({ trace } = demoTrace());
  });

  describe('exportPerfetto', () => {
    let packets: readonly PerfettoPacket[];
    before(() => {
      packets = readPerfetto(written(trace, exportPerfetto));
    });

    it('has a track for each process, thread and task, each below its owner', () => {
      const tracks = packets.flatMap((packet) => packet.trackDescriptor ?? []);
      const byId = new Map(tracks.map((track) => [track.uuid, track]));
      assert.equal(byId.size, tracks.length, 'ids are unique');
      assert.deepEqual(
        tracks.flatMap((track) => track.process?.pid ?? []),
        trace.processes.map((process) => process.pid),
      );
      for (const { thread, parentUuid, name } of tracks) {
        const parent = byId.get(parentUuid ?? -1);
        if (thread !== undefined) assert.equal(parent?.process?.pid, thread.pid);
        else if (name !== undefined) assert.ok(parent?.thread !== undefined, name);
      }
      assert.ok(tracks.some((track) => track.thread?.threadName === 'main thread' && track.thread.tid === track.thread.pid));
      assert.ok(tracks.filter((track) => track.name !== undefined).length > 5);
    });

    it('nests slices: what begins later ends earlier, on every track', () => {
      const open = new Map<number, { readonly name: string | undefined; readonly at: number }[]>();
      const names = new Map<number, string>();
      for (const { trackEvent, internedData, timestamp = 0 } of packets) {
        for (const { iid, name } of internedData?.eventNames ?? []) names.set(iid, name);
        if (trackEvent === undefined) continue;
        const stack = open.get(trackEvent.trackUuid) ?? [];
        open.set(trackEvent.trackUuid, stack);
        if (trackEvent.type === 'TYPE_SLICE_BEGIN') {
          const name = trackEvent.name ?? names.get(trackEvent.nameIid ?? -1);
          assert.ok(name !== undefined && name !== '');
          assert.ok(timestamp >= (stack.at(-1)?.at ?? 0));
          stack.push({ name, at: timestamp });
        } else if (trackEvent.type === 'TYPE_SLICE_END') {
          const begun = stack.pop();
          assert.ok(begun !== undefined && begun.at <= timestamp);
        }
      }
      // Only what never ended is still open.
      const never = [...open.values()].filter((stack) => stack.length > 0);
      const { lanes } = new ExportSource(trace, undefined).timeline.tracks;
      assert.equal(never.length, [...lanes.never.view()].filter((flag) => flag === 1).length);
    });

    it('ends every flow that it begins, later', () => {
      const begun = new Map<number, number>();
      const ended = new Map<number, number>();
      for (const { trackEvent, timestamp = 0 } of packets) {
        for (const id of trackEvent?.flowIds ?? []) begun.set(id, timestamp);
        for (const id of trackEvent?.terminatingFlowIds ?? []) ended.set(id, timestamp);
      }
      assert.ok(begun.size > 0);
      assert.deepEqual(
        [...begun.keys()].toSorted((a, b) => a - b),
        [...ended.keys()].toSorted((a, b) => a - b),
      );
      for (const [id, at] of begun) assert.ok(at <= (ended.get(id) ?? 0));
    });
  });

  it('exportChrome: callbacks of a thread nest, tasks begin and end in pairs, flows have two ends', () => {
    const { traceEvents } = JSON.parse(written(trace, exportChrome).toString()) as { readonly traceEvents: readonly ChromeEvent[] };
    for (const event of traceEvents) {
      assert.ok(Number.isInteger(event.pid) && Number.isInteger(event.tid), JSON.stringify(event));
      if (event.ph !== 'M') assert.ok((event.ts ?? -1) >= 0, JSON.stringify(event));
    }
    const threads = new Map<number, { readonly end: number }[]>();
    for (const event of traceEvents.filter(({ ph }) => ph === 'X')) {
      const stack = threads.get(event.tid) ?? [];
      threads.set(event.tid, stack);
      const [start, end] = [event.ts ?? 0, (event.ts ?? 0) + (event.dur ?? 0)];
      while (stack.length > 0 && (stack.at(-1)?.end ?? 0) <= start + 1e-6) stack.pop();
      assert.ok(end <= (stack.at(-1)?.end ?? Infinity) + 1e-6, event.name);
      stack.push({ end });
    }
    const tasks = new Map<string, string[]>();
    for (const { ph, id, name } of traceEvents) {
      const stack = tasks.get(String(id)) ?? [];
      if (ph === 'b') tasks.set(String(id), [...stack, name]);
      if (ph === 'e') assert.equal(tasks.get(String(id))?.pop(), name);
    }
    assert.ok(tasks.size > 5 && [...tasks.values()].every((stack) => stack.length === 0));
    const flows = (phase: string): unknown[] => traceEvents.filter(({ ph }) => ph === phase).map(({ id }) => id);
    assert.ok(flows('s').length > 0);
    assert.deepEqual(flows('s'), flows('f'));
  });

  it('exportOtlp: agrees with the protos; ids are unique, parents and links exist, children start after their parents', () => {
    const request = JSON.parse(written(trace, exportOtlp).toString()) as Otlp;
    assert.equal(otlpProblem(request), undefined);
    const spans = request.resourceSpans.flatMap((resource) => resource.scopeSpans.flatMap((scope) => scope.spans));
    const byId = new Map(spans.map((span) => [`${span.traceId}${span.spanId}`, span]));
    assert.equal(byId.size, spans.length);
    for (const span of spans) {
      assert.match(span.traceId, /^(?!0{32})[\da-f]{32}$/);
      assert.match(span.spanId, /^(?!0{16})[\da-f]{16}$/);
      assert.ok(BigInt(span.startTimeUnixNano) <= BigInt(span.endTimeUnixNano), span.name);
      for (const link of span.links) assert.ok(byId.has(`${link.traceId}${link.spanId}`), span.name);
      if (span.parentSpanId === undefined) continue;
      const parent = byId.get(`${span.traceId}${span.parentSpanId}`);
      assert.ok(parent !== undefined && BigInt(parent.startTimeUnixNano) <= BigInt(span.startTimeUnixNano), span.name);
    }
    assert.ok(spans.some((span) => span.parentSpanId !== undefined));
    assert.ok(spans.some((span) => span.links.length > 0));
    const started = BigInt(Date.parse(trace.run.startedAt)) * 1_000_000n;
    const first = spans.map((span) => BigInt(span.startTimeUnixNano)).toSorted((a, b) => (a < b ? -1 : 1))[0] ?? 0n;
    assert.ok(first >= started && first - started < 60_000_000_000n);
  });
});

describe('ProtoWriter', () => {
  it('writes what protobufjs reads: long messages, large numbers, all of Unicode', () => {
    const { parse } = requireReader('protobufjs') as {
      parse(text: string): {
        root: { lookupType(name: string): { decode(bytes: Uint8Array): unknown; toObject(m: unknown, o: object): unknown } };
      };
    };
    const type = parse('syntax = "proto3"; message M { string s = 1; uint64 n = 2; fixed64 f = 3; M m = 4; }').root.lookupType('M');
    const text = `${'x'.repeat(20_000)}ü€😀`;
    const out = new ProtoWriter();
    out.message(4, () => {
      out.message(4, () => out.string(1, text));
      out.uint(2, 2 ** 53 - 1);
      out.fixed64(3, 2 ** 40 + 5);
    });
    out.string(1, 'a\ud800b');
    const read = type.toObject(type.decode(out.view()), { longs: Number });
    assert.deepEqual(read, { s: 'a\ufffdb', m: { n: 2 ** 53 - 1, f: 2 ** 40 + 5, m: { s: text } } });
  });
});
