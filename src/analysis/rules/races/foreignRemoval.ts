/**
 * race.order.last-write, the removal of what somebody else has stored: a task stores an entry, or finds it stored, waits, and removes it at the end without a look at
 * whose it is. Meanwhile the entry was stored anew, and the newer one goes. Or a listener clears a place when its object has ended (`socket.on('close', () => { this.socket = null; })`), and the function that
 * has added it has stored another object there by then. Only what happened is reported.
 */
import { ACCESS_DELETE, ACCESS_PLAIN, LOCATION_WHOLE, VALUE_OBJECT, VALUE_PROMISE } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import {
  atomOf,
  decidesBranch,
  firstFrom,
  functionOf,
  lastBefore,
  locationText,
  type LocationAccesses,
  placeOf,
} from '../../shared/accesses.ts';
import type { SiteRow, Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { type Draft, sitesOfRaces } from '../../finding.ts';
import { isFalsy } from '../../locks/handLocks.ts';
import { callersUpFrom, commonCaller, isInnerFunction, isOneWork, isSetOffBy, isWithin } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, lastName, workName } from '../../names.ts';
import { callsNamed, hasSite } from '../../siteIndex.ts';
import { isBefore } from '../../waiting/wakers.ts';
import { isNothing } from './closes.ts';

export const foreignRemovalRule: Rule = { kinds: ['race.order.last-write'], run: findForeignRemovals };

const WINDOW = 32;
/** `leases.has`, `name in leases`. */
const ASKS_WHETHER = /\.has$| in /;
/** Listeners for the end of something. */
const AT_END =
  /^(?:on|once|addListener|addEventListener)\('(?:close|end|exit|disconnect(?:ed)?|finish)'\)$|(?:^|\.)on(?:close|end|exit|disconnect)$/i;
const ENDS = /^(?:close|destroy|end|terminate|disconnect|stop|quit|shutdown|dispose|release|kill|abort|hangUp)$/;

interface Removal {
  readonly removal: number;
  /** What was there when the work began, and what is there now. */
  readonly older: number;
  readonly newer: number;
}

function findForeignRemovals(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const told = sitesOfRaces(context.earlier);
  const earlier = new Set(context.earlier.filter((d) => d.kind === 'race.order.last-write').flatMap((d) => d.activations));
  const drafts: Draft[] = [];
  for (const group of factsOf(context).sharedGroups) {
    if (context.options.isCancelled()) break;
    if (trace.locations.kind.at(group.location) === LOCATION_WHOLE || group.writes.length < 3) continue;
    const found = findRemoval(context, group);
    if (found === undefined || earlier.has(trace.accesses.activation.at(found.removal))) continue;
    if (trace.accesses.how.at(found.removal) !== ACCESS_DELETE && told.has(trace.accesses.site.at(found.removal))) continue;
    drafts.push(toDraft(context, group.location, found));
  }
  return drafts;
}

function findRemoval(context: AnalysisContext, group: LocationAccesses): Removal | undefined {
  const { trace, order } = context;
  const { holding } = factsOf(context);
  const a = trace.accesses;
  const isStore = (row: number): boolean => a.how.at(row) !== ACCESS_DELETE && !isFalsy(a.value.at(row));
  for (const [i, removal] of group.writes.entries()) {
    if (!isRemoval(trace, removal)) continue;
    const newer = group.writes[i - 1];
    const isNewer = newer !== undefined && isStore(newer);
    const ended = isNewer ? replacedBefore(context, group, i) : undefined;
    const replaced = newer === undefined ? undefined : (ended ?? takenByCaller(context, group, i) ?? storedByMaker(context, group, i));
    if (newer !== undefined && replaced !== undefined) return { removal, older: replaced, newer };
    // `entries.clear()` means whatever is there.
    if (a.activation.at(removal) === NONE || !isNewer || trace.site(a.site.at(removal))?.text.endsWith('.clear') === true) continue;
    if (a.how.at(removal) !== ACCESS_DELETE && !isCleared(trace, group, newer, removal)) continue;
    if (order.isOrdered(a.segment.at(newer), a.segment.at(removal)) || holding.isExcluded(removal, removal, newer)) continue;
    if (isLookedAt(trace, group, newer, removal) || isCompared(context, newer, removal)) continue;
    if (!(isReadAfter(trace, group, removal) || isMissedInAll(context, group, i))) continue;
    // The same code stored both: an entry of the same kind.
    const isMeant = (row: number): boolean =>
      isStore(row) &&
      a.site.at(row) === a.site.at(newer) &&
      (isOwn(context, group, row, newer, removal) || isFound(context, group, row, newer, removal));
    const older = lastBefore(group.writes, i - 1, WINDOW, isMeant);
    if (older !== undefined) return { removal, older, newer };
  }
  return undefined;
}

