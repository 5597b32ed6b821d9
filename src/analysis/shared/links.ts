/**
 * Pairs that go through functions of other files: a caller passes on what one function gave it to another one (SiteLink), and the functions tell what they
 * read and write (SiteEntry). Joined by name here; whether both mean one location is for the run to say.
 */
import { addTo } from '../../base/lists.ts';
import { ADDS, PUTS } from './accesses.ts';
import { NONE } from '../../model/ids.ts';
import { FLAG_AT_END, FLAG_COUNTS_DOWN, FLAG_HANDED_ON, FLAG_SUBTRACTS } from '../../model/vocabulary.ts';
import { byEvents, remembered } from '../remembered.ts';
import { hasSite } from '../siteIndex.ts';
import type { EntryRow, LinkRow, PairRow, Trace } from '../../model/trace.ts';
import { areParts, Calls, KEYED } from './linkedCalls.ts';

/** Sites of what a link leads to → sites of the reads from which links that a predicate accepts lead there. */
export function readsByWrite({ links }: Trace, accepts: (link: LinkRow) => boolean): ReadonlyMap<number, readonly number[]> {
  const reads = new Map<number, number[]>();
  for (const link of links) if (accepts(link)) addTo(reads, link.write, link.read);
  return reads;
}

/** The calls, in another file than the accesses, that a pair goes through, and what the one's answer is to the other. */
export interface Through {
  readonly kind: Exclude<PairRow['kind'], 'reset'>;
  readonly calls?: { readonly read: number; readonly write: number };
}

/** A pair; with what it goes through. */
export interface DependencePair extends Through {
  readonly read: number;
  readonly write: number;
  /** The check is an earlier read than the one that the same place makes in the step of the write. */
  readonly again?: true;
  /** Made by two calls of one function only. */
  readonly apart?: true;
  /** The same accesses through the calls of others. */
  readonly others?: readonly Through[];
  /** The value went through a property of an object, from a function to one that is called behind it: only what was done for one request, or by that object, goes together. */
  readonly isCarried?: true;
  readonly carrier?: Carrier;
}

/** Where a value is put into a property of an object, and where it is taken out. */
export interface Carrier {
  readonly into: number;
  readonly from: number;
}

/** More callers of two functions than this are not told apart. */
const MAX_OTHERS = 64;

/** Write site → the pairs that end there. */
export function pairsByWrite(trace: Trace): Map<number, DependencePair[]> {
  const byWrite = new Map<number, DependencePair[]>();
  const resets = new Set(resetPairs(trace).map(({ read, write }) => `${read}:${write}`));
  const known = new Map<string, { readonly first: DependencePair; readonly others: Through[] }>();
  const put = (pair: DependencePair): void => {
    const key = `${pair.read}:${pair.write}:${pair.again === true}`;
    const same = known.get(key);
    if (same === undefined) {
      const others: Through[] = [];
      const first = pair.calls === undefined ? pair : { ...pair, others };
      known.set(key, { first, others });
      addTo(byWrite, pair.write, first);
      return;
    }
    const { first, others } = same;
    const isAlike = first.calls !== undefined && pair.calls !== undefined && first.isCarried === pair.isCarried;
    if (isAlike && others.length < MAX_OTHERS) others.push({ kind: pair.kind, calls: pair.calls });
  };
  for (const { kind, ...pair } of trace.pairs) if (kind !== 'reset') put({ ...pair, kind });
  for (const pair of linkedPairs(trace)) if (pair.kind !== 'guard' || !resets.has(`${pair.read}:${pair.write}`)) put(pair);
  return byWrite;
}

/** Reads of all that a collection holds, and what empties it later: in one function, or in two of another file that one calls one after the other. */
export function resetPairs(trace: Trace): { readonly read: number; readonly write: number }[] {
  const halves = trace.links.filter(({ kind }) => kind === 'reset');
  const isCall = (site: number): boolean => trace.site(site)?.kind === 'call';
  const nameOf = (site: number): string => calledName(trace.site(site)?.text ?? '');
  const ownerOf = (site: number): string => calledName(trace.functions[trace.functionAt(site)]?.name ?? '');
  const called = new Set(halves.filter(({ read }) => isCall(read)).map(({ read, write }) => `${nameOf(read)} ${nameOf(write)}`));
  const late = usedLater(trace);
  return [
    ...trace.pairs.filter(({ kind, read }) => kind === 'reset' && !late.has(read)),
    ...halves.filter(({ read, write }) => !isCall(read) && called.has(`${ownerOf(read)} ${ownerOf(write)}`)),
  ];
}

