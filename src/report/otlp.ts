/**
 * A trace as OpenTelemetry spans: one ExportTraceServiceRequest in OTLP's JSON form. A span for each task and for each call that a task awaits; a request, a timer and a
 * script each begin a trace of their own, with links to who set them off.
 */
import { NONE } from '../model/ids.ts';
import { STATE_NAMES, type SourcePlace } from '../model/requests.ts';
import { LANE_CALL } from '../model/tracks/tracksLanes.ts';
import { ROOT_HTTP_REQUEST, ROOT_MESSAGE } from '../model/vocabulary.ts';
import type { ExportFlow, ExportInfo, ExportProcess, ExportSource, ExportTask } from './exportSource.ts';
import type { Output } from './output.ts';

const KIND_INTERNAL = 1;
const KIND_SERVER = 2;
const KIND_CONSUMER = 5;
/** What collectors take by default. */
const MAX_LINKS = 128;

type Value = { readonly stringValue: string } | { readonly intValue: string } | { readonly boolValue: boolean };
interface Attribute {
  readonly key: string;
  readonly value: Value;
}

interface Cause {
  readonly lane: number;
  readonly kind: ExportFlow['kind'];
}

export function exportOtlp(source: ExportSource, info: ExportInfo, output: Output): void {
  new OtlpExport(source, output).write(info);
}

class OtlpExport {
  readonly #source: ExportSource;
  readonly #output: Output;
  readonly #run: string;
  /** Parent lane of each lane in the same trace, NONE; and the lane whose trace it is in. */
  readonly #parents: Int32Array;
  readonly #roots: Int32Array;
  /** Tasks that made a task go on, by lane: by a message, or by giving back a lock. */
  readonly #causes = new Map<number, Cause[]>();
  #isFirst = true;

  constructor(source: ExportSource, output: Output) {
    this.#source = source;
    this.#output = output;
    this.#run = hash64(`${source.trace.run.id}|${source.trace.run.startedAt}`);
    const { lanes } = source.timeline.tracks;
    this.#parents = new Int32Array(lanes.length).fill(NONE);
    this.#roots = new Int32Array(lanes.length);
    source.forEachTask(({ lane, kind }) => {
      const origin = kind === 'timer' || kind === 'request' ? undefined : source.originOf(lane);
      // What made a task comes before it in the table.
      if (origin !== undefined && origin.lane < lane) this.#parents[lane] = origin.lane;
      this.#roots[lane] = this.#parents[lane] === NONE ? lane : (this.#roots[this.#parents[lane] as number] as number);
    });
    source.forEachFlow(({ kind, from, to }) => {
      if (kind === 'start' || from.lane === to.lane || !source.isTask(from.lane) || !source.isTask(to.lane)) return;
      const list = this.#causes.get(to.lane);
      if (list === undefined) this.#causes.set(to.lane, [{ lane: from.lane, kind }]);
      else if (list.length < MAX_LINKS - 1 && !list.some((known) => known.lane === from.lane && known.kind === kind)) {
        list.push({ lane: from.lane, kind });
      }
    });
  }

