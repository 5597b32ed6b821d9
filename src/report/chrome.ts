/** A trace as JSON in the Trace Event Format, for chrome://tracing, Perfetto, Speedscope and others: callbacks on threads, tasks as nestable asynchronous events, flows. */
import { STATE_NAMES } from '../model/requests.ts';
import type { ExportInfo, ExportSource, ExportTask } from './exportSource.ts';
import type { Output } from './output.ts';

export function exportChrome(source: ExportSource, info: ExportInfo, output: Output): void {
  new ChromeExport(source, output).write(info);
}

type Event = Readonly<Record<string, unknown>>;

class ChromeExport {
  readonly #source: ExportSource;
  readonly #output: Output;
  #isFirst = true;

  constructor(source: ExportSource, output: Output) {
    this.#source = source;
    this.#output = output;
  }

  write(info: ExportInfo): void {
    const source = this.#source;
    const started = new Date(Number(BigInt(source.unixNs(0)) / 1_000_000n)).toISOString();
    const other = { producer: `Interleave ${info.version}`, contains: info.privacy, started };
    this.#output.text(`{"displayTimeUnit":"ms","otherData":${JSON.stringify(other)},"traceEvents":[\n`);
    for (const { pid, name, index } of source.processes) {
      this.#event({ ph: 'M', name: 'process_name', pid, tid: 0, args: { name } });
      this.#event({ ph: 'M', name: 'process_sort_index', pid, tid: 0, args: { sort_index: index } });
    }
    for (const thread of source.threads) {
      if (thread === undefined) continue;
      const at = { pid: thread.process.pid, tid: thread.tid };
      this.#event({ ph: 'M', name: 'thread_name', ...at, args: { name: thread.name } });
      this.#event({ ph: 'M', name: 'thread_sort_index', ...at, args: { sort_index: thread.index } });
      this.#thread(thread.index, at);
    }
    source.forEachTask((task) => this.#task(task));
    source.forEachFlow(({ kind, id, name, from, to }) => {
      const [sender, receiver] = [source.threads[from.thread], source.threads[to.thread]];
      if (sender === undefined || receiver === undefined) return;
      const flow = { cat: `flow.${kind}`, id, name: kind === 'start' ? 'start' : name };
      this.#event({ ph: 's', ...flow, pid: sender.process.pid, tid: sender.tid, ts: micro(from.ns) });
      this.#event({ ph: 'f', bp: 'e', ...flow, pid: receiver.process.pid, tid: receiver.tid, ts: micro(to.ns) });
    });
    this.#output.text('\n]}\n');
  }

  #thread(thread: number, at: { readonly pid: number; readonly tid: number }): void {
    const blocks = this.#source.blocks(thread);
    let next = 0;
    this.#source.forEachSlice(thread, (name, startNs, endNs) => {
      this.#event({ ph: 'X', cat: 'callback', name, ...at, ts: micro(startNs), dur: length(startNs, endNs) });
      for (; next < blocks.length && (blocks[next]?.startNs ?? 0) < endNs; next++) {
        const block = blocks[next];
        if (block === undefined || block.startNs < startNs) continue;
        const dur = length(block.startNs, Math.min(block.endNs, endNs));
        this.#event({ ph: 'X', cat: 'native', name: block.name, ...at, ts: micro(block.startNs), dur });
      }
    });
  }

  #task(task: ExportTask): void {
    const at = { cat: 'task', id: `0x${(task.lane + 1).toString(16)}`, pid: task.thread.process.pid, tid: task.thread.tid };
    const place = task.place === null ? undefined : `${task.place.file}:${task.place.line}:${task.place.column}`;
    this.#event({
      ph: 'b',
      ...at,
      name: task.name,
      ts: micro(task.startNs),
      args: { kind: task.kind, place, never: task.never || undefined },
    });
    this.#source.forEachState(task.lane, (state, name, startNs, endNs) => {
      this.#event({ ph: 'b', ...at, name, ts: micro(startNs), args: { state: STATE_NAMES[state] } });
      this.#event({ ph: 'e', ...at, name, ts: micro(endNs) });
    });
    this.#event({ ph: 'e', ...at, name: task.name, ts: micro(task.endNs) });
  }

  #event(event: Event): void {
    this.#output.text(`${this.#isFirst ? '' : ',\n'}${JSON.stringify(event)}`);
    this.#isFirst = false;
  }
}

/** The format counts microseconds. */
function micro(ns: number): number {
  return Math.round(ns) / 1000;
}

/** From the rounded ends: what touches in the trace does not overlap here. */
function length(startNs: number, endNs: number): number {
  return Math.max(0, Math.round(endNs) - Math.round(startNs)) / 1000;
}
