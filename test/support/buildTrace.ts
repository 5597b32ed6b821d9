/**
 * A small language for traces in unit tests: what happens in one thread, step by step, goes through the real builder.
 * Times are in milliseconds since the start. Example: a promise that a timer resolves:
 *
 *   const t = new TraceScript();
 *   const p = t.promise();
 *   const timer = t.resource('Timeout', { delayMs: 5 });
 *   t.run(timer, 5, () => t.resolve(p));
 */
import * as W from '../../src/wire/events.ts';
import type { Site, SiteFunction, SitePair, SiteTable } from '../../src/wire/sites.ts';
import { TraceBuilder } from '../../src/model/build/builder.ts';
import type { Trace } from '../../src/model/trace.ts';
import { CHUNK_EVENTS, CHUNK_META, CHUNK_SITES, TICK_NS } from '../../src/wire/format.ts';

/** Encodes events by the table of wire/events.ts: the slow reference encoder. */
export class EventEncoder {
  readonly #bytes: number[] = [];
  readonly #strings = new Map<string, number>();
  #newestPromise = 0;
  #newestResource = 0;
  #tick = 0;

  uint(value: number): void {
    let rest = value;
    while (rest > 127) {
      this.#bytes.push((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    this.#bytes.push(rest);
  }
  #int(value: number): void {
    this.uint(value >= 0 ? value * 2 : -value * 2 - 1);
  }
  head(seq: number, baseNs: number): void {
    this.uint(seq);
    this.uint(0);
    const f = new Uint8Array(8);
    new DataView(f.buffer).setFloat64(0, baseNs, true);
    this.#bytes.push(...f);
    this.uint(this.#newestPromise);
    this.uint(this.#newestResource);
    this.#tick = Math.floor(baseNs / TICK_NS);
  }
  string(text: string): number {
    if (text === '') return 0;
    const known = this.#strings.get(text);
    if (known !== undefined) return known;
    const id = this.#strings.size + 1;
    this.#strings.set(text, id);
    const bytes = new TextEncoder().encode(text);
    this.#bytes.push(W.OP_STRING);
    this.uint(id);
    this.uint(bytes.length);
    this.#bytes.push(...bytes);
    return id;
  }
  /** `fields` in the order of the table, times in nanoseconds, strings as text. */
  event(op: number, fields: readonly (number | string)[]): void {
    const spec = W.EVENTS.find((e) => e.op === op);
    if (spec === undefined) throw new Error(`no event ${op}`);
    const values = fields.map((f) => (typeof f === 'string' ? this.string(f) : f));
    this.#bytes.push(op);
    spec.fields.forEach(([, kind], i) => {
      const value = values[i] ?? 0;
      if (kind === 'time') {
        const tick = Math.max(this.#tick, Math.floor(value / TICK_NS));
        this.uint(tick - this.#tick);
        this.#tick = tick;
      } else if (kind === 'int') this.#int(value);
      else if (kind === 'newPromise') {
        this.#int(value - (this.#newestPromise + 1));
        this.#newestPromise = value;
      } else if (kind === 'newResource') {
        this.#int(value - (this.#newestResource + 1));
        this.#newestResource = value;
      } else if (kind === 'promise' || kind === 'resource') {
        if (value === 0) this.uint(0);
        else {
          const distance = (kind === 'promise' ? this.#newestPromise : this.#newestResource) - value;
          this.uint(1 + (distance >= 0 ? distance * 2 : -distance * 2 - 1));
        }
      } else this.uint(value);
    });
  }
  take(): Uint8Array {
    return Uint8Array.from(this.#bytes.splice(0));
  }
}

export interface ScriptOptions {
  readonly sites?: readonly (Partial<Site> & { readonly line: number })[];
  readonly functions?: readonly (Partial<SiteFunction> & { readonly name: string })[];
  readonly variables?: readonly string[];
  readonly pairs?: readonly SitePair[];
  readonly pid?: number;
  readonly exit?: { readonly reason: number; readonly code: number };
}

const ORIGIN_NS = 1e12;

/** Writes the events of one main thread. Sites, functions and variables are given by their index in the options (0-based); the base is 1. */
export class TraceScript {
  readonly encoder = new EventEncoder();
  readonly #options: ScriptOptions;
  #ms = 0;
  #promises = 0;
  #resources = 0;
  #activations = 0;
  #locations = 0;
  #requests = 0;
  #locks = 0;

  constructor(options: ScriptOptions = {}) {
    this.#options = options;
    this.encoder.head(1, ORIGIN_NS);
  }
  get ns(): number {
    return ORIGIN_NS + this.#ms * 1e6;
  }
  /** Advances the clock. */
  at(ms: number): this {
    this.#ms = Math.max(this.#ms, ms);
    return this;
  }
  emit(op: number, ...fields: (number | string)[]): void {
    this.encoder.event(op, fields);
  }
  promise(parent = 0, site = -1): number {
    this.emit(W.OP_INIT_PROMISE, ++this.#promises, parent, site + 1);
    return this.#promises;
  }
  resource(
    type: string,
    options: {
      readonly delayMs?: number;
      readonly site?: number;
      readonly trigger?: number;
      readonly refed?: boolean;
      readonly repeat?: boolean;
    } = {},
  ): number {
    this.emit(W.OP_INIT, ++this.#resources, type, options.trigger ?? 0, (options.site ?? -1) + 1);
    if (options.delayMs !== undefined) {
      this.emit(W.OP_TIMER, this.#resources, options.delayMs, options.repeat === true ? 1 : 0, options.refed === false ? 0 : 1);
    }
    return this.#resources;
  }
  resolve(promise: number): void {
    this.emit(W.OP_RESOLVE, promise);
  }
  /** A callback of a resource, from `ms` on. */
  run(resource: number, ms: number, body: () => void, lengthMs = 0.01): void {
    this.at(ms);
    this.emit(W.OP_BEFORE, resource, this.ns);
    body();
    this.at(this.#ms + lengthMs);
    this.emit(W.OP_AFTER, this.ns);
  }
  /** A reaction of a promise (the derived promise's id). */
  react(promise: number, ms: number, body: () => void, lengthMs = 0.01): void {
    this.at(ms);
    this.emit(W.OP_BEFORE_PROMISE, promise, this.ns);
    body();
    this.at(this.#ms + lengthMs);
    this.emit(W.OP_AFTER, this.ns);
  }
  /** Calls an async function: returns its activation number and the promise it returns. */
  enter(fn: number): { readonly act: number; readonly promise: number } {
    const promise = this.promise();
    this.emit(W.OP_ENTER, fn + 1);
    return { act: ++this.#activations, promise };
  }
  /** The activation awaits a native promise: returns the reaction to run with `react`. */
  awaits(act: number, site: number, promise: number): number {
    this.emit(W.OP_SUSPEND, act, site + 1);
    return this.promise(promise);
  }
  /** A variable instance. */
  variable(index: number): number {
    this.emit(W.OP_LOCATION_VAR, ++this.#locations, index + 1);
    return this.#locations;
  }
  property(object: number, key: string, className = 'Object', kind = 0): number {
    this.emit(W.OP_LOCATION_PROP, ++this.#locations, object, key, kind, className);
    return this.#locations;
  }
  read(site: number, location: number, value = 0): void {
    this.emit(W.OP_READ, site + 1, location, value);
  }
  write(site: number, location: number, value = 0, how = 0): void {
    this.emit(W.OP_WRITE, site + 1, location, value, how);
  }
  lock(
    options: {
      readonly kind?: number;
      readonly permits?: number;
      readonly name?: string;
      readonly library?: string;
      readonly scope?: number;
      /** The site that makes it. */
      readonly madeAt?: number;
    } = {},
  ): number {
    this.emit(
      W.OP_LOCK_NEW,
      ++this.#locks,
      options.kind ?? W.LOCK_MUTEX,
      options.permits ?? 1,
      options.library ?? 'async-mutex',
      options.name ?? '',
      options.madeAt === undefined ? 0 : options.madeAt + 1,
      options.scope ?? 0,
    );
    return this.#locks;
  }
  request(
    lock: number,
    site: number,
    options: { readonly mode?: number; readonly promise?: number; readonly weight?: number } = {},
  ): number {
    this.emit(W.OP_LOCK_REQUEST, ++this.#requests, lock, options.mode ?? 0, options.weight ?? 1, site + 1, options.promise ?? 0, this.ns);
    return this.#requests;
  }
  acquire(request: number): void {
    this.emit(W.OP_LOCK_ACQUIRE, request, this.ns);
  }
  release(request: number, site = -1): void {
    this.emit(W.OP_LOCK_RELEASE, request, site + 1, this.ns);
  }
  /** The job of a request, called in place; `promise`: what it returns. */
  job(request: number, body: () => void, promise: number | (() => number) = 0): void {
    this.emit(W.OP_LOCK_JOB, request, this.ns);
    body();
    this.emit(W.OP_LOCK_JOB_END, request, typeof promise === 'number' ? promise : promise(), 0, this.ns);
  }
  cancel(request: number, reason: number): void {
    this.emit(W.OP_LOCK_CANCEL, request, reason, this.ns);
  }
  combine(kind: number, members: readonly number[], result = this.promise()): number {
    this.emit(W.OP_COMBINE, kind, result, members.length);
    for (const member of members) this.emit(W.OP_COMBINE_MEMBER, member);
    return result;
  }
  /** The finished trace, or as it was so long after its start. */
  build(untilMs?: number): Trace {
    if (this.#options.exit !== undefined) this.emit(W.OP_EXIT_PROCESS, this.#options.exit.reason, this.#options.exit.code, this.ns);
    const builder = new TraceBuilder(untilMs);
    const pid = this.#options.pid ?? 1;
    const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
    const process = {
      type: 'process',
      pid,
      ppid: 0,
      node: 'v22.0.0',
      argv: ['node', 'app.js'],
      cwd: '/app',
      platform: 'linux',
      startNs: ORIGIN_NS,
      transformed: true,
      debugged: false,
      poolSize: 4,
      cores: 4,
    };
    builder.append({ kind: CHUNK_META, pid, thread: 0, payload: json(process), end: 0 });
    builder.append({ kind: CHUNK_SITES, pid, thread: 0, payload: json(this.#table()), end: 0 });
    builder.append({ kind: CHUNK_EVENTS, pid, thread: 0, payload: this.encoder.take(), end: 0 });
    builder.settle();
    return builder.trace;
  }
  #table(): SiteTable {
    const o = this.#options;
    return {
      version: 1,
      file: '/app/app.js',
      base: 1,
      hash: '0',
      sites: (o.sites ?? []).map((s) => ({ column: 2, kind: 'call', fn: 0, text: '', ...s })),
      functions: (o.functions ?? [{ name: '' }]).map((f) => ({ line: 1, column: 0, async: true, generator: false, parent: -1, ...f })),
      variables: (o.variables ?? []).map((name) => ({ name, line: 1, column: 0, module: true })),
      pairs: o.pairs ?? [],
      sequences: [],
      map: '',
      ignores: [],
    };
  }
}
