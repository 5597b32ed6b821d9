/**
 * race.check-then-act, a count that goes down without a look: several callbacks count what is done and look whether that was the last (`done++; if (done === all) finish()`), and
 * one of them, mostly where something failed, changes the count and does not look. When it comes last, nobody finds that all is done. It takes an order that nothing forbids,
 * and a run in which nobody else looks: a loop that asks again and again finds out later.
 */
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import {
  FLAG_AT_END,
  FLAG_COUNTS_DOWN,
  FLAG_COUNTS_UP,
  FLAG_LIMITED,
  FLAG_TESTED,
  LOCATION_WHOLE,
  VALUE_TRUE,
} from '../../../model/vocabulary.ts';
import { atomOf, decidesBranch, functionOf, locationText, type LocationAccesses, PUTS, TAKES } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Coverage } from '../../shared/coverage.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { segmentBehind } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, lastName } from '../../names.ts';
import { STOPS } from './closes.ts';

export const silentCountRule: Rule = { kinds: ['race.check-then-act'], run: findSilentCounts };

const LIMIT = 256;
/** Looks, and updates, that are followed back to what set them off. */
const MAX_LOOKS = 32;
/** A file that is read takes four. */
const MAX_STEPS = 64;

/** A count, and what its updates are known to do: up or down, by site. */
interface Count {
  readonly group: LocationAccesses;
  readonly isUp: ReadonlyMap<number, boolean>;
}

interface Silent {
  /** The update with a look, the look, and the update without. */
  readonly update: number;
  readonly look: number;
  readonly silent: number;
  readonly observed: boolean;
}

function findSilentCounts(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const counts = new Map<number, Count>();
  const { sharedGroups: groups, coverage } = factsOf(context);
  for (const group of groups) {
    if (trace.locations.kind.at(group.location) === LOCATION_WHOLE || group.writes.length > LIMIT) continue;
    const isUp = directions(trace, group);
    if (isUp.size > 0) counts.set(group.location, { group, isUp });
  }
  let settling: Uint8Array | undefined;
  const drafts: Draft[] = [];
  for (const count of counts.values()) {
    if (context.options.isCancelled()) break;
    const found =
      findSilent(context, coverage, counts, count) ??
      findSkipped(context, coverage, count, () => (settling ??= findSettling(trace))) ??
      findUnfollowed(context, coverage, count, () => (settling ??= findSettling(trace))) ??
      findOtherQueue(context, coverage, counts, count);
    if (found !== undefined && !isGivenUp(context, coverage, found.silent)) drafts.push(toDraft(context, found));
  }
  return drafts;
}

/** `pending--; if (this.stopped) return;`: whoever counts finds that all was given up, and nobody waits for the end any more. */
function isGivenUp(context: AnalysisContext, coverage: Coverage, silent: number): boolean {
  const { trace } = context;
  const { location, position, site, value } = trace.accesses;
  const isSaid = (row: number): boolean => {
    if (position.at(row) < position.at(silent) || functionOf(trace, row) !== functionOf(trace, silent) || !isTest(trace, row)) return false;
    if (!STOPS.test(lastName(locationText(trace, location.at(row), site.at(row))))) return false;
    const set = factsOf(context)
      .groupAt(location.at(row))
      ?.writes.findLast((write) => position.at(write) < position.at(row));
    return set !== undefined && value.at(set) === VALUE_TRUE;
  };
  return coverage.accessesOfStep(silent).some(isSaid);
}

/** Whether the updates at a site count up, as the code says. Empty when something else changes the count in between. */
function directions(trace: Trace, { writes }: LocationAccesses): Map<number, boolean> {
  const a = trace.accesses;
  const isUp = new Map<number, boolean>();
  for (const row of writes) {
    const site = a.site.at(row);
    const counts = (trace.site(site)?.flags ?? 0) & (FLAG_COUNTS_UP | FLAG_COUNTS_DOWN);
    if (counts !== 0) isUp.set(site, counts === FLAG_COUNTS_UP);
    else if (isUp.size > 0) return new Map();
  }
  return isUp;
}