/**
 * `const { link } = this; await link.flush(); this.link = null;`: who has taken the older object from there, or has put it there himself, clears the place when he is done with it. What is stored anew has to be an
 * object: a promise that several wait for is cleared by each of them.
 */
function isCleared(trace: Trace, { rows }: LocationAccesses, newer: number, removal: number): boolean {
  const { accesses: a } = trace;
  if (a.how.at(removal) !== ACCESS_PLAIN || !isNothing(a.value.at(removal)) || objectIn(trace, newer) === 0) return false;
  const isTaken = (row: number): boolean =>
    (a.write.at(row) === 0 || objectIn(trace, row) !== 0) &&
    a.activation.at(row) === a.activation.at(removal) &&
    functionOf(trace, row) === functionOf(trace, removal) &&
    a.position.at(row) < a.position.at(newer);
  return rows.some(isTaken);
}

/**
 * `const { link } = this; link.flush(() => { this.link = null; })`: the same in a callback of the function that has taken the older object from there, where both are plain code. The older object; undefined
 * where this is no such clearing.
 */
function takenByCaller(context: AnalysisContext, { rows, writes }: LocationAccesses, at: number): number | undefined {
  const { trace, order } = context;
  const a = trace.accesses;
  const [removal, newer] = [writes[at] as number, writes[at - 1] as number];
  const isPlain = a.activation.at(removal) === NONE && a.how.at(removal) === ACCESS_PLAIN && isNothing(a.value.at(removal));
  if (!isPlain || objectIn(trace, newer) === 0 || order.isOrdered(a.segment.at(newer), a.segment.at(removal))) return undefined;
  const older = lastBefore(writes, at - 1, WINDOW, (row) => a.site.at(row) === a.site.at(newer) && objectIn(trace, row) !== 0);
  if (older === undefined) return undefined;
  const clearing = functionOf(trace, removal);
  const isTaken = (row: number): boolean => {
    const taker = functionOf(trace, row);
    return (
      a.write.at(row) === 0 &&
      a.position.at(row) >= a.position.at(older) &&
      a.position.at(row) < a.position.at(newer) &&
      isInnerFunction(trace, clearing, taker) &&
      taker !== functionOf(trace, newer) &&
      !isInnerFunction(trace, functionOf(trace, newer), taker) &&
      atomOf(trace, row) !== atomOf(trace, removal) &&
      isSetOffBy(trace, a.segment.at(removal), a.segment.at(row))
    );
  };
  const isSeen = (row: number): boolean =>
    a.write.at(row) === 0 && a.position.at(row) > a.position.at(removal) && functionOf(trace, row) !== clearing;
  const isLook = (row: number): boolean =>
    a.write.at(row) === 0 && a.position.at(row) < a.position.at(removal) && atomOf(trace, row) === atomOf(trace, removal);
  return rows.some(isTaken) && rows.some(isSeen) && !rows.some(isLook) ? older : undefined;
}

/**
 * `jobs.set(key, job); job.catch(() => jobs.delete(key))`: a callback of the function that has stored something removes what stands there when that is settled, and by then it is what another call of the function has
 * stored. What the older call had stored; undefined where this is no such removal.
 */
function storedByMaker(context: AnalysisContext, group: LocationAccesses, at: number): number | undefined {
  const { trace } = context;
  const { accesses: a, segments: s, tasks } = trace;
  const [removal, newer] = [group.writes[at] as number, group.writes[at - 1] as number];
  const reaction = s.task.at(atomOf(trace, removal));
  if (
    !isRemoval(trace, removal) ||
    a.how.at(newer) !== ACCESS_PLAIN ||
    isFalsy(a.value.at(newer)) ||
    reaction === NONE ||
    !trace.isPromise(reaction)
  ) {
    return undefined;
  }
  const made = tasks.initSegment.at(reaction);
  if (made === NONE || !isInnerFunction(trace, functionOf(trace, removal), functionOf(trace, newer))) return undefined;
  const isOlder = (row: number): boolean => a.site.at(row) === a.site.at(newer) && atomOf(trace, row) === s.atom.at(made);
  const older = lastBefore(group.writes, at - 1, WINDOW, isOlder);
  if (older === undefined || atomOf(trace, newer) === s.atom.at(made)) return undefined;
  return isLookedAt(trace, group, newer, removal) || isCompared(context, newer, removal) || !isReadNext(trace, group, at)
    ? undefined
    : older;
}

