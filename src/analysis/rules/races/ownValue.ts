/**
 * race.atomicity, write and read: a call stores something for itself in a place that all calls share (a setting, `current`, a field of a service), waits, and uses it;
 * another call of the same function stores its own in between, and the first goes on with that (detection.md §3.3, W·W·R).
 */
import {
  ACCESS_PLAIN,
  FLAG_AWAITED,
  FLAG_FILLS,
  FLAG_FOR_CALL,
  FLAG_HANDED_ON,
  FS_READ,
  LOCATION_PROPERTY,
  LOCATION_WHOLE,
  MORE_ANSWERS,
  MORE_CLOSES_EACH,
  MORE_EMPTIES,
  MORE_LEAVES_EMPTY,
  ROOT_HTTP_REQUEST,
  VALUE_FALSE,
  VALUE_OBJECT,
  VALUE_PROMISE,
} from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { byEvents, remembered } from '../../remembered.ts';
import { atomOf, firstFrom, lastBefore, locationText, type LocationAccesses, decidesBranch, placeOf } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { lineText } from '../../locate.ts';
import { isToken } from '../../shared/tokens.ts';
import { buildHolding, type Holding } from '../../locks/holding.ts';
import { areApart, callersUpFrom, commonCaller, isInnerFunction, isOneWork, isSetOffBy, isWithin, stepOf } from '../../lineage.ts';
import { workName } from '../../names.ts';
import { requestOf, rootOf } from '../../roots.ts';
import { hasSite } from '../../siteIndex.ts';
import { asksWhetherOver } from './revived.ts';
import { isLeftToOneTimer } from './sharedTimers.ts';
import { isUsedUp } from './splits.ts';
import { isInStreamTurns } from './streamTurns.ts';

export const ownValueRule: Rule = { kinds: ['race.atomicity'], run: findOwnValues };

const WINDOW = 64;
/** What is less likely is told as information only, and stands for nothing else. */
const TOLD = 0.6;

interface Split {
  readonly write: number;
  readonly read: number;
  readonly other: number;
  readonly observed: boolean;
}

function findOwnValues(context: AnalysisContext): Draft[] {
  const { trace, earlier } = context;
  // Where the older of two calls overwrites the newer one's result, that is the defect; what it says about itself goes with it.
  const late = earlier.filter((d) => d.kind === 'race.order.last-write' && d.confidence >= TOLD);
  const overtaken = new Set(late.flatMap((d) => d.activations));
  const seenOvertaken = new Set(late.filter((d) => d.verdict === 'observed').flatMap((d) => d.activations));
  const groups = factsOf(context).sharedGroups.filter((g) => g.writes.length > 1 && trace.locations.kind.at(g.location) !== LOCATION_WHOLE);
  const holding = buildHolding(trace, context.order, () => groups);
  const drafts: Draft[] = [];
  for (const group of groups) {
    if (context.options.isCancelled()) break;
    const split = findSplit(context, holding, group);
    if (split === undefined) continue;
    if ((isAnswer(trace, split.write) ? seenOvertaken : overtaken).has(trace.accesses.activation.at(split.write))) continue;
    drafts.push(toDraft(context, group.location, split));
  }
  return drafts;
}

/** A plain store of what the call had when it began: not an answer it waited for, not a promise that others are to share, not a new state of what all calls add to. */
function isOwn(trace: Trace, group: LocationAccesses, at: number): boolean {
  const a = trace.accesses;
  const write = group.rows[at] as number;
  if (a.write.at(write) === 0) return false;
  const value = a.value.at(write);
  if (a.how.at(write) !== ACCESS_PLAIN || value === 0) return false;
  if ((value & VALUE_OBJECT) !== 0 && (value & VALUE_PROMISE) !== 0) return false;
  if (
    isFilling(trace, write) &&
    !isFilledAtOnce(trace, write) &&
    !fillings(trace).has(`${a.activation.at(write)} ${a.segment.at(write)}`)
  ) {
    return false;
  }
  const isForCall = trace.hasFlag(a.site.at(write), FLAG_FOR_CALL) || trace.activations.sync.at(a.activation.at(write)) === 1;
  const isForCaller = (): boolean => a.activation.at(write) !== NONE && isForCall && isAskedFor(trace, group);
  const isForNobody = isAnswer(trace, write) && !isForRequest(trace, write) && !isForCaller();
  return !isForNobody && !isUpdate(trace, group, at) && !isForAll(trace, group, at);
}