function findSilent(context: AnalysisContext, coverage: Coverage, counts: ReadonlyMap<number, Count>, count: Count): Silent | undefined {
  const { trace, order } = context;
  const a = trace.accesses;
  const looked = new Set(count.group.rows.filter((row) => isTest(trace, row)).map((row) => atomOf(trace, row)));
  for (const update of count.group.writes) {
    const up = count.isUp.get(a.site.at(update));
    if (up === undefined || !looked.has(atomOf(trace, update))) continue;
    const looks = looksAfter(trace, coverage, update);
    for (const [at, look] of looks.filter((row) => a.location.at(row) === count.group.location).entries()) {
      // What is done is compared with what there is to do, or what is left with nothing.
      const other = looks.find((row) => row !== look && counts.has(a.location.at(row)) && isOneTest(trace, row, look));
      const partner = other === undefined ? undefined : counts.get(a.location.at(other));
      // That there is room for another one says nothing of the end of all.
      const isLimited = trace.hasFlag(a.site.at(look), FLAG_LIMITED);
      if (partner === undefined ? up || isLimited : partner === count || (up && isUnderWay(count))) continue;
      // Nothing is left of either.
      const areBothLeft = other !== undefined && [look, other].every((row) => trace.hasFlag(a.site.at(row), FLAG_AT_END));
      if (at > 0 && !areBothLeft) continue;
      for (const { group, isUp } of partner === undefined ? [count] : [count, partner]) {
        const toTheEnd = group === count.group || areBothLeft ? up : !up;
        const silent = group.writes.find(
          (row) =>
            a.site.at(row) !== a.site.at(update) &&
            isUp.get(a.site.at(row)) === toTheEnd &&
            (trace.functionAt(a.site.at(row)) !== trace.functionAt(a.site.at(update)) || areTwoCalls(trace, row, update)) &&
            !order.isOrdered(a.segment.at(row), a.segment.at(update)) &&
            !order.isOrdered(a.segment.at(update), a.segment.at(row)),
        );
        if (silent === undefined) continue;
        const watched = partner === undefined ? [count.group] : [count.group, partner.group];
        if (isSeen(context, coverage, watched, look, silent)) continue;
        const observed = !count.group.rows.some((row) => decidesBranch(trace, row) && a.position.at(row) > a.position.at(silent));
        return { update, look, silent, observed };
      }
    }
  }
  return undefined;
}

/** The looks whether it has come to its end. */
function endsOf(trace: Trace, { rows }: LocationAccesses): number[] {
  const { write, site } = trace.accesses;
  return rows.filter((row) => write.at(row) === 0 && trace.hasFlag(site.at(row), FLAG_AT_END));
}

/** Where it goes down without a look at what is left in the same place (`if (--this.value === 0) this.emit('zero')`). */
function downsOf(trace: Trace, { group, isUp }: Count): number[] {
  const { site } = trace.accesses;
  return group.writes.filter((row) => isUp.get(site.at(row)) === false && !trace.hasFlag(site.at(row), FLAG_TESTED));
}

/** What goes up and down again is how much is under way, and what it is compared with is a limit: less room is no end of all. */
function isUnderWay({ isUp }: Count): boolean {
  return [...isUp.values()].includes(false);
}

/**
 * The count goes down at one place, for what went well and what failed (`done()`); whoever calls that looks afterwards whether that was the last, and in the step of a failure does not. A step
 * that settles a promise, or changes what is tested where others look, tells it in another way.
 */
