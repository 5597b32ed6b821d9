/** What the work behind an await touched, so that rules can say whether others may run beside it. */
import { addTo } from '../../base/lists.ts';
import { NONE } from '../../model/ids.ts';
import { ACCESS_IS_WRITE, TASK_PROMISE, type Trace } from '../../model/trace.ts';
import { FLAG_COUNTS_UP, FLAG_SENDS } from '../../model/vocabulary.ts';
import { lastName } from '../names.ts';
import { Served } from './served.ts';
import { LASTS, TurnsOfOne } from './turnsOfOne.ts';

const FETCH = /(?:^|\.)fetch(?:$|\()/;
/** What a call over HTTP is under way as: each has a connection of its own, unless it is asked of the client itself, which is one connection in some libraries. */
const REQUESTS: ReadonlySet<string> = new Set(['HTTPCLIENTREQUEST', 'UNDICI_REQUEST']);
/** A call of a client. */
export const CLIENT = /client\s*\.\s*\w+$/i;
const BODY = /\.(?:json|text|arrayBuffer|blob|bytes|formData|dump|cancel)(?:$|\()/;
/** Reactions between a call and what is awaited of it. */
const MAX_STEPS = 6;
const WRITES_FILE = /(?:^|\.)writeFile$/;

/** How something was touched: counts that nobody looks at have one sum in any order. */
type Touch = 'read' | 'write' | 'count';
const CLASHES: Readonly<Record<Touch, readonly Touch[]>> = {
  read: ['write', 'count'],
  write: ['read', 'write', 'count'],
  count: ['read', 'write'],
};

/** A promise that was waited for, and how long; in what has no `await` from the step that began the work on. */
export interface Wait {
  /** NONE: no promise. */
  readonly promise: number;
  /** Those of one function are in order. */
  readonly index: number;
  readonly site: number;
  /** The function that awaits it; NONE: callbacks. */
  readonly activation: number;
  readonly segment: number;
  readonly resumeSegment: number;
  readonly startNs: number;
  readonly ns: number;
}

/** Nothing but a timer settled it. */
export function isPause(trace: Trace, promise: number): boolean {
  const resolver = trace.tasks.resolveSegment.at(promise);
  return resolver !== NONE && trace.taskType(trace.segments.task.at(resolver)) === 'Timeout';
}

/** The promise that a callback of `then` gave back, for which its own promise then waited; NONE. */
export function givenBack({ segments, tasks }: Trace, promise: number): number {
  const settled = tasks.resolveSegment.at(promise);
  const task = settled === NONE || settled === tasks.firstRun.at(promise) ? NONE : segments.task.at(settled);
  return task === NONE || (tasks.flags.at(task) & TASK_PROMISE) === 0 ? NONE : tasks.parent.at(task);
}

/** A promise, and those that it was made of by `then`, up to the calls that gave them. */
export function madeOf(trace: Trace, promise: number): number[] {
  const { activation, parent } = trace.tasks;
  const found = promise === NONE ? [] : [promise];
  for (let i = 0; i < found.length && found.length < MAX_STEPS; i++) {
    const one = found[i] as number;
    if (activation.at(one) === NONE) found.push(...[parent.at(one), givenBack(trace, one)].filter((other) => other !== NONE));
  }
  return found;
}

/** What the work behind an await read and wrote: locations, files, locks. */
export class EffectTable {
  readonly #trace: Trace;
  readonly #accesses = new Map<number, number[]>();
  /** Segment of a callback that belongs to no function → what it touched. */
  readonly #inCallbacks = new Map<number, number[]>();
  readonly #files = new Map<number, number[]>();
  readonly #requests = new Map<number, number[]>();
  readonly #children = new Map<number, number[]>();
  /** What a lock gives whoever asks for it → the request. */
  readonly #asked = new Map<number, number>();
  /** Result of a combinator → its members. */
  readonly #members = new Map<number, readonly number[]>();
  /** Activations that made a call which changes something elsewhere. */
  readonly #senders = new Set<number>();
  /** Segment → files that calls in it write as a whole. */
  readonly #written = new Map<number, number[]>();
  readonly #turns: TurnsOfOne;
  #made: Map<number, number[]> | undefined;
  #handled: Served | undefined;
  /** Sites of such calls. */
  readonly #sending = new Set<number>();

  constructor(trace: Trace) {
    this.#trace = trace;
    const put = (map: Map<number, number[]>, key: number, value: number): void => {
      if (key !== NONE) addTo(map, key, value);
    };
    for (let i = 0; i < trace.accesses.length; i++) {
      const activation = trace.accesses.activation.at(i);
      if (activation === NONE) addTo(this.#inCallbacks, trace.accesses.segment.at(i), i);
      else addTo(this.#accesses, activation, i);
    }
    for (const [i, row] of trace.fs.entries()) put(this.#files, row.activation, i);
    for (let i = 0; i < trace.requests.length; i++) {
      put(this.#requests, trace.requests.activation.at(i), i);
      this.#asked.set(trace.requests.promise.at(i), i);
    }
    for (const { result, members } of trace.combines) this.#members.set(result, members);
    const sending = this.#sending;
    for (const [site, { flags = 0 }] of trace.sites.entries()) if ((flags & FLAG_SENDS) !== 0) sending.add(site);
    for (let i = 0; sending.size > 0 && i < trace.tasks.length; i++) {
      if (sending.has(trace.tasks.site.at(i))) this.#senders.add(trace.tasks.creator.at(i));
    }
    for (let i = 0; i < trace.activations.length; i++) put(this.#children, trace.activations.parent.at(i), i);
    for (const [i, { site, segment }] of trace.fs.entries()) {
      if (WRITES_FILE.test(trace.site(site)?.text ?? '')) put(this.#written, segment, i);
    }
    this.#turns = new TurnsOfOne(trace);
  }

  /** One of the works changed something outside of the program, where nobody here sees whether the order matters. */
  areSent(waits: readonly Wait[]): boolean {
    if (this.#sending.size === 0) return false;
    const { activations: acts, tasks } = this.#trace;
    const isSending = (promise: number): boolean => madeOf(this.#trace, promise).some((one) => this.#sending.has(tasks.site.at(one)));
    return waits.some(
      ({ promise }) => isSending(promise) || this.#behind(promise).some((a) => this.#senders.has(a) || isSending(acts.promise.at(a))),
    );
  }

  /** No two of the awaited works wrote what another touched, took the same lock, or waited for the next event of the same thing. Each work is one await, or those of one round of a loop. */
  areIndependent(works: readonly (readonly Wait[])[]): boolean {
    /** What was touched → the first work that did. */
    const touched: Readonly<Record<Touch, Map<string, number>>> = { read: new Map(), write: new Map(), count: new Map() };
    const partners = new Map<number, number>();
    for (const [index, work] of works.entries()) {
      for (const wait of work) {
        for (const partner of this.#partners(wait.promise)) {
          if ((partners.get(partner) ?? index) !== index) return false;
          partners.set(partner, index);
        }
        for (const [key, touch] of [...this.#effects(wait.promise), ...this.#plainly(wait), ...this.#served(wait)]) {
          if (CLASHES[touch].some((other) => (touched[other].get(key) ?? index) !== index)) return false;
          if (!touched[touch].has(key)) touched[touch].set(key, index);
        }
      }
    }
    return true;
  }

  /** All that the work waits for from outside comes by `fetch` and its like, which take a connection of their own for each that is under way. */
  areFetched({ promise }: Wait): boolean {
    return this.#fetched(promise) === 'all';
  }

  /** How much of what the work waits for from outside comes like that. */
  #fetched(promise: number): 'all' | 'some' | 'none' {
    const { activations: acts, suspensions: s, tasks } = this.#trace;
    const behind = this.#behind(promise);
    // What a function passes on without waiting: fetch(path).then(…).
    let made = behind.length === 0 ? promise : NONE;
    for (let step = 0; made !== NONE && step < MAX_STEPS; step++, made = tasks.parent.at(made)) {
      if (this.#trace.isPromise(made) && this.#isFetched(made, tasks.site.at(made))) return 'all';
    }
    let isFetched = false;
    let isMixed = false;
    for (const activation of behind) {
      for (let i = acts.lastSuspension.at(activation); i !== NONE; i = s.previous.at(i)) {
        const awaited = s.awaited.at(i);
        if (awaited === NONE || tasks.activation.at(awaited) !== NONE) continue;
        if (this.#isFetched(awaited, s.site.at(i))) isFetched = true;
        else if (!BODY.test(this.#trace.site(s.site.at(i))?.text ?? '') && !isPause(this.#trace, awaited)) isMixed = true;
      }
    }
    return !isFetched ? 'none' : isMixed ? 'some' : 'all';
  }

  /** By its name, or because it was an answer over HTTP that settled it. */
  #isFetched(promise: number, site: number): boolean {
    const text = this.#trace.site(site)?.text ?? '';
    if (FETCH.test(text)) return true;
    const { segments, tasks } = this.#trace;
    let task = CLIENT.test(text) ? NONE : promise;
    for (let step = 0; task !== NONE && step < 2 * MAX_STEPS; step++) {
      const isPromise = this.#trace.isPromise(task);
      if (!isPromise && REQUESTS.has(this.#trace.taskType(task))) return true;
      const settled = isPromise ? tasks.resolveSegment.at(task) : NONE;
      const by = settled === NONE ? NONE : segments.task.at(settled);
      task = by === NONE || by === task ? tasks.parent.at(task) : by;
    }
    return false;
  }

  /** One function gave them all, or one place. */
  areOfOneKind(waits: readonly Wait[]): boolean {
    const { activations: acts, tasks } = this.#trace;
    const kinds = waits.map(({ promise }) => {
      const made = madeOf(this.#trace, promise);
      const called = made.find((one) => tasks.activation.at(one) !== NONE);
      return called === undefined ? `s${tasks.site.at(made.at(-1) ?? NONE)}` : `f${acts.fn.at(tasks.activation.at(called))}`;
    });
    return new Set(kinds).size === 1;
  }

  /** It is the writing of a file as a whole, and it is known which. */
  writesFile({ promise }: Pick<Wait, 'promise'>): boolean {
    return this.#filesOf(promise).length > 0;
  }

  /** The files that the call behind a promise writes, where it is no function of the program. */
  #filesOf(promise: number): number[] {
    const { fs, tasks } = this.#trace;
    if (promise === NONE || this.#written.size === 0 || tasks.activation.at(promise) !== NONE) return [];
    return (this.#written.get(tasks.initSegment.at(promise)) ?? []).filter((i) => fs[i]?.site === tasks.site.at(promise));
  }

  /** The functions that await them read in between what they write: they go on according to it. */
  areFelt(works: readonly (readonly Wait[])[]): boolean {
    const { accesses } = this.#trace;
    const waits = works.flat();
    const first = waits[0]?.resumeSegment ?? NONE;
    const last = waits.at(-1)?.segment ?? NONE;
    const read = new Set<string>();
    const look = (i: number): void => {
      if (accesses.write.at(i) !== ACCESS_IS_WRITE) read.add(`v${accesses.location.at(i)}`);
    };
    const callbacks = new Set(waits.flatMap((wait) => (wait.activation === NONE ? [wait.segment] : [])));
    for (let i = 0; callbacks.size > 0 && i < accesses.length; i++) if (callbacks.has(accesses.segment.at(i))) look(i);
    for (const activation of new Set(waits.map((wait) => wait.activation))) {
      for (const i of this.#accesses.get(activation) ?? []) {
        const segment = accesses.segment.at(i);
        if (segment >= first && segment <= last) look(i);
      }
    }
    return (
      read.size > 0 && waits.some(({ promise }) => [...this.#effects(promise)].some(([key, touch]) => touch !== 'read' && read.has(key)))
    );
  }

  /** What is waited for without taking its result was done for an effect, and all of it was seen: it wrote something here, or let time pass. */
  isShown({ promise }: Wait): boolean {
    if (this.#members.has(promise)) return false;
    // Of what callbacks did with the result of a call not all is seen.
    if (promise === NONE || this.#trace.tasks.activation.at(promise) === NONE) return this.writesFile({ promise });
    for (const [, touch] of this.#effects(promise)) if (touch !== 'read') return true;
    const { activations: acts, suspensions: s, tasks } = this.#trace;
    const behind = this.#behind(promise);
    return (
      behind.length > 0 &&
      behind.every((a) => {
        for (let i = acts.lastSuspension.at(a); i !== NONE; i = s.previous.at(i)) {
          const awaited = s.awaited.at(i);
          if (awaited !== NONE && tasks.activation.at(awaited) === NONE && !isPause(this.#trace, awaited)) return false;
        }
        return true;
      })
    );
  }

  /** Each round runs several calls of one function at once: how many are under way is decided already. */
  areBatches(rounds: readonly (readonly Wait[])[]): boolean {
    const { activations: acts, tasks } = this.#trace;
    return rounds.every((round) =>
      round.some(({ promise }) => {
        const members = this.#members.get(promise) ?? [];
        const called = new Set(members.map((member) => acts.fn.at(tasks.activation.at(member))));
        return members.length > 1 && called.size === 1 && !called.has(NONE);
      }),
    );
  }

  /** Workers, connections and the like of whose next event the work waits. */
  *#partners(awaited: number): Generator<number> {
    const { activations: acts, suspensions: s } = this.#trace;
    const promises = [awaited];
    for (const activation of this.#turns.isEmpty ? [] : this.#behind(awaited)) {
      for (let i = acts.lastSuspension.at(activation); i !== NONE; i = s.previous.at(i)) promises.push(s.awaited.at(i));
    }
    for (const promise of promises) {
      const partner = this.#turns.partnerOf(promise);
      if (partner !== NONE) yield partner;
    }
  }

  *#effects(promise: number): Generator<readonly [string, Touch]> {
    const { fs, requests } = this.#trace;
    for (const one of this.#asked.size === 0 ? [] : madeOf(this.#trace, promise)) {
      const request = this.#asked.get(one);
      if (request !== undefined) yield [`l${requests.lock.at(request)}`, 'write'];
    }
    for (const i of this.#filesOf(promise)) yield [`f${fs[i]?.path}`, 'write'];
    for (const activation of this.#behind(promise)) {
      for (const i of this.#accesses.get(activation) ?? []) yield* this.#touch(i);
      for (const i of this.#files.get(activation) ?? []) yield this.#touchOfFile(i);
      for (const i of this.#requests.get(activation) ?? []) yield [`l${requests.lock.at(i)}`, 'write'];
    }
  }

  /** What a function touched that is not async itself and gives a promise: in the step of its caller, and in the callback that settles it (`new Promise((resolve) => setTimeout(…))`). */
  *#plainly(wait: Wait): Generator<readonly [string, Touch]> {
    const { accesses, segments, tasks } = this.#trace;
    const { activation, promise, segment } = wait;
    if (promise === NONE || activation === NONE || this.#behind(promise).length > 0) return;
    const name = lastName(this.#trace.site(wait.site)?.text ?? '');
    for (const i of name === '' ? [] : (this.#accesses.get(activation) ?? [])) {
      if (accesses.segment.at(i) === segment && this.#isWithin(this.#trace.functionAt(accesses.site.at(i)), name)) yield* this.#touch(i);
    }
    for (const one of madeOf(this.#trace, promise)) {
      const settled = tasks.resolveSegment.at(one);
      const by = settled === NONE ? NONE : segments.task.at(settled);
      if (by === NONE || this.#trace.isPromise(by) || tasks.initSegment.at(by) !== segment) continue;
      for (const i of this.#inCallbacks.get(settled) ?? []) yield* this.#touch(i);
    }
  }

  /** The function has that name, or is in one that has. */
  #isWithin(fn: number, name: string): boolean {
    const { functions } = this.#trace;
    let at = fn;
    while (at !== NONE && lastName(functions[at]?.name ?? '') !== name) at = functions[at]?.parentFunction ?? NONE;
    return at !== NONE;
  }

  /** What handlers of the program itself touched for the requests that came to them while the answer to one was waited for. */
  *#served({ promise, segment, startNs, ns }: Wait): Generator<readonly [string, Touch]> {
    this.#handled ??= new Served(this.#trace);
    if (this.#handled.isEmpty || this.#fetched(promise) === 'none') return;
    for (const { accesses, files } of this.#handled.during(startNs, startNs + ns, segment)) {
      for (const i of accesses) yield* this.#touch(i);
      for (const i of files) yield this.#touchOfFile(i);
    }
  }

  *#touch(access: number): Generator<readonly [string, Touch]> {
    const { accesses, locations } = this.#trace;
    const location = accesses.location.at(access);
    const isWrite = accesses.write.at(access) === ACCESS_IS_WRITE;
    const site = this.#trace.site(accesses.site.at(access));
    const isCount = isWrite && site?.floating === true && ((site.flags ?? 0) & FLAG_COUNTS_UP) !== 0;
    const touch = isCount ? 'count' : isWrite ? 'write' : 'read';
    yield [`v${location}`, touch];
    // Two that change entries of one collection (accounts, seats) may be steps that belong together.
    const isOfCollection = isWrite && locations.kind.at(location) === 1;
    if (isOfCollection) yield [`o${locations.thread.at(location)}:${locations.object.at(location)}`, touch];
  }

  #touchOfFile(i: number): readonly [string, Touch] {
    const row = this.#trace.fs[i];
    return [`f${row?.path}`, (row?.class ?? 0) >= 3 && (row?.class ?? 0) <= 8 ? 'write' : 'read'];
  }

  /** The call opened something that lasts, or a file; what a request over HTTP takes for itself does not count. */
  opens(wait: Wait): boolean {
    const { fs, tasks } = this.#trace;
    const isMeanwhile = (segment: number | undefined): boolean =>
      segment !== undefined && segment >= wait.segment && segment < wait.resumeSegment;
    const isOpened = [wait.activation, ...this.#behind(wait.promise)].some(
      (activation) =>
        (this.#files.get(activation) ?? []).some((i) => isMeanwhile(fs[i]?.segment)) ||
        (this.#lasting().get(activation) ?? []).some((task) => isMeanwhile(tasks.initSegment.at(task))),
    );
    return isOpened && !this.areFetched(wait);
  }

  /** Activation → connections, threads, processes that it has made. */
  #lasting(): ReadonlyMap<number, readonly number[]> {
    if (this.#made === undefined) {
      this.#made = new Map();
      const { tasks } = this.#trace;
      for (let task = 0; task < tasks.length; task++) {
        if (LASTS.has(this.#trace.taskType(task))) addTo(this.#made, tasks.creator.at(task), task);
      }
    }
    return this.#made;
  }

  /** The awaited activations (those of a `Promise.all` are its members) and everything they called. */
  #behind(awaited: number): number[] {
    const found = (this.#members.get(awaited) ?? [awaited]).flatMap((one) => this.#calledFor(one));
    for (let i = 0; i < found.length && found.length < 1000; i++) found.push(...(this.#children.get(found[i] as number) ?? []));
    return found;
  }

  /** The calls that gave a promise, or what it was made of: `load(item).then(keep)`. */
  #calledFor(promise: number): number[] {
    return madeOf(this.#trace, promise)
      .map((one) => this.#trace.tasks.activation.at(one))
      .filter((activation) => activation !== NONE);
  }
}