/** Groups, and whether a call gives what stands there to whoever has made it: asked for each of their writes. */
const askedFor = new WeakMap<LocationAccesses, boolean>();

function isAskedFor(trace: Trace, group: LocationAccesses): boolean {
  let known = askedFor.get(group);
  if (known === undefined) askedFor.set(group, (known = group.rows.some((row) => isAnsweredWith(trace, row))));
  return known;
}

/** The call gives what stands there to whoever has made it. */
function isAnsweredWith(trace: Trace, read: number): boolean {
  return trace.accesses.write.at(read) === 0 && trace.hasMore(trace.accesses.site.at(read), MORE_ANSWERS);
}

/** The one object that all calls have gets other contents. */
function isFilling(trace: Trace, write: number): boolean {
  return trace.hasFlag(trace.accesses.site.at(write), FLAG_FILLS);
}

const FILLS_AT_ONCE = /\.(?:readSync|copy|randomFillSync|encodeInto)$/;

/** `chunk.copy(scratch)` */
function isFilledAtOnce(trace: Trace, write: number): boolean {
  const at = trace.site(trace.accesses.site.at(write));
  return at !== undefined && hasSite(trace, at.function, (s) => s.kind === 'call' && s.line === at.line && FILLS_AT_ONCE.test(s.text));
}

/** Calls, and the segments in which they read from a file. */
const fillings = remembered(
  byEvents,
  (trace) => new Set(trace.fs.flatMap((row) => (row.class === FS_READ && row.async ? [`${row.activation} ${row.segment}`] : []))),
);

function isAnswer(trace: Trace, write: number): boolean {
  return trace.hasFlag(trace.accesses.site.at(write), FLAG_AWAITED);
}

/** Who asks for something with what its own request brought gets what is meant for that request. */
function isForRequest(trace: Trace, write: number): boolean {
  return trace.hasFlag(trace.accesses.site.at(write), FLAG_FOR_CALL) && requestAt(trace, write) !== NONE;
}

function areForRequests(trace: Trace, write: number, other: number): boolean {
  return isForRequest(trace, write) && requestAt(trace, write) !== requestAt(trace, other);
}

/** `this.timer ??= setTimeout(flush)`: stored only by whoever finds nothing there, for all others. */
function isForAll(trace: Trace, { rows }: LocationAccesses, at: number): boolean {
  const { site } = trace.accesses;
  const before = readInStepBefore(trace, rows, at);
  return (
    before !== undefined &&
    decidesBranch(trace, before) &&
    trace.functionAt(site.at(before)) === trace.functionAt(site.at(rows[at] as number))
  );
}

/** `peak = Math.max(peak, active)`: read and written by one statement. */
function isUpdate(trace: Trace, { rows }: LocationAccesses, at: number): boolean {
  const a = trace.accesses;
  const read = readInStepBefore(trace, rows, at);
  if (read === undefined || decidesBranch(trace, read)) return false;
  const [from, site] = [trace.site(a.site.at(read)), trace.site(a.site.at(rows[at] as number))];
  return from?.file === site?.file && from?.line === site?.line;
}

/** `spent += now - this.at; this.at = now`, `this.page.add(line); if (this.page.size > 9) this.page = new Page()`: what each call uses before it stores its own is what the one before it left, whoever that was. */
function isNextUpdate(trace: Trace, { rows }: LocationAccesses, write: number, read: number): boolean {
  const { accesses: a } = trace;
  const isEarlier = (row: number): boolean =>
    a.write.at(row) === 0 && a.activation.at(row) === a.activation.at(write) && atomOf(trace, row) === atomOf(trace, write);
  for (let at = placeOf(trace, rows, write) - 1; at >= 0 && isEarlier(rows[at] as number); at--) {
    if (a.site.at(rows[at] as number) === a.site.at(read)) return true;
  }
  return false;
}

