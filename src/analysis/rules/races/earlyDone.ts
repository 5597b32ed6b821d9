/**
 * race.atomicity, a count that goes down too early: a task counts itself as done, waits, and only then adds what it found to the work that is left. Whoever looks in
 * between sees a count of 0 (or an empty list of what is under way) and nothing left, and takes the whole for finished. Either the look did come in between, and what was added later is never looked at; or the last look, by
 * which everything was taken for done, fits as well between the two.
 */
import {
  ACCESS_RMW,
  FLAG_AT_END,
  FLAG_COUNTS_DOWN,
  FLAG_COUNTS_UP,
  FLAG_LIMITED,
  FLAG_SUBTRACTS,
  LOCATION_ENTRY,
  LOCATION_PROPERTY,
  LOCATION_WHOLE,
  VALUE_FALSE,
  VALUE_OBJECT,
  VALUE_TRUE,
  VALUE_ZERO,
} from '../../../model/vocabulary.ts';
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { locationText, type LocationAccesses, atomOf, decidesBranch, TAKES, firstFrom, functionOf } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Coverage } from '../../shared/coverage.ts';
import { returnedReads } from '../../shared/given.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { lineText } from '../../locate.ts';
import { isCalledWithin, isOneWork, isSetOffBy } from '../../lineage.ts';
import { functionLabel } from '../../names.ts';
import { callsOfHelper } from '../../siteIndex.ts';
import { functionAround } from '../../waiting/wakers.ts';
import { ENDED } from './closes.ts';

export const earlyDoneRule: Rule = { kinds: ['race.atomicity'], run: findEarlyDone };

const LIMIT = 256;
/** What makes a list longer, or shorter, by one. */
const PUTS = /\.(?:push|unshift|add)$/;
const REMOVES = /\.(?:splice|shift|pop|delete)$/;

interface Seen {
  /** The count becomes 0. */
  readonly down: number;
  /** Somebody sees that. */
  readonly look: number;
  /** The step that counts down sets the look off. */
  readonly isCaused: boolean;
}

interface Early extends Seen {
  /** The same work adds something, which nobody sees. */
  readonly add: number;
  readonly observed: boolean;
  /** It has noted that itself. */
  readonly isOver?: boolean;
}

function findEarlyDone(context: AnalysisContext): Draft[] {
  const { sharedGroups: groups } = factsOf(context);
  const seen = new Map<LocationAccesses, readonly Seen[]>();
  for (const count of groups) {
    if (context.options.isCancelled()) return [];
    const looks = looksAtNothing(context, count);
    if (looks.length > 0) seen.set(count, looks);
  }
  const drafts: Draft[] = [];
  for (const count of groups) {
    const ended = findEnded(context, count);
    if (ended !== undefined) drafts.push(toDraft(context, count.location, ended));
  }
  for (const [count, looks] of seen) {
    const early = findEarly(context, count, looks) ?? findPossible(context, count, looks);
    if (early !== undefined) drafts.push(toDraft(context, count.location, early));
  }
  return drafts;
}

