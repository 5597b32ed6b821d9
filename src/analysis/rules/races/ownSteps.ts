/** What lies between a read and the write that depends on it: a step of the same work, or what another call has done. For race.atomicity and its kin. */
import {
  ACCESS_PLAIN,
  ACCESS_RMW,
  FLAG_ADDS,
  FLAG_COUNTS_DOWN,
  FLAG_COUNTS_UP,
  FLAG_FOUND,
  FLAG_SUBTRACTS,
  FS_MKDIR_RECURSIVE,
  MORE_CUTS,
  MORE_GROWS,
  MORE_WITHOUT,
  VALUE_NULL,
  VALUE_OBJECT,
  VALUE_TRUE,
  VALUE_UNDEFINED,
  VALUE_UNKNOWN,
} from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { SiteRow, Trace } from '../../../model/trace.ts';
import type { AnalysisContext } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { callBehind, commonCaller, isCalledWithin, isInnerFunction, isSetOffBy, isWithin, originOf } from '../../lineage.ts';
import { byEvents, remembered } from '../../remembered.ts';
import { accessesAtSites } from '../../shared/accessIndex.ts';
import { atomOf, COUNTS, firstFrom, functionOf, type LocationAccesses, placeOf, PUTS } from '../../shared/accesses.ts';
import { sitesNamed } from '../../siteIndex.ts';
import type { Split } from './atomicityDraft.ts';
import { isNothing, isUsedUp } from './splits.ts';

/**
 * F4: what always runs between the read and the write may be a step of the work itself, which it started and waited for. Another call of the same function
 * never is: there the order only says that every run loses the update.
 */
export function isStep(trace: Trace, split: Split, other: number): boolean {
  const a = trace.accesses;
  const acts = trace.activations;
  const [mine, theirs] = [a.activation.at(split.write), a.activation.at(other)];
  if (mine === NONE && theirs === NONE) {
    if (split.kind !== 'guard' && areOfTwoCalls(trace, split, other)) return false;
    const [from, to, between] = [split.read, split.write, other].map((row) => a.segment.at(row)) as [number, number, number];
    const isOfRead = a.site.at(other) !== a.site.at(split.write) || isSetOffBy(trace, between, from);
    return isOfRead || (split.kind === 'guard' && isSetOffBy(trace, to, between));
  }
  return (
    (split.kind === 'guard' &&
      !isUsedUp(a.value.at(split.write)) &&
      !areTwoCallbacks(trace, split, other) &&
      !areTwoCalls(trace, split, other)) ||
    mine === NONE ||
    theirs === NONE ||
    acts.fn.at(mine) !== acts.fn.at(theirs) ||
    isWithin(trace, theirs, mine) ||
    isOfOneCaller(trace, split, other) ||
    isChain(trace, split, other)
  );
}

/**
 * `put(key, value, done) { setTimeout(() => { this.rows[key] = value; done(); }) }`: callbacks at one place, of which no call is recorded, for two who called `put`, neither of whom the other one called,
 * or somebody both. Where those are not known either: two callbacks at one place of the function that read lead to them, each of a call of its own.
 */
function areOfTwoCalls(trace: Trace, { read, write }: Split, other: number): boolean {
  const { accesses: a, activations: acts, tasks } = trace;
  if (a.site.at(write) !== a.site.at(other)) return false;
  const [mine, theirs] = [callBehind(trace, write), callBehind(trace, other)];
  if (mine !== NONE && theirs !== NONE) {
    return mine !== theirs && acts.fn.at(mine) === acts.fn.at(theirs) && commonCaller(trace, mine, theirs) === NONE;
  }
  const [first, second] = [write, other].map((row) => originOf(trace, a.segment.at(row), a.segment.at(read))?.task ?? NONE) as [
    number,
    number,
  ];
  if (first === NONE || second === NONE || first === second) return false;
  const site = tasks.site.at(first);
  return site !== NONE && site === tasks.site.at(second) && trace.functionAt(site) === functionOf(trace, read);
}

/**
 * `stop() { this.stopping = true; this.child.once('exit', () => { this.stopping = false; }); }`: the two are of one call, unless the look was made in that, too, and none comes before the call
 * that made it.
 */
