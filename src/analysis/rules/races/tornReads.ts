/**
 * race.atomicity of two parts that belong together (`host` and `port`): a call takes one of them before a wait and the other one after it, and uses both, when another task has replaced the two in
 * one step meanwhile. The transform names the reads (SiteLink `apart`; transform/facts/takenApart.ts); only what happened is told.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { ACCESS_PLAIN, FLAG_COUNTS_DOWN, FLAG_COUNTS_UP, VALUE_OBJECT, VALUE_UNKNOWN } from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { isWithin } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, taskName } from '../../names.ts';
import { atomOf, firstFrom, functionOf, locationText, objectOf, type LocationAccesses } from '../../shared/accesses.ts';
import { accessesAtSites } from '../../shared/accessIndex.ts';

export const tornReadsRule: Rule = { kinds: ['race.atomicity'], run: findTornReads };

/** Writes of one place that are tried between two reads, and reads of one site. */
const WINDOW = 64;
const LIMIT = 2000;

interface Torn {
  /** The two reads, and the write of each part: one, where the whole was replaced. */
  readonly reads: readonly [number, number];
  readonly writes: readonly [number, number];
}

function findTornReads(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const a = trace.accesses;
  const firstOf = new Map<number, number>();
  for (const { read, write, kind } of trace.links) if (kind === 'apart') firstOf.set(write, read);
  if (firstOf.size === 0) return [];
  const firsts = new Set(firstOf.values());
  /** By activation and site. */
  const taken = new Map<string, number[]>();
  const others: number[] = [];
  for (const i of accessesAtSites(trace, [...firsts, ...firstOf.keys()])) {
    if (others.length >= LIMIT) break;
    if (a.write.at(i) !== 0 || a.activation.at(i) === NONE) continue;
    if (firsts.has(a.site.at(i))) addTo(taken, `${a.activation.at(i)} ${a.site.at(i)}`, i);
    if (firstOf.has(a.site.at(i))) others.push(i);
  }
  const drafts = new Map<string, Draft>();
  for (const other of others) {
    if (context.options.isCancelled()) break;
    const site = firstOf.get(a.site.at(other)) ?? NONE;
    const first = taken.get(`${a.activation.at(other)} ${site}`)?.findLast((row) => a.position.at(row) < a.position.at(other));
    const key = `torn reads ${functionOf(trace, other)} ${trace.site(a.site.at(other))?.line}`;
    if (first === undefined || drafts.has(key) || atomOf(trace, first) === atomOf(trace, other)) continue;
    const torn = tornBy(context, first, other);
    if (torn !== undefined) drafts.set(key, toDraft(context, key, torn));
  }
  return [...drafts.values()];
}

function tornBy(context: AnalysisContext, first: number, other: number): Torn | undefined {
  const { trace } = context;
  const a = trace.accesses;
  const facts = factsOf(context);
  const [xs, ys] = [facts.groupAt(a.location.at(first)), facts.groupAt(a.location.at(other))];
  if (!xs || !ys) return undefined;
  const isWhole = xs.location === ys.location;
  if (!isWhole && objectOf(trace, xs.location) !== objectOf(trace, ys.location)) return undefined;
  for (const x of between(trace, xs, first, other)) {
    const [writer, reader] = [a.activation.at(x), a.activation.at(other)];
    if (isWithin(trace, writer, reader) || isWithin(trace, reader, writer) || (isWhole && mayKeep(trace, xs, x, other))) continue;
    if (!isReplaced(trace, xs, x) || facts.holding.isExcluded(first, other, x)) continue;
    const y = isWhole
      ? x
      : between(trace, ys, first, other).find((row) => atomOf(trace, row) === atomOf(trace, x) && isReplaced(trace, ys, row));
    if (y !== undefined) return { reads: [first, other], writes: [x, y] };
  }
  return undefined;
}

