/**
 * Brackets: `const outer = context.stack; context.stack = mine; step(() => { context.stack = outer; … })`. What is put back is the very value that was found, at a moment when
 * what this call had set is there again: all that it set off in between has put back what it found, too, and nothing of that is lost.
 */
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { FLAG_COUNTS_DOWN, FLAG_COUNTS_UP, VALUE_FALSE, VALUE_TRUE, VALUE_UNKNOWN } from '../../../model/vocabulary.ts';
import { atomOf, decidesBranch, firstFrom, functionOf, type LocationAccesses } from '../../shared/accesses.ts';
import { commonCaller, isSetGoingBy, isWithin, stepOf } from '../../lineage.ts';
import type { AnalysisContext } from '../../analyze.ts';
import type { Split } from './atomicityDraft.ts';

/** The write closes a bracket that its call opened right after the read. `writes`: of the location, in order; `ordinal`: the place of the write. */
export function closesBracket(trace: Trace, writes: readonly number[], ordinal: number, { kind, read, write }: Split): boolean {
  const a = trace.accesses;
  const value = a.value.at(write);
  const first = firstFrom(trace, writes, a.position.at(read));
  if (kind === 'guard' || value === VALUE_UNKNOWN || first >= ordinal) return false;
  const [before, opening, last] = [writes[first - 1], writes[first] as number, writes[ordinal - 1] as number];
  if (a.activation.at(opening) !== a.activation.at(read) || a.segment.at(opening) !== a.segment.at(read)) return false;
  if (before !== undefined && a.value.at(before) !== value) return false;
  return a.value.at(opening) !== value && a.value.at(last) === a.value.at(opening);
}

/**
 * The other write, at this place among those of the location, is of a call in the bracket, of one around it, or of one that goes on behind it; or it opened another bracket, which was closed
 * before this one was opened.
 */
export function isOfBracket({ trace, order }: AnalysisContext, { read, write }: Split, writes: readonly number[], at: number): boolean {
  const a = trace.accesses;
  const [other, closing] = [writes[at] as number, writes[at + 1]];
  const [reader, mine, theirs] = [a.activation.at(read), a.activation.at(write), a.activation.at(other)];
  if (reader === NONE || mine === NONE || theirs === NONE) return false;
  if (closing !== undefined && a.value.at(closing) === a.value.at(write) && isWithin(trace, a.activation.at(closing), theirs)) {
    if (order.isOrdered(a.segment.at(closing), a.segment.at(read))) return true;
  }
  return isSetGoingBy(trace, theirs, reader) || isSetGoingBy(trace, reader, theirs) || isSetGoingBy(trace, theirs, mine);
}

/** `const done = restore(request, 'url')`, which gives a function that puts back the very value that was there: the call that has kept it, NONE. */
export function keptBy(trace: Trace, writes: readonly number[], { kind, read, write }: Split): number {
  const a = trace.accesses;
  const [reader, mine, value] = [a.activation.at(read), a.activation.at(write), a.value.at(write)];
  if (kind === 'guard' || reader === NONE || mine === NONE || reader === mine || value === VALUE_UNKNOWN) return NONE;
  const first = firstFrom(trace, writes, a.position.at(read));
  const [before, next] = [writes[first - 1], writes[first]];
  if (before !== undefined && a.value.at(before) !== value) return NONE;
  const keeper = isWithin(trace, mine, reader) ? reader : commonCaller(trace, reader, mine);
  return keeper === mine || (next !== undefined && a.activation.at(next) === keeper) ? NONE : keeper;
}

/** Whoever had it kept has begun the other work behind that: it is part of what the bracket is for. */
export function isInside(trace: Trace, keeper: number, other: number): boolean {
  const theirs = trace.accesses.activation.at(other);
  const caller = keeper === NONE ? NONE : trace.activations.parent.at(keeper);
  return caller !== NONE && theirs !== NONE && isWithin(trace, theirs, caller) && stepOf(trace, theirs, caller) > keeper;
}

/** Writes behind one that opens a bracket, by which it may be closed. */
const MAX_INSIDE = 64;

/** `stack.push(this.active); this.active = mine; …; this.active = stack.pop();`: what is there by then is kept in the very step, and put back: nothing of it is lost, whatever this was made of. */
export function opensBracket(trace: Trace, { rows, writes }: LocationAccesses, ordinal: number, { kind, read, write }: Split): boolean {
  const a = trace.accesses;
  const before = writes[ordinal - 1];
  if (kind === 'guard' || before === undefined || a.value.at(before) === VALUE_UNKNOWN) return false;
  if (!writes.slice(ordinal + 1, ordinal + MAX_INSIDE).some((row) => a.value.at(row) === a.value.at(before))) return false;
  const look = rows[firstFrom(trace, rows, a.position.at(write)) - 1] ?? read;
  const isOfStep = atomOf(trace, look) === atomOf(trace, write) && functionOf(trace, look) === functionOf(trace, write);
  return look !== read && a.write.at(look) === 0 && isOfStep && !decidesBranch(trace, look);
}

/** `running--; waiting.shift()?.()`, and who waited counts himself in that very step: the place that he takes was given to him, whatever he has seen before. */
export function isHandedOver(trace: Trace, writes: readonly number[], ordinal: number): boolean {
  const [given, write] = [writes[ordinal - 1], writes[ordinal] as number];
  if (given === undefined || atomOf(trace, given) !== atomOf(trace, write)) return false;
  const { site } = trace.accesses;
  return trace.hasFlag(site.at(write), FLAG_COUNTS_UP) && trace.hasFlag(site.at(given), FLAG_COUNTS_DOWN);
}

/** A mark for what the very step calls (`this.resolving = true; resolve(this)`, which asks for a property that looks at it), and takes back: nobody else ever finds it. */
export function isForItsStep(trace: Trace, writes: readonly number[], ordinal: number): boolean {
  const a = trace.accesses;
  const [write, next] = [writes[ordinal] as number, writes[ordinal + 1]];
  if (next === undefined || a.value.at(write) !== VALUE_TRUE || a.value.at(next) !== VALUE_FALSE) return false;
  return atomOf(trace, next) === atomOf(trace, write);
}
