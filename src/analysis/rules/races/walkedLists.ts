/**
 * race.atomicity of a list that is gone through: a loop waits for each element (`for (const hook of this.hooks) await hook(event)`), and another task takes one out of the list meanwhile.
 * What stood behind it moves up, and the loop, which counts places, passes over one. Only what happened is reported.
 */
import { FLAG_WALKED, LOCATION_WHOLE } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { firstFrom, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, taskName } from '../../names.ts';

export const walkedListsRule: Rule = { kinds: ['race.atomicity'], run: findWalkedLists };

/** Waits of a loop, and changes of a list, that are looked through. */
const WINDOW = 256;
const REMOVES = /\.(?:splice|shift)$/;

function findWalkedLists(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const drafts: Draft[] = [];
  if (!trace.sites.some((site) => site.kind === 'read' && ((site.flags ?? 0) & FLAG_WALKED) !== 0)) return drafts;
  for (const group of factsOf(context).sharedGroups) {
    if (context.options.isCancelled()) break;
    if (trace.locations.kind.at(group.location) !== LOCATION_WHOLE) continue;
    for (const row of group.rows) {
      if (!isWalk(trace, row)) continue;
      const removal = removedMeanwhile(trace, group, row);
      if (removal !== undefined) drafts.push(toDraft(context, row, removal));
    }
  }
  return drafts;
}

function isWalk(trace: Trace, row: number): boolean {
  const { accesses: a } = trace;
  return a.write.at(row) === 0 && trace.hasFlag(a.site.at(row), FLAG_WALKED);
}

/** The first removal by another task while the loop waited. */
function removedMeanwhile(trace: Trace, { writes }: LocationAccesses, walk: number): number | undefined {
  const { accesses: a, suspensions } = trace;
  const walker = a.activation.at(walk);
  if (walker === NONE) return undefined;
  const waits: number[] = [];
  let at = trace.activations.lastSuspension.at(walker);
  for (let i = 0; at !== NONE && i < WINDOW && suspensions.segment.at(at) >= a.segment.at(walk); i++, at = suspensions.previous.at(at)) {
    if (trace.hasFlag(suspensions.site.at(at), FLAG_WALKED)) waits.push(at);
  }
  const isDuring = (segment: number): boolean =>
    waits.some((wait) => {
      const resumed = suspensions.resumeSegment.at(wait);
      return suspensions.segment.at(wait) <= segment && resumed !== NONE && segment <= resumed;
    });
  const first = firstFrom(trace, writes, a.position.at(walk));
  return writes.slice(first, first + WINDOW).find((write) => {
    const isOther = a.activation.at(write) !== walker && a.segment.at(write) >= a.segment.at(walk);
    return isOther && REMOVES.test(trace.site(a.site.at(write))?.text ?? '') && isDuring(a.segment.at(write));
  });
}

function toDraft({ trace, options }: AnalysisContext, walk: number, removal: number): Draft {
  const { accesses: a } = trace;
  const [walkSite, removeSite] = [a.site.at(walk), a.site.at(removal)];
  const text = (trace.site(walkSite)?.text ?? 'the list').replace(/\.length$| (?:\?\?|\|\|) \[\]$/, '');
  const [walker, remover] = [taskName(trace, a.activation.at(walk)), functionLabel(trace, trace.functionAt(removeSite))];
  const begins = { lane: 0, text: `goes through ${text}`, site: walkSite, access: walk };
  const removes = { lane: 1, text: 'takes an element out', site: removeSite, access: removal };
  return {
    kind: 'race.atomicity',
    key: `walk ${walkSite},${removeSite}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `${walker} goes through \`${text}\` (${lineText(trace, options, walkSite)}) and waits for each element; ${remover} took one out meanwhile (${lineText(trace, options, removeSite)}): what stands behind it moves up, and the loop passes over one.`,
    why: ['the loop counts places, and an await lies between two of them', `a copy (\`[...${text}]\`) stays as it was`],
    places: [
      { site: walkSite, role: 'loop', access: walk },
      { site: removeSite, role: 'removal', access: removal },
    ],
    segments: [a.segment.at(walk), a.segment.at(removal)],
    activations: [...new Set([a.activation.at(walk), a.activation.at(removal)].filter((x) => x !== NONE))],
    scenario: {
      lanes: [walker, 'another task'],
      happened: [begins, removes, { ...begins, text: 'goes on with the next place' }],
      other: [begins, { ...begins, text: 'comes to its end' }, removes],
      otherTitle: 'What would be safe',
    },
  };
}