/** `const { wake } = peer; peer.wake = null`, `queue.splice(0, this.sent); this.sent = 0`: who reads takes what is there by then, whoever has put it there, and so has the other one at that place. It has stored nothing for itself. */
function isTakenAlike(trace: Trace, group: LocationAccesses, read: number, other: number): boolean {
  return isUsedUp(trace.accesses.value.at(other)) && isNextUpdate(trace, group, other, read);
}

/** `tail.next = one; tail = one`: who reads puts another object there at once, behind whatever is the last by then. */
function isReplaced({ accesses: a }: Trace, { rows }: LocationAccesses, at: number): boolean {
  const [read, next] = [rows[at] as number, rows[at + 1]];
  if (next === undefined || a.write.at(next) === 0 || a.segment.at(next) !== a.segment.at(read)) return false;
  return a.how.at(next) === ACCESS_PLAIN && (a.value.at(next) & VALUE_OBJECT) !== 0 && a.activation.at(next) === a.activation.at(read);
}

/** The access right before the one at a place, when it is a read of the same call in the same step. */
function readInStepBefore(trace: Trace, rows: readonly number[], at: number): number | undefined {
  const a = trace.accesses;
  const [read, write] = [rows[at - 1], rows[at] as number];
  if (read === undefined || a.write.at(read) === 1 || a.activation.at(read) !== a.activation.at(write)) return undefined;
  return atomOf(trace, read) === atomOf(trace, write) ? read : undefined;
}

function findSplit(context: AnalysisContext, holding: Holding, group: LocationAccesses): Split | undefined {
  const { trace, order } = context;
  const a = trace.accesses;
  let best: Split | undefined;
  const own = group.rows.filter((_, at) => isOwn(trace, group, at));
  const owned = new Set(own);
  if (own.length < 2 || group.rows.some((row) => isToken(trace, row))) return undefined;
  const isWrite = (row: number): boolean => a.write.at(row) === 1;
  for (const [at, read] of group.rows.entries()) {
    if (isWrite(read) || decidesBranch(trace, read)) continue;
    const write = lastBefore(
      group.rows,
      at,
      WINDOW,
      (row) => isWrite(row) && isSameWork(trace, row, read) && !isForEveryCall(trace, row, read),
    );
    if (write === undefined || !owned.has(write) || !order.crossesTurn(a.segment.at(write), a.segment.at(read))) continue;
    if (isNextUpdate(trace, group, write, read) || isReplaced(trace, group, at)) continue;
    if (isForNext(trace, group, write, read) || isInBackground(trace, write, read) || isOneOfMany(trace, read)) continue;
    const areSteps = areApart(trace, a.activation.at(write), a.activation.at(read));
    if (areSteps && !order.isOrdered(a.segment.at(write), a.segment.at(read))) continue;
    // Callers that never overlap are no race; requests from outside may. So what lies elsewhere counts for those only, and the first that is found stands for all of them.
    const isAnywhere = best === undefined && rootOf(trace, a.segment.at(write)) !== NONE;
    for (let i = isAnywhere ? 0 : firstFrom(trace, own, a.position.at(write)); i < own.length; i++) {
      const other = own[i] as number;
      if (!isAnywhere && a.position.at(other) >= a.position.at(read)) break;
      if (other === write || (a.value.at(other) === a.value.at(write) && !isFilling(trace, other))) continue;
      if (!isAnotherCall(trace, write, other) || isTakenAlike(trace, group, read, other)) continue;
      if (isLeftToOneTimer(trace, write, read, other) || areNeighbours(trace, write, other)) continue;
      if (!isForAnotherReader(trace, write, read, other) || (areSteps && isRenewal(trace, write, read, other))) continue;
      const segment = a.segment.at(other);
      const observed = a.position.at(other) > a.position.at(write) && a.position.at(other) < a.position.at(read);
      const isFirst = order.isOrdered(segment, a.segment.at(write));
      if (order.isOrdered(a.segment.at(read), segment)) continue;
      // What always comes between is a step of the call itself, unless a third one has made both calls in one step.
      const isBetween = order.isOrdered(a.segment.at(write), segment) && order.isOrdered(segment, a.segment.at(read));
      if ((isFirst || isBetween) && !(observed && areBeside(trace, write, other))) continue;
      if (holding.isExcluded(write, read, other) || isInStreamTurns(trace, [write, other])) continue;
      if (isAnswer(trace, write) && !(observed && (isAnsweredWith(trace, read) || areForRequests(trace, write, other)))) continue;
      if (!observed && (!isAnywhere || rootOf(trace, segment) === NONE || areHandlers(trace, write, other))) continue;
      if (observed ? asksWhetherOver(context, other, read, true) : areLetIn(context, write, other)) continue;
      if (best === undefined || (observed && !best.observed)) best = { write, read, other, observed };
    }
    if (best?.observed === true) break;
  }
  return best;
}