/** Reads of all that a list holds, for a call that is given the list: those where a function of that name still uses what it was given when it has waited. */
function usedLater(trace: Trace): ReadonlySet<number> {
  const given = trace.links.filter(({ kind }) => kind === 'given');
  if (given.length === 0) return new Set();
  const places = new Map<string, number[]>();
  for (const { name, later } of trace.functions) for (const place of later ?? []) addTo(places, calledName(name), place);
  const isLater = ({ write, at }: LinkRow): boolean => places.get(calledName(trace.site(write)?.text ?? ''))?.includes(at ?? 0) === true;
  return new Set(given.filter(isLater).map(({ read }) => read));
}

/** Layers of functions that only hand on. */
const MAX_LAYERS = 4;

/** A site that a function reads or writes, itself or by a function of another file that it calls. */
interface Reach {
  readonly site: number;
  readonly file: number;
  /** What is stored comes from the arguments of the call. */
  readonly given: boolean;
  /** It is made where something is there already: what a caller has found says nothing more. */
  readonly there?: true;
}

type Touch = Pick<Reach, 'site' | 'given' | 'there'>;

/** `MemoryRepo.load` is called `load`, and so is `this.repo.load`. */
function calledName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** Of a list, or a set. */
const FINDS = /\.find(?:Last)?$/;
const PUTS_BACK = /\.(?:push|unshift|add)$/;
const TAKES_OUT = /\.(?:shift|pop|splice|delete)$/;

/** What a method is called on: `this.rows` of `this.rows.get`, and of a read of `this.rows.size`; `super` is the same object as `this`. */
function receiverOf(text: string): string {
  const at = text.lastIndexOf('.');
  // `deal?.state` is asked of the same thing as `deal.close()`.
  const receiver = at < 0 ? '' : text.slice(0, at).replace(/\?$/, '');
  return receiver === 'super' ? 'this' : receiver;
}

const METHOD =
  /\.(?:get|has|set|add|delete|getItem|setItem|put|del|removeItem|clear|push|pop|shift|unshift|splice|includes|indexOf|find|findIndex|findLast|findLastIndex|lastIndexOf|some|every|at|filter|toSorted|toReversed|length|size)$/;

/** What the file of a place and those that have it from there call it alike: `balance` of `accounts.get(id).balance`, `seen` of `seen.has`. */
function placeName(text: string): string {
  const path = text.replace(METHOD, '').replace(/\[[^[\]]*\]$/, '');
  return /[\w$]*$/.exec(path)?.[0] ?? '';
}

/** Reads and writes of functions, by the name of the function; calls among them are followed. */
class Entries {
  readonly #trace: Trace;
  readonly #calls: Calls;
  readonly #byName = new Map<string, EntryRow[]>();
  readonly #known = new Map<string, readonly Reach[]>();
  /** Name → the place of the only function of that name, '' where there are several. */
  #functions: Map<string, string> | undefined;
  #any: ReadonlySet<number> | undefined;
  /** Name → file → sites. */
  readonly #reads = new Map<string, Map<number, number[]>>();

