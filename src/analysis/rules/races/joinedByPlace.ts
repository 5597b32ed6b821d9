/**
 * race.order.last-write, results in the order in which they came: calls that run side by side each put what they have into one list when they end, and its elements are then taken by the places of what
 * the calls were made from (`rows.push(await load(id))`, `ids.map((id, i) => show(id, rows[i]))`, SiteLink 'place'). Who was asked first need not be the first to answer.
 */
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft, DraftStep } from '../../finding.ts';
import { lineText } from '../../locate.ts';
import { taskName } from '../../names.ts';
import { accessesAtSites } from '../../shared/accessIndex.ts';
import { locationText } from '../../shared/accesses.ts';

export const joinedByPlaceRule: Rule = { kinds: ['race.order.last-write'], run: findJoined };

/** Additions of one place that are looked at. */
const LIMIT = 1024;

/** Rows: what was put there first, and second; `observed`: the call that was begun later came first. */
interface Turned {
  readonly first: number;
  readonly second: number;
  readonly observed: boolean;
}

function findJoined(context: AnalysisContext): Draft[] {
  const { trace } = context;
  return trace.links.flatMap(({ read, write, kind }) => {
    if (kind !== 'place') return [];
    const turned = turnedAt(context, write);
    return turned === undefined ? [] : [toDraft(context, read, turned)];
  });
}

function turnedAt(context: AnalysisContext, site: number): Turned | undefined {
  const { trace, order } = context;
  const { accesses: a } = trace;
  const { holding } = factsOf(context);
  const last = new Map<number, { readonly row: number; readonly begun: Begun }>();
  let predicted: Turned | undefined;
  for (const second of accessesAtSites(trace, [site]).slice(0, LIMIT)) {
    const known = last.get(a.location.at(second));
    const begun = begunAt(trace, second);
    last.set(a.location.at(second), { row: second, begun });
    // One round of a loop after the other is another list of answers, each in its place.
    if (known === undefined || begun.segment === NONE || begun.segment !== known.begun.segment) continue;
    const first = known.row;
    if (order.isOrdered(a.segment.at(first), a.segment.at(second)) || holding.isExcluded(first, first, second)) continue;
    if (!order.crossesTurn(begun.segment, a.segment.at(first))) continue;
    if (known.begun.number > begun.number) return { first, second, observed: true };
    predicted ??= { first, second, observed: false };
  }
  return predicted;
}

/** Where what puts something there was begun, and a number by which it is known what was begun sooner there. */
interface Begun {
  readonly segment: number;
  readonly number: number;
}

function begunAt({ accesses: a, activations: acts, segments: s, tasks }: Trace, row: number): Begun {
  const activation = a.activation.at(row);
  if (activation !== NONE && acts.sync.at(activation) === 0) return { segment: acts.startSegment.at(activation), number: activation };
  const task = s.task.at(s.atom.at(a.segment.at(row)));
  return { segment: task === NONE ? NONE : tasks.initSegment.at(task), number: task };
}

function toDraft({ trace, options }: AnalysisContext, use: number, { first, second, observed }: Turned): Draft {
  const { accesses: a } = trace;
  const site = a.site.at(first);
  const name = taskName(trace, a.activation.at(first));
  const text = locationText(trace, a.location.at(first), site).replace(/\.push$/, '');
  const [sooner, later] = observed ? [second, first] : [first, second];
  const step = (lane: number, access: number): DraftStep => ({ lane, text: `puts its answer into ${text}`, site, access });
  const [early, late] = [step(0, sooner), step(1, later)];
  return {
    kind: 'race.order.last-write',
    key: `place ${site}`,
    confidence: observed ? 0.85 : 0.65,
    verdict: observed ? 'observed' : 'predicted',
    consequence: false,
    message: `Calls of ${name} put what they have into \`${text}\` in the order in which they end (${lineText(trace, options, site)}), and it is taken by the place of what they were called for (${lineText(trace, options, use)}): a call that was begun later ${observed ? 'has ended' : 'may end'} sooner.`,
    why: [
      'the calls run side by side, and nothing orders their ends',
      `keep each answer in its place: use what \`Promise.all\` gives, or store it by its index or key`,
    ],
    places: [
      { site, role: 'write', access: first },
      { site: use, role: 'use' },
    ],
    segments: [a.segment.at(first), a.segment.at(second)],
    activations: [a.activation.at(first), a.activation.at(second)],
    scenario: {
      lanes: [`${name}, called first`, `${name}, called second`],
      happened: observed ? [late, early] : [early, late],
      other: observed ? [early, late] : [late, early],
      otherTitle: observed ? 'What would be safe' : 'What can happen',
    },
  };
}