/** `if (!printer.ready) return;`, and the step of either goes on to make it false: nobody else is let in before somebody says that it is ready again. */
function areLetIn(context: AnalysisContext, write: number, other: number): boolean {
  const { trace } = context;
  const { accesses: a } = trace;
  const { coverage } = factsOf(context);
  const gatesOf = (own: number): Set<number> => {
    const rows = coverage.accessesNear(own);
    const looks = rows.filter((row) => a.write.at(row) === 0 && decidesBranch(trace, row));
    const isShut = (look: number): boolean =>
      rows.some((row) => row > look && a.location.at(row) === a.location.at(look) && a.value.at(row) === VALUE_FALSE);
    return new Set(looks.filter(isShut).map((row) => a.location.at(row)));
  };
  const gates = gatesOf(write);
  return gates.size > 0 && [...gatesOf(other)].some((gate) => gates.has(gate));
}

function isSameWork(trace: Trace, write: number, read: number): boolean {
  const a = trace.accesses;
  const [writer, reader] = [trace.functionAt(a.site.at(write)), trace.functionAt(a.site.at(read))];
  const [first, second] = [a.activation.at(write), a.activation.at(read)];
  if (first !== NONE && second !== NONE && isOneWork(trace, first, second, writer === reader)) return true;
  if (first !== NONE && isAnsweredWith(trace, read) && isInnerFunction(trace, reader, writer)) {
    // Calls that one step has made are told apart where the callbacks are of one of them.
    const isKnown = second !== NONE && trace.activations.fn.at(second) === reader;
    return isKnown ? isWithin(trace, second, first) : isSetOffBy(trace, a.segment.at(read), a.segment.at(write));
  }
  // A middleware stores who is asking, the handler of the request uses that.
  if (first !== NONE || second !== NONE) {
    const request = requestAt(trace, write);
    return (
      writer !== reader &&
      request !== NONE &&
      request === requestAt(trace, read) &&
      isSetOffBy(trace, a.segment.at(read), a.segment.at(write))
    );
  }
  // Plain callbacks, for a request: what timers and events of the program find there may well be meant to be the newest. A setter stores what it is given for whoever called it.
  const isFor = isInnerFunction(trace, reader, writer) || (reader !== writer && isSetter(trace, write));
  return isFor && requestAt(trace, write) !== NONE && isSetOffBy(trace, a.segment.at(read), a.segment.at(write));
}

/** `setLocale(name) { locale = name; }`: a variable or property gets what the function is given, as it is. */
function isSetter(trace: Trace, write: number): boolean {
  const { location, site } = trace.accesses;
  return trace.hasFlag(site.at(write), FLAG_HANDED_ON) && trace.locations.kind.at(location.at(write)) === LOCATION_PROPERTY;
}