export function isOfItsCall(trace: Trace, { kind, read, write }: Split, other: number): boolean {
  const { accesses: a, activations: acts, segments } = trace;
  const [reader, mine, theirs] = [a.activation.at(read), a.activation.at(write), a.activation.at(other)];
  if (mine === NONE || theirs === NONE) return false;
  if (isCountedByEach(trace, { kind, read, write }, other)) return true;
  if (isWithin(trace, mine, theirs)) return !isWithin(trace, reader, theirs);
  const isAtStart = atomOf(trace, write) === segments.atom.at(acts.startSegment.at(mine));
  return isAtStart && a.position.at(other) > a.position.at(write) && isWithin(trace, theirs, mine);
}

/** `const left = names.slice(turn); inTurns(left, () => turn++)`: the call has read the count once, for all its callbacks, and each of them counts what it has done. */
function isCountedByEach(trace: Trace, { kind, read, write }: Pick<Split, 'kind' | 'read' | 'write'>, other: number): boolean {
  const { activation, how, site } = trace.accesses;
  if (kind !== 'value' || site.at(write) !== site.at(other) || !trace.hasFlag(site.at(write), FLAG_COUNTS_UP)) return false;
  const [reader, mine, theirs] = [activation.at(read), activation.at(write), activation.at(other)];
  const isCallback = (call: number): boolean => call !== reader && isWithin(trace, call, reader);
  return how.at(write) === ACCESS_RMW && reader !== NONE && isCallback(mine) && isCallback(theirs);
}

/** `const row = await load(id); row.step = 1; await save(row); row.step = 2; await save(row)`: one call has all three done, by functions that it calls. */
function isOfOneCaller(trace: Trace, { read, write }: Split, other: number): boolean {
  const { activation } = trace.accesses;
  const [reader, mine, theirs] = [activation.at(read), activation.at(write), activation.at(other)];
  const caller = reader === NONE ? NONE : commonCaller(trace, reader, mine);
  return caller !== NONE && caller !== mine && isWithin(trace, theirs, caller);
}

/**
 * Callbacks at one place, for two calls of the function that looked, or had a helper look, of which neither made the other: both looks were over before either callback stored anything. They may stand
 * in callbacks that stand in it.
 */
function areTwoCallbacks(trace: Trace, { read, write }: Split, other: number): boolean {
  const { accesses: a, activations: acts } = trace;
  const [reader, mine, theirs] = [a.activation.at(read), a.activation.at(write), a.activation.at(other)];
  if (a.site.at(write) !== a.site.at(other) || [reader, mine, theirs].includes(NONE) || isWithin(trace, reader, mine)) return false;
  if (haveOneAnswer(trace, write, other)) return false;
  let [call, looker] = [acts.parent.at(mine), acts.parent.at(theirs)];
  for (let i = 0; call !== NONE && looker !== NONE && acts.fn.at(looker) === acts.fn.at(call) && i < MAX_CALLBACKS; i++) {
    if (isWithin(trace, reader, call)) return !isWithin(trace, looker, call) && !isWithin(trace, call, looker);
    [call, looker] = [acts.parent.at(call), acts.parent.at(looker)];
  }
  return false;
}

/**
 * Two calls that wait for one thing, in the order in which they came (`await import(path)`), and not for each other: both looks were over before either stored what it has made. So it is of calls that
 * have each begun something of their own, of which all comes in one piece (the answers of a server).
 */
function areTwoCalls(trace: Trace, { read, write }: Split, other: number): boolean {
  const a = trace.accesses;
  const mine = a.activation.at(write);
  if (a.site.at(write) !== a.site.at(other) || a.activation.at(read) !== mine || trace.activations.sync.at(mine) === 1) return false;
  // Each has made an object of its own; `this.client = await this.opening` is one that they share.
  const isOwn = (a.value.at(write) & VALUE_OBJECT) !== 0 && a.value.at(write) !== a.value.at(other);
  return (isOwn || haveOwnWork(trace, write, other)) && !isSetOffBy(trace, a.segment.at(write), a.segment.at(other));
}

/** Each has set something going outside (a request, a write, a timer): who only waits for an event (`await once(link, 'ready')`), as others do, has not. */
function haveOwnWork(trace: Trace, write: number, other: number): boolean {
  const { activation } = trace.accesses;
  if (![write, other].every((row) => reachesOut(trace).has(activation.at(row)))) return false;
  const [mine, theirs] = [workBehind(trace, write), workBehind(trace, other)];
  return mine !== NONE && theirs !== NONE && mine !== theirs;
}