function findSkipped(context: AnalysisContext, coverage: Coverage, count: Count, settling: () => Uint8Array): Silent | undefined {
  const { trace, order } = context;
  const a = trace.accesses;
  const ends = endsOf(trace, count.group);
  const lookOf = new Map(ends.map((row) => [atomOf(trace, row), row]));
  const last = ends.at(-1);
  if (last === undefined) return undefined;
  const isOfCallback = (activation: number): boolean => activation === NONE || trace.activations.promise.at(activation) === NONE;
  const downs = downsOf(trace, count).filter((row) => isOfCallback(a.activation.at(row)));
  const update = downs.findLast((row) => {
    const look = lookOf.get(atomOf(trace, row));
    return look !== undefined && a.position.at(look) > a.position.at(row);
  });
  if (update === undefined) return undefined;
  const look = lookOf.get(atomOf(trace, update)) ?? NONE;
  const isTested = isTestedAfter(context, coverage, look);
  // A queue that has gone on with the next job looks when there is none.
  const before = callbacksBehind(trace, a.segment.at(update));
  const silent = downs.find(
    (row) =>
      a.site.at(row) === a.site.at(update) &&
      !lookOf.has(atomOf(trace, row)) &&
      !looksItself(trace, coverage, row) &&
      !before.has(atomOf(trace, row)) &&
      !isTested(row) &&
      !order.isOrdered(a.segment.at(row), a.segment.at(update)) &&
      !order.isOrdered(a.segment.at(update), a.segment.at(row)),
  );
  if (silent === undefined) return undefined;
  const isCounting = new Set(downs.map((row) => atomOf(trace, row)));
  // Who looks without counting may look again, and so may who must come later.
  const isFree = (row: number): boolean => !isCounting.has(atomOf(trace, row)) && !order.isOrdered(a.segment.at(row), a.segment.at(silent));
  if (ends.some((row) => isFree(row) || order.isOrdered(a.segment.at(silent), a.segment.at(row)))) return undefined;
  const changed = new Set(
    coverage.accessesOfStep(silent).flatMap((row) => (a.write.at(row) === 1 && row !== silent ? [a.location.at(row)] : [])),
  );
  const isTold = coverage
    .accessesOfStep(look)
    .some((row) => a.write.at(row) === 0 && decidesBranch(trace, row) && changed.has(a.location.at(row)));
  if (isTold || settling()[atomOf(trace, silent)] === 1) return undefined;
  return { update, look, silent, observed: a.position.at(silent) > a.position.at(last) };
}

/**
 * The count goes down at one place; what goes well is worked on, and the end of that work looks whether it was the last (`if (writing) return; …; readFile(path, () => next())`). What fails is
 * only counted, and leaves nothing to be worked on, by whose end somebody would look.
 */
function findUnfollowed(context: AnalysisContext, coverage: Coverage, count: Count, settling: () => Uint8Array): Silent | undefined {
  const { trace, order } = context;
  const a = trace.accesses;
  const looks = endsOf(trace, count.group);
  const last = looks.at(-1);
  if (last === undefined || looks.length > MAX_LOOKS) return undefined;
  const downs = downsOf(trace, count).slice(0, MAX_LOOKS);
  const behind = new Map(looks.map((look) => [look, callbacksBehind(trace, a.segment.at(look))]));
  const causeOf = (look: number): number | undefined => downs.find((row) => behind.get(look)?.has(atomOf(trace, row)) === true);
  const update = causeOf(last);
  // Who looks for another reason may look again; not whoever has looked before anything was under way.
  const isBefore = (look: number): boolean => downs.every((row) => order.isOrdered(a.segment.at(look), a.segment.at(row)));
  const later = looks.filter((look) => causeOf(look) !== undefined);
  if (update === undefined || looks.some((look) => !later.includes(look) && !isBefore(look))) return undefined;
  const used = new Set(later.flatMap((look) => coverage.accessesOfStep(look).map((row) => a.location.at(row))));
  const isTest = (row: number): boolean => a.write.at(row) === 0 && decidesBranch(trace, row);
  /** Tests on the way to a look (`if (this.busy) return`): whoever has come to one has left the look to who is at work, and comes there at its end. */
  const onWay = new Set(later.flatMap((look) => coverage.accessesOfStep(look).flatMap((row) => (isTest(row) ? [a.site.at(row)] : []))));
  let beside: readonly number[] | undefined;
  const tests = (): readonly number[] => (beside ??= rowsOfTest(context, coverage, last).slice(-MAX_LOOKS));
  const isSilent = (row: number): boolean => {
    if (a.site.at(row) !== a.site.at(update) || settling()[atomOf(trace, row)] === 1) return false;
    const [segment, atom] = [a.segment.at(row), atomOf(trace, row)];
    const isAfter = (look: number): boolean => behind.get(look)?.has(atom) === true || order.isOrdered(segment, a.segment.at(look));
    if (looks.some(isAfter) || order.isOrdered(a.segment.at(last), segment)) return false;
    // Who comes to the test behind it has looked, also where something before the count in it has said enough.
    const isBehind = (test: number): boolean =>
      a.position.at(test) > a.position.at(row) && callbacksBehind(trace, a.segment.at(test)).has(atom);
    if (tests().some(isBehind)) return false;
    if (looksItself(trace, coverage, row)) return false;
    return !coverage
      .accessesOfStep(row)
      .some((w) => (a.write.at(w) === 1 ? w !== row && used.has(a.location.at(w)) : isTest(w) && onWay.has(a.site.at(w))));
  };
  const isTested = isTestedAfter(context, coverage, last);
  const silent = downs.find((row) => isSilent(row) && !isTested(row));
  return silent === undefined ? undefined : { update, look: last, silent, observed: a.position.at(silent) > a.position.at(last) };
}