/** Another file replaces the whole, and looks in that step at what is there: it may keep a part of it (`{ ...this.current, theme }`). */
function mayKeep(trace: Trace, { rows }: LocationAccesses, write: number, reader: number): boolean {
  const { accesses: a } = trace;
  const fileOf = (row: number): number | undefined => trace.site(a.site.at(row))?.file;
  const isLook = (row: number): boolean =>
    a.write.at(row) === 0 && a.activation.at(row) === a.activation.at(write) && atomOf(trace, row) === atomOf(trace, write);
  return fileOf(write) !== fileOf(reader) && rows.some(isLook);
}

function between(trace: Trace, { writes }: LocationAccesses, first: number, other: number): number[] {
  const { accesses: a } = trace;
  const at = firstFrom(trace, writes, a.position.at(first));
  return writes.slice(at, at + WINDOW).filter((row) => a.position.at(row) < a.position.at(other));
}

/** Another value is put in its place: no count, and nothing that is only changed. */
function isReplaced(trace: Trace, { rows }: LocationAccesses, write: number): boolean {
  const { accesses: a } = trace;
  if (a.how.at(write) !== ACCESS_PLAIN || trace.hasFlag(a.site.at(write), FLAG_COUNTS_UP | FLAG_COUNTS_DOWN)) return false;
  const before = rows.findLast((row) => a.position.at(row) < a.position.at(write) && a.value.at(row) !== VALUE_UNKNOWN);
  const value = a.value.at(write);
  return before === undefined ? value !== VALUE_UNKNOWN : value !== a.value.at(before) || value >= VALUE_OBJECT;
}

function toDraft({ trace, options }: AnalysisContext, key: string, { reads, writes }: Torn): Draft {
  const { accesses: a } = trace;
  const [first, other] = reads;
  const [x, y] = writes;
  const [firstSite, otherSite, xSite, ySite] = [first, other, x, y].map((row) => a.site.at(row)) as [number, number, number, number];
  const [one, two] = [locationText(trace, a.location.at(first), firstSite), locationText(trace, a.location.at(other), otherSite)];
  const line = (site: number): string => lineText(trace, options, site);
  const reader = taskName(trace, a.activation.at(other));
  const writer = functionLabel(trace, functionOf(trace, x));
  const isWhole = x === y;
  const takes = { lane: 0, text: `takes ${isWhole ? 'a part of ' : ''}${one}`, site: firstSite, access: first };
  const replaces = { lane: 1, text: `replaces ${isWhole ? one : `${one} and ${two}`}`, site: xSite, access: x };
  const takesOther = { lane: 0, text: `takes ${isWhole ? 'another part of ' : ''}${two}`, site: otherSite, access: other };
  return {
    kind: 'race.atomicity',
    key,
    confidence: 0.7,
    verdict: 'observed',
    consequence: false,
    message: isWhole
      ? `${reader} takes one part of \`${one}\` (${line(firstSite)}) and, after an await, another one (${line(otherSite)}), and uses both; ${writer} replaced it in between (${line(xSite)}): the two do not belong together.`
      : `${reader} takes \`${one}\` (${line(firstSite)}) and, after an await, \`${two}\` (${line(otherSite)}), and uses both; ${writer} replaced the two in between (${line(xSite)}): they do not belong together.`,
    why: [
      'an await lies between the two reads',
      `${writer} stores ${isWhole ? 'it as a whole' : 'both in one step'}: one without the other is neither what was there before nor what is there now`,
      'no lock is held over both reads',
      'taken in one step, both are of one time',
    ],
    places: [
      { site: otherSite, role: 'read', access: other },
      { site: firstSite, role: 'first read', access: first },
      { site: xSite, role: 'other write', access: x },
      ...(xSite === ySite ? [] : [{ site: ySite, role: 'other write', access: y }]),
    ],
    segments: [a.segment.at(first), a.segment.at(other), a.segment.at(x)],
    activations: [...new Set([a.activation.at(other), a.activation.at(x)].filter((row) => row !== NONE))],
    scenario: {
      lanes: [reader, reader === writer ? `another call of ${writer}` : writer],
      happened: [takes, replaces, takesOther],
      other: [takes, takesOther, replaces],
      otherTitle: 'What would be safe',
    },
  };
}