/** What an async function has waited for right before the step of an access, and what that has waited for last, if it is another async function or made by `then`, and so on. NONE where that is not known. */
function workBehind(trace: Trace, access: number): number {
  const { activations: acts, suspensions: s, tasks } = trace;
  let promise = waitBehind(trace, access);
  for (let i = 0; promise !== NONE && i < MAX_CALLS; i++) {
    const call = callOf(trace).get(promise);
    const last = call === undefined ? NONE : acts.lastSuspension.at(call);
    const parent = tasks.parent.at(promise);
    if (last !== NONE) promise = s.awaited.at(last);
    else if (parent !== NONE && trace.isPromise(parent)) promise = parent;
    else return trace.combines.some(({ result }) => result === promise) ? NONE : promise;
  }
  return promise;
}

const SENDS = ['write', 'send', 'postMessage', 'query', 'execute'];
const WITHIN = /^(?:TickObject|Microtask|Immediate)$/;

/** The calls that have made something that Node does for them, themselves or by what they have called. */
const reachesOut = remembered(byEvents, (trace) => {
  const { activations: acts, tasks } = trace;
  const calls = new Set<number>();
  const note = (from: number): void => {
    for (let call = from; call !== NONE && !calls.has(call); call = acts.parent.at(call)) calls.add(call);
  };
  for (let task = 0; task < tasks.length; task++) {
    if (!trace.isPromise(task) && !WITHIN.test(trace.taskType(task))) note(tasks.creator.at(task));
  }
  // What a socket takes at once is no task.
  const sends = SENDS.flatMap((name) => sitesNamed(trace, name));
  for (const row of accessesAtSites(trace, sends)) note(trace.accesses.activation.at(row));
  return calls;
});

/** Promise of an async function → the call. */
const callOf = remembered(byEvents, ({ activations: acts }) => {
  const calls = new Map<number, number>();
  for (let call = 0; call < acts.length; call++) if (acts.promise.at(call) !== NONE) calls.set(acts.promise.at(call), call);
  return calls;
});

/** `if (!pending) pending = load(); result = await pending; done = true`: both have waited for the work that one such call has begun, and say the same of it. */
function haveOneAnswer(trace: Trace, write: number, other: number): boolean {
  const { activations: acts, tasks } = trace;
  const { value } = trace.accesses;
  // Each may have made an object of its own of the answer.
  if ((value.at(write) & VALUE_OBJECT) !== 0 && value.at(write) !== value.at(other)) return false;
  const promise = waitBehind(trace, write);
  if (promise === NONE || promise !== waitBehind(trace, other)) return false;
  const fn = acts.fn.at(trace.accesses.activation.at(write));
  // A function that was given to it (`load`) stands elsewhere.
  let call = tasks.creator.at(promise);
  for (let i = 0; call !== NONE && acts.fn.at(call) !== fn && i < MAX_CALLS; i++) call = acts.caller.at(call);
  return call !== NONE && acts.fn.at(call) === fn;
}

/** The promise that an async function has waited for right before the step of an access; NONE. */
function waitBehind(trace: Trace, access: number): number {
  const { accesses: a, activations: acts, suspensions: s } = trace;
  for (let at = acts.lastSuspension.at(a.activation.at(access)); at !== NONE; at = s.previous.at(at)) {
    if (s.resumeSegment.at(at) === a.segment.at(access)) return s.awaited.at(at);
  }
  return NONE;
}

/** Calls within each other. */
const MAX_CALLS = 64;

/** Callbacks that stand in each other. */
const MAX_CALLBACKS = 8;

/** `const outer = req.params; next(); function next() { req.params = …(outer); layer(req, next); }`: calls of a function of the one that read, or of what it called, each set off by the one before. */
function isChain(trace: Trace, { read, write }: Split, other: number): boolean {
  const a = trace.accesses;
  const [reader, mine, theirs] = [a.activation.at(read), a.activation.at(write), a.activation.at(other)];
  if (reader === NONE || reader === mine || !isWithin(trace, mine, reader) || !isCalledWithin(trace, theirs, reader)) return false;
  return isSetOffBy(trace, a.segment.at(write), a.segment.at(other));
}

