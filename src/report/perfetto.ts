/**
 * A trace for ui.perfetto.dev: Perfetto's protobuf format. A track for each process and thread with what ran there, below each thread a track for each of its tasks with
 * what the task waited for, and flows between them. Numbers of fields: protos/perfetto/trace in Perfetto's source.
 */
import { STATE_NAMES } from '../model/requests.ts';
import type { ExportFlow, ExportInfo, ExportSource, ExportTask } from './exportSource.ts';
import type { Output } from './output.ts';
import { ProtoWriter } from './protobuf.ts';

const PACKET = 1;
const PACKET_CLOCKS = 6;
const PACKET_TIME = 8;
const PACKET_SEQUENCE = 10;
const PACKET_EVENT = 11;
const PACKET_INTERNED = 12;
const PACKET_FLAGS = 13;
const PACKET_TRACK = 60;

const EVENT_ANNOTATION = 4;
const EVENT_TYPE = 9;
const EVENT_NAME_ID = 10;
const EVENT_TRACK = 11;
const EVENT_CATEGORY = 22;
const EVENT_NAME = 23;
const EVENT_FLOW = 47;
const EVENT_FLOW_END = 48;

const SLICE_BEGIN = 1;
const SLICE_END = 2;
const INSTANT = 3;

const STATE_CLEARED = 1;
const NEEDS_STATE = 2;
/** All packets are of one sequence. */
const SEQUENCE = 1;
const CLOCK_REALTIME = 1;
const CLOCK_MONOTONIC = 3;
const CLOCK_BOOTTIME = 6;

const FLUSH_BYTES = 1 << 16;
/** Names beyond are written out each time: memory stays bounded. */
const MAX_NAMES = 50_000;

const processTrack = (index: number): number => index * 4 + 1;
const threadTrack = (index: number): number => index * 4 + 2;
const taskTrack = (lane: number): number => lane * 4 + 3;

export function exportPerfetto(source: ExportSource, info: ExportInfo, output: Output): void {
  new PerfettoExport(source, output).write(info);
}

interface Extra {
  readonly category?: string;
  readonly annotations?: readonly (readonly [name: string, value: string])[];
  readonly flow?: number;
  readonly flowEnd?: number;
}

class PerfettoExport {
  readonly #source: ExportSource;
  readonly #output: Output;
  readonly #out = new ProtoWriter();
  readonly #names = new Map<string, number>();

  constructor(source: ExportSource, output: Output) {
    this.#source = source;
    this.#output = output;
  }

  write(info: ExportInfo): void {
    const source = this.#source;
    this.#clocks();
    this.#descriptors();
    const first = source.processes[0];
    if (first !== undefined) {
      const annotations = [['contains', info.privacy] as const, ['version', info.version] as const];
      this.#event(INSTANT, processTrack(first.index), 0, 'Interleave', { category: 'export', annotations });
    }
    for (const thread of source.threads) if (thread !== undefined) this.#thread(thread.index);
    source.forEachTask((task) => this.#task(task));
    source.forEachFlow((flow) => this.#flow(flow));
    this.#flush(0);
  }

  #clocks(): void {
    const out = this.#out;
    const at = (id: number, time: number): void =>
      out.message(1, () => {
        out.uint(1, id);
        out.uint(2, time);
      });
    out.message(PACKET, () => {
      out.message(PACKET_CLOCKS, () => {
        at(CLOCK_BOOTTIME, this.#source.originNs);
        at(CLOCK_MONOTONIC, this.#source.originNs);
        at(CLOCK_REALTIME, Number(this.#source.unixNs(0)));
      });
      out.uint(PACKET_SEQUENCE, SEQUENCE);
      out.uint(PACKET_FLAGS, STATE_CLEARED);
    });
  }

  #descriptors(): void {
    const out = this.#out;
    for (const process of this.#source.processes) {
      this.#track(processTrack(process.index), () =>
        out.message(3, () => {
          out.uint(1, process.pid);
          for (const word of process.command) out.string(2, word);
          out.string(6, process.name);
        }),
      );
    }
    for (const thread of this.#source.threads) {
      if (thread === undefined) continue;
      this.#track(threadTrack(thread.index), () => {
        out.message(4, () => {
          out.uint(1, thread.process.pid);
          out.uint(2, thread.tid);
          out.string(5, thread.name);
        });
        out.uint(5, processTrack(thread.process.index));
      });
    }
  }

  #track(uuid: number, fill: () => void): void {
    const out = this.#out;
    out.message(PACKET, () => {
      out.message(PACKET_TRACK, () => {
        out.uint(1, uuid);
        fill();
      });
      out.uint(PACKET_SEQUENCE, SEQUENCE);
    });
    this.#flush(FLUSH_BYTES);
  }