/** A listener that was there before any of the calls: whichever of them it is told by, it looks at how things stand by then. */
function isForEveryCall(trace: Trace, write: number, read: number): boolean {
  const { accesses: a, activations: acts } = trace;
  const reader = trace.functionAt(a.site.at(read));
  const teller = a.activation.at(read);
  if (teller === NONE || acts.fn.at(teller) === reader || isInnerFunction(trace, reader, trace.functionAt(a.site.at(write)))) return false;
  const last = lastAdditions(trace).get(reader);
  return last !== undefined && last < a.position.at(write);
}

/** Where in the stream a function was added as a listener for the last time. */
const lastAdditions = remembered(byEvents, ({ additions, handedOver }) => {
  const last = new Map<number, number>();
  for (const { fn, site } of handedOver) {
    for (const { position } of additions.get(site) ?? []) last.set(fn, Math.max(position, last.get(fn) ?? position));
  }
  return last;
});

/**
 * What a function leaves where it has taken, or closed, all that was there is for whoever comes next; only what it looks for there itself is its own. So is what it puts in the place of what it has just used
 * (`served.push(plates.toSorted()); plates = []`), where others go on with that who have put nothing there yet.
 */
function isForNext(trace: Trace, { rows }: LocationAccesses, write: number, read: number): boolean {
  const { site, activation, write: isWrite } = trace.accesses;
  const [writer, reader] = [trace.functionAt(site.at(write)), trace.functionAt(site.at(read))];
  if (reader === writer || isInnerFunction(trace, reader, writer)) return false;
  if (trace.hasMore(site.at(write), MORE_LEAVES_EMPTY)) return true;
  // `for (const link of this.links) link.close(); this.links = []`
  if (trace.hasMore(site.at(write), MORE_EMPTIES) && hasSite(trace, writer, (_, at) => trace.hasMore(at, MORE_CLOSES_EACH))) return true;
  const before = readInStepBefore(trace, rows, placeOf(trace, rows, write));
  if (before === undefined || decidesBranch(trace, before) || !isWithin(trace, activation.at(write), activation.at(read))) return false;
  const setters = new Set<number>();
  for (const row of rows) {
    if (isWrite.at(row) === 1) for (const caller of callersUpFrom(trace, activation.at(row))) setters.add(caller);
    else if (site.at(row) === site.at(read) && !setters.has(activation.at(row))) return true;
  }
  return false;
}

/** Accesses before and behind a read, in which its place reads another object where it goes through many. */
const MANY_WINDOW = 16;

/** `items.map(({ sku, stock }) => ({ sku, stock }))`: who goes through all of them takes each as it stands by then, and looks for none of its own. */
function isOneOfMany(trace: Trace, read: number): boolean {
  const a = trace.accesses;
  const isAnother = (row: number): boolean =>
    a.site.at(row) === a.site.at(read) && a.location.at(row) !== a.location.at(read) && atomOf(trace, row) === atomOf(trace, read);
  const end = Math.min(a.length, read + MANY_WINDOW + 1);
  for (let row = Math.max(0, read - MANY_WINDOW); row < end; row++) if (isAnother(row)) return true;
  return false;
}

/** What the reader has set going (`this.writing ??= this.#writeBatches()`) and does not wait for stores nothing for it. */
function isInBackground(trace: Trace, write: number, read: number): boolean {
  const { accesses: a, activations: acts } = trace;
  const [writer, reader] = [a.activation.at(write), a.activation.at(read)];
  if (writer === reader || !isWithin(trace, writer, reader)) return false;
  const promise = acts.promise.at(writer);
  return promise !== NONE && a.segment.at(write) !== acts.startSegment.at(writer) && !isAwaitedBy(trace, acts.parent.at(writer), promise);
}

function isAwaitedBy({ activations: acts, combines, suspensions: s }: Trace, waiter: number, promise: number): boolean {
  const awaited = new Set<number>();
  for (let at = acts.lastSuspension.at(waiter); at !== NONE; at = s.previous.at(at)) awaited.add(s.awaited.at(at));
  return awaited.has(promise) || combines.some(({ members, result }) => awaited.has(result) && members.includes(promise));
}