/**
 * A listener that the function which stores has added to its object clears the place when the older object ends, though the newer one stands there. The older object; undefined where this is no such clearing.
 * It may have been taken out before the newer one came: `pool.delete(key); pool.set(key, connect(key))`.
 */
function replacedBefore(context: AnalysisContext, group: LocationAccesses, at: number): number | undefined {
  const { trace } = context;
  const { accesses: a, activations: acts } = trace;
  const [newer, removal] = [group.writes[at - 1] as number, group.writes[at] as number];
  const last = group.writes[at - 2];
  const isTakenOut = last !== undefined && a.how.at(last) === ACCESS_DELETE;
  const older = isTakenOut ? group.writes[at - 3] : last;
  if (older === undefined) return undefined;
  const [before, now] = [objectIn(trace, older), objectIn(trace, newer)];
  if (!isRemoval(trace, removal) || before === 0 || now === 0 || before === now || a.site.at(older) !== a.site.at(newer)) return undefined;
  const listeners = listenersIn(trace, functionOf(trace, removal), functionOf(trace, newer));
  if (listeners.length === 0) return undefined;
  const call = a.activation.at(removal);
  // What calls it had begun when the older object was there, and the newer one was not.
  const hasBegun =
    call !== NONE &&
    acts.startSegment.at(call) > a.segment.at(older) &&
    acts.startSegment.at(call) < a.segment.at(newer) &&
    commonCaller(trace, call, a.activation.at(newer)) !== call;
  const since = group.rows.slice(firstFrom(trace, group.rows, a.position.at(older)), firstFrom(trace, group.rows, a.position.at(newer)));
  const isAtEnd = listeners.some((fn) => AT_END.test(functionLabel(trace, fn)));
  const isSetOff = (by: number): boolean => isSetOffBy(trace, a.segment.at(removal), a.segment.at(by));
  const isEndOfOlder = isTakenOut ? isSetOff(older) && !isSetOff(newer) : since.some((row) => isEnded(trace, row));
  if (!hasBegun && !(isAtEnd && isEndOfOlder)) return undefined;
  const isMissed = isReadNext(trace, group, at) || isNoteReadNext(context, removal) || isMissedInAll(context, group, at);
  return isMissed && !isCompared(context, newer, removal) ? older : undefined;
}

/** The entry is taken out, or the place is left with nothing in it. */
function isRemoval({ accesses: a }: Trace, row: number): boolean {
  return a.how.at(row) === ACCESS_DELETE || (a.how.at(row) === ACCESS_PLAIN && isNothing(a.value.at(row)));
}

/** The object that a write has stored; 0. */
function objectIn({ accesses: a }: Trace, row: number): number {
  const value = a.value.at(row);
  return a.how.at(row) === ACCESS_PLAIN && (value & VALUE_OBJECT) !== 0 && (value & VALUE_PROMISE) === 0 ? value & ~VALUE_OBJECT : 0;
}

/** What stands in the other function: it, or what calls it, if nothing else does (`socket.on('close', () => this.dropped())`). */
function listenersIn(trace: Trace, fn: number, outer: number): readonly number[] {
  if (isInnerFunction(trace, fn, outer)) return [fn];
  const callers = callsNamed(trace, lastName(functionLabel(trace, fn))).map((site) => trace.functionAt(site));
  return callers.every((caller) => isInnerFunction(trace, caller, outer)) ? callers : [];
}

/** `this.socket.end()`, `lines.get(name).end()`, `const old = this.socket; old.end()`: what was read there has been told to end. */
function isEnded(trace: Trace, row: number): boolean {
  const look = trace.site(trace.accesses.site.at(row));
  if (look === undefined || trace.accesses.write.at(row) !== 0) return false;
  const isIt = (of: string, at: SiteRow): boolean =>
    [look.text, `${look.text}()`, look.held].includes(of) || (/^\w+$/.test(of) && isBefore(look, at));
  const ends = (site: SiteRow): boolean =>
    site.kind === 'call' && ENDS.test(lastName(site.text)) && isIt(site.text.slice(0, site.text.lastIndexOf('.')), site);
  return hasSite(trace, functionOf(trace, row), ends);
}