  #thread(thread: number): void {
    const track = threadTrack(thread);
    const blocks = this.#source.blocks(thread);
    let next = 0;
    this.#source.forEachSlice(thread, (name, startNs, endNs) => {
      this.#event(SLICE_BEGIN, track, startNs, name, { category: 'callback' });
      for (; next < blocks.length && (blocks[next]?.startNs ?? 0) < endNs; next++) {
        const block = blocks[next];
        if (block === undefined || block.startNs < startNs) continue;
        this.#event(SLICE_BEGIN, track, block.startNs, block.name, { category: 'native' });
        this.#event(SLICE_END, track, Math.min(block.endNs, endNs));
      }
      this.#event(SLICE_END, track, endNs);
    });
  }

  #task(task: ExportTask): void {
    const out = this.#out;
    const track = taskTrack(task.lane);
    this.#track(track, () => {
      out.string(2, task.name);
      out.uint(5, threadTrack(task.thread.index));
    });
    const annotations: (readonly [string, string])[] =
      task.place === null ? [] : [['place', `${task.place.file}:${task.place.line}:${task.place.column}`]];
    if (task.never) annotations.push(['ends', 'never: it still waited when the program ended']);
    this.#event(SLICE_BEGIN, track, task.startNs, task.name, { category: task.kind, annotations });
    let open = false;
    this.#source.forEachState(task.lane, (state, name, startNs, endNs) => {
      this.#event(SLICE_BEGIN, track, startNs, name, { category: STATE_NAMES[state] ?? '' });
      // The last state of a task that never went on has no end, nor has the task.
      open = task.never && endNs >= task.endNs;
      if (!open) this.#event(SLICE_END, track, endNs);
    });
    if (!task.never) this.#event(SLICE_END, track, task.endNs);
  }

  #flow({ kind, id, name, from, to }: ExportFlow): void {
    const source = this.#source;
    const trackOf = (end: ExportFlow['from']): number => (source.isTask(end.lane) ? taskTrack(end.lane) : threadTrack(end.thread));
    this.#event(INSTANT, trackOf(from), from.ns, name, { category: kind, flow: id });
    this.#event(INSTANT, trackOf(to), to.ns, kind === 'start' ? 'started' : kind === 'lock' ? 'got in' : 'received', {
      category: kind,
      flowEnd: id,
    });
  }

  #event(type: number, track: number, ns: number, name = '', extra: Extra = {}): void {
    const out = this.#out;
    const known = this.#names.get(name);
    const isNew = name !== '' && known === undefined && this.#names.size < MAX_NAMES;
    const id = isNew ? this.#names.size + 1 : (known ?? 0);
    if (isNew) this.#names.set(name, id);
    out.message(PACKET, () => {
      out.uint(PACKET_TIME, Math.round(this.#source.originNs + Math.max(0, ns)));
      out.uint(PACKET_SEQUENCE, SEQUENCE);
      out.uint(PACKET_FLAGS, NEEDS_STATE);
      if (isNew) {
        out.message(PACKET_INTERNED, () =>
          out.message(2, () => {
            out.uint(1, id);
            out.string(2, name);
          }),
        );
      }
      out.message(PACKET_EVENT, () => {
        out.uint(EVENT_TYPE, type);
        out.uint(EVENT_TRACK, track);
        if (id > 0) out.uint(EVENT_NAME_ID, id);
        else if (name !== '') out.string(EVENT_NAME, name);
        if (extra.category !== undefined) out.string(EVENT_CATEGORY, extra.category);
        for (const [key, value] of extra.annotations ?? []) {
          out.message(EVENT_ANNOTATION, () => {
            out.string(10, key);
            out.string(6, value);
          });
        }
        if (extra.flow !== undefined) out.fixed64(EVENT_FLOW, extra.flow);
        if (extra.flowEnd !== undefined) out.fixed64(EVENT_FLOW_END, extra.flowEnd);
      });
    });
    this.#flush(FLUSH_BYTES);
  }

  #flush(limit: number): void {
    if (this.#out.length <= limit) return;
    this.#output.bytes(this.#out.view());
    this.#out.clear();
  }
}
