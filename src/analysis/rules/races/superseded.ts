/** Looks at a list or a count that no longer matter when the change comes: something that was taken, or reserved in the step of the look, or a line of those who wait has taken their place. */
import {
  ACCESS_PLAIN,
  FLAG_AT_END,
  FLAG_CERTAIN,
  FLAG_COUNTS_DOWN,
  FLAG_COUNTS_UP,
  FLAG_TESTED,
  LOCATION_WHOLE,
  MORE_EMPTIES,
  VALUE_FALSE,
  VALUE_TRUE,
} from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { SiteRow, Trace } from '../../../model/trace.ts';
import type { AnalysisContext } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { isWithin, segmentBehind } from '../../lineage.ts';
import { lastName } from '../../names.ts';
import { COUNTS, decidesBranch, objectOf, PUTS, TAKES } from '../../shared/accesses.ts';
import { sitesIn } from '../../siteIndex.ts';
import { isBefore } from '../../waiting/wakers.ts';

/** Functions that are called when something has happened. */
const IS_LISTENER = /^(?:on|once|addListener|addEventListener)\('/;

/** Accesses: the look, and the change that goes by it. */
interface Look {
  readonly read: number;
  readonly write: number;
}

/** `writes`: of the location that was looked at, in the order in which they were made. */
export function isSuperseded(context: AnalysisContext, look: Look, writes: readonly number[]): boolean {
  return (
    goesByTaken(context, look, writes) ||
    isReserved(context, look) ||
    looksForWaiting(context, look) ||
    isFenced(context, look) ||
    isRefresh(context, look) ||
    isNotedByEvent(context, look, writes) ||
    clearsAway(context, look) ||
    endsParts(context, look, writes)
  );
}

/**
 * What made the other write told of it in the same step, by another property of the same object (`this.state = ENDING; this.wantsEnd = true`), and the change is made because of that:
 * `if (this.wantsEnd && this.peers.size === 0) process.nextTick(finish, this)`, which goes by no look of its own from before.
 */
export function isToldOf(context: AnalysisContext, { read, write }: Look, other: number): boolean {
  const { accesses: a, locations: l, segments: s } = context.trace;
  const { coverage } = factsOf(context);
  const place = a.location.at(other);
  const isBeside = (at: number): boolean => at !== place && objectOf(context.trace, at) === objectOf(context.trace, place);
  if (l.object.at(place) === 0 || a.location.at(read) !== place) return false;
  const isMark = (row: number): boolean =>
    a.write.at(row) === 1 &&
    a.how.at(row) === ACCESS_PLAIN &&
    a.value.at(row) === VALUE_TRUE &&
    isBeside(a.location.at(row)) &&
    context.trace.functionAt(a.site.at(row)) === context.trace.functionAt(a.site.at(other));
  const marks = new Set(coverage.accessesOfStep(other).flatMap((row) => (isMark(row) ? [a.location.at(row)] : [])));
  if (marks.size === 0) return false;
  const behind = segmentBehind(context.trace, a.segment.at(write));
  const steps = [coverage.accessesOfStep(write), behind === NONE ? [] : coverage.accessesAt(s.atom.at(behind))];
  const isAsked = (row: number): boolean => a.write.at(row) === 0 && marks.has(a.location.at(row)) && decidesBranch(context.trace, row);
  return steps.some((rows) =>
    rows.some((row) => isAsked(row) && a.position.at(row) > a.position.at(other) && a.position.at(row) < a.position.at(write)),
  );
}

/** Is it a write by a method of these names? */
function isBy(trace: Trace, row: number, methods: RegExp): boolean {
  const { site, write } = trace.accesses;
  return write.at(row) === 1 && methods.test(trace.site(site.at(row))?.text ?? '');
}

/** Something is taken out of a list, and whoever takes it looks whether there was anything. */
function isTestedTake(trace: Trace, row: number): boolean {
  return isBy(trace, row, TAKES) && trace.hasFlag(trace.accesses.site.at(row), FLAG_TESTED);
}

/**
 * Who takes something from a list and finds out whether there was anything (`const job = jobs.pop(); if (!job) return`) goes by that: no longer by an earlier look at the list, nor by one at a count of
 * what is put there until it is done (`if (outstanding === 0) return; const job = jobs.pop(); …; await run(job); outstanding--`).
 */
function goesByTaken(context: AnalysisContext, { read, write }: Look, writes: readonly number[]): boolean {
  const { trace } = context;
  const { accesses: a } = trace;
  const { coverage } = factsOf(context);
  const has = (row: number, flags: number): boolean => trace.hasFlag(a.site.at(row), flags);
  const isOfList = (row: number): boolean => a.location.at(row) === a.location.at(read) && a.position.at(row) <= a.position.at(write);
  if (coverage.accessesOfStep(write).some((row) => isOfList(row) && isTestedTake(trace, row))) return true;
  if (!has(read, FLAG_AT_END) || !has(write, FLAG_COUNTS_UP | FLAG_COUNTS_DOWN)) return false;
  const isPutBeside = (count: number): boolean => coverage.accessesOfStep(count).some((row) => isBy(trace, row, PUTS));
  const counts = writes.filter((row) => has(row, FLAG_COUNTS_UP));
  const isLater = (row: number): boolean => a.position.at(row) > a.position.at(read);
  return (
    counts.length > 0 && counts.every(isPutBeside) && coverage.accessesOfStep(read).some((row) => isLater(row) && isTestedTake(trace, row))
  );
}

/**
 * Whoever gives back looks first whether somebody waits (`const next = waiting.shift(); if (next) next(place); else free.push(place)`), and goes by that. So does whoever ends something for those who have put
 * themselves into a line in the step of their look (`waiting.push(resolve); if (!lock.lease) grant(lock)`).
 */
function looksForWaiting(context: AnalysisContext, { read, write }: Look): boolean {
  const { trace } = context;
  const { accesses: a } = trace;
  const { coverage } = factsOf(context);
  const step = coverage.accessesOfStep(write);
  const isOther = (row: number): boolean => a.location.at(row) !== a.location.at(write);
  const isOfOneFunction = (row: number): boolean => trace.functionAt(a.site.at(row)) === trace.functionAt(a.site.at(write));
  const isHandOver = (row: number): boolean =>
    isTestedTake(trace, row) && isOther(row) && isOfOneFunction(row) && a.position.at(row) < a.position.at(write);
  if (isBy(trace, write, PUTS) && step.some(isHandOver)) return true;
  // What others have put there in that step (`socket.connect(); socket.send('hello')`) is no line for the look.
  const reader = a.activation.at(read);
  const isOwn = (row: number): boolean => reader === NONE || isWithin(trace, a.activation.at(row), reader);
  const isLine = (row: number): boolean => isOther(row) && isOwn(row) && isBy(trace, row, PUTS);
  const lines = new Set(coverage.accessesOfStep(read).flatMap((row) => (isLine(row) ? [a.location.at(row)] : [])));
  return lines.size > 0 && step.some((row) => lines.has(a.location.at(row)) && (isBy(trace, row, TAKES) || decidesBranch(trace, row)));
}

/** The look comes with a number of its own (`this.leader = name; return ++this.epoch`), and the change only where that is still the last: nobody else has passed the look since. */
function isFenced(context: AnalysisContext, { read, write }: Look): boolean {
  const { trace } = context;
  const { accesses: a } = trace;
  const { coverage } = factsOf(context);
  const isCount = (row: number): boolean =>
    a.write.at(row) === 1 && a.position.at(row) > a.position.at(read) && trace.hasFlag(a.site.at(row), FLAG_COUNTS_UP);
  const numbers = new Set(coverage.accessesOfStep(read).flatMap((row) => (isCount(row) ? [a.location.at(row)] : [])));
  numbers.delete(a.location.at(read));
  const isTest = (row: number): boolean =>
    a.write.at(row) === 0 && numbers.has(a.location.at(row)) && decidesBranch(trace, row) && a.position.at(row) < a.position.at(write);
  return numbers.size > 0 && coverage.accessesOfStep(write).some(isTest);
}

/** `if (this.isOver) return; reply.once('close', () => { this.isOver = true; })`: the event says so whatever the look has found, and once it is so it stays so. */
function isNotedByEvent({ trace }: AnalysisContext, { read, write }: Look, writes: readonly number[]): boolean {
  const { accesses: a } = trace;
  const fn = trace.functionAt(a.site.at(write));
  const isEnd = (row: number, at: number): boolean => a.value.at(row) === VALUE_TRUE || (at === 0 && a.value.at(row) === VALUE_FALSE);
  return IS_LISTENER.test(trace.functions[fn]?.name ?? '') && trace.functionAt(a.site.at(read)) !== fn && writes.every(isEnd);
}

/** `for (const id in this.links) this.links[id].close(); this.links = {};`: that goes by what it finds there itself, whatever another function had looked for, and nothing is left of it for a second time. */
function clearsAway(context: AnalysisContext, { read, write }: Look): boolean {
  const { trace } = context;
  const { accesses: a } = trace;
  const fn = trace.functionAt(a.site.at(write));
  if (!trace.hasMore(a.site.at(write), MORE_EMPTIES) || trace.functionAt(a.site.at(read)) === fn) return false;
  const isOwnLook = (row: number): boolean =>
    a.location.at(row) === a.location.at(write) &&
    a.write.at(row) === 0 &&
    a.activation.at(row) === a.activation.at(write) &&
    trace.functionAt(a.site.at(row)) === fn;
  return factsOf(context)
    .coverage.accessesOfStep(write)
    .some((row) => row < write && isOwnLook(row));
}

/**
 * `while (warm.length + booting.size < wanted) booting.add(boot())`, and later `booting.delete(one); warm.push(one)`: what is looked at together with a count is taken from there and put here in one step, and
 * was put there in the step of the look. So is what another function counts in that step (`if (this.free.length > 0) return take(); if (this.hasRoom()) this.grow()`), of what is put into a list.
 */
function isReserved(context: AnalysisContext, { read, write }: Look): boolean {
  const { trace } = context;
  const { accesses: a, locations } = trace;
  const { coverage } = factsOf(context);
  const location = a.location.at(read);
  const look = trace.site(a.site.at(read));
  const isPut = isBy(trace, write, PUTS);
  const isBeside = (row: number): boolean => {
    const site = trace.site(a.site.at(row));
    const isCount = locations.kind.at(a.location.at(row)) === LOCATION_WHOLE && COUNTS.test(site?.text ?? '');
    const isNext = isPut && a.position.at(row) >= a.position.at(read) && decidesBranch(trace, row);
    return isCount && a.location.at(row) !== location && (isNext || (site?.line === look?.line && site?.function === look?.function));
  };
  if (location !== a.location.at(write)) return false;
  const step = coverage.accessesOfStep(read);
  const later = coverage.accessesOfStep(write);
  const changes = (rows: readonly number[], count: number): boolean =>
    rows.some((row) => a.write.at(row) === 1 && a.location.at(row) === count);
  return step.some((row) => {
    const count = a.location.at(row);
    return a.write.at(row) === 0 && isBeside(row) && changes(step, count) && changes(later, count);
  });
}

/**
 * The function that looks calls the one that changes first, and looks after it again (`refill(); if (this.tokens < 1) return wait; …`): who comes round to it brings what it looks at up to date,
 * and the earlier look decides nothing any more.
 */
export function isRefresh(context: AnalysisContext, { read, write }: Look): boolean {
  const { trace } = context;
  const { accesses: a } = trace;
  const [look, change] = [trace.site(a.site.at(read)), trace.site(a.site.at(write))];
  if (look === undefined || change === undefined || look.function === change.function) return false;
  const name = lastName(trace.functions[change.function]?.name ?? '');
  const isCall = (site: number): boolean => trace.site(site)?.kind === 'call' && lastName(trace.site(site)?.text ?? '') === name;
  if (!sitesIn(trace, look.function).some((site) => isCall(site) && isBefore(trace.site(site) as SiteRow, look))) return false;
  const here = factsOf(context)
    .coverage.accessesOfStep(write)
    .filter((row) => a.location.at(row) === a.location.at(write));
  // Accesses that were told late share one position.
  const isLater = (row: number): boolean =>
    a.position.at(row) > a.position.at(write) || (a.position.at(row) === a.position.at(write) && row > write);
  const isFresh = here.some((row) => a.write.at(row) !== 1 && !isLater(row) && trace.functionAt(a.site.at(row)) === change.function);
  return isFresh && here.some((row) => isLater(row) && isLookOf(trace, row, look.function));
}

function isLookOf(trace: Trace, row: number, fn: number): boolean {
  return trace.functionAt(trace.accesses.site.at(row)) === fn && decidesBranch(trace, row);
}

/**
 * `while (!this.isOver) { const page = await load(this.next++); if (page.length === 0) this.isOver = true; }`, by several calls: each has taken its own part in the step of the look, and says by what came for that
 * part that there are no more. That another one has said so, too, does nothing twice.
 */
function endsParts(context: AnalysisContext, { read, write }: Look, writes: readonly number[]): boolean {
  const { trace } = context;
  const { accesses: a } = trace;
  const stored = a.value.at(write);
  const isLater = (row: number): boolean => a.position.at(row) > a.position.at(read);
  if ((stored !== VALUE_TRUE && stored !== VALUE_FALSE) || trace.hasFlag(a.site.at(write), FLAG_CERTAIN)) return false;
  if (!writes.every((row) => !isLater(row) || a.value.at(row) === stored)) return false;
  const by = a.activation.at(write);
  const isOwn = (row: number): boolean =>
    a.position.at(row) >= a.position.at(read) && a.activation.at(row) === by && a.location.at(row) !== a.location.at(read);
  const step = factsOf(context).coverage.accessesOfStep(read).filter(isOwn);
  const isUsed = (count: number): boolean =>
    trace.site(a.site.at(count))?.floating !== true ||
    step.some((row) => a.location.at(row) === a.location.at(count) && a.write.at(row) === 0 && row < count);
  return step.some((row) => a.write.at(row) === 1 && trace.site(a.site.at(row))?.kind === 'update' && isUsed(row));
}