/** Somebody looks there before something else is stored. */
function isReadNext(trace: Trace, { rows, writes }: LocationAccesses, at: number): boolean {
  const next = rows[placeOf(trace, rows, writes[at] as number) + 1];
  return next !== undefined && trace.accesses.write.at(next) === 0;
}

/** Somebody looks at all that the collection holds before the entry is there again. */
function isMissedInAll(context: AnalysisContext, { location, writes }: LocationAccesses, at: number): boolean {
  const { trace } = context;
  const { position, write } = trace.accesses;
  const until = writes[at + 1];
  return factsOf(context)
    .groupsBeside(location)
    .filter((group) => trace.locations.kind.at(group.location) === LOCATION_WHOLE)
    .some(({ rows }) =>
      rows.some(
        (row) =>
          write.at(row) === 0 &&
          position.at(row) > position.at(writes[at] as number) &&
          (until === undefined || position.at(row) < position.at(until)),
      ),
    );
}

/** `this.connected = false; this.socket = null;`: somebody goes by what the listener has noted beside that. */
function isNoteReadNext(context: AnalysisContext, removal: number): boolean {
  const { trace } = context;
  const { accesses: a } = trace;
  const { coverage } = factsOf(context);
  return coverage.accessesNear(removal).some((row) => {
    if (a.write.at(row) === 0 || row === removal || functionOf(trace, row) !== functionOf(trace, removal)) return false;
    const note = factsOf(context).groupAt(a.location.at(row));
    const at = note?.writes.indexOf(row) ?? -1;
    return note !== undefined && at >= 0 && isReadNext(trace, note, at);
  });
}

/** The step that clears the place has looked there, or at something else that the step of the newer object has changed. */
function isCompared(context: AnalysisContext, newer: number, removal: number): boolean {
  const { trace } = context;
  const a = trace.accesses;
  const { coverage } = factsOf(context);
  const changed = new Set(coverage.accessesOfStep(newer).flatMap((row) => (a.write.at(row) === 1 ? [a.location.at(row)] : [])));
  const isLook = (row: number): boolean =>
    a.position.at(row) < a.position.at(removal) && (a.location.at(row) === a.location.at(removal) || decidesBranch(trace, row));
  return coverage.accessesOfStep(removal).some((row) => a.write.at(row) === 0 && changed.has(a.location.at(row)) && isLook(row));
}

/** The step that removes has looked at what is there, or its call has since the newer entry came: that is the one which it has found, and is done with. */
function isLookedAt(trace: Trace, group: LocationAccesses, newer: number, removal: number): boolean {
  const a = trace.accesses;
  const isSince = (row: number): boolean => a.activation.at(row) === a.activation.at(removal) && a.position.at(row) > a.position.at(newer);
  const isLook = (row: number): boolean => a.write.at(row) === 0 && (atomOf(trace, row) === atomOf(trace, removal) || isSince(row));
  const after = firstFrom(trace, group.rows, a.position.at(removal) + 1);
  return lastBefore(group.rows, after, WINDOW, isLook) !== undefined;
}

/** Somebody else misses the entry later. */
function isReadAfter(trace: Trace, { rows }: LocationAccesses, removal: number): boolean {
  const a = trace.accesses;
  for (let i = firstFrom(trace, rows, a.position.at(removal)); i < rows.length; i++) {
    const row = rows[i] as number;
    if (a.write.at(row) === 0 && a.activation.at(row) !== a.activation.at(removal)) return true;
  }
  return false;
}

/** The work that removes has stored the older entry itself; the newer one is another work's. */
function isOwn({ trace }: AnalysisContext, group: LocationAccesses, older: number, newer: number, removal: number): boolean {
  const a = trace.accesses;
  const [mine, theirs, remover] = [older, newer, removal].map((row) => a.activation.at(row)) as [number, number, number];
  if (mine === NONE || theirs === NONE || !isOneWork(trace, mine, remover, false)) return false;
  const work = commonCaller(trace, mine, remover);
  // What the program does as a whole means no entry of its own: it may be a cache that forgets it.
  const { activations: acts, segments } = trace;
  const isWhole = work !== NONE && work !== mine && segments.task.at(acts.startSegment.at(work)) === NONE;
  if (isWhole && isMadeAgain(trace, group, removal)) return false;
  return work !== NONE && !isWithin(trace, theirs, work) && !hasChanged(trace, group, work, older, newer, removal);
}