/** Who counts down to 0 sees that at once, and notes that it is all over (`if (--open === 0) { this.ended = true; … }`); then the same work goes on, and counts up again. */
function findEnded(context: AnalysisContext, count: LocationAccesses): Early | undefined {
  const { trace, order } = context;
  const { accesses: a } = trace;
  const isPlain = trace.locations.kind.at(count.location) !== LOCATION_WHOLE && count.writes.length > 1 && count.writes.length <= LIMIT;
  if (!isPlain || !count.writes.every((row) => a.how.at(row) === ACCESS_RMW)) return undefined;
  const { coverage } = factsOf(context);
  for (const down of count.writes.filter(downTo0(context, count))) {
    const isLook = (row: number): boolean => atomOf(trace, row) === atomOf(trace, down) && a.position.at(row) > a.position.at(down);
    const look = count.rows.find((row) => a.write.at(row) === 0 && isLook(row) && decidesBranch(trace, row));
    if (look === undefined) continue;
    const isOver = (row: number): boolean =>
      a.write.at(row) === 1 &&
      functionOf(trace, row) === functionOf(trace, look) &&
      isEndMark(trace, coverage, row) &&
      coverage.writesOf(a.location.at(row)).at(-1) === row;
    if (!coverage.accessesNear(look).some(isOver)) continue;
    const left = leftBehind(context, coverage, down, look);
    if (left !== undefined) return { down, look, isCaused: true, add: left, observed: true };
    const add = count.writes.find(
      (row) =>
        a.position.at(row) > a.position.at(look) &&
        isAddition(trace, row) &&
        functionOf(trace, row) !== functionOf(trace, look) &&
        order.crossesTurn(a.segment.at(down), a.segment.at(row)) &&
        isOneWork(trace, a.activation.at(down), a.activation.at(row), false),
    );
    if (add !== undefined) return { down, look, isCaused: true, add, observed: true, isOver: true };
  }
  return undefined;
}

/** `this.ended = true`, `this.running = false` */
function isEndMark(trace: Trace, coverage: Coverage, row: number): boolean {
  const { accesses: a } = trace;
  if (a.value.at(row) === VALUE_TRUE) return ENDED.test(locationText(trace, a.location.at(row), a.site.at(row)));
  return a.value.at(row) === VALUE_FALSE && coverage.writesOf(a.location.at(row)).some((w) => w < row && a.value.at(w) === VALUE_TRUE);
}

/** The step has looked in a list for what is left, and found nothing; then what it has itself set off before puts something there, which nobody takes any more. */
function leftBehind(context: AnalysisContext, coverage: Coverage, down: number, look: number): number | undefined {
  const { trace, order } = context;
  const { accesses: a } = trace;
  const lists = new Set(coverage.accessesOfStep(look).flatMap((row) => (isTake(trace, row) ? [a.location.at(row)] : [])));
  for (const location of lists) {
    const group = factsOf(context).groupAt(location);
    const last = group?.writes.findLast((row) => isTake(trace, row));
    if (group === undefined || last === undefined || atomOf(trace, last) !== atomOf(trace, look)) continue;
    const add = group.writes.find(
      (row) =>
        row > last &&
        isAddition(trace, row) &&
        order.crossesTurn(a.segment.at(down), a.segment.at(row)) &&
        isSetOffBy(trace, a.segment.at(row), a.segment.at(down)),
    );
    if (add !== undefined) return add;
  }
  return undefined;
}

/** The last look, by which everything was taken for done, fits as well between a count that went to 0 before and what was added after that. */
function findPossible(context: AnalysisContext, count: LocationAccesses, looks: readonly Seen[]): Early | undefined {
  const { trace, order } = context;
  const facts = factsOf(context);
  const { accesses: a } = trace;
  const look = looks.at(-1)?.look ?? NONE;
  if (look === NONE || count.rows.some((row) => a.position.at(row) > a.position.at(look) && decidesBranch(trace, row))) return undefined;
  const isFree = (row: number): boolean =>
    !order.isOrdered(a.segment.at(row), a.segment.at(look)) && !order.isOrdered(a.segment.at(look), a.segment.at(row));
  const isDown = downTo0(context, count);
  const downs = count.rows.slice(0, LIMIT).filter((row) => isDown(row) && isFree(row));
  if (downs.length === 0) return undefined;
  // What decides together with the count whether anything is left.
  const isBeside = (row: number): boolean =>
    functionOf(trace, row) === functionOf(trace, look)
      ? decidesBranch(trace, row) || isTake(trace, row)
      : a.write.at(row) === 0 && isToldOf(trace, look, row);
  const others = facts.coverage.accessesOfStep(look).filter((row) => facts.isShared(a.location.at(row)) && isBeside(row));
  const beside = [...new Set(others.map((row) => a.location.at(row)))];
  for (const location of beside) {
    const left = areAlike(trace, location, count.location) ? undefined : facts.groupAt(location);
    for (const down of downs) {
      const add = left?.writes.find(
        (row) =>
          isAddition(trace, row) &&
          a.position.at(row) > a.position.at(down) &&
          functionOf(trace, row) !== functionOf(trace, look) &&
          order.crossesTurn(a.segment.at(down), a.segment.at(row)) &&
          isContinued(trace, down, row) &&
          !isCountedAgain(trace, count, down, row) &&
          isFree(row),
      );
      if (add === undefined || holds(context, location, count.location)) continue;
      if (!beside.some((other) => other !== count.location && other !== location && isUp(context, other, down, add))) {
        return { down, look, isCaused: false, add, observed: false };
      }
    }
  }
  return undefined;
}