/** `if (left) jobs.forEach((job) => job.then(() => --left || done()))`: callbacks of the one call that made the check, which none of them passed by itself. */
export function isOfOneCheck(trace: Trace, { rows }: LocationAccesses, { read, write }: Split, other: number): boolean {
  const a = trace.accesses;
  const [reader, mine, theirs] = [a.activation.at(read), a.activation.at(write), a.activation.at(other)];
  // `--left` in one, `left = 0` where another fails: who counts has not passed it either.
  const counts = a.how.at(write) === ACCESS_RMW || a.how.at(other) === ACCESS_RMW;
  if (!counts && a.site.at(write) !== a.site.at(other)) return false;
  // Only one call of the function that looks at a variable has it, and its own callbacks, whoever calls them.
  const fn = functionOf(trace, read);
  const areInner = [write, other].every((row) => isInnerFunction(trace, functionOf(trace, row), fn));
  const isOfRead = (row: number): boolean => functionOf(trace, row) !== fn || a.activation.at(row) === reader;
  if (areInner && trace.locations.variable.at(a.location.at(read)) !== NONE && rows.every(isOfRead)) return true;
  if (reader === NONE || mine === NONE || theirs === NONE || reader === mine || reader === theirs) return false;
  return isWithin(trace, mine, reader) && isWithin(trace, theirs, reader);
}

/** `running++; if (running > limit) throw …; await job(); running--`: who looked was counted already, and so was everybody who has counted himself off since. */
export function isCountedOff(trace: Trace, { write }: Split, other: number): boolean {
  const site = trace.accesses.site.at(write);
  return trace.accesses.site.at(other) === site && trace.site(site)?.kind === 'update';
}

/**
 * `if (running >= limit) return; …; running++; …; running--`: what is looked at says how many are under way, and who counts himself off has been let in by then. So it is of a list
 * (`open.splice(open.indexOf(request), 1)`), whatever the other one does: this takes out what was put there behind the look.
 */
export function closesCount(context: AnalysisContext, { rows, writes }: LocationAccesses, { read, write }: Split, other: number): boolean {
  const { trace } = context;
  const { site } = trace.accesses;
  const textOf = (row: number): string => trace.site(site.at(row))?.text ?? '';
  // Its place is asked for before, or in the call.
  const isSearch = (row: number | undefined): boolean =>
    row !== undefined && FINDS.test(textOf(row)) && atomOf(trace, row) === atomOf(trace, write);
  const isBeside = (at: number): boolean => isSearch(rows[at - 1]) || isSearch(rows[at + 1]);
  const isFound = textOf(write).endsWith('.splice') && isBeside(placeOf(trace, rows, write));
  if (!isFound && (site.at(other) !== site.at(write) || !trace.hasFlag(site.at(write), FLAG_COUNTS_DOWN))) return false;
  const isCount = (row: number): boolean => (isFound ? PUTS.test(textOf(row)) : trace.hasFlag(site.at(row), FLAG_COUNTS_UP));
  const pairsOf = (row: number): readonly { readonly read: number }[] => factsOf(context).pairsByWrite.get(site.at(row)) ?? [];
  return writes.slice(0, FIRST_WRITES).some((row) => isCount(row) && pairsOf(row).some((pair) => pair.read === site.at(read)));
}

const FINDS = /\.(?:indexOf|findIndex)$/;
/** Among these is who counts himself in: nobody counts himself off before. */
const FIRST_WRITES = 2;

const PUTS_IN = /\.(?:push|unshift|add)$/;
const TAKES_OUT = /\.(?:shift|pop|delete)$/;
const SEARCHES = /\.(?:find|findIndex|findLast|findLastIndex|includes|indexOf|some)$/;

/**
 * `if (running >= limit) return; …; running++`, and `running--` of another one in between; `if (due > 0) { …; due -= paid; }`, and `due += price`: who has passed would pass all the more. So it is
 * where one is put into a list or set after a look at how many it holds, whether a certain one is in there, or all of it (`for (const it of free) if (it.isFit) …; free.add(new It())`), and another
 * one takes one out.
 */