  write(info: ExportInfo): void {
    this.#output.text('{"resourceSpans":[');
    for (const [i, process] of this.#source.processes.entries()) {
      const resource = { attributes: resourceOf(process, info) };
      const scope = { name: 'interleave', version: info.version };
      this.#output.text(
        `${i === 0 ? '' : ','}\n{"resource":${JSON.stringify(resource)},"scopeSpans":[{"scope":${JSON.stringify(scope)},"spans":[\n`,
      );
      this.#isFirst = true;
      this.#tasks(process);
      this.#calls(process);
      this.#output.text('\n]}]}');
    }
    this.#output.text('\n]}\n');
  }

  #tasks(process: ExportProcess): void {
    this.#source.forEachTask((task) => {
      if (task.thread.process !== process) return;
      const parent = this.#parents[task.lane] as number;
      this.#span({
        ...this.#ids(task.lane),
        ...(parent !== NONE && { parentSpanId: this.#parentSpan(task.lane, parent) }),
        name: task.name,
        kind: this.#kindOf(task),
        ...this.#times(task.startNs, task.endNs),
        attributes: [
          attribute('interleave.kind', task.kind),
          ...threadOf(task),
          ...placeOf(task.name, task.place),
          ...this.#stateSums(task.lane),
          ...(task.never ? [attribute('interleave.never_settled', true)] : []),
        ],
        links: this.#links(task),
      });
    });
  }

  /** Calls of async functions inside the tasks. */
  #calls(process: ExportProcess): void {
    const source = this.#source;
    const { activations } = source.trace;
    const { lanes, activationLane } = source.timeline.tracks;
    const origin = source.originNs;
    for (let a = 0; a < activations.length; a++) {
      const lane = activationLane[a] as number;
      const thread = source.threads[activations.thread.at(a)];
      if (thread?.process !== process || !this.#hasSpan(a) || activations.sync.at(a) !== 0) continue;
      const startNs = activations.startNs.at(a) - origin;
      const isOver = activations.endSegment.at(a) !== NONE;
      const endNs = isOver ? activations.endNs.at(a) - origin : lanes.endNs.at(lane);
      const name = source.nameOfCall(a);
      this.#span({
        traceId: this.#traceId(lane),
        spanId: callSpan(a),
        parentSpanId: this.#spanOfCall(activations.parent.at(a), lane),
        name: name === '' ? 'call' : name,
        kind: KIND_INTERNAL,
        ...this.#times(startNs, Math.max(startNs, endNs)),
        attributes: [
          attribute('interleave.kind', 'call'),
          attribute('thread.id', thread.tid),
          attribute('thread.name', thread.name),
          ...placeOf(name, source.placeOfCall(a)),
          ...(isOver ? [] : [attribute('interleave.never_settled', true)]),
        ],
        links: [],
      });
    }
  }

  /** A call of its own in a task; the first call of a lane for a call is the task itself. */
  #hasSpan(activation: number): boolean {
    const { lanes, activationLane } = this.#source.timeline.tracks;
    const lane = activationLane[activation] ?? NONE;
    return (
      this.#source.isTask(lane) &&
      lanes.activation.at(lane) !== NONE &&
      !(lanes.kind.at(lane) === LANE_CALL && lanes.index.at(lane) === activation)
    );
  }

  /** The span of a call, or of the nearest one above it that has one in this lane; else that of the task. */
  #spanOfCall(activation: number, lane: number): string {
    const { activations } = this.#source.trace;
    const { activationLane } = this.#source.timeline.tracks;
    for (let a = activation; a !== NONE && activationLane[a] === lane; a = activations.parent.at(a)) {
      if (this.#hasSpan(a) && activations.sync.at(a) === 0) return callSpan(a);
    }
    return taskSpan(lane);
  }

  #parentSpan(lane: number, parent: number): string {
    const { lanes } = this.#source.timeline.tracks;
    const caller = lanes.kind.at(lane) === LANE_CALL ? this.#source.trace.activations.parent.at(lanes.index.at(lane)) : NONE;
    return this.#spanOfCall(caller, parent);
  }

  #ids(lane: number): { readonly traceId: string; readonly spanId: string } {
    return { traceId: this.#traceId(lane), spanId: taskSpan(lane) };
  }

  #traceId(lane: number): string {
    return this.#run + hex((this.#roots[lane] as number) + 1, 16);
  }

  #kindOf(task: ExportTask): number {
    if (task.kind !== 'request') return KIND_INTERNAL;
    const { lanes } = this.#source.timeline.tracks;
    const kind = this.#source.trace.roots[lanes.index.at(task.lane)]?.kind;
    return kind === ROOT_HTTP_REQUEST ? KIND_SERVER : kind === ROOT_MESSAGE ? KIND_CONSUMER : KIND_INTERNAL;
  }

  #links(task: ExportTask): object[] {
    const causes = [...(this.#causes.get(task.lane) ?? [])];
    const origin = this.#parents[task.lane] === NONE ? this.#source.originOf(task.lane) : undefined;
    if (origin !== undefined) causes.push({ lane: origin.lane, kind: 'start' });
    return causes.map(({ lane, kind }) => ({ ...this.#ids(lane), attributes: [attribute('interleave.link', kind)] }));
  }

  /** How long the task was in each state. */
  #stateSums(lane: number): Attribute[] {
    const sums = new Map<number, number>();
    this.#source.forEachState(lane, (state, _name, startNs, endNs) => sums.set(state, (sums.get(state) ?? 0) + endNs - startNs));
    return [...sums].map(([state, ns]) => attribute(`interleave.${STATE_NAMES[state] ?? 'unknown'}_ns`, Math.round(ns)));
  }

  #times(startNs: number, endNs: number): { readonly startTimeUnixNano: string; readonly endTimeUnixNano: string } {
    return { startTimeUnixNano: this.#source.unixNs(startNs), endTimeUnixNano: this.#source.unixNs(endNs) };
  }

  #span(span: object): void {
    this.#output.text(`${this.#isFirst ? '' : ',\n'}${JSON.stringify(span)}`);
    this.#isFirst = false;
  }
}

function resourceOf(process: ExportProcess, info: ExportInfo): Attribute[] {
  return [
    attribute('service.name', process.name === '' ? 'node' : process.name),
    attribute('process.pid', process.pid),
    attribute('process.command_line', process.command.join(' ')),
    attribute('process.runtime.name', 'nodejs'),
    attribute('process.runtime.version', process.node.replace(/^v/, '')),
    attribute('interleave.contains', info.privacy),
  ];
}

function threadOf({ thread }: ExportTask): Attribute[] {
  return [attribute('thread.id', thread.tid), attribute('thread.name', thread.name)];
}

function placeOf(name: string, place: SourcePlace | null): Attribute[] {
  if (place === null) return [];
  const named = name === '' ? [] : [attribute('code.function.name', name)];
  return [...named, attribute('code.file.path', place.file), attribute('code.line.number', place.line)];
}

function attribute(key: string, value: string | number | boolean): Attribute {
  if (typeof value === 'string') return { key, value: { stringValue: value } };
  return { key, value: typeof value === 'boolean' ? { boolValue: value } : { intValue: String(value) } };
}

function taskSpan(lane: number): string {
  return `1${hex(lane, 15)}`;
}
function callSpan(activation: number): string {
  return `2${hex(activation, 15)}`;
}
function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

/** FNV-1a: the same run has the same trace ids in every export. */
function hash64(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let i = 0; i < text.length; i++) hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0');
}
