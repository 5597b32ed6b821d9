/** What the work behind an await touched, so that rules can say whether others may run beside it. */
import { addTo } from '../../base/lists.ts';
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { FLAG_SENDS } from '../../model/vocabulary.ts';
import { TurnsOfOne } from './turnsOfOne.ts';

const FETCH = /(?:^|\.)fetch(?:$|\()/;
const BODY = /\.(?:json|text|arrayBuffer|blob|bytes|formData)(?:$|\()/;
/** Reactions between a call and what is awaited of it. */
const MAX_STEPS = 6;
const WRITES_FILE = /(?:^|\.)writeFile$/;

/** Nothing but a timer settled it. */
export function isPause(trace: Trace, promise: number): boolean {
  const resolver = trace.tasks.resolveSegment.at(promise);
  return resolver !== NONE && trace.taskType(trace.segments.task.at(resolver)) === 'Timeout';
}

/** What the work behind an await read and wrote: locations, files, locks. */
export class EffectTable {
  readonly #trace: Trace;
  readonly #accesses = new Map<number, number[]>();
  readonly #files = new Map<number, number[]>();
  readonly #requests = new Map<number, number[]>();
  readonly #children = new Map<number, number[]>();
  /** Result of a combinator → its members. */
  readonly #members = new Map<number, readonly number[]>();
  /** Activations that made a call which changes something elsewhere. */
  readonly #senders = new Set<number>();
  /** Segment → files that calls in it write as a whole. */
  readonly #written = new Map<number, number[]>();
  readonly #turns: TurnsOfOne;
  /** Sites of such calls. */
  readonly #sending = new Set<number>();

  constructor(trace: Trace) {
    this.#trace = trace;
    const put = (map: Map<number, number[]>, key: number, value: number): void => {
      if (key !== NONE) addTo(map, key, value);
    };
    for (let i = 0; i < trace.accesses.length; i++) put(this.#accesses, trace.accesses.activation.at(i), i);
    for (const [i, row] of trace.fs.entries()) put(this.#files, row.activation, i);
    for (let i = 0; i < trace.requests.length; i++) put(this.#requests, trace.requests.activation.at(i), i);
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
  areSent(suspensions: readonly number[]): boolean {
    if (this.#senders.size === 0) return false;
    const { activations: acts, suspensions: s, tasks } = this.#trace;
    const isSending = (promise: number): boolean => promise !== NONE && this.#sending.has(tasks.site.at(promise));
    return suspensions.some(
      (one) => isSending(s.awaited.at(one)) || this.#behind(one).some((a) => this.#senders.has(a) || isSending(acts.promise.at(a))),
    );
  }

  /** No two of the awaited works wrote what another touched, took the same lock, or waited for the next event of the same thing. Each work is one await, or those of one round of a loop. */
  areIndependent(works: readonly (readonly number[])[]): boolean {
    const written = new Map<string, number>();
    const read = new Map<string, number>();
    const partners = new Map<number, number>();
    for (const [index, work] of works.entries()) {
      for (const suspension of work) {
        for (const partner of this.#partners(suspension)) {
          if ((partners.get(partner) ?? index) !== index) return false;
          partners.set(partner, index);
        }
        for (const [key, write] of this.#effects(suspension)) {
          const writer = written.get(key);
          if (writer !== undefined && writer !== index) return false;
          const reader = read.get(key);
          if (write && reader !== undefined && reader !== index) return false;
          (write ? written : read).set(key, index);
        }
      }
    }
    return true;
  }

  /** All that the work waits for from outside comes by `fetch`, which takes a connection of its own for each that is under way. */
  areFetched(suspension: number): boolean {
    const { activations: acts, suspensions: s, tasks } = this.#trace;
    const behind = this.#behind(suspension);
    // What a function passes on without waiting: fetch(path).then(…).
    let made = behind.length === 0 ? s.awaited.at(suspension) : NONE;
    for (let step = 0; made !== NONE && step < MAX_STEPS; step++, made = tasks.parent.at(made)) {
      if (this.#trace.isPromise(made) && FETCH.test(this.#trace.site(tasks.site.at(made))?.text ?? '')) return true;
    }
    let isFetched = false;
    for (const activation of behind) {
      for (let i = acts.lastSuspension.at(activation); i !== NONE; i = s.previous.at(i)) {
        const awaited = s.awaited.at(i);
        if (awaited === NONE || tasks.activation.at(awaited) !== NONE) continue;
        const text = this.#trace.site(s.site.at(i))?.text ?? '';
        if (FETCH.test(text)) isFetched = true;
        else if (!BODY.test(text) && !isPause(this.#trace, awaited)) return false;
      }
    }
    return isFetched;
  }

  /** It is the writing of a file as a whole, and it is known which. */
  writesFile(suspension: number): boolean {
    return this.#filesOf(this.#trace.suspensions.awaited.at(suspension)).length > 0;
  }

  /** The files that the call behind a promise writes, where it is no function of the program. */
  #filesOf(promise: number): number[] {
    const { fs, tasks } = this.#trace;
    if (promise === NONE || this.#written.size === 0 || tasks.activation.at(promise) !== NONE) return [];
    return (this.#written.get(tasks.initSegment.at(promise)) ?? []).filter((i) => fs[i]?.site === tasks.site.at(promise));
  }

  /** The function that awaits them reads in between what they write: it goes on according to it. */
  areFelt(activation: number, works: readonly (readonly number[])[]): boolean {
    const { accesses, suspensions: s } = this.#trace;
    const first = s.resumeSegment.at(works[0]?.[0] ?? NONE);
    const last = s.segment.at(works.at(-1)?.at(-1) ?? NONE);
    const read = new Set<string>();
    for (const i of this.#accesses.get(activation) ?? []) {
      const segment = accesses.segment.at(i);
      if (accesses.write.at(i) === 0 && segment >= first && segment <= last) read.add(`v${accesses.location.at(i)}`);
    }
    if (read.size === 0) return false;
    for (const suspension of works.flat()) for (const [key, write] of this.#effects(suspension)) if (write && read.has(key)) return true;
    return false;
  }

  /** What is waited for without taking its result was done for an effect, and all of it was seen: it wrote something here, or let time pass. */
  isShown(suspension: number): boolean {
    if (this.#members.has(this.#trace.suspensions.awaited.at(suspension))) return false;
    for (const [, write] of this.#effects(suspension)) if (write) return true;
    const { activations: acts, suspensions: s, tasks } = this.#trace;
    const behind = this.#behind(suspension);
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
  areBatches(rounds: readonly (readonly number[])[]): boolean {
    const { activations: acts, suspensions: s, tasks } = this.#trace;
    return rounds.every((round) =>
      round.some((one) => {
        const members = this.#members.get(s.awaited.at(one)) ?? [];
        const called = new Set(members.map((member) => acts.fn.at(tasks.activation.at(member))));
        return members.length > 1 && called.size === 1 && !called.has(NONE);
      }),
    );
  }

  /** Workers, connections and the like of whose next event the work waits. */
  *#partners(suspension: number): Generator<number> {
    const { activations: acts, suspensions: s } = this.#trace;
    const promises = [s.awaited.at(suspension)];
    for (const activation of this.#turns.isEmpty ? [] : this.#behind(suspension)) {
      for (let i = acts.lastSuspension.at(activation); i !== NONE; i = s.previous.at(i)) promises.push(s.awaited.at(i));
    }
    for (const promise of promises) {
      const partner = this.#turns.partnerOf(promise);
      if (partner !== NONE) yield partner;
    }
  }

  *#effects(suspension: number): Generator<readonly [string, boolean]> {
    const { accesses, fs, locations, requests, suspensions: s } = this.#trace;
    for (const i of this.#filesOf(s.awaited.at(suspension))) yield [`f${fs[i]?.path}`, true];
    for (const activation of this.#behind(suspension)) {
      for (const i of this.#accesses.get(activation) ?? []) {
        const location = accesses.location.at(i);
        const isWrite = accesses.write.at(i) === 1;
        yield [`v${location}`, isWrite];
        // Two that change entries of one collection (accounts, seats) may be steps that belong together.
        const isOfCollection = isWrite && locations.kind.at(location) === 1;
        if (isOfCollection) yield [`o${locations.thread.at(location)}:${locations.object.at(location)}`, true];
      }
      for (const i of this.#files.get(activation) ?? []) yield [`f${fs[i]?.path}`, (fs[i]?.class ?? 0) >= 3 && (fs[i]?.class ?? 0) <= 8];
      for (const i of this.#requests.get(activation) ?? []) yield [`l${requests.lock.at(i)}`, true];
    }
  }

  /** The awaited activations (those of a `Promise.all` are its members) and everything they called. */
  #behind(suspension: number): number[] {
    const { tasks, suspensions } = this.#trace;
    const awaited = suspensions.awaited.at(suspension);
    const found = (this.#members.get(awaited) ?? [awaited])
      .map((one) => (one === NONE ? NONE : tasks.activation.at(one)))
      .filter((one) => one !== NONE);
    for (let i = 0; i < found.length && found.length < 1000; i++) found.push(...(this.#children.get(found[i] as number) ?? []));
    return found;
  }
}