/** `queue.next((page) => { if (page) open(page); else if (opened === 0) finish(); })`, `if (opened === 0 && queue.isEmpty()) finish()`: another function has looked for the one that looks at the count. */
function isToldOf(trace: Trace, look: number, row: number): boolean {
  const { activation, site } = trace.accesses;
  const isTest = decidesBranch(trace, row);
  const isAnswer = returnedReads(trace).has(site.at(row));
  if (!isTest && !isAnswer) return false;
  const [own, other] = [activation.at(look), activation.at(row)];
  if (own !== other && own !== NONE && other !== NONE && isCalledWithin(trace, own, other)) return isTest;
  const line = trace.site(site.at(look))?.line;
  const isAsked = (call: number): boolean => trace.site(call)?.line === line;
  return isAnswer && callsOfHelper(trace, functionOf(trace, look), functionOf(trace, row)).some(isAsked);
}

/** Another count, at which the look decides as well, is not 0 all the while: `open === 0 && waiting === 0`. */
function isUp(context: AnalysisContext, location: number, down: number, add: number): boolean {
  const { position, how } = context.trace.accesses;
  const count = factsOf(context).groupAt(location);
  const before = count?.writes.findLast((row) => position.at(row) < position.at(down));
  if (count === undefined || before === undefined || how.at(before) !== ACCESS_RMW) return false;
  const isDown = downTo0(context, count);
  return !count.writes.some((row) => position.at(row) >= position.at(before) && position.at(row) < position.at(add) && isDown(row));
}

/** `const next = queue.shift()` with nothing left, beside the look at the count. */
function isTake(trace: Trace, row: number): boolean {
  return trace.accesses.write.at(row) === 1 && TAKES.test(trace.site(trace.accesses.site.at(row))?.text ?? '');
}

/** Somebody counts up before it is added: a look in between sees that not all is done. */
function isCountedAgain({ accesses: a }: Trace, { writes }: LocationAccesses, down: number, add: number): boolean {
  return writes.some((row) => a.position.at(row) > a.position.at(down) && a.position.at(row) < a.position.at(add));
}

/** Some work is added, as far as the text says: `list.shift()` and `pending.delete(one)` take, and so does `left -= done.length`; in the executor of a promise it is the task itself that waits. */
function isAddition(trace: Trace, row: number): boolean {
  const flags = trace.site(trace.accesses.site.at(row))?.flags ?? 0;
  if (trace.accesses.how.at(row) !== ACCESS_RMW || (flags & (FLAG_COUNTS_DOWN | FLAG_SUBTRACTS)) !== 0) return false;
  if (REMOVES.test(trace.site(trace.accesses.site.at(row))?.text ?? '')) return false;
  const fn = functionOf(trace, row);
  return functionAround(trace, fn) === fn;
}