export function makesRoom(trace: Trace, { read, write }: Split, other: number): boolean {
  const siteOf = (row: number): SiteRow | undefined => trace.site(trace.accesses.site.at(row));
  const isTaken = (row: number): boolean => ((siteOf(row)?.flags ?? 0) & (FLAG_COUNTS_DOWN | FLAG_SUBTRACTS)) !== 0;
  const isAdded = (row: number): boolean => siteOf(row)?.kind === 'update' && !isTaken(row);
  const isOf = (row: number, text: RegExp): boolean => text.test(siteOf(row)?.text ?? '');
  const isWalk = siteOf(read)?.text === siteOf(write)?.text.replace(PUTS_IN, '');
  const isSought = isOf(read, SEARCHES) && !trace.hasFlag(trace.accesses.site.at(read), FLAG_FOUND);
  const isPut = isOf(write, PUTS_IN) && (isWalk || isSought || isOf(read, COUNTS));
  return (isTaken(write) && isAdded(other)) || (isAdded(write) && isTaken(other)) || (isPut && (isTaken(other) || isOf(other, TAKES_OUT)));
}

/**
 * `if (notes.length > limit) pack()`, where `notes = [summary, ...notes.slice(seen)]` follows: what another one has put beside the rest (`notes = [...notes, note]`) is kept, and makes it only more.
 * So it is where only what was taken goes (`lines = lines.slice(batch.length)`).
 */
export function keepsMore(trace: Trace, { read, write }: Split, other: number): boolean {
  const { site } = trace.accesses;
  const isPut = trace.hasMore(site.at(other), MORE_GROWS) || PUTS.test(trace.site(site.at(other))?.text ?? '');
  if (!isPut || !trace.hasFlag(site.at(write), FLAG_ADDS)) return false;
  return trace.hasMore(site.at(read), MORE_GROWS) || !trace.hasMore(site.at(write), MORE_GROWS);
}

/** So many writes behind a read that are looked at. */
const NEXT_WRITES = 4;

/**
 * `const node = { before: list.last }; list.last = node;`, and, by another function, `list.last = node.before`: what stood at the end of a row was kept in the one that took its place, and what is
 * there when that leaves is its neighbour by then.
 */
export function isOfNeighbour(trace: Trace, { writes }: LocationAccesses, { read, write }: Split): boolean {
  const { position, site } = trace.accesses;
  if (functionOf(trace, read) === functionOf(trace, write)) return false;
  const from = firstFrom(trace, writes, position.at(read));
  return writes
    .slice(from, from + NEXT_WRITES)
    .some(
      (row) =>
        atomOf(trace, row) === atomOf(trace, read) &&
        functionOf(trace, row) === functionOf(trace, read) &&
        trace.hasMore(site.at(row), MORE_GROWS) &&
        trace.hasFlag(site.at(row), FLAG_ADDS),
    );
}

/** `if (copies.length === 0) throw …; await …; copies.push(copy)`: who finds nothing is turned away, and another one that puts something there leaves enough to be found. */
export function staysSome(trace: Trace, { read, calls }: Split, other: number): boolean {
  const { how, site } = trace.accesses;
  if (how.at(other) !== ACCESS_RMW || !PUTS_IN.test(trace.site(site.at(other))?.text ?? '')) return false;
  return trace.hasMore(site.at(read), MORE_WITHOUT) || (calls !== undefined && trace.hasMore(calls.read, MORE_WITHOUT));
}

/** So many parts of an object are stored at once by who fills it. */
const FILLED = 3;

/** `job.type = row.type; job.attempts = row.attempts; …`: who fills an object of which nothing was known before does that before anybody has it. */
export function isFilled(context: AnalysisContext, { location, rows }: LocationAccesses, other: number): boolean {
  const { trace } = context;
  const { accesses: a, locations } = trace;
  if (rows[0] !== other || locations.object.at(location) === 0) return false;
  const isOfFilling = ({ rows: [first = NONE] }: LocationAccesses): boolean =>
    a.write.at(first) === 1 && a.segment.at(first) === a.segment.at(other) && functionOf(trace, first) === functionOf(trace, other);
  return factsOf(context).groupsBeside(location).filter(isOfFilling).length >= FILLED;
}