  constructor(trace: Trace, calls: Calls, entries: readonly EntryRow[]) {
    this.#trace = trace;
    this.#calls = calls;
    for (const entry of entries) {
      const name = calledName(trace.functions[entry.fn]?.name ?? '');
      addTo(this.#byName, name, entry);
    }
  }

  /** Whether reading a property of that name may be a call. */
  hasGetter(name: string): boolean {
    const isGetter = ({ fn }: EntryRow): boolean => this.#trace.functions[fn]?.called === true;
    return this.#byName.get(name)?.some(isGetter) === true;
  }

  /** Sites in a file. */
  readsIn(file: number, name: string): readonly number[] {
    let byFile = this.#reads.get(name);
    if (byFile === undefined) {
      this.#reads.set(name, (byFile = new Map()));
      for (const read of this.#reach(name, 'reads', (entry) => entry.reads.map((site) => ({ site, given: true })))) {
        addTo(byFile, read.file, read.site);
      }
    }
    return byFile.get(file) ?? [];
  }

  /** The same of those that only say whether a list holds anything. */
  anyIn(file: number, name: string): readonly number[] {
    this.#any ??= new Set([...this.#byName.values()].flat().flatMap((entry) => entry.any));
    if (this.#any.size === 0) return [];
    const found = this.#reach(name, 'any', ({ reads, any }) => [...reads, ...any].map((site) => ({ site, given: true })));
    return found.filter((read) => read.file === file && this.#any?.has(read.site)).map(({ site }) => site);
  }

  /** A read that only decides what functions of that name give, there or in those that they ask. */
  isChosen(name: string, read: number): boolean {
    const kept = this.#reach(name, 'kept', ({ reads, chosen }) =>
      reads.filter((site) => !chosen.includes(site)).map((site) => ({ site, given: true })),
    );
    return this.reads(name).includes(read) && kept.every(({ site }) => site !== read);
  }

  /** Sites in all files. */
  reads(name: string): readonly number[] {
    this.readsIn(NONE, name);
    return [...(this.#reads.get(name)?.values() ?? [])].flat();
  }

  /** Sites in all files of what another name for the same place would end with, too. */
  readsOf(name: string, place: string): readonly number[] {
    return this.reads(name).filter((site) => placeName(this.#trace.site(site)?.text ?? '') === place);
  }

  /** `isCertain`: through names only that one function of the program has. */
  writes(name: string, isCertain: boolean): readonly Reach[] {
    return this.#reach(name, isCertain ? 'certain' : 'writes', (entry) => entry.writes, isCertain);
  }

  /** Only one function of the program has the name. */
  isUnique(name: string): boolean {
    if (this.#functions === undefined) {
      this.#functions = new Map();
      for (const { name: full, file, line } of this.#trace.functions) {
        const place = `${this.#trace.files[file]?.path ?? ''}:${line}`;
        const called = calledName(full);
        const known = this.#functions.get(called);
        this.#functions.set(called, known === undefined || known === place ? place : '');
      }
    }
    return this.#functions.get(name) !== '';
  }

  #reach(name: string, what: string, of: (entry: EntryRow) => readonly Touch[], isCertain = false): readonly Reach[] {
    const key = `${what} ${name}`;
    let known = this.#known.get(key);
    if (known === undefined) {
      const found = new Map<number, Reach>();
      this.#collect(name, of, true, MAX_LAYERS, found, new Map(), isCertain);
      this.#known.set(key, (known = [...found.values()]));
    }
    return known;
  }

  #collect(
    name: string,
    of: (entry: EntryRow) => readonly Touch[],
    given: boolean,
    layers: number,
    found: Map<number, Reach>,
    seen: Map<string, number>,
    isCertain: boolean,
  ): void {
    // Common names lead to each other: what was followed as far already has nothing new.
    const key = `${given} ${name}`;
    if ((seen.get(key) ?? 0) >= layers) return;
    seen.set(key, layers);
    for (const entry of this.#byName.get(name) ?? []) {
      for (const reach of of(entry)) {
        const site = this.#trace.site(reach.site);
        if (site === undefined || !this.#calls.has(reach.site)) {
          const isGiven = reach.given && given;
          if (found.get(reach.site)?.given !== true) {
            found.set(reach.site, { ...reach, file: this.#trace.functions[entry.fn]?.file ?? -1, given: isGiven });
          }
          // `desks.find((desk) => desk.isFree)`: what a getter of another file goes by.
          const getter = site?.kind === 'read' && layers > 1 ? calledName(site.text) : '';
          if (getter !== '' && getter !== name && this.hasGetter(getter) && this.isUnique(getter)) {
            this.#collect(getter, of, isGiven, layers - 1, found, seen, isCertain);
          }
        } else if (layers > 1 && calledName(site.text) !== name && (!isCertain || this.isUnique(calledName(site.text)))) {
          this.#collect(calledName(site.text), of, reach.given && given, layers - 1, found, seen, isCertain);
        }
      }
    }
  }
}

/** A link, or two halves of one that a property joins. */
interface Linked extends LinkRow {
  readonly isCarried?: true;
  readonly carrier?: Carrier;
}

/** The word behind the last point: by it the function that takes a value out of an object knows it, too. */
function propertyName(text: string): string {
  return /\.(?<name>[\w$]+)$/.exec(text)?.groups?.['name'] ?? '';
}

/** `request.left = quota.left` and `quota.left = request.left - 1`, as if the one were the argument of the other. */
function carriedLinks(trace: Trace, { carries, links }: Part): Linked[] {
  const into = new Map<string, { readonly read: number; readonly write: number }[]>();
  for (const { read, write, kind } of carries) {
    const name = kind === 'into' ? propertyName(trace.site(write)?.text ?? '') : '';
    if (name !== '') addTo(into, name, { read, write });
  }
  if (into.size === 0) return [];
  const found: Linked[] = [];
  const isRead = (site: number): boolean => trace.site(site)?.kind === 'read';
  for (const { read: carried, write, kind } of [...carries, ...links.filter((link) => isRead(link.read))]) {
    if (kind === 'into' || kind === 'sought') continue;
    const place = placeName(trace.site(write)?.text ?? '');
    for (const { read, write: put } of into.get(propertyName(trace.site(carried)?.text ?? '')) ?? []) {
      const isBetweenPlaces = isRead(read) && trace.site(write)?.kind !== 'call';
      if (isBetweenPlaces && placeName(trace.site(read)?.text ?? '') !== place) continue;
      found.push({ read, write, kind, isCarried: true, carrier: { into: put, from: carried } });
    }
  }
  return found;
}

/** What one process tells: no place in memory is that of two. */
interface Part {
  readonly links: LinkRow[];
  readonly carries: Trace['carries'][number][];
  readonly entries: EntryRow[];
}

/** Each thread loads files of its own, and what goes through their functions stays in it. A file of which nothing tells the thread may be in any of its process. */
function partsOf(trace: Trace): Part[] {
  const { files, accesses: a, segments, threads } = trace;
  const threadOf = files.map(({ thread = 0 }) => thread);
  if (threadOf.some((thread) => thread !== 0)) {
    const seen = new Set<number>();
    for (let row = 0; row < a.length; row++) {
      const file = trace.site(a.site.at(row))?.file ?? NONE;
      if (threadOf[file] !== 0 || seen.has(file)) continue;
      seen.add(file);
      threadOf[file] = threads[segments.thread.at(a.segment.at(row))]?.threadId ?? 0;
    }
    for (const [file, thread] of threadOf.entries()) if (thread === 0 && !seen.has(file)) threadOf[file] = NONE;
  }
  const parts = new Map<number, Map<number, Part>>();
  for (const [file, { process }] of files.entries()) {
    const known = parts.get(process) ?? new Map<number, Part>();
    parts.set(process, known);
    const thread = threadOf[file] as number;
    if (!known.has(thread)) known.set(thread, { links: [], carries: [], entries: [] });
  }
  const partsWith = (file = NONE): Iterable<Part> => {
    const known = parts.get(files[file]?.process ?? NONE);
    const own = threadOf[file] === NONE ? undefined : known?.get(threadOf[file] ?? NONE);
    return own === undefined ? (known?.values() ?? []) : [own];
  };
  for (const link of trace.links) for (const part of partsWith(trace.site(link.write)?.file)) part.links.push(link);
  for (const carry of trace.carries) for (const part of partsWith(trace.site(carry.write)?.file)) part.carries.push(carry);
  for (const entry of trace.entries) for (const part of partsWith(trace.functions[entry.fn]?.file)) part.entries.push(entry);
  return [...parts.values()].flatMap((known) => [...known.values()]);
}

function linkedPairs(trace: Trace): DependencePair[] {
  if (trace.links.length === 0 && trace.carries.length === 0) return [];
  const calls = new Calls(trace);
  const taken = takenIn(trace);
  return partsOf(trace).flatMap((part) => linkedIn(trace, part, calls, taken));
}

function linkedIn(trace: Trace, part: Part, calls: Calls, taken: ReadonlySet<string>): DependencePair[] {
  const areOfOne = ({ read, write }: Linked): boolean =>
    receiverOf(trace.site(read)?.text ?? '') === receiverOf(trace.site(write)?.text ?? '');
  const all: Linked[] = [...part.links, ...carriedLinks(trace, part)];
  if (all.length === 0) return [];
  // Of several calls that lead to the same places the reader is told those of one thing.
  const links = [...all.filter(areOfOne), ...all.filter((link) => !areOfOne(link))];
  const entries = new Entries(trace, calls, part.entries);
  const pairs: DependencePair[] = [];
  const keysOf = (of: readonly Linked[]): ReadonlySet<string> => new Set(of.map(({ read, write }) => `${read}:${write}`));
  const rechecked = keysOf(all.filter(({ kind }) => kind === 'rechecked'));
  // Of a write that looks again for one property alone other files do not know by which their own looks went.
  const isRechecked = (read: number, { site, file }: Reach): boolean =>
    rechecked.has(`${read}:${site}`) || (rechecked.has(`${site}:${site}`) && trace.site(read)?.file !== file);
  const handed = keysOf(links.filter(({ kind }) => kind === 'value'));
  // Where nothing was found nothing of it is stored, only in the case that it was not.
  const empty = keysOf(links.filter((link) => link.empty === true && link.kind === 'guard'));
  // What is stored says more than what is checked.
  for (const kind of ['value', 'guard'] as const) {
    for (const link of links) {
      if (link.kind !== kind) continue;
      const [from, to] = [trace.site(link.read), trace.site(link.write)];
      if (from === undefined || to === undefined) continue;
      // Both are asked of one thing, or have a name of their own: `context.get('id')` is nobody's `get`.
      const isOfOne = areOfOne(link);
      // `known.has` and `container.add`: each is a method of any Set.
      if (!isOfOne && KEYED.test(from.text) && KEYED.test(to.text)) continue;
      const isCall = from.kind === 'call' || (isOfOne && (calls.has(link.read) || entries.hasGetter(calledName(from.text))));
      const isToCall = to.kind === 'call' || (isOfOne && calls.has(link.write));
      if (!isCall && !isToCall) {
        pairs.push({ read: link.read, write: link.write, kind, isCarried: true, ...(link.carrier && { carrier: link.carrier }) });
        continue;
      }
      const through = { read: link.read, write: link.write };
      const how = {
        ...(link.again && { again: link.again }),
        calls: through,
        ...(link.isCarried && { isCarried: link.isCarried }),
        ...(link.carrier && { carrier: link.carrier }),
      };
      if (!isToCall) {
        // Read there and written here.
        const known = entries.readsOf(calledName(from.text), placeName(to.text));
        for (const read of known) pairs.push({ read, write: link.write, kind, ...how });
        continue;
      }
      // That a check was made says little of what another object does that has a method of that name, too.
      if (kind === 'guard' && !isOfOne && !areParts(from.text, to.text) && !entries.isUnique(calledName(to.text))) continue;
      for (const write of entries.writes(calledName(to.text), kind === 'guard')) {
        const key = `${link.read}:${link.write}`;
        // `const job = await make(); job.report(data)`: what is stored is the argument, and nothing of what the call read.
        if (link.on === true && isArgument(trace, write.site, calledName(to.text))) continue;
        if (kind === 'guard' && write.there) continue;
        if (kind === 'value' ? !write.given || empty.has(key) : write.given && handed.has(key) && !empty.has(key)) continue;
        const name = calledName(from.text);
        // Of a list itself, and not a copy, a number is as new as it is.
        const isOld = kind === 'guard' || waitsBefore(trace, write.site);
        const isAny = isCall && link.empty === true && isOld && PUTS.test(trace.site(write.site)?.text ?? '');
        const known = isCall ? entries.readsIn(write.file, name) : [link.read];
        // `const desk = desks.findFree(); …; desk.occupy(guest)`: what was asked of the objects in another file is that which the method of theirs stores. The least of their counts says little.
        const isOnFound = isCall && kind === 'guard' && from.held === receiverOf(to.text) && trace.site(write.site)?.kind === 'write';
        const elsewhere = isOnFound ? entries.readsOf(name, placeName(trace.site(write.site)?.text ?? '')) : [];
        const reads = new Set([...known, ...(isAny ? entries.anyIn(write.file, name) : elsewhere)]);
        if (kind === 'value' && isPutBack(trace, taken, [...reads], write.site)) continue;
        // `const claim = stock.reserve(2)`: an object of its own, where there was enough.
        const kindOf = (read: number): 'value' | 'guard' => (kind === 'value' && isCall && entries.isChosen(name, read) ? 'guard' : kind);
        // `const job = await jobs.next(); if (job) jobs.add(work(job))`: there was one, and the more others have added, the more that holds.
        const adds = kind === 'guard' && isCall && link.empty !== true && isAddition(trace, write.site);
        const isFirst = (read: number): boolean => trace.hasFlag(read, FLAG_AT_END) && entries.isChosen(name, read);
        // The same of one that is searched: `const page = pages.nextNew(); if (page) pages.add(linkOf(page))`.
        const isFound = (read: number): boolean => link.found === true && FINDS.test(trace.site(read)?.text ?? '');
        const holds = (read: number): boolean => adds && (isFirst(read) || isFound(read));
        const isOut = (read: number): boolean =>
          isRechecked(read, write) || holds(read) || (write.there === true && kindOf(read) === 'guard');
        for (const read of reads) if (!isOut(read)) pairs.push({ read, write: write.site, kind: kindOf(read), ...how });
      }
    }
  }
  return [...pairs, ...peekedPairs(trace, part.links)];
}

/** `const job = queue.peek(); await run(job); queue.drop()`, with the two functions in another file. */
function peekedPairs(trace: Trace, links: readonly LinkRow[]): DependencePair[] {
  const halves = links.filter(({ kind }) => kind === 'peeked');
  if (halves.length === 0) return [];
  const nameOf = (site: number): string => calledName(trace.site(site)?.text ?? '');
  const ownerOf = (site: number): string => calledName(trace.functions[trace.functionAt(site)]?.name ?? '');
  const isCall = ({ kind, read }: LinkRow): boolean => kind === 'reset' && trace.site(read)?.kind === 'call';
  return links.filter(isCall).flatMap((calls) => {
    const own = halves.filter(({ read, write }) => ownerOf(read) === nameOf(calls.read) && ownerOf(write) === nameOf(calls.write));
    return own.map(({ read, write }) => ({ read, write, kind: 'value' as const, calls: { read: calls.read, write: calls.write } }));
  });
}

function isAddition(trace: Trace, write: number): boolean {
  const row = trace.site(write);
  return row?.kind === 'update' ? ((row.flags ?? 0) & (FLAG_COUNTS_DOWN | FLAG_SUBTRACTS)) === 0 : ADDS.test(row?.text ?? '');
}

/** A function of that name stores one of its arguments as it is. */
function isArgument(trace: Trace, write: number, name: string): boolean {
  return trace.hasFlag(write, FLAG_HANDED_ON) && calledName(trace.functions[trace.functionAt(write)]?.name ?? '') === name;
}

function waitsBefore(trace: Trace, write: number): boolean {
  const at = trace.site(write);
  return at !== undefined && hasSite(trace, at.function, (s) => s.kind === 'await' && s.line <= at.line && s.file === at.file);
}

/** Reads that decide whether a request is let through, here (NONE), or in the functions of other files that are asked: by which call. */
export function gateReads(trace: Trace): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  const entries = trace.gates.length === 0 ? undefined : new Entries(trace, new Calls(trace), trace.entries);
  for (const gate of entries ? trace.gates : []) {
    const site = trace.site(gate);
    if (site?.kind !== 'call') found.set(gate, NONE);
    else for (const read of entries?.reads(calledName(site.text)) ?? []) if (!found.has(read)) found.set(read, gate);
  }
  return found;
}

/** Read, by site → the functions that ask by it, through a function of their own or of another file, whether things still are as they were before a wait. */
export const recheckedReads = remembered(byEvents, (trace): ReadonlyMap<number, ReadonlySet<number>> => {
  const found = new Map<number, Set<number>>();
  let entries: Entries | undefined;
  for (const [fn, { rechecks }] of trace.functions.entries()) {
    if (rechecks === undefined) continue;
    const known = (entries ??= new Entries(trace, new Calls(trace), trace.entries));
    for (const read of rechecks.flatMap((name) => known.reads(name))) found.set(read, (found.get(read) ?? new Set()).add(fn));
  }
  return found;
});

/** What was taken from a list, whatever it is called there, is put back: that there was something to take, or nothing, says nothing about the list now. */
function isPutBack(trace: Trace, taken: ReadonlySet<string>, reads: readonly number[], write: number): boolean {
  const text = trace.site(write)?.text ?? '';
  if (!PUTS_BACK.test(text)) return false;
  const isTaken = (read: number, list: string): boolean => taken.has(`${trace.functionAt(read)} ${list}`);
  return reads.some((read) => isTaken(read, text.replace(PUTS_BACK, '')) || isTaken(read, receiverOf(trace.site(read)?.text ?? '')));
}

/** Functions and the lists, or sets, that they take something from. */
function takenIn(trace: Trace): ReadonlySet<string> {
  return new Set(trace.sites.flatMap(({ text, function: fn }) => (TAKES_OUT.test(text) ? [`${fn} ${text.replace(TAKES_OUT, '')}`] : [])));
}