/** Updates that bring the count to 0, each with the looks at that which decide something. */
function looksAtNothing(context: AnalysisContext, count: LocationAccesses): Seen[] {
  const { trace, order } = context;
  const a = trace.accesses;
  const isList = trace.locations.kind.at(count.location) === LOCATION_WHOLE;
  // How much a list holds is only worked out where somebody asks whether that is nothing.
  if (isList && !count.rows.some((row) => isEnd(trace, row))) return [];
  const isDown = downTo0(context, count);
  const found: Seen[] = [];
  for (const [at, down] of count.rows.slice(0, LIMIT).entries()) {
    if (!isDown(down)) continue;
    for (const look of count.rows.slice(at + 1, at + LIMIT)) {
      if (a.write.at(look) === 1) break;
      if (isList && !isEnd(trace, look)) continue;
      // `running < limit` asks whether there is room.
      if (!decidesBranch(trace, look) || trace.hasFlag(a.site.at(look), FLAG_LIMITED)) continue;
      if (atomOf(trace, look) === atomOf(trace, down)) continue;
      // `if (waiting.length === 0) return; send(waiting.shift())`: it only asks whether there is one that it can take.
      if (isList && isTake(trace, down) && functionOf(trace, look) === functionOf(trace, down)) continue;
      found.push({ down, look, isCaused: order.isOrdered(a.segment.at(down), a.segment.at(look)) });
    }
  }
  return found;
}

function findEarly(context: AnalysisContext, count: LocationAccesses, looks: readonly Seen[]): Early | undefined {
  const { trace, order } = context;
  const { coverage } = factsOf(context);
  const a = trace.accesses;
  for (const { down, look, isCaused } of looks) {
    // What else is looked at, or changed, in the step of the look.
    const near = new Map<number, number[]>();
    for (const row of coverage.accessesNear(look)) addTo(near, a.location.at(row), row);
    for (const [location, rows] of [...near].sort(([x], [y]) => x - y)) {
      const group = areAlike(trace, location, count.location) ? undefined : factsOf(context).groupAt(location);
      const add = group === undefined ? undefined : findAdded(trace, coverage, { group, near: rows }, down, look);
      if (add === undefined || (isCaused && order.isOrdered(a.segment.at(look), a.segment.at(add)))) continue;
      if (holds(context, location, count.location)) continue;
      return { down, look, isCaused, add, observed: true };
    }
  }
  return undefined;
}

/** A look whether something holds nothing. */
function isEnd(trace: Trace, row: number): boolean {
  return trace.accesses.write.at(row) === 0 && trace.hasFlag(trace.accesses.site.at(row), FLAG_AT_END);
}

/** Which removals leave nothing in a list or a set, as far as it is known what was put there. */
function downToNone(context: AnalysisContext, { location, writes }: LocationAccesses): (row: number) => boolean {
  const { accesses: a, locations, sites } = context.trace;
  // What is in a set are its entries.
  const entries = factsOf(context)
    .groupsBeside(location)
    .filter((group) => locations.kind.at(group.location) === LOCATION_ENTRY)
    .flatMap((group) => group.writes.slice(0, LIMIT));
  const last = new Set<string>();
  let size = 0;
  for (const row of entries.length === 0 ? writes : entries.sort((x, y) => a.position.at(x) - a.position.at(y))) {
    const text = sites[a.site.at(row)]?.text ?? '';
    if (PUTS.test(text)) size++;
    else if (size === 0 || !REMOVES.test(text)) return () => false;
    else if (--size === 0) last.add(`${a.site.at(row)} ${a.segment.at(row)}`);
  }
  return (row) => last.has(`${a.site.at(row)} ${a.segment.at(row)}`);
}