/** `conn = null` where there was none: what was asked before is so still. */
export function changesNothing(trace: Trace, { location, writes }: LocationAccesses, at: number): boolean {
  const { how, value } = trace.accesses;
  const [stored, before] = [value.at(writes[at] as number), writes[at - 1]];
  if (how.at(writes[at] as number) !== ACCESS_PLAIN || stored === VALUE_UNKNOWN || (stored & VALUE_OBJECT) !== 0) return false;
  if (before !== undefined) return how.at(before) === ACCESS_PLAIN && value.at(before) === stored;
  const variable = trace.variables[trace.locations.variable.at(location)];
  return variable?.uninitialised === true && (stored === VALUE_NULL || stored === VALUE_UNDEFINED);
}

/** Of an answer of `fetch`: what is small has come with it, and its like may need turns of its own. */
const TAKES_BODY = /\.(?:json|text|arrayBuffer|blob|bytes|formData)$/;

/** `const response = await fetch(url); this.bytes += (await response.text()).length`: whether others come in between goes by how much there is to read. */
export function takesBody(trace: Trace, { read, write }: Split): boolean {
  const { accesses: a, activations: acts, suspensions: s } = trace;
  const call = a.activation.at(write);
  if (call === NONE || a.activation.at(read) !== call) return false;
  let isBody = false;
  for (let at = acts.lastSuspension.at(call); at !== NONE; at = s.previous.at(at)) {
    const text = trace.site(s.site.at(at))?.text ?? '';
    if (s.resumeSegment.at(at) === NONE || s.resumeSegment.at(at) > a.segment.at(write)) continue;
    if (s.segment.at(at) >= a.segment.at(read)) isBody ||= TAKES_BODY.test(text);
    else if (isBody && text === 'fetch') return true;
  }
  return false;
}

/** `if (upload.pending) { await drained(upload); upload.pending = false; }`, and a listener for its end that stores the same: what ends the wait says what the write says. */
export function isSaidByEnd({ trace, order }: AnalysisContext, { write }: Split, other: number): boolean {
  const { segment, site, value } = trace.accesses;
  const stored = value.at(write);
  if (stored === VALUE_UNKNOWN || (stored & VALUE_OBJECT) !== 0 || site.at(other) === site.at(write)) return false;
  if (stored !== value.at(other)) return false;
  const [mine, theirs] = [segment.at(write), segment.at(other)];
  return trace.segments.turn.at(mine) === trace.segments.turn.at(theirs) && order.isOrdered(theirs, mine);
}

/**
 * `reader.data = data; reader.at = 0; …; reader.data = undefined;`: every step that uses it has set it first, or finds that it was emptied at the end of the step before. So nothing goes from one
 * step to the next.
 */
export function scratchOf(trace: Trace, group: LocationAccesses): (split: Split) => boolean {
  const isAlways = isSetFirst(trace, group, false);
  const isLater = isAlways || isSetFirst(trace, group, true);
  const isRead = (row: number): boolean => trace.accesses.write.at(row) === 0;
  // What is only set in a step is left to others. (`state.left = 3; buy(); buy();` in one step, and each of the two stores something later.)
  const used = new Set(isLater ? group.rows.filter(isRead).map((row) => atomOf(trace, row)) : []);
  const isUsed = ({ kind, write }: Split): boolean => used.has(atomOf(trace, write)) || (kind === 'guard' && isNothing(trace, write));
  return (split) =>
    // What was chosen by another place counts there.
    (split.calls === undefined ? isAlways : isLater) && trace.accesses.location.at(split.read) === group.location && isUsed(split);
}

/** `isLenient`: the first step may read it before it sets it. What set it before it was seen to be shared is not recorded. */
function isSetFirst(trace: Trace, { rows }: LocationAccesses, isLenient: boolean): boolean {
  const { how, write } = trace.accesses;
  const isPlain = (row: number): boolean => write.at(row) === 1 && how.at(row) !== ACCESS_RMW;
  const isSetIn = (first: number): boolean => rows.some((row) => isPlain(row) && atomOf(trace, row) === atomOf(trace, first));
  let isEmpty = false;
  return rows.every((row, i) => {
    const before = rows[i - 1];
    const isFirst = before === undefined || atomOf(trace, before) !== atomOf(trace, row);
    if (isFirst && !isEmpty && !isPlain(row)) return isLenient && before === undefined && isSetIn(row);
    if (write.at(row) === 1) isEmpty = isPlain(row) && isNothing(trace, row);
    return true;
  });
}