/**
 * Two queues that share their code, of which the one gives work to the other: where a job of the other one ends, it is looked whether nothing is left of either, and where one of the first ends, it
 * is not (`files.onIdle = () => this.end()`, and there is no `names.onIdle`). A job of the first one that fails gives the other one nothing, by the end of which somebody would look.
 */
function findOtherQueue(
  context: AnalysisContext,
  coverage: Coverage,
  counts: ReadonlyMap<number, Count>,
  count: Count,
): Silent | undefined {
  const { trace, order } = context;
  const { accesses: a, locations: l } = trace;
  const endsByAtom = ({ group }: Count): ReadonlyMap<number, number> =>
    new Map(endsOf(trace, group).map((row) => [atomOf(trace, row), row]));
  const place = count.group.location;
  const own = endsByAtom(count);
  if (own.size === 0) return undefined;
  /** Two objects of one class, or two calls of the function that makes a queue (`function queue(work) { let running = 0; … }`). */
  const isAlike = (at: number): boolean =>
    l.thread.at(at) === l.thread.at(place) &&
    l.variable.at(at) === l.variable.at(place) &&
    (l.variable.at(at) !== NONE || (l.object.at(place) !== 0 && l.object.at(at) !== 0 && l.key.at(at) === l.key.at(place)));
  for (const other of counts.values()) {
    const at = other.group.location;
    if (at === place || !isAlike(at)) continue;
    const looks = [...endsByAtom(other)].filter(([atom, row]) => a.site.at(own.get(atom) ?? row) === a.site.at(row) && own.has(atom));
    const isOfBoth = (row: number): boolean => looks.some(([atom]) => atom === atomOf(trace, row));
    const update = downsOf(trace, count).find(isOfBoth);
    const downs = downsOf(trace, other);
    // Who looks at the first of the two has come to the test, also where that says enough (`if (files.isIdle() && names.isIdle())`).
    if (update === undefined || downs.some((row) => isOfBoth(row) || own.has(atomOf(trace, row)))) continue;
    const isFree = (row: number): boolean =>
      !order.isOrdered(a.segment.at(row), a.segment.at(update)) && !order.isOrdered(a.segment.at(update), a.segment.at(row));
    const puts = putsFor(context, coverage, count);
    if (puts.length === 0) continue;
    const gives = (row: number): boolean => {
      let [at, step] = [a.segment.at(row), 0];
      for (; at !== NONE && step < MAX_STEPS; at = segmentBehind(trace, at), step++) {
        const atom = trace.segments.atom.at(at);
        // The job began here, and what is put there before that is of another one.
        const begun = other.group.writes.find((up) => other.isUp.get(a.site.at(up)) === true && atomOf(trace, up) === atom);
        const since = begun === undefined ? 0 : a.position.at(begun);
        if (puts.some((put) => atomOf(trace, put) === atom && a.position.at(put) >= since)) return true;
        if (begun !== undefined) break;
      }
      return false;
    };
    const silent = downs.slice(0, MAX_LOOKS).find((row) => isFree(row) && !gives(row));
    if (silent === undefined) continue;
    const counting = new Set(count.group.writes.map((row) => atomOf(trace, row)));
    const isSeenBy = ([atom, look]: readonly [number, number]): boolean =>
      order.isOrdered(a.segment.at(silent), a.segment.at(look)) ||
      (!counting.has(atom) && !order.isOrdered(a.segment.at(look), a.segment.at(silent)) && !isInTurnBefore(trace, look, silent));
    if (looks.some(isSeenBy)) continue;
    const [, look] = looks.find(([atom]) => atom === atomOf(trace, update)) as readonly [number, number];
    return { update, look, silent, observed: looks.every(([, row]) => a.position.at(row) < a.position.at(silent)) };
  }
  return undefined;
}