/** The HTTP request that an access is made for, NONE. */
function requestAt(trace: Trace, access: number): number {
  const root = requestOf(trace, trace.accesses.segment.at(access));
  return trace.roots[root]?.kind === ROOT_HTTP_REQUEST ? root : NONE;
}

/** Another call of the function that stored: what either stores is meant for itself. */
function isAnotherCall(trace: Trace, write: number, other: number): boolean {
  const { accesses: a, activations: acts } = trace;
  const [mine, theirs] = [a.activation.at(write), a.activation.at(other)];
  if (areHandlers(trace, write, other)) return true;
  if (mine !== NONE && theirs !== NONE) return mine !== theirs && acts.fn.at(mine) === acts.fn.at(theirs);
  if (mine !== theirs || a.site.at(write) !== a.site.at(other)) return false;
  return requestAt(trace, other) !== NONE && requestAt(trace, other) !== requestAt(trace, write);
}

/** `session = request.session`, in two handlers: each stores what its own request has given it. */
function areHandlers(trace: Trace, write: number, other: number): boolean {
  const { site } = trace.accesses;
  const [mine, theirs] = [requestAt(trace, write), requestAt(trace, other)];
  if (mine === NONE || theirs === NONE || mine === theirs || site.at(write) === site.at(other)) return false;
  return [write, other].every((row) => trace.hasFlag(site.at(row), FLAG_HANDED_ON));
}

/** Calls that one step has made, or what they have called, neither of which made the other. */
function areBeside(trace: Trace, write: number, other: number): boolean {
  const { accesses: a, activations: acts, segments: s } = trace;
  const [mine, theirs] = [a.activation.at(write), a.activation.at(other)];
  if (mine === NONE || theirs === NONE) return false;
  const caller = commonCaller(trace, mine, theirs);
  const [x, y] = [stepOf(trace, mine, caller), stepOf(trace, theirs, caller)];
  return x !== y && caller !== mine && caller !== theirs && s.atom.at(acts.startSegment.at(x)) === s.atom.at(acts.startSegment.at(y));
}

/**
 * Who calls others and looks at what they left, by himself or by another helper, takes it for its own only if the other store was made for another call of it. A script that sets things going and shows what
 * has come of them is none.
 */
function isForAnotherReader(trace: Trace, write: number, read: number, other: number): boolean {
  const { accesses: a, activations: acts } = trace;
  const [writer, reader] = [a.activation.at(write), a.activation.at(read)];
  if (writer === reader || writer === NONE || reader === NONE) return true;
  const around = commonCaller(trace, writer, reader);
  if (around === NONE || around === writer) return true;
  return callersUpFrom(trace, a.activation.at(other)).some((caller) => caller !== around && acts.fn.at(caller) === acts.fn.at(around));
}