/** `session.token = token; session.until = Date.now() + ttl`: the moment is the same for both, but beside it, on the same object, each has stored what the other has not. */
export function storesMore(context: AnalysisContext, { kind, read, write }: Split, other: number): boolean {
  const { accesses: a, locations: l } = context.trace;
  if (kind !== 'guard' || a.site.at(write) !== a.site.at(other) || a.value.at(write) !== a.value.at(other)) return false;
  if (a.location.at(read) !== a.location.at(write) || l.object.at(a.location.at(write)) === 0 || isUsedUp(a.value.at(write))) return false;
  const { coverage } = factsOf(context);
  const isPlain = (row: number): boolean =>
    a.write.at(row) === 1 && a.how.at(row) === ACCESS_PLAIN && a.value.at(row) !== VALUE_UNKNOWN && (a.value.at(row) & VALUE_OBJECT) === 0;
  const storesOf = (row: number): number[] =>
    coverage
      .accessesOfStep(row)
      .filter((w) => isPlain(w) && a.activation.at(w) === a.activation.at(row) && areOfOneObject(context.trace, w, row));
  const theirs = storesOf(other);
  return storesOf(write).some((mine) =>
    theirs.some((w) => a.site.at(w) === a.site.at(mine) && a.location.at(w) === a.location.at(mine) && a.value.at(w) !== a.value.at(mine)),
  );
}

/** Two calls have stored the same, and only one of them has read what was there: what the other one has stored was not worked out from that, and stands there whoever comes last. */
export function storesTheSame({ accesses: a }: Trace, { rows }: LocationAccesses, { kind, read, write }: Split, other: number): boolean {
  const value = a.value.at(write);
  if (kind !== 'value' || value === VALUE_UNKNOWN || value !== a.value.at(other) || a.how.at(write) !== ACCESS_PLAIN) return false;
  const at = rows.indexOf(read);
  let from = at;
  while (from > 0 && a.write.at(rows[from - 1] as number) === 0) from--;
  for (let i = from; i < rows.length && (rows[i] as number) <= Math.max(write, other); i++) {
    if (i !== at && a.write.at(rows[i] as number) === 0) return false;
  }
  return at >= 0;
}

function areOfOneObject({ accesses: a, locations: l }: Trace, one: number, other: number): boolean {
  const [x, y] = [a.location.at(one), a.location.at(other)];
  return l.object.at(x) === l.object.at(y) && l.thread.at(x) === l.thread.at(y);
}

/** `if (made.has(folder)) return; await mkdir(folder, { recursive: true }); made.add(folder)`: to have done that twice is to have done it. */
export function isForFolder({ trace, order }: AnalysisContext, { read, write }: Split): boolean {
  const { activation, segment, value } = trace.accesses;
  if (value.at(write) !== VALUE_TRUE) return false;
  const isBehind = (doneSegment: number): boolean => doneSegment !== NONE && !order.crossesTurn(doneSegment, segment.at(write));
  return foldersMade(trace).some(
    (made) => made.activation === activation.at(write) && made.segment === segment.at(read) && isBehind(made.doneSegment),
  );
}

const foldersMade = remembered(byEvents, ({ fs }) => fs.filter((row) => row.class === FS_MKDIR_RECURSIVE && row.activation !== NONE));

/** What stands there is cut from a place that was found in it before: that place is the same until another one cuts. */
export function isPutBehind(trace: Trace, { write }: Split, other: number): boolean {
  const [mine, theirs] = [write, other].map((row) => trace.hasMore(trace.accesses.site.at(row), MORE_CUTS));
  return mine === true && theirs === false;
}

/** `for (const peer of peers) { await peer.close(); peers.delete(peer); }`: only another such loop does the same once more. What puts one there, or takes it out when it has ended, does not. */
export function isBesideWalk(trace: Trace, { read, write }: Split, other: number): boolean {
  const { site } = trace.accesses;
  return site.at(other) !== site.at(write) && trace.site(site.at(write))?.text === `${trace.site(site.at(read))?.text}.delete`;
}
