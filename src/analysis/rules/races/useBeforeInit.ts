/**
 * race.order.use-before-init, and with lastWrite.ts race.order.last-write: two accesses that nothing orders, where one order is wrong (detection.md §3.4).
 */
import {
  FLAG_AT_ONCE,
  FLAG_AWAITED,
  FLAG_DECLARED_EMPTY,
  FLAG_FIRST_VALUE,
  FLAG_GIVEN,
  FLAG_HAS_VALUE,
  FLAG_HOLLOW,
  FLAG_NEEDS_INIT,
  FLAG_STANDS_IN,
  LOCATION_ENTRY,
  LOCATION_WHOLE,
  MORE_CAUGHT,
  ROOT_HTTP_REQUEST,
  VALUE_NULL,
  VALUE_UNDEFINED,
  VALUE_UNKNOWN,
} from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import { TASK_PROMISE, type Trace } from '../../../model/trace.ts';
import { atomOf, decidesBranch, functionOf, lastBefore, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import { beginningOf } from '../../shared/beginnings.ts';
import type { Coverage } from '../../shared/coverage.ts';
import { usedBy } from '../../shared/given.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { callBehind, isHeard, isWithin, segmentBehind, taskBehindTicks } from '../../lineage.ts';
import type { Order } from '../../order/order.ts';
import { IS_TEST } from '../../testFiles.ts';
import { lineText } from '../../locate.ts';
import { isAccepted, isFromOutside, pieceOnConnection, requestOf, rootOf } from '../../roots.ts';
import { sitesIn } from '../../siteIndex.ts';
import { findDefaultUsed, isLeftInStep, isUnderWay } from './defaults.ts';
import { findLastWrite } from './lastWrite.ts';
import { isMadeBehind } from './madeBehind.ts';
import { howNeeded, isAnotherRequest, isFirstOfAll, isMadeOfOld, type Need, USES } from './needed.ts';
import { isLeftAlone, isLeftToListener } from '../promises/leftAlone.ts';
import { arePostedApart } from './postedApart.ts';
import { hasSleptOver, isLaidOut } from './sleptOver.ts';
import { isOpenedBefore } from './streamTurns.ts';
import { isBefore } from '../../waiting/wakers.ts';
import { isSentSince } from '../../order/sentDatagrams.ts';
import { callbackBehind, clientBehind, isLetInBefore } from '../../order/connections.ts';

const BROADCASTS = /\bBroadcastChannel$/;
const POSTS = /\.postMessage$/;

export const useBeforeInitRule: Rule = { kinds: ['race.order.use-before-init', 'race.order.last-write'], run: findOrderRaces };

/** Reads that are tried for one location. */
const READ_LIMIT = 256;
/** What runs when data of a connection has come; `connect` alone says nothing about the other side. */
const BRINGS_DATA = new Set(['TCPWRAP', 'PIPEWRAP', 'TLSWRAP', 'HTTPCLIENTREQUEST']);
const ANSWER_WINDOW = 4096;
/** Accesses before a use among which the question whether it may come is. */
const ASKED_WINDOW = 64;
/** `id in names` is of `names[id]`. */
const ASKS_FOR_KEY = /^(.+) in (.+)$/;
const SEARCHES = /\.(?:find|includes|some|indexOf|findIndex)$/;
const CONNECTS = /^(?:TCP|PIPE)CONNECTWRAP$/;
const LONG_SLACK_NS = 1e9;
const TOO_LONG_SLACK_NS = 10e9;

function findOrderRaces(context: AnalysisContext): Draft[] {
  const { sharedGroups: groups, holding, coverage } = factsOf(context);
  const drafts: Draft[] = [];
  for (const group of groups) {
    if (context.options.isCancelled()) break;
    const early = findUseBeforeInit(context, group, coverage);
    if (early !== undefined) drafts.push(early);
    const late = findLastWrite(context, holding, group);
    if (late !== undefined) drafts.push(late);
  }
  return drafts;
}

/** Two calls of one function, the second of which came while the first one, which sets the value, still waited. */
function isOfTwin({ accesses: a, activations: acts }: Trace, write: number, read: number): boolean {
  const [setter, user] = [a.activation.at(write), a.activation.at(read)];
  return setter !== NONE && user !== NONE && setter < user && acts.fn.at(setter) === acts.fn.at(user);
}

/** `slack`: by how much something would have to be late for the order to flip. */
function withSlack(confidence: number, slackNs: number): number {
  if (slackNs >= TOO_LONG_SLACK_NS) return 0;
  return slackNs >= LONG_SLACK_NS ? confidence * 0.5 : confidence;
}

/** A delay lies between the two, by which somebody waits for the value. */
function isGuessed(context: AnalysisContext, write: number, read: number): boolean {
  return hasSleptOver(context.trace, write, read) || isLaidOut(context, write, read);
}

/** A variable without an initial value is set in one callback and used in another that does not wait for it. */
function findUseBeforeInit(context: AnalysisContext, group: LocationAccesses, coverage: Coverage): Draft | undefined {
  const { trace, order, options } = context;
  const a = trace.accesses;
  const s = trace.segments;
  const variable = trace.variables[trace.locations.variable.at(group.location)];
  const isEmpty = (w: number): boolean => a.value.at(w) === VALUE_UNDEFINED || a.value.at(w) === VALUE_NULL;
  // `exports.pool = null` where the module starts gives it no value.
  const write = group.writes.find((w) => !isEmpty(w)) ?? (group.writes[0] as number);
  const isVariable = trace.locations.variable.at(group.location) !== NONE;
  const isHollow = trace.hasFlag(a.site.at(write), FLAG_HOLLOW) && isFilledAtOnce(trace, group, write);
  if (isVariable ? variable?.uninitialised !== true : !startsEmpty(trace, group, write)) {
    const used = findDefaultUsed(context, group, coverage);
    if (used !== undefined || !isHollow) return used;
  }
  // `constructor() { this.rates = null; }` in one class, and `app.rates = await load()` in another file.
  const beginning = beginningOf(trace, group.location, a.site.at(write));
  const isDeclared = isHollow || isVariable || beginning === 'empty' || trace.hasFlag(a.site.at(write), FLAG_DECLARED_EMPTY);
  if (isEmpty(write) || (isVariable && (write !== group.writes[0] || trace.hasFlag(a.site.at(write), FLAG_AT_ONCE)))) return undefined;
  if (!isDeclared && isMadeOfOld(context, write)) return undefined;
  const writeSegment = a.segment.at(write);
  // What is stored under a key for whoever answers (`waiting.set(id, resolve)`) comes before the answer, by an order that is not seen.
  const isOnly = trace.locations.kind.at(group.location) === 0 && group.writes.filter((w) => !isEmpty(w)).length === 1;
  const isOfOwn = isVariable || beginning !== undefined || write !== group.writes[0] || isFirstOfAll(trace, group, write);
  const aside = new LoadedAside(trace, group, write);
  let best:
    | { readonly read: number; readonly how: Need; readonly confidence: number; readonly observed: boolean; readonly isAlways: boolean }
    | undefined;
  let tried = 0;
  // What a property held is not recorded, nor is every constructor that gave it something: but the one of its own class gave it nothing.
  const setter = trace.functions[trace.functionAt(a.site.at(write))]?.name ?? '';
  const isOfClass = setter.startsWith(`${trace.string(trace.locations.className.at(group.location))}.`);
  if (!(isDeclared && (isVariable || isOfClass)) && hadValue(context, group, write)) return undefined;
  for (const read of group.rows) {
    const how = a.write.at(read) === 1 ? undefined : howNeeded(context, group, write, read, isHollow);
    if (how === undefined || (!isDeclared && trace.hasFlag(a.site.at(read), FLAG_HAS_VALUE))) continue;
    if (++tried > READ_LIMIT) break;
    const segment = a.segment.at(read);
    if (s.thread.at(segment) !== s.thread.at(writeSegment)) continue;
    // Of two messages that one is sent the sender alone decides which comes first.
    const observed = a.position.at(read) < a.position.at(write);
    const areApart = arePostedApart(context, writeSegment, segment, observed);
    if (areApart !== true && (order.isOrdered(writeSegment, segment) || !order.crossesTurn(writeSegment, segment))) continue;
    // What a property held is not recorded: nothing, as far as the file says.
    const seen = a.value.at(read);
    const hasValue = !isHollow && seen !== VALUE_UNDEFINED && seen !== VALUE_NULL;
    // Nor is what a variable of another file held (`store.client` of `import * as store`).
    const isByName = isVariable && trace.site(a.site.at(read))?.text === variable?.name;
    if (observed && hasValue && (isByName || seen !== VALUE_UNKNOWN)) continue;
    if (observed && !isDeclared && !isOfOwn && seen === VALUE_UNKNOWN) continue;
    if (observed && isOfLaterTest(trace, write, read)) continue;
    // A use that must come first is no race, unless it met nothing while the value was on its way.
    const isAlways = areApart !== true && order.isOrdered(segment, writeSegment);
    const isLeftOut = isLeftInStep(trace, write, read) || (observed && isOfTwin(trace, write, read));
    // What a request has set going in this very step, before it looked, was missed each time.
    const since = how === 'stood in for' ? a.position.at(read) : 0;
    const isOnItsWay = isAlways && (isLeftOut || ((isDeclared || since > 0) && isUnderWay(trace, writeSegment, segment, since)));
    if (isAlways && !isOnItsWay) continue;
    if (coverage.isCovered(write, read) || isUsedByMaker(context, group, write, read)) continue;
    if (!observed && (isCounted(context, group, write, read) || isSetAtConnect(context, writeSegment, segment))) continue;
    if (!observed && isSetInTurn(trace, writeSegment, segment)) continue;
    if (!observed && (isOfClient(trace, order, writeSegment, segment) || isLetInBefore(trace, writeSegment, segment))) continue;
    if (!observed && (isAnswered(trace, order, writeSegment, segment) || coverage.isCoveredLater(order, write, read))) continue;
    if (!observed && (isSetAbove(trace, group, write, read) || coverage.isCoveredBehind(write, read))) continue;
    if (!observed && (isBroadcast(trace, write, segment) || isMadeBehind(context, write, read))) continue;
    if (!observed && (isOpenedBefore(trace, write, read) || coverage.isAsserted(order, write, read))) continue;
    if (!observed && (isAskedBefore(context, group, read) || factsOf(context).handedOver.isAfter(write, read))) continue;
    if (!observed && areApart === false) continue;
    if (!observed && areApart === undefined && factsOf(context).drained.isBefore(writeSegment, segment)) continue;
    // Other writes that do come first make the use safe.
    if (group.writes.some((w) => w !== write && !isEmpty(w) && order.isOrdered(a.segment.at(w), segment))) continue;
    const slack = s.startNs.at(segment) - s.startNs.at(writeSegment);
    const isAside = isOfOwn && (isLeftAlone(trace, write, read) || isAnotherRequest(trace, segment, writeSegment));
    const isUnwaited = isOnly && (isAside || (isHeard(trace, segment) && isLeftToListener(trace, write, read)));
    const isLikely = isDeclared || isUnwaited || aside.isUsedBy(order, segment);
    const confidence = observed
      ? isVariable
        ? 0.9
        : 0.8
      : withSlack(!isLikely ? 0.3 : isGuessed(context, write, read) ? 0.45 : 0.65, slack);
    if (best === undefined || confidence > best.confidence) best = { read, how, confidence, observed, isAlways };
  }
  if (best === undefined) return undefined;
  // What the program asks itself, as in tests, it asks when it has what is needed for the answer.
  const { askedSince } = factsOf(context);
  const user = a.segment.at(best.read);
  if (best.how !== 'used' && askedSince.isBetween(writeSegment, user)) return undefined;
  if (isFromOutside(trace, rootOf(trace, user)) && askedSince.hasRequest(writeSegment, user)) return undefined;
  const [readSite, writeSite] = [a.site.at(best.read), a.site.at(write)];
  const name = variable?.name ?? locationText(trace, group.location, readSite).replace(SEARCHES, '').replace(ASKS_FOR_KEY, '$2[$1]');
  const useTooEarly = { lane: 1, text: `uses ${name}: not set yet`, site: readSite, access: best.read };
  const [used, end] = USES[best.how];
  const set = { lane: 0, text: `sets ${name}`, site: writeSite, access: write };
  return {
    kind: 'race.order.use-before-init',
    key: `${writeSite}`,
    confidence: best.confidence,
    verdict: best.observed ? 'observed' : 'predicted',
    consequence: best.observed,
    message: `\`${name}\` ${best.observed ? 'was' : 'may be'} ${used} (${lineText(trace, options, readSite)}) before it is set (${lineText(trace, options, writeSite)}): nothing makes the ${best.how === 'used' || rootOf(trace, user) === NONE ? 'use' : 'request'} wait${end}.`,
    why: [
      best.isAlways ? 'what sets it was on its way, and the use did not wait for it' : 'no await, callback or message orders the two',
      `\`${name}\` has no value until then`,
      ...(isGuessed(context, write, best.read) ? ['a delay lies before the use: it only guesses how long that takes'] : []),
    ],
    places: [
      { site: readSite, role: 'use', access: best.read },
      { site: writeSite, role: 'set', access: write },
      ...usedBy(trace, best.read),
    ],
    segments: [a.segment.at(best.read), writeSegment],
    activations: [],
    scenario: {
      lanes: ['initialiser', 'user'],
      happened: best.observed ? [useTooEarly, set] : [set, { ...useTooEarly, text: `uses ${name}` }],
      other: best.observed ? [set, { ...useTooEarly, text: `waits for it, then uses ${name}` }] : [useTooEarly, set],
      otherTitle: best.observed ? 'What would be safe' : 'What can happen',
    },
  };
}

/** What stands in an empty collection comes there in one step, with what has been waited for: a timer by itself brings news, of which nobody could know before. */
function isFilledAtOnce(trace: Trace, { writes }: LocationAccesses, write: number): boolean {
  const { accesses: a, segments: s } = trace;
  const task = s.task.at(atomOf(trace, write));
  if (task === NONE || writes.some((other) => atomOf(trace, other) !== atomOf(trace, write))) return false;
  return (
    trace.hasFlag(a.site.at(write), FLAG_AWAITED) || isAfterAwait(trace, write) || !/^(?:Timeout|Immediate)$/.test(trace.taskType(task))
  );
}

/** `link.writer.start = 0; const packet = link.writer.alloc(size);`: whoever used it before the first write that is known, and went on, has found something there. */
function hadValue(context: AnalysisContext, { rows }: LocationAccesses, write: number): boolean {
  const { trace } = context;
  const { accesses: a } = trace;
  const { coverage } = factsOf(context);
  const uses = (row: number): boolean => {
    const site = a.site.at(row);
    return a.write.at(row) === 0 && trace.hasFlag(site, FLAG_NEEDS_INIT) && !trace.hasMore(site, MORE_CAUGHT);
  };
  const goesOn = (use: number): boolean => {
    const at = trace.site(a.site.at(use));
    const isBehind = (row: number): boolean => {
      const site = trace.site(a.site.at(row));
      return at !== undefined && site?.function === at.function && a.activation.at(row) === a.activation.at(use) && isBefore(at, site);
    };
    return coverage.accessesOfStep(use).some((row) => row > use && isBehind(row));
  };
  const early = rows.slice(0, rows.indexOf(write)).filter(uses);
  // `hooks.after = hooks.after.slice(0, place)`; and of a call that has waited since: `if (!(rooms.get(kind) > 0)) return; await …; rooms.set(kind, …)`.
  const last = early.at(-1);
  const isOfWrite =
    last !== undefined && atomOf(trace, last) === atomOf(trace, write) && functionOf(trace, last) === functionOf(trace, write);
  // In whatever function the call that sets it later has used it before, it has not come to its end by that.
  const isOfWriter = (row: number): boolean => a.activation.at(row) !== NONE && a.activation.at(row) === a.activation.at(write);
  return isOfWrite || early.slice(0, ASKED_WINDOW).some(goesOn) || early.some(isOfWriter);
}

/**
 * The value is set for a request, or one has waited for it, and the use waited for data that came from a socket since, on a connection that the program itself opened: a client in the same
 * process, as in tests, that waits for the answer to its request, or for what comes back on a connection of another kind.
 */
function isAnswered(trace: Trace, order: Order, write: number, use: number): boolean {
  if (isSentSince(trace, order, write, use)) return true;
  const { segments: s } = trace;
  const root = rootOf(trace, write);
  const socket = s.task.at(s.atom.at(write));
  // For a datagram, and one has come to another socket since.
  const isDatagram = socket !== NONE && trace.taskType(socket) === 'UDPWRAP';
  const client = clientBehind(trace, write);
  // Another client, or the same one on a new connection, who connected when there was an answer.
  const user = clientBehind(trace, use);
  const isBehind = (at: number): boolean =>
    order.isOrdered(at, use) || (user !== NONE && order.isOrdered(at, trace.tasks.initSegment.at(user)));
  let from = write;
  if (!isDatagram && !isFromOutside(trace, root)) {
    for (let at = write + 1; client !== NONE && at <= use && at <= write + ANSWER_WINDOW; at++) {
      if (s.task.at(at) === client && s.atom.at(at) === at && isBehind(at)) return true;
    }
    // A request has waited for what is set at the start: `await this.ready()`.
    const isServed = (at: number): boolean =>
      order.isOrdered(write, at) && (isFromOutside(trace, rootOf(trace, at)) || pieceOnConnection(trace, at) !== NONE);
    do from++;
    while (from < use && from <= write + ANSWER_WINDOW && !isServed(from));
  }
  const asked = rootOf(trace, from);
  for (let at = from + 1; at < use && at <= write + ANSWER_WINDOW; at++) {
    const task = s.task.at(at);
    if (task === NONE || s.atom.at(at) !== at || s.thread.at(at) !== s.thread.at(write)) continue;
    const type = trace.taskType(task);
    const isOther = isDatagram
      ? type === 'UDPWRAP' && task !== socket
      : BRINGS_DATA.has(type) && (asked === NONE ? !isAccepted(trace, task) : rootOf(trace, at) !== asked);
    if (isOther && isBehind(at)) return true;
  }
  return false;
}

/**
 * The use waited for a message on a BroadcastChannel: whose that was is not known within one thread, and it may be the word that the value is there. Not where the function that sets it posts
 * before it does, and not behind.
 */
function isBroadcast(trace: Trace, write: number, use: number): boolean {
  const textOf = (site: number): string => trace.site(site)?.text ?? '';
  let at = use;
  while (at !== NONE && !BROADCASTS.test(textOf(madeBy(trace, at)))) at = segmentBehind(trace, at);
  if (at === NONE) return false;
  const { site } = trace.accesses;
  const posts = sitesIn(trace, trace.functionAt(site.at(write))).filter((other) => POSTS.test(textOf(other)));
  // Sites are numbered as they stand in the code.
  return posts.length === 0 || posts.some((other) => other > site.at(write));
}

/** The site at which the task of a segment was made. */
function madeBy({ segments: s, tasks }: Trace, segment: number): number {
  const task = s.task.at(s.atom.at(segment));
  return task === NONE ? NONE : tasks.site.at(task);
}

/**
 * The call of the use has asked another function whether the value is there (`await ready()`), which looked; or whoever called it in the same step (`if (this.session) this.#send(sample)`) or set
 * it going (`if (this.places) process.nextTick(callback)`), or a middleware for the same request.
 */
function isAskedBefore({ trace, order }: AnalysisContext, { rows }: LocationAccesses, use: number): boolean {
  const a = trace.accesses;
  const user = a.activation.at(use);
  const request = requestOf(trace, a.segment.at(use));
  const behind = segmentBehind(trace, a.segment.at(use));
  const isOfUse = (row: number): boolean =>
    a.segment.at(row) === a.segment.at(use) ||
    a.segment.at(row) === behind ||
    (user !== NONE && isWithin(trace, a.activation.at(row), user)) ||
    // In the callback of a timer, which the use waits for: `await eventually(() => this.session)`.
    (user !== NONE && isWithin(trace, callBehind(trace, row), user) && order.isOrdered(a.segment.at(row), a.segment.at(use))) ||
    (request !== NONE && requestOf(trace, a.segment.at(row)) === request);
  // `const left = this.token ? this.token.expires - now : 0; if (left <= 0) return renew(); return this.token.text`
  // `while (queue[0]?.tell) { const item = queue.shift(); item.tell(); }`: by another name, which the file does not tell to be the same.
  const isMeant = (row: number): boolean =>
    a.segment.at(row) === a.segment.at(use) &&
    (trace.hasFlag(a.site.at(row), FLAG_STANDS_IN) || trace.site(a.site.at(row))?.text !== trace.site(a.site.at(use))?.text);
  const isAsked = (row: number): boolean =>
    a.write.at(row) === 0 &&
    (decidesBranch(trace, row) || trace.hasFlag(a.site.at(row), FLAG_GIVEN)) &&
    (trace.functionAt(a.site.at(row)) !== trace.functionAt(a.site.at(use)) || isMeant(row)) &&
    isOfUse(row);
  return lastBefore(rows, rows.indexOf(use), ASKED_WINDOW, isAsked) !== undefined;
}

/**
 * The function around the callback of the use has needed another part of the object, which is set in the step of the value: `this.sender.send(data, () => this.socket.end())`. Without that nobody
 * gets to the callback, wherever it is called from in the end.
 */
function isUsedByMaker(context: AnalysisContext, { location }: LocationAccesses, write: number, read: number): boolean {
  const { trace } = context;
  const { accesses: a } = trace;
  const maker = trace.functions[trace.functionAt(a.site.at(read))]?.parentFunction ?? NONE;
  if (maker === NONE || trace.locations.object.at(location) === 0) return false;
  const isNeeded = (row: number): boolean =>
    a.write.at(row) === 0 &&
    a.position.at(row) < a.position.at(read) &&
    trace.functionAt(a.site.at(row)) === maker &&
    trace.hasFlag(a.site.at(row), FLAG_NEEDS_INIT);
  return factsOf(context)
    .groupsBeside(location)
    .some((part) => part.rows.some(isNeeded) && part.writes.some((row) => atomOf(trace, row) === atomOf(trace, write)));
}

/**
 * `if (Object.keys(peers).length < 2) return; …`: whoever set the entry has looked at the whole, and so has somebody after him, before the use. Without the entry that look would have found less.
 */
function isCounted(context: AnalysisContext, { location }: LocationAccesses, write: number, read: number): boolean {
  const { trace, order } = context;
  const { accesses: a, locations } = trace;
  if (locations.object.at(location) === 0) return false;
  const isLook = (row: number): boolean =>
    a.write.at(row) === 0 &&
    a.position.at(row) >= a.position.at(write) &&
    a.position.at(row) < a.position.at(read) &&
    decidesBranch(trace, row);
  const isOwn = (row: number): boolean => atomOf(trace, row) === atomOf(trace, write);
  return factsOf(context)
    .groupsBeside(location)
    .filter((part) => locations.kind.at(part.location) === LOCATION_WHOLE)
    .some(({ rows }) => {
      const looks = rows.filter(isLook);
      const own = new Set(looks.filter(isOwn).map((row) => a.site.at(row)));
      return looks.some((row) => !isOwn(row) && own.has(a.site.at(row)) && order.isOrdered(a.segment.at(row), a.segment.at(read)));
    });
}

/** `await once(socket, 'connect'); this.socket = socket;`: what goes on at once when a socket is connected is done before anything comes from it. */
function isSetAtConnect({ trace, order }: AnalysisContext, write: number, use: number): boolean {
  const { segments: s, tasks } = trace;
  for (let at = write; at !== NONE && s.turn.at(at) === s.turn.at(write); at = s.previous.at(at)) {
    const task = s.task.at(at);
    if (task === NONE || !CONNECTS.test(trace.taskType(task))) continue;
    return order.isOrdered(at, write) && callbackBehind(trace, use, new Map([[tasks.parent.at(task), NONE]])) !== NONE;
  }
  return false;
}

/** `child.on('spawn', () => { this.parts = []; })`: whatever comes over what was made in the turn in which it is set comes in a later one. */
function isSetInTurn(trace: Trace, write: number, use: number): boolean {
  const { segments: s, tasks } = trace;
  const turn = s.turn.at(write);
  for (let [at, step] = [use, 0]; at !== NONE && step < ASKED_WINDOW; at = segmentBehind(trace, at), step++) {
    const task = taskBehindTicks(trace, at);
    const made = task === NONE ? NONE : tasks.initSegment.at(task);
    if (made !== NONE && s.thread.at(made) === s.thread.at(write) && s.turn.at(made) === turn && s.turn.at(at) !== turn) return true;
  }
  return false;
}

/** `client = connect(port)` and a server that uses it for what comes over that connection: whoever connects in this step, or later, is heard of behind it. */
function isOfClient(trace: Trace, order: Order, write: number, use: number): boolean {
  const client = clientBehind(trace, use);
  return client !== NONE && order.isOrdered(write, trace.tasks.initSegment.at(client));
}

/** `if (!(pair in rates)) rates[pair] = await load(pair); return amount * rates[pair];`: whoever does not find it there sets it first. */
function isSetAbove(trace: Trace, { rows }: LocationAccesses, write: number, use: number): boolean {
  const { accesses: a } = trace;
  const [set, used] = [write, use].map((row) => trace.site(a.site.at(row)));
  if (set === undefined || used === undefined || set.function !== used.function || !isBefore(set, used)) return false;
  return rows.some((row) => {
    const look = a.write.at(row) === 0 ? trace.site(a.site.at(row)) : undefined;
    return look?.function === set.function && isBefore(look, set);
  });
}

/** A test sets it for itself, and began after the use: what came before could not wait for it. */
function isOfLaterTest(trace: Trace, write: number, read: number): boolean {
  const { accesses: a, activations, segments: s } = trace;
  const fn = trace.functions[trace.functionAt(a.site.at(write))];
  if (fn === undefined || !IS_TEST.test(fn.name)) return false;
  const activation = a.activation.at(write);
  const begun = activation === NONE ? s.startNs.at(a.segment.at(write)) : activations.startNs.at(activation);
  return begun > s.startNs.at(a.segment.at(read));
}

/**
 * The only value of an entry, loaded when the program started, is used for a request, and nobody waited for the loading: whoever asks for a key that the program has just
 * made has waited until it was there, by an order that is not seen.
 */
class LoadedAside {
  readonly #trace: Trace;
  readonly #isLoaded: boolean;
  readonly #write: number;
  /** Up to here nobody has waited for the write. */
  #until: number | undefined;

  constructor(trace: Trace, group: LocationAccesses, write: number) {
    const { accesses: a, locations } = trace;
    this.#trace = trace;
    this.#write = write;
    const isAwaited = trace.hasFlag(a.site.at(write), FLAG_AWAITED);
    this.#isLoaded =
      locations.kind.at(group.location) === LOCATION_ENTRY &&
      group.writes.every((w) => a.site.at(w) === a.site.at(write)) &&
      (isAwaited || isAfterAwait(trace, write) || isInReaction(trace, write)) &&
      rootOf(trace, a.segment.at(write)) === NONE;
  }

  isUsedBy(order: Order, use: number): boolean {
    if (!this.#isLoaded || this.#trace.roots[rootOf(this.#trace, use)]?.kind !== ROOT_HTTP_REQUEST) return false;
    return use < (this.#until ??= this.#firstWaiter(order));
  }

  /** The first function of the program itself that goes on after an await, because the value is there. */
  #firstWaiter(order: Order): number {
    const { accesses: a, segments: s, tasks, suspensions } = this.#trace;
    const segment = a.segment.at(this.#write);
    const end = Math.min(s.length, segment + ANSWER_WINDOW);
    for (let at = segment + 1; at < end; at++) {
      const task = s.task.at(at);
      const suspension = task === NONE || s.thread.at(at) !== s.thread.at(segment) ? NONE : tasks.suspension.at(task);
      if (suspension === NONE || suspensions.activation.at(suspension) === a.activation.at(this.#write)) continue;
      if (order.isOrdered(segment, at) && rootOf(this.#trace, at) === NONE) return at;
    }
    return end;
  }
}

/** `import(file).then((plugin) => plugins.set(name, plugin))` */
function isInReaction({ accesses: a, segments: s, tasks }: Trace, write: number): boolean {
  const task = s.task.at(s.atom.at(a.segment.at(write)));
  return task !== NONE && (tasks.flags.at(task) & TASK_PROMISE) !== 0;
}

/** The function that writes had waited for something. */
function isAfterAwait({ accesses: a, activations: acts }: Trace, write: number): boolean {
  const activation = a.activation.at(write);
  return activation !== NONE && acts.sync.at(activation) === 0 && acts.startSegment.at(activation) !== a.segment.at(write);
}

/** A property, or an entry of a collection, that the file gives no value but by writes like this one. */
function startsEmpty(trace: Trace, group: LocationAccesses, write: number): boolean {
  const { accesses: a, locations } = trace;
  // An initial value that stands in another file, or that a getter gives.
  const isGiven = beginningOf(trace, group.location, a.site.at(write)) === 'value';
  if (isGiven || locations.kind.at(group.location) === LOCATION_WHOLE) return false;
  return trace.hasFlag(a.site.at(write), FLAG_FIRST_VALUE) && a.how.at(write) === 0;
}