const PART = /^(.*)\.(#?[\w$]+)$/;
const OF_ROW = /(?:^|_)(?:next|prev(?:ious)?|newer|older|left|right)$/i;

/** `node.next = next; prev.next = node`: a function that sets it of two objects puts them in a row. What either holds is its neighbour, whichever call has put it there. */
function areNeighbours(trace: Trace, write: number, other: number): boolean {
  const partOf = (row: number): RegExpExecArray | null => PART.exec(trace.site(trace.accesses.site.at(row))?.text ?? '');
  const [, owner, name = ''] = partOf(write) ?? [];
  const [, otherOwner, otherName] = partOf(other) ?? [];
  if (name !== otherName || (owner === otherOwner && !OF_ROW.test(name))) return false;
  return namesOfRows(trace).has(`${trace.site(trace.accesses.site.at(write))?.file} ${name}`);
}

/** Files and names of what some function sets of two objects. */
const namesOfRows = remembered(byEvents, (trace): ReadonlySet<string> => {
  const owners = new Map<string, string>();
  const found = new Set<string>();
  for (const { kind, text, file, function: fn } of trace.sites) {
    const [, owner, name] = kind === 'write' ? (PART.exec(text) ?? []) : [];
    if (owner === undefined) continue;
    const key = `${fn} ${name}`;
    const known = owners.get(key);
    if (known === undefined) owners.set(key, owner);
    else if (known !== owner) found.add(`${file} ${name}`);
  }
  return found;
});

/** Calls from one that sets a timer to the one that its callback makes, and so on. */
const MAX_RENEWALS = 1024;

/**
 * `this.timer = setTimeout(() => this.refresh(), ms)`: what a step of the caller has set going goes on with the place, again and again. Another step (`stop() { clearTimeout(this.timer); }`)
 * wants what is there by then.
 */
function isRenewal(trace: Trace, write: number, read: number, other: number): boolean {
  const { accesses: a, activations: acts } = trace;
  const [writer, reader] = [a.activation.at(write), a.activation.at(read)];
  const first = stepOf(trace, writer, commonCaller(trace, writer, reader));
  let call = a.activation.at(other);
  for (let i = 0; call > first && i < MAX_RENEWALS; i++) {
    call = acts.parent.at(call) === NONE ? madeIn(trace, acts.startSegment.at(call)) : acts.parent.at(call);
  }
  return call === first;
}

/** The call in which the callback of a segment was given away, or what set off the callback that did, and so on back (a timer that is set when a socket closes); NONE. */
function madeIn({ segments: s, tasks }: Trace, segment: number): number {
  let at = segment;
  for (let i = 0; i < MAX_RENEWALS; i++) {
    const task = s.task.at(s.atom.at(at));
    const made = task === NONE ? NONE : tasks.initSegment.at(task);
    if (task === NONE || tasks.creator.at(task) !== NONE || made >= at) return task === NONE ? NONE : tasks.creator.at(task);
    at = made;
  }
  return NONE;
}

function toDraft({ options, trace }: AnalysisContext, location: number, { write, read, other, observed }: Split): Draft {
  const a = trace.accesses;
  const [writeSite, readSite, otherSite] = [a.site.at(write), a.site.at(read), a.site.at(other)];
  const text = locationText(trace, location, writeSite);
  const activation = a.activation.at(write);
  const isCallback = activation === NONE;
  const name = workName(trace, write);
  const isLater = isCallback || trace.activations.sync.at(activation) === 1;
  const later = isLater ? 'in a later callback' : 'after an await';
  const line = (site: number): string => lineText(trace, options, site);
  const by = areHandlers(trace, write, other) ? 'another request' : `another ${isCallback ? 'run' : 'call'} of ${name}`;
  const [sets, done] = isFilling(trace, write) ? ['fills', 'filled'] : ['sets', 'set'];
  const set = { lane: 0, text: `${sets} ${text} for itself`, site: writeSite, access: write };
  const use = { lane: 0, text: `uses ${text}`, site: readSite, access: read };
  const foreign = { lane: 1, text: `${sets} ${text} for itself`, site: otherSite, access: other };
  return {
    kind: 'race.atomicity',
    key: `own ${writeSite},${readSite}`,
    confidence: observed ? 0.8 : 0.65,
    verdict: observed ? 'observed' : 'predicted',
    consequence: false,
    message: `\`${text}\` is ${done} in ${name} (${line(writeSite)}) and used ${later} (${line(readSite)}); ${by} ${observed ? done : `can ${sets.slice(0, -1)}`} it in between (${line(otherSite)}), and the first goes on with what is not its own.`,
    why: [
      isLater ? 'the use comes in a later callback' : 'an await lies between the write and the read',
      'all calls share one place',
      'no lock is held over both',
    ],
    places: [
      { site: writeSite, role: 'write', access: write },
      { site: readSite, role: 'read', access: read },
      { site: otherSite, role: 'other write', access: other },
    ],
    segments: [a.segment.at(write), a.segment.at(read), a.segment.at(other)],
    activations: isCallback ? [] : [activation, a.activation.at(other)],
    scenario: {
      lanes: [`${name} (first)`, `${name} (second)`],
      happened: observed ? [set, foreign, use] : [set, use, foreign],
      other: observed ? [set, use, foreign] : [set, foreign, use],
      otherTitle: observed ? 'What would be safe' : 'What can happen',
    },
  };
}