/** Which updates bring the count to 0. Of `count--` the value before is known, and that is 1 as the one before `count--` after a `count++` from 0 is. */
function downTo0(context: AnalysisContext, count: LocationAccesses): (row: number) => boolean {
  const { trace } = context;
  const a = trace.accesses;
  if (trace.locations.kind.at(count.location) === LOCATION_WHOLE) return downToNone(context, count);
  const updates = count.writes.filter((row) => a.how.at(row) === ACCESS_RMW);
  const [first, second] = updates;
  if (first === undefined || second === undefined) return () => false;
  const isUpdate = (row: number): boolean => a.write.at(row) === 1 && a.how.at(row) === ACCESS_RMW;
  const flagsOf = (row: number): number => trace.site(a.site.at(row))?.flags ?? 0;
  // Where the first one known goes down to 0 already, what came before was not recorded.
  const isAfter = a.value.at(first) !== VALUE_ZERO || (flagsOf(first) & (FLAG_COUNTS_DOWN | FLAG_SUBTRACTS)) !== 0;
  const reached = isAfter ? VALUE_ZERO : a.value.at(second);
  return (row) =>
    isUpdate(row) &&
    a.value.at(row) === reached &&
    (flagsOf(row) & FLAG_COUNTS_UP) === 0 &&
    (isAfter || a.site.at(row) !== a.site.at(first));
}

/** What is left to do: its accesses, and those of the step of the look. */
interface Left {
  readonly group: LocationAccesses;
  readonly near: readonly number[];
}

/** What the work that counted itself as done added after the look, if nobody looks there again. */
function findAdded(trace: Trace, coverage: Coverage, { group: left, near }: Left, down: number, look: number): number | undefined {
  const a = trace.accesses;
  // What is left may be looked at by a method of its own, in the step of the look at the count: then that looks for all.
  const isLook = (row: number): boolean => functionOf(trace, row) === functionOf(trace, look);
  // What the step only adds to, for others, says nothing about whether all is done.
  const isTold = (row: number): boolean => a.write.at(row) === 0 && returnedReads(trace).has(a.site.at(row));
  if (!near.some((row) => isLook(row) || decidesBranch(trace, row) || isTake(trace, row) || isTold(row))) return undefined;
  // Asked before it is known who has looked there last, for which a step may have millions of accesses.
  const since = Math.min(...near.map((row) => a.position.at(row)));
  const added = left.writes
    .slice(firstFrom(trace, left.writes, since))
    .filter(
      (add) =>
        a.position.at(add) > since &&
        isAddition(trace, add) &&
        functionOf(trace, add) !== functionOf(trace, look) &&
        atomOf(trace, add) !== atomOf(trace, down),
    );
  if (added.length === 0) return undefined;
  const inStep = near.filter((row) => decidesBranch(trace, row));
  const lookers = new Set(inStep.map((row) => functionOf(trace, row)));
  const last = left.rows.findLast(
    (row) =>
      isLook(row) ||
      (a.write.at(row) === 0 && decidesBranch(trace, row) && lookers.has(functionOf(trace, row))) ||
      // `take((job) => { if (!job && open.size === 0) finish(); })`
      ((a.write.at(row) === 0 || isTake(trace, row)) && coverage.accessesOfStep(row).some(isLook)),
  );
  if (last === undefined) return undefined;
  return added.find((add) => a.position.at(add) > a.position.at(last) && !isPassedOn(trace, left, add) && isContinued(trace, down, add));
}

/** `for (const page of pages.values()) if (page.users === 0) …`: the count is one of many that are kept there, each for what has it. */
function holds(context: AnalysisContext, location: number, count: number): boolean {
  const { accesses: a, locations: l } = context.trace;
  const object = l.object.at(count);
  if (object === 0 || l.object.at(location) === 0 || l.thread.at(location) !== l.thread.at(count)) return false;
  const isIt = (row: number): boolean => a.value.at(row) === (VALUE_OBJECT | object);
  return factsOf(context)
    .groupsBeside(location)
    .some(({ writes }) => writes.some(isIt));
}

