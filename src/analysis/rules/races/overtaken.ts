/**
 * race.atomicity, an answer to what is no longer asked: a call reads something, waits for an answer to it, and puts the answer together with what is there then; another task has changed it
 * meanwhile (`const text = editor.getText(); const found = await lint(text); mark(found, editor.lines())`). The transform names the awaits (FLAG_ASKED_AGAIN); only what did happen is reported.
 */
import { NONE } from '../../../model/ids.ts';
import { FLAG_ASKED_AGAIN, LOCATION_WHOLE } from '../../../model/vocabulary.ts';
import { locationText } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { isWithin } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { taskName } from '../../names.ts';

export const overtakenRule: Rule = { kinds: ['race.atomicity'], run: findOvertaken };

/** Writes of a location that are tried, the newest. */
const WRITE_LIMIT = 64;
/** `lines[row]`, `lines.at(row)`. */
const AT_A_PLACE = /(?:\]|\.at)$/;
/** After it, elements stand at other places. */
const OTHER_PLACES = /\.(?:splice|unshift)$/;
/** Awaits that are looked at. */
const LIMIT = 4096;

interface Overtaken {
  readonly read: number;
  readonly write: number;
  readonly again: number;
  readonly wait: number;
}

function findOvertaken(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const { suspensions } = trace;
  const isNamed = trace.sites.map((site) => ((site.flags ?? 0) & FLAG_ASKED_AGAIN) !== 0 && site.kind === 'await');
  if (!isNamed.includes(true)) return [];
  const best = new Map<number, Overtaken>();
  let tried = 0;
  for (let wait = 0; wait < suspensions.length && tried < LIMIT; wait++) {
    const site = suspensions.site.at(wait);
    if (isNamed[site] !== true || best.has(site) || suspensions.resumeSegment.at(wait) === NONE) continue;
    tried++;
    const found = overtakenAt(context, wait);
    if (found !== undefined) best.set(site, found);
  }
  return [...best.values()].map((found) => toDraft(context, found));
}

function overtakenAt(context: AnalysisContext, wait: number): Overtaken | undefined {
  const { trace, order } = context;
  const { accesses: a, segments: s, suspensions } = trace;
  const { coverage, holding } = factsOf(context);
  const [from, to] = [suspensions.segment.at(wait), suspensions.resumeSegment.at(wait)];
  const call = suspensions.activation.at(wait);
  // A collection that has one element more is still the same one, and a count that went on is nothing that was asked about. At one place of a list something else may stand by then.
  const isWhole = (row: number): boolean => trace.locations.kind.at(a.location.at(row)) === LOCATION_WHOLE;
  const textOf = (row: number): string => trace.site(a.site.at(row))?.text ?? '';
  const readsIn = (segment: number): number[] =>
    coverage.accessesAt(s.atom.at(segment)).filter((row) => a.write.at(row) === 0 && isWithin(trace, a.activation.at(row), call));
  const later = readsIn(to).filter((row) => !isWhole(row) || AT_A_PLACE.test(textOf(row)));
  for (const read of later.length === 0 ? [] : readsIn(from)) {
    const again = later.find((row) => a.location.at(row) === a.location.at(read));
    if (again === undefined) continue;
    const write = coverage
      .writesOf(a.location.at(read))
      .slice(-WRITE_LIMIT)
      .find(
        (row) =>
          (isWhole(row) ? OTHER_PLACES.test(textOf(row)) : a.how.at(row) === 0) &&
          a.position.at(row) > a.position.at(read) &&
          a.position.at(row) < a.position.at(again) &&
          !isWithin(trace, a.activation.at(row), call) &&
          // What must come before the answer is a part of what was asked for.
          !order.isOrdered(a.segment.at(row), to),
      );
    if (write !== undefined && !holding.isExcluded(read, again, write)) return { read, write, again, wait };
  }
  return undefined;
}

function toDraft({ trace, options }: AnalysisContext, { read, write, again, wait }: Overtaken): Draft {
  const { accesses: a, suspensions } = trace;
  const [readSite, writeSite, againSite] = [a.site.at(read), a.site.at(write), a.site.at(again)];
  const waitSite = suspensions.site.at(wait);
  const name = taskName(trace, suspensions.activation.at(wait));
  // A collection goes by its name.
  const isWhole = trace.locations.kind.at(a.location.at(read)) === LOCATION_WHOLE;
  const text = locationText(trace, a.location.at(read), isWhole ? writeSite : readSite);
  const first = { lane: 0, text: `reads ${text}, and asks`, site: readSite, access: read };
  const change = { lane: 1, text: `changes ${text}`, site: writeSite, access: write };
  const second = { lane: 0, text: `puts the answer together with ${text}`, site: againSite, access: again };
  return {
    kind: 'race.atomicity',
    key: `overtaken ${waitSite}`,
    confidence: 0.7,
    verdict: 'observed',
    consequence: false,
    message: `${name} asks for something (${lineText(trace, options, waitSite)}) that belongs to what \`${text}\` was then, and puts the answer together with what it is now (${lineText(trace, options, againSite)}); it was changed in between (${lineText(trace, options, writeSite)}).`,
    why: [
      'the answer was made from the older value',
      'nothing orders the change with the call',
      'nothing compares what is there with what was asked for',
    ],
    places: [
      { site: againSite, role: 'use', access: again },
      { site: writeSite, role: 'other write', access: write },
      { site: waitSite, role: 'await' },
      { site: readSite, role: 'read', access: read },
    ],
    segments: [a.segment.at(read), a.segment.at(write), a.segment.at(again)],
    activations: [suspensions.activation.at(wait)],
    scenario: {
      lanes: [name, 'another task'],
      happened: [first, change, second],
      other: [first, second, change],
      otherTitle: 'What would be safe',
    },
  };
}