/** The older entry was there for certain when the work began, and the newer one has come since, while the work waited. */
function isFound(context: AnalysisContext, group: LocationAccesses, older: number, newer: number, removal: number): boolean {
  const { trace, order } = context;
  const { accesses: a, activations: acts, segments } = trace;
  return callersUpFrom(trace, a.activation.at(removal)).some((work) => {
    const start = acts.startSegment.at(work);
    return (
      segments.atom.at(start) !== atomOf(trace, removal) &&
      a.segment.at(newer) > start &&
      segments.thread.at(start) === segments.thread.at(a.segment.at(newer)) &&
      !isWithin(trace, a.activation.at(newer), work) &&
      !hasChanged(trace, group, work, older, newer, removal) &&
      !isMadeAgain(trace, group, removal) &&
      order.isOrdered(a.segment.at(older), start) &&
      !hasChosen(context, group, work, newer, removal)
    );
  });
}

/** It is stored anew before anybody misses it, or by whoever does, in the step of the look: so it is with what a cache forgets. */
function isMadeAgain(trace: Trace, { rows }: LocationAccesses, removal: number): boolean {
  const { position, site, write } = trace.accesses;
  const after = rows.slice(firstFrom(trace, rows, position.at(removal) + 1));
  const made = after.find((row) => write.at(row) === 1);
  // Where nobody takes what is there, but all ask whether something is, that keeps them out (a lease).
  const isTaken = rows.some((row) => write.at(row) === 0 && !ASKS_WHETHER.test(trace.site(site.at(row))?.text ?? ''));
  return made !== undefined && isTaken && after.slice(0, after.indexOf(made)).every((look) => atomOf(trace, look) === atomOf(trace, made));
}

/**
 * `invalidate(id); await patch(id); invalidate(id)`: what was there is gone already, and what has come since is meant to go. So is what the work has itself found there since (`await cache.get(id);
 * cache.invalidate(id)`).
 */
function hasChanged(trace: Trace, { rows }: LocationAccesses, work: number, older: number, newer: number, removal: number): boolean {
  const { position, activation, write } = trace.accesses;
  const isBetween = (row: number): boolean =>
    position.at(row) > position.at(write.at(row) === 0 ? newer : older) && position.at(row) < position.at(removal);
  return rows.some((row) => isBetween(row) && isWithin(trace, activation.at(row), work));
}

/** `for (const page of this.pages.values()) if (page.users === 0) return this.drop(page)`: what goes was chosen among all that were there, the newer one with them. */
function hasChosen(context: AnalysisContext, group: LocationAccesses, work: number, newer: number, removal: number): boolean {
  const { accesses: a, locations } = context.trace;
  const wholes = factsOf(context)
    .groupsBeside(group.location)
    .filter(({ location }) => locations.kind.at(location) === LOCATION_WHOLE);
  const isChoice = (row: number): boolean =>
    a.write.at(row) === 0 &&
    a.position.at(row) > a.position.at(newer) &&
    a.position.at(row) < a.position.at(removal) &&
    isWithin(context.trace, a.activation.at(row), work);
  return wholes.some(({ rows }) => rows.some(isChoice));
}

function toDraft({ trace, options }: AnalysisContext, location: number, { removal, older, newer }: Removal): Draft {
  const a = trace.accesses;
  const [removeSite, newSite, oldSite] = [a.site.at(removal), a.site.at(newer), a.site.at(older)];
  const text = locationText(trace, location, removeSite);
  const name = workName(trace, removal);
  const stored = { lane: 0, text: `finds its entry in ${text}`, site: oldSite, access: older };
  const again = { lane: 1, text: `stores a newer entry`, site: newSite, access: newer };
  const removes = { lane: 0, text: `removes the entry`, site: removeSite, access: removal };
  return {
    kind: 'race.order.last-write',
    key: `removal ${removeSite},${newSite}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `\`${text}\` is removed in ${name} (${lineText(trace, options, removeSite)}) without a look at whose entry it is; it was stored anew in between (${lineText(trace, options, newSite)}), and that newer entry is gone.`,
    why: [
      'an await lies between the entry that was meant and its removal',
      'nothing orders the newer entry and the removal',
      'somebody looked for the entry afterwards',
    ],
    places: [
      { site: removeSite, role: 'removal', access: removal },
      { site: newSite, role: 'newer entry', access: newer },
    ],
    segments: [a.segment.at(removal), a.segment.at(newer)],
    activations: [...new Set([a.activation.at(removal), a.activation.at(newer)].filter((x) => x !== NONE))],
    scenario: {
      lanes: [name, 'another task'],
      happened: [stored, again, removes],
      other: [stored, removes, again],
      otherTitle: 'What would be safe',
    },
  };
}
