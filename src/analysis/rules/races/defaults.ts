/**
 * race.order.use-before-init, defaults: a program starts with settings that stand in its code, or with an empty collection, and loads those that it is meant to have; a request that came before they
 * were there was answered by the defaults, or as if there were none; or what was added to the empty list meanwhile went with it. Only where it happened, and where the loading was on its way: who loads in the background may have meant the defaults for the meantime.
 */
import {
  FLAG_ADDS,
  FLAG_AWAITED,
  FLAG_CONDITION,
  FLAG_HOLLOW,
  FLAG_NEEDS_INIT,
  LOCATION_PROPERTY,
  MORE_OR_VALUE,
  VALUE_OBJECT,
  VALUE_PROMISE,
} from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import { TASK_FLOATING, type MessageRow, type SiteRow, type Trace } from '../../../model/trace.ts';
import { decidesBranch, functionOf, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import type { Coverage } from '../../shared/coverage.ts';
import type { AnalysisContext } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { callersUpFrom, intervalBehind, isWithin } from '../../lineage.ts';
import { functionLabel, lastName } from '../../names.ts';
import { lineText } from '../../locate.ts';
import { isFromOutside, rootOf } from '../../roots.ts';
import { callsNamed, hasSite, sitesOfKind } from '../../siteIndex.ts';
import { isLeftAlone } from '../promises/leftAlone.ts';
import { isBefore } from '../../waiting/wakers.ts';

const READ_LIMIT = 256;
const MAX_STEPS = 64;
/** Calls between one that adds and the code that has begun the loading. */
const MAX_DEPTH = 2;
const MAKER = /(?:^|\.)(\w+)\.constructor$/;
/** What is loaded once and meant for everybody. */
const SETTINGS =
  /(?:config|conf|settings?|options|flags|features|rules|polic(?:y|ies)|limits|plugins?|preferences|schema|locales?|messages|translations)$/i;

export function findDefaultUsed(context: AnalysisContext, group: LocationAccesses, coverage: Coverage): Draft | undefined {
  const { trace, order, options } = context;
  const { accesses: a, locations, segments: s } = trace;
  const [write] = group.writes;
  if (write === undefined || group.writes.length > 1) return undefined;
  const isVariable = locations.variable.at(group.location) !== NONE;
  if (!isVariable && locations.kind.at(group.location) !== LOCATION_PROPERTY) return undefined;
  const [value, writeSite, set] = [a.value.at(write), a.site.at(write), a.segment.at(write)];
  const isHollow = trace.hasFlag(writeSite, FLAG_HOLLOW);
  // What comes in a callback has been waited for, too.
  const isLoaded = trace.hasFlag(writeSite, FLAG_AWAITED) || (isHollow && s.task.at(s.atom.at(set)) !== NONE);
  if (!isLoaded || value < VALUE_OBJECT || (value & VALUE_PROMISE) !== 0) return undefined;
  const name = locationText(trace, group.location, writeSite);
  const lost = isMadeAnew(trace, group, write) ? additionsTo(trace, group, write) : new Set<number>();
  // What was loaded at the start is no default: what comes later is newer, and no more.
  const isLoadedFirst = trace.variables[locations.variable.at(group.location)]?.loaded === true;
  const isKnown = !isLoadedFirst && (SETTINGS.test(name) || addsToDefaults(trace, group, write));
  if (!isHollow && !isKnown && lost.size === 0) return undefined;
  if (rootOf(trace, set) !== NONE || intervalBehind(trace, set) !== NONE) return undefined;
  const isEarly = (row: number): boolean => {
    const segment = a.segment.at(row);
    if (a.write.at(row) === 1 || a.position.at(row) > a.position.at(write) || s.thread.at(segment) !== s.thread.at(set)) return false;
    const isLost = lost.has(row);
    if (!isLost && !trace.hasFlag(a.site.at(row), FLAG_NEEDS_INIT | FLAG_CONDITION)) return false;
    if (isLost && isKnownOf(trace, coverage, write, row)) return false;
    const isInStep = (isLost || isAskedAtOnce(row)) && isBegunInStep(trace, write, row);
    if (!(isLost || ((isHollow || isKnown) && isOnItsOwn(row))) || (!isInStep && order.isOrdered(segment, set))) return false;
    const isOnItsWay = isInStep || isBegun(trace, write, segment) || ((isHollow || isLost) && isUnderWay(trace, set, segment));
    return isOnItsWay && (isLost || !isHollow || isLeft(row) || isUsedLater(row)) && !coverage.isCovered(write, row);
  };
  // `names.load(); names.has(id)`: another function, and nobody asks it again when it would know.
  const isAskedAtOnce = (row: number): boolean =>
    isLeft(row) &&
    group.rows.every((other) => a.position.at(other) <= a.position.at(write) || functionOf(trace, other) !== functionOf(trace, row));
  // What comes from outside; or work that the program begins itself, at a time of its own: nothing makes it wait for what is loaded, nor come again when that is there.
  const isLeft = (row: number): boolean => isHollow && (isKnown || !asksElsewhere(trace, row)) && isLeftByUser(trace, write, row);
  const isOnItsOwn = (row: number): boolean => {
    const segment = a.segment.at(row);
    if (isFromOutside(trace, rootOf(trace, segment)) || isLeft(row)) return true;
    if (!isHollow) return false;
    if (isUnaskedMessage(trace, segment)) return !order.isOrdered(set, segment);
    return (
      trace.taskType(s.task.at(s.atom.at(segment))) === 'Timeout' &&
      intervalBehind(trace, segment) === NONE &&
      !order.isOrdered(set, segment)
    );
  };
  // What requests use empty and never full may be something else than what is loaded for them; not where nobody else uses it.
  const isUsedLater = (row: number): boolean => {
    const isAgain = (later: number): boolean => a.site.at(later) === a.site.at(row) && isOnItsOwn(later);
    if (group.rows.some((later) => a.position.at(later) > a.position.at(write) && isAgain(later))) return true;
    const isOfHandler = (other: number): boolean => other === write || functionOf(trace, other) === functionOf(trace, row);
    if (!group.rows.every(isOfHandler)) return false;
    if (isUnaskedMessage(trace, a.segment.at(row))) return true;
    const isShown =
      (!decidesBranch(trace, row) || trace.hasMore(a.site.at(row), MORE_OR_VALUE)) && !isToldBeside(trace, coverage, write, row);
    return isShown && isFromOutside(trace, rootOf(trace, a.segment.at(row)));
  };
  const read = group.rows.slice(0, READ_LIMIT).find(isEarly);
  if (read === undefined) return undefined;
  const readSite = a.site.at(read);
  const isRequest = isFromOutside(trace, rootOf(trace, a.segment.at(read)));
  const loader = functionLabel(trace, functionOf(trace, write));
  const isLost = lost.has(read);
  const had = isLost ? 'what is added there goes with the old one' : isHollow ? 'nothing in it' : 'the defaults';
  const used = { lane: 1, text: `uses ${name}: ${had}`, site: readSite, access: read };
  const sets = { lane: 0, text: `sets ${name}`, site: writeSite, access: write };
  return {
    kind: 'race.order.use-before-init',
    key: `${writeSite}`,
    confidence: 0.65,
    verdict: 'observed',
    consequence: false,
    message: isLost
      ? `What was added to \`${name}\` (${lineText(trace, options, readSite)}) is lost: ${loader} put what it had loaded in its place (${lineText(trace, options, writeSite)}), and nothing makes the addition wait for that.`
      : `\`${name}\` was used (${lineText(trace, options, readSite)}) ${isHollow ? 'while it was still empty,' : 'with its default'} before what ${loader} loads is set (${lineText(trace, options, writeSite)}): nothing makes the ${isRequest ? 'request' : 'use'} wait.`,
    why: [
      `what sets it was on its way when the ${isRequest ? 'request' : 'use'} came`,
      isLost
        ? 'what is put there is made without a look at what was there'
        : `\`${name}\` ${isHollow ? 'is empty' : 'has its defaults'} until then`,
    ],
    places: [
      { site: readSite, role: 'use', access: read },
      { site: writeSite, role: 'set', access: write },
    ],
    segments: [a.segment.at(read), set],
    activations: [],
    scenario: {
      lanes: ['initialiser', isRequest ? 'request' : 'user'],
      happened: [used, sets],
      other: [sets, { ...used, text: `waits for it, then uses ${name}` }],
      otherTitle: 'What would be safe',
    },
  };
}

/** `{ at: state.loadedAt ?? 'never', news: state.news.map(…) }`: the same step reads something else that is set with it, which says whether it is there. */
function isToldBeside(trace: Trace, coverage: Coverage, write: number, read: number): boolean {
  const { accesses: a } = trace;
  const set = coverage.accessesOfStep(write).filter((row) => a.write.at(row) === 1 && !trace.hasFlag(a.site.at(row), FLAG_HOLLOW));
  const places = new Set(set.map((row) => a.location.at(row)));
  return coverage.accessesOfStep(read).some((row) => a.write.at(row) === 0 && places.has(a.location.at(row)));
}

/** `flags.init(); const user = await load(id); render(user, flags)`: whoever uses it has begun the loading itself, in an earlier step of the same call, and dropped its promise, where it waits for other things. */
function isLeftByUser(trace: Trace, write: number, use: number): boolean {
  const { accesses: a, activations: acts, tasks } = trace;
  const work = callersUpFrom(trace, a.activation.at(write)).findLast((at) => !isWithin(trace, a.activation.at(use), at));
  const [by, promise] = work === undefined ? [NONE, NONE] : [acts.parent.at(work), acts.promise.at(work)];
  if (work === undefined || by === NONE || promise === NONE || (tasks.flags.at(promise) & TASK_FLOATING) === 0) return false;
  if (!isWithin(trace, a.activation.at(use), by) || !isLeftAlone(trace, write, use)) return false;
  // `refresh(); return this.rows`: what is there by now will do, and the rest is for the next time.
  const isAtOnce = trace.segments.atom.at(acts.startSegment.at(work)) === trace.segments.atom.at(a.segment.at(use));
  return !isAtOnce || functionOf(trace, use) !== acts.fn.at(by);
}

/** `return known.get(word) ?? ask(word)`: what is not there yet may be asked for elsewhere. */
function asksElsewhere(trace: Trace, read: number): boolean {
  const at = trace.site(trace.accesses.site.at(read));
  const isElsewhere = (site: SiteRow): boolean =>
    (site.kind === 'call' || site.kind === 'await') && at !== undefined && isBefore(at, site) && !site.text.startsWith(at.text);
  return hasSite(trace, functionOf(trace, read), isElsewhere);
}

/** A message to a worker or child process that has said nothing yet: it is the answer to nothing, and whoever sent it knows nothing of what is loaded there. */
function isUnaskedMessage(trace: Trace, segment: number): boolean {
  const { segments: s } = trace;
  const [thread, atom] = [s.thread.at(segment), s.atom.at(segment)];
  const isReceived = ({ receiveSegment }: MessageRow): boolean => receiveSegment !== NONE && s.atom.at(receiveSegment) === atom;
  if (!trace.messages.some(isReceived)) return false;
  const isEarlier = ({ postSegment }: MessageRow): boolean =>
    postSegment !== NONE && s.thread.at(postSegment) === thread && s.startNs.at(postSegment) < s.startNs.at(atom);
  return !trace.messages.some(isEarlier);
}

const ADDS = /\.(?:push|unshift)$/;
/** What is put under a key. */
const PUTS = /\.(?:set|add)$|\[[^[\]]*\]$/;
const TAKES = ['pop', 'shift', 'splice'];
/** `this.rows.push(row)`, `this.views.set(name, view)`, `views[name] = view`: the collection is read to add something to it. What a cache keeps, which was waited for or is looked at right after, is no addition. */
function isAddition(trace: Trace, read: number): boolean {
  const { accesses: a } = trace;
  const at = trace.site(a.site.at(read));
  const isThere = ({ line, column }: SiteRow): boolean => line === at?.line && column === at.column;
  const isHere = (site: SiteRow): boolean => {
    const { kind, text, flags = 0 } = site;
    if (!isThere(site)) return false;
    if (kind === 'call') return ADDS.test(text) && text.replace(ADDS, '') === at?.text;
    return kind === 'write' && (flags & FLAG_AWAITED) === 0 && PUTS.test(text) && text.replace(PUTS, '') === at?.text && !isLookedAt;
  };
  const fn = trace.functionAt(a.site.at(read));
  // Later on, or there itself: `weights[name] ??= …`.
  const isLook = (site: SiteRow): boolean =>
    site.kind === 'read' &&
    at !== undefined &&
    (isThere(site) ? site.text.startsWith(`${at.text}[`) : site.text === at.text && isBefore(at, site));
  const isLookedAt = hasSite(trace, fn, isLook);
  return a.write.at(read) === 0 && hasSite(trace, fn, isHere);
}

/** Those that nobody has seen by the time of the write, but for who made them. */
function additionsTo(trace: Trace, { rows }: LocationAccesses, write: number): ReadonlySet<number> {
  const { accesses: a } = trace;
  const before = rows.filter((row) => a.position.at(row) < a.position.at(write)).slice(0, READ_LIMIT);
  const added = new Set(before.filter((row) => isAddition(trace, row)));
  const looks = before.filter((row) => !added.has(row));
  const isSeen = (row: number): boolean =>
    looks.some((look) => a.position.at(look) > a.position.at(row) && a.segment.at(look) !== a.segment.at(row));
  return new Set([...added].filter((row) => !isSeen(row)));
}

/** Nothing of the old one goes into it: its function, and the call, never look there; and nobody takes anything out of it, as out of a queue. */
function isMadeAnew(trace: Trace, { rows }: LocationAccesses, write: number): boolean {
  const { accesses: a } = trace;
  if (trace.hasFlag(a.site.at(write), FLAG_ADDS)) return false;
  const [call, fn] = [a.activation.at(write), functionOf(trace, write)];
  const isOwn = (row: number): boolean =>
    a.position.at(row) < a.position.at(write) &&
    (functionOf(trace, row) === fn || (call !== NONE && isWithin(trace, a.activation.at(row), call)));
  const list = trace.site(a.site.at(write))?.text ?? '';
  const isTaken = TAKES.some((method) =>
    callsNamed(trace, method).some((site) => lastName(trace.site(site)?.text.slice(0, -method.length - 1) ?? '') === lastName(list)),
  );
  return !isTaken && !rows.some(isOwn);
}

/** `settings = { ...settings, ...loaded }`; not a list that grows, `rows = [...loaded, ...rows]`. */
function addsToDefaults(trace: Trace, { rows }: LocationAccesses, write: number): boolean {
  const { accesses: a } = trace;
  if (trace.hasFlag(a.site.at(write), FLAG_ADDS)) return false;
  const isOwn = (row: number): boolean => a.write.at(row) === 0 && row !== write && a.activation.at(row) === a.activation.at(write);
  return a.activation.at(write) !== NONE && rows.some((row) => isOwn(row) && a.segment.at(row) === a.segment.at(write));
}

/** What loads it had begun. */
function isBegun({ accesses: a, activations: acts, segments: s }: Trace, write: number, read: number): boolean {
  const loader = a.activation.at(write);
  return loader !== NONE && acts.startNs.at(loader) < s.startNs.at(read);
}

/** What loads it may know of an addition: it has asked once more since, or has looked, before it stores, at something else that was changed with it (`if (changes !== before) continue`). */
function isKnownOf(trace: Trace, coverage: Coverage, write: number, added: number): boolean {
  const { accesses: a, activations: acts, suspensions: s } = trace;
  const loader = a.activation.at(write);
  for (let at = loader === NONE ? NONE : acts.lastSuspension.at(loader); at !== NONE; at = s.previous.at(at)) {
    if (s.segment.at(at) > a.segment.at(added)) return true;
  }
  const changed = new Set(coverage.accessesOfStep(added).flatMap((row) => (a.write.at(row) === 1 ? [a.location.at(row)] : [])));
  return coverage
    .accessesOfStep(write)
    .some((row) => a.write.at(row) === 0 && changed.has(a.location.at(row)) && decidesBranch(trace, row));
}

/** What loads it was called in the step of the addition, by a call that came before: where calls are not recorded, in the code. */
function isBegunInStep(trace: Trace, write: number, added: number): boolean {
  const { accesses: a, activations: acts, segments: s } = trace;
  const [user, step] = [a.activation.at(added), s.atom.at(a.segment.at(added))];
  const callsOf = (fn: number): readonly number[] => {
    const [, made] = MAKER.exec(trace.functions[fn]?.name ?? '') ?? [];
    if (made === undefined) return callsNamed(trace, lastName(functionLabel(trace, fn)));
    return sitesOfKind(trace, 'new').filter((site) => lastName(trace.site(site)?.text ?? '') === made);
  };
  // `store.load(); fill()`, where `fill` adds; `const store = new Store(file); store.add(row);`, where the constructor loads.
  const callsUp = (fn: number, depth = MAX_DEPTH): readonly number[] =>
    callsOf(fn).flatMap((site) => (depth === 0 ? [site] : [site, ...callsUp(trace.functionAt(site), depth - 1)]));
  const standsBefore = (work: number): boolean =>
    callsUp(acts.fn.at(work)).some((load) =>
      callsUp(functionOf(trace, added)).some((add) => {
        const [x, y] = [trace.site(load), trace.site(add)];
        return x !== undefined && y !== undefined && trace.functionAt(load) === trace.functionAt(add) && isBefore(x, y);
      }),
    );
  const isEarlier = (work: number): boolean => {
    if (s.atom.at(acts.startSegment.at(work)) !== step) return false;
    return user === NONE || isWithin(trace, work, user) ? standsBefore(work) : work < user && !isWithin(trace, user, work);
  };
  return s.atom.at(a.segment.at(write)) !== step && callersUpFrom(trace, a.activation.at(write)).some(isEarlier);
}

/** What a segment belongs to was set off before another one began, or in its step before a position: its task, or the input that it goes on with in a later tick. */
export function isUnderWay(trace: Trace, segment: number, since: number, position = 0): boolean {
  const { segments: s, tasks } = trace;
  let at = segment;
  for (let step = 0; at !== NONE && step < MAX_STEPS; step++) {
    const task = s.task.at(s.atom.at(at));
    if (task === NONE || (step > 0 && IS_LATER.test(trace.taskType(task)))) return false;
    const setOff = tasks.initSegment.at(task);
    if (setOff !== NONE && (setOff < s.atom.at(since) || (setOff <= since && tasks.initPosition.at(task) < position))) return true;
    at = setOff;
  }
  return false;
}

/** A function that is only called at a later time had not begun before that. */
const IS_LATER = /^(?:Timeout|Immediate)$/;

/** The function that sets it was called in the step of the use, and not by who had missed it: nobody waits for that. */
export function isLeftInStep(trace: Trace, write: number, use: number): boolean {
  const { accesses: a, activations: acts, segments: s } = trace;
  const work = callersUpFrom(trace, a.activation.at(write)).findLast((call) => !isWithin(trace, a.activation.at(use), call));
  if (work === undefined || s.atom.at(acts.startSegment.at(work)) !== s.atom.at(a.segment.at(use))) return false;
  return isLeftAlone(trace, write, use);
}