/** One property of two objects of a kind: the other one counts something of its own. */
function areAlike({ locations: l }: Trace, location: number, other: number): boolean {
  if (location === other) return true;
  const isAlike = l.kind.at(location) === LOCATION_PROPERTY && l.kind.at(other) === LOCATION_PROPERTY && l.object.at(other) !== 0;
  return (
    isAlike && l.object.at(location) !== 0 && l.key.at(location) === l.key.at(other) && l.className.at(location) === l.className.at(other)
  );
}

/** `order.push(order.shift())`: what is put at the end of a list has been taken from its front in the same step. */
function isPassedOn(trace: Trace, { writes }: LocationAccesses, add: number): boolean {
  const { position } = trace.accesses;
  return writes.some((row) => isTake(trace, row) && atomOf(trace, row) === atomOf(trace, add) && position.at(row) <= position.at(add));
}

function isContinued(trace: Trace, down: number, add: number): boolean {
  const a = trace.accesses;
  return (
    isOneWork(trace, a.activation.at(down), a.activation.at(add), functionOf(trace, down) === functionOf(trace, add)) ||
    isSetOffBy(trace, a.segment.at(add), a.segment.at(down))
  );
}

function toDraft({ options, trace }: AnalysisContext, location: number, { down, look, isCaused, add, observed, isOver }: Early): Draft {
  const a = trace.accesses;
  const [downSite, lookSite, addSite] = [a.site.at(down), a.site.at(look), a.site.at(add)];
  const count = locationText(trace, location, downSite).replace(REMOVES, '');
  const isList = trace.locations.kind.at(location) === LOCATION_WHOLE;
  const left = trace.site(addSite)?.text ?? '';
  const line = (site: number): string => lineText(trace, options, site);
  const who = (access: number): string => functionLabel(trace, functionOf(trace, access));
  const goesDown = { lane: 0, text: isList ? `empties ${count}` : `${count} becomes 0`, site: downSite };
  const looks = { lane: 1, text: `sees ${isList ? `nothing in ${count}` : `${count} at 0`} and nothing left`, site: lookSite };
  const adds = { lane: 0, text: left, site: addSite };
  const gone = `\`${count}\` is ${isList ? 'empty' : '0'} again (${line(downSite)}) before the same work adds what it found with \`${left}\` (${line(addSite)})`;
  const looked = `${who(look)} ${observed ? 'looked' : 'can look'} in between (${line(lookSite)}) and ${observed ? 'took' : 'take'} everything for done`;
  return {
    kind: 'race.atomicity',
    key: `early ${downSite},${lookSite}`,
    confidence: observed ? 0.8 : 0.65,
    verdict: observed ? 'observed' : 'predicted',
    consequence: false,
    message: isOver
      ? `\`${count}\` is 0 (${line(downSite)}), and ${who(look)} takes everything for done (${line(lookSite)}), before the same work goes on and counts up again (${line(addSite)}).`
      : `${gone}; ${looked}: what ${observed ? 'was' : 'is'} added ${observed ? 'is never looked at' : 'then is never looked at'}.`,
    why: [
      'an await or callback lies between the count and what is added',
      observed
        ? `the look in between saw both, and nothing orders it with ${isCaused ? 'what is added' : 'the two'}`
        : 'nothing orders the look with the two',
      ...(observed ? ['nobody looked again after that'] : []),
    ],
    places: [
      { site: downSite, role: 'count', access: down },
      { site: lookSite, role: 'look', access: look },
      { site: addSite, role: 'late addition', access: add },
    ],
    segments: [a.segment.at(down), a.segment.at(look), a.segment.at(add)],
    activations: [...new Set([a.activation.at(down), a.activation.at(add)].filter((x) => x !== NONE))],
    scenario: {
      lanes: [who(down), who(look)],
      happened: observed ? [goesDown, looks, adds] : [goesDown, adds, looks],
      other: observed ? [adds, goesDown, looks] : [goesDown, looks, adds],
      otherTitle: observed ? 'What would be safe' : 'What can happen',
    },
  };
}