/** What is put into lists from which something is taken where a count goes up. */
function putsFor(context: AnalysisContext, coverage: Coverage, { group, isUp }: Count): number[] {
  const { trace } = context;
  const { site, write, location } = trace.accesses;
  const textOf = (row: number): string => trace.site(site.at(row))?.text ?? '';
  const ups = group.writes.filter((row) => isUp.get(site.at(row)) === true).slice(0, MAX_LOOKS);
  const taken = ups.flatMap((up) => coverage.accessesOfStep(up).filter((row) => write.at(row) === 1 && TAKES.test(textOf(row))));
  const lists = new Set(taken.map((row) => location.at(row)));
  return [...lists].flatMap(
    (list) =>
      factsOf(context)
        .groupAt(list)
        ?.writes.filter((row) => PUTS.test(textOf(row))) ?? [],
  );
}

/** The callback of a segment, and those that set it off, step by step. */
function callbacksBehind(trace: Trace, segment: number): Set<number> {
  const found = new Set<number>();
  for (let at = segment; at !== NONE && found.size < MAX_STEPS; at = segmentBehind(trace, at)) found.add(trace.segments.atom.at(at));
  return found;
}

/** The steps in which promises are settled; by segment. */
function findSettling({ tasks, segments: s }: Trace): Uint8Array {
  const settling = new Uint8Array(s.length);
  for (let task = 0; task < tasks.length; task++) {
    const at = tasks.resolveSegment.at(task);
    if (at !== NONE) settling[s.atom.at(at)] = 1;
  }
  return settling;
}

/** Where the callback was handed over that an access is made in. */
function callbackOf(trace: Trace, access: number): number {
  const task = trace.segments.task.at(atomOf(trace, access));
  return task === NONE ? NONE : trace.tasks.site.at(task);
}

/** One function, which fails in one call and comes to its end in another. */
function areTwoCalls({ accesses: a }: Trace, x: number, y: number): boolean {
  return a.activation.at(x) !== NONE && a.activation.at(y) !== NONE && a.activation.at(x) !== a.activation.at(y);
}

/** The tests in the step of an update, in its function or one that its call calls after it. */
function looksAfter(trace: Trace, coverage: Coverage, update: number): number[] {
  const a = trace.accesses;
  const fn = trace.functionAt(a.site.at(update));
  const isCalled = (row: number): boolean => a.activation.at(row) === a.activation.at(update) && a.position.at(row) > a.position.at(update);
  return coverage.accessesNear(update).filter((row) => isTest(trace, row) && (trace.functionAt(a.site.at(row)) === fn || isCalled(row)));
}

function isTest(trace: Trace, row: number): boolean {
  return trace.accesses.write.at(row) === 0 && decidesBranch(trace, row);
}

/** `uses--; if (uses <= 0) leave()`: a look at the count behind it, in other words than those of the others. */
function looksItself(trace: Trace, coverage: Coverage, update: number): boolean {
  const { location, position, site } = trace.accesses;
  const isLook = (row: number): boolean =>
    location.at(row) === location.at(update) && position.at(row) > position.at(update) && !trace.hasFlag(site.at(row), FLAG_LIMITED);
  return coverage.accessesOfStep(update).some((row) => isLook(row) && isTest(trace, row));
}

function isOneTest(trace: Trace, x: number, y: number): boolean {
  const { accesses: a } = trace;
  return trace.site(a.site.at(x))?.line === trace.site(a.site.at(y))?.line;
}

/**
 * Somebody looks in the step of the update, in one that must come after it, or without counting: who only looks may look again. Whoever comes to the test has looked, also where something before the
 * count in it has said enough (`if (this.shown || this.open > 0) return`).
 */
function isSeen(context: AnalysisContext, coverage: Coverage, watched: readonly LocationAccesses[], look: number, silent: number): boolean {
  const { trace, order } = context;
  const a = trace.accesses;
  const isCounting = (row: number): boolean =>
    coverage
      .accessesOfStep(row)
      .some((other) => a.write.at(other) === 1 && watched.some((group) => group.location === a.location.at(other)));
  const isLook = (row: number): boolean =>
    a.write.at(row) === 0 &&
    decidesBranch(trace, row) &&
    (atomOf(trace, row) === atomOf(trace, silent) ||
      order.isOrdered(a.segment.at(silent), a.segment.at(row)) ||
      (!order.isOrdered(a.segment.at(row), a.segment.at(silent)) && !isCounting(row) && !isInTurnBefore(trace, row, silent)));
  if (watched.some((group) => group.rows.some(isLook))) return true;
  return rowsOfTest(context, coverage, look).some(isLook);
}

