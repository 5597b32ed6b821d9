/**
 * race.atomicity, a number that is used twice: a call takes the count as its own number (`const id = next`), waits, and only then counts on (`next++`). Another call has begun in between, and found the
 * same number. Only where both have stored something under it: the second one in the place of the first.
 */
import { ACCESS_PLAIN, ACCESS_RMW, FLAG_COUNTS_UP, VALUE_UNKNOWN, VALUE_ZERO } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { atomOf, decidesBranch, functionOf, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { isWithin } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, taskName } from '../../names.ts';
import { racesByPlace } from './byPlace.ts';

export const numberedTwiceRule: Rule = { kinds: ['race.atomicity'], run: findNumberedTwice };

/** Accesses of a count that are looked at, and calls that are tried. */
const WINDOW = 128;

const IS_NUMBER = /^\d+$/;

/** A call that has taken the number, and has counted on after a wait. */
interface Taken {
  readonly call: number;
  readonly read: number;
  readonly count: number;
}

interface Twice {
  readonly first: Taken;
  readonly second: Taken;
  /** What each has stored under the number. */
  readonly stored: number;
  readonly other: number;
}

function findNumberedTwice(context: AnalysisContext): Draft[] {
  const { trace } = context;
  return racesByPlace(context, {
    find: (group) => (group.writes.length > 1 && group.writes.every((row) => countsUp(trace, row)) ? twiceIn(context, group) : undefined),
    siteOf: ({ second }) => trace.accesses.site.at(second.count),
    toDraft: (location, found) => toDraft(context, location, found),
  });
}

function countsUp(trace: Trace, row: number): boolean {
  const { how, site } = trace.accesses;
  return how.at(row) === ACCESS_RMW && trace.hasFlag(site.at(row), FLAG_COUNTS_UP);
}

function twiceIn(context: AnalysisContext, { rows }: LocationAccesses): Twice | undefined {
  const { trace, order } = context;
  const { accesses: a } = trace;
  const taken: Taken[] = [];
  for (const read of rows.slice(-WINDOW)) {
    const call = a.activation.at(read);
    if (a.write.at(read) === 1 || call === NONE || decidesBranch(trace, read)) continue;
    const count = rows.find((row) => a.write.at(row) === 1 && a.activation.at(row) === call && a.position.at(row) > a.position.at(read));
    const isLate =
      count !== undefined && atomOf(trace, count) !== atomOf(trace, read) && functionOf(trace, count) === functionOf(trace, read);
    if (isLate) taken.push({ call, read, count });
  }
  for (const first of taken) {
    for (const second of taken) {
      if (first.call === second.call || a.site.at(first.read) !== a.site.at(second.read)) continue;
      const isBetween = a.position.at(second.read) > a.position.at(first.read) && a.position.at(second.read) < a.position.at(first.count);
      const isCounted = rows.some(
        (row) => a.write.at(row) === 1 && a.position.at(row) > a.position.at(first.read) && a.position.at(row) < a.position.at(second.read),
      );
      if (!isBetween || isCounted) continue;
      const stored = bothStored(context, first, second);
      if (stored === undefined || order.isOrdered(a.segment.at(first.count), a.segment.at(second.read))) continue;
      if (!factsOf(context).holding.isExcluded(first.read, first.count, second.read)) return { first, second, ...stored };
    }
  }
  return undefined;
}

/** Both calls store something in one place of a collection, and nobody has looked at it in between. */
function bothStored(context: AnalysisContext, first: Taken, second: Taken): Pick<Twice, 'stored' | 'other'> | undefined {
  const { trace } = context;
  const { accesses: a, locations } = trace;
  const number = a.value.at(first.read);
  const isBy = (row: number, { call, read }: Taken): boolean =>
    a.how.at(row) === ACCESS_PLAIN && a.position.at(row) > a.position.at(read) && isWithin(trace, a.activation.at(row), call);
  for (const { location, rows, writes } of factsOf(context).sharedGroups) {
    const key = trace.string(locations.key.at(location));
    const isNumber = IS_NUMBER.test(key) && (number === VALUE_UNKNOWN || (number === VALUE_ZERO) === (key === '0'));
    if (!isNumber || writes.length < 2) continue;
    const stored = writes.find((row) => isBy(row, first));
    const other = writes.find((row) => isBy(row, second));
    if (stored === undefined || other === undefined || a.site.at(stored) !== a.site.at(other)) continue;
    const [from, to] = [Math.min(a.position.at(stored), a.position.at(other)), Math.max(a.position.at(stored), a.position.at(other))];
    const isSeen = rows.some((row) => a.write.at(row) === 0 && a.position.at(row) > from && a.position.at(row) < to);
    if (!isSeen && a.value.at(stored) !== a.value.at(other)) return { stored, other };
  }
  return undefined;
}

function toDraft({ trace, options }: AnalysisContext, location: number, { first, second, stored, other }: Twice): Draft {
  const { site, segment } = trace.accesses;
  const [readSite, countSite, storeSite] = [site.at(first.read), site.at(first.count), site.at(other)];
  const line = (at: number): string => lineText(trace, options, at);
  const text = locationText(trace, location, countSite);
  const [mine, theirs] = [taskName(trace, first.call), taskName(trace, second.call)];
  const place = trace.site(storeSite)?.text ?? '';
  const takes = { lane: 0, text: `takes ${text} as its number`, site: readSite, access: first.read };
  const takesToo = { lane: 1, text: `takes the same number`, site: site.at(second.read), access: second.read };
  const counts = { lane: 0, text: `counts ${text} up`, site: countSite, access: first.count };
  return {
    kind: 'race.atomicity',
    key: `numbered ${readSite},${countSite}`,
    confidence: 0.8,
    verdict: 'observed',
    consequence: true,
    message: `${functionLabel(trace, trace.functionAt(readSite))} takes \`${text}\` as its number (${line(readSite)}) and counts it up only after an await (${line(countSite)}): another call began in between and got the same one, and what the two stored under it took the place of each other (\`${place}\`, ${line(storeSite)}).`,
    why: ['an await lies between taking the number and counting on', `nothing makes ${theirs} wait for ${mine}`],
    places: [
      { site: readSite, role: 'read', access: first.read },
      { site: countSite, role: 'write', access: first.count },
      { site: storeSite, role: 'stored twice', access: other },
    ],
    segments: [first.read, first.count, second.read, stored, other].map((row) => segment.at(row)),
    activations: [first.call, second.call],
    scenario: {
      lanes: [mine, theirs],
      happened: [takes, takesToo, counts],
      other: [takes, { ...counts, text: `counts ${text} up at once` }, { ...takesToo, text: 'takes the next number' }],
      otherTitle: 'What would be safe',
    },
  };
}