/** All that was read by the test that a look is part of, whenever it was made. */
function rowsOfTest(context: AnalysisContext, coverage: Coverage, look: number): number[] {
  const { trace } = context;
  const { location } = trace.accesses;
  const isBeside = (row: number): boolean => isOneTest(trace, row, look) && functionOf(trace, row) === functionOf(trace, look);
  const beside = new Set(coverage.accessesOfStep(look).flatMap((row) => (isBeside(row) ? [location.at(row)] : [])));
  return [...beside].flatMap((place) => factsOf(context).groupAt(place)?.rows.filter(isBeside) ?? []);
}

/**
 * Whether somebody came to the test after an update, in its step, also where something before the count in it has said enough, or where the function of the test compares the count with another
 * number first (`if (left === 3) warn(); else if (left === 0) finish()`).
 */
function isTestedAfter(context: AnalysisContext, coverage: Coverage, look: number): (update: number) => boolean {
  const { trace } = context;
  const { position, location, write } = trace.accesses;
  const isOther = (row: number): boolean =>
    write.at(row) === 0 && functionOf(trace, row) === functionOf(trace, look) && decidesBranch(trace, row);
  const others = factsOf(context).groupAt(location.at(look))?.rows.filter(isOther) ?? [];
  const rows = [...rowsOfTest(context, coverage, look), ...others];
  return (update) => rows.some((row) => atomOf(trace, row) === atomOf(trace, update) && position.at(row) > position.at(update));
}

/** It was looked in the turn in which the callback that counts was asked for: none is called before that is over, also where jobs of a queue that begin at once cut the turn into pieces. */
function isInTurnBefore({ accesses: a, segments: s, tasks }: Trace, row: number, silent: number): boolean {
  const task = s.task.at(s.atom.at(a.segment.at(silent)));
  const made = task === NONE ? NONE : tasks.initSegment.at(task);
  const [look, counted] = [a.segment.at(row), a.segment.at(silent)];
  if (made === NONE || s.thread.at(made) !== s.thread.at(look)) return false;
  return s.turn.at(made) === s.turn.at(look) && s.turn.at(made) !== s.turn.at(counted);
}

function toDraft({ trace, options }: AnalysisContext, { update, look, silent, observed }: Silent): Draft {
  const a = trace.accesses;
  const [updateSite, lookSite, silentSite] = [a.site.at(update), a.site.at(look), a.site.at(silent)];
  const text = locationText(trace, a.location.at(silent), silentSite);
  const line = (site: number): string => lineText(trace, options, site);
  const who = (site: number): string => functionLabel(trace, trace.functionAt(site));
  const counts = { lane: 0, text: 'counts, and looks whether that was the last', site: lookSite, access: look };
  const alone = { lane: 1, text: `changes ${text} without a look`, site: silentSite, access: silent };
  return {
    kind: 'race.check-then-act',
    key: `silent ${silentSite},${lookSite}`,
    confidence: observed ? 0.7 : 0.65,
    verdict: observed ? 'observed' : 'predicted',
    consequence: false,
    message: `${who(silentSite)} changes \`${text}\` (${line(silentSite)}) without the look whether all is done that ${who(lookSite)} takes (${line(lookSite)}): when it ${observed ? 'comes last, as it did here,' : 'comes last,'} nobody finds that all is done.`,
    why: ['no await, callback or message orders the two', 'nobody looks at the count after that change, and no loop asks for it again'],
    places: [
      { site: silentSite, role: 'count', access: silent },
      { site: lookSite, role: 'check', access: look },
      updateSite === silentSite
        ? { site: callbackOf(trace, silent), role: 'callback' }
        : { site: updateSite, role: 'other count', access: update },
    ],
    segments: [a.segment.at(silent), a.segment.at(look)],
    activations: [...new Set([a.activation.at(silent), a.activation.at(look)].filter((x) => x !== NONE))],
    scenario: {
      lanes: [who(lookSite), who(silentSite)],
      happened: observed ? [counts, alone] : [alone, counts],
      other: observed ? [alone, counts] : [counts, alone],
      otherTitle: observed ? 'What would be safe' : 'What can happen',
    },
  };
}
