/**
 * race.check-then-act, a list under a key: a call looks whether anything is there, waits, and puts something into the list (`if (seats[row]?.length > 0) return; await pay(); (seats[row] ??= []).push(who)`);
 * meanwhile another one, which had found nothing either, has made the list and put something in. The transform names the look and what is put in (SiteLink `entered`); only what did happen is
 * reported.
 */
import { NONE } from '../../../model/ids.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { readsByWrite } from '../../shared/links.ts';
import { type Draft, sitesOfRaces } from '../../finding.ts';
import { isWithin } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { taskName } from '../../names.ts';
import { accessesAtSites } from '../../shared/accessIndex.ts';
import { atomOf, locationText } from '../../shared/accesses.ts';
import { isNothing } from './splits.ts';

export const enteredTwiceRule: Rule = { kinds: ['race.check-then-act'], run: findEnteredTwice };

interface Entered {
  readonly look: number;
  readonly other: number;
  readonly put: number;
}

function findEnteredTwice(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const { accesses: a } = trace;
  const looksAt = readsByWrite(trace, ({ kind }) => kind === 'entered');
  const known = sitesOfRaces(context.earlier);
  const drafts: Draft[] = [];
  for (const [site, reads] of looksAt) {
    if (context.options.isCancelled()) break;
    if (known.has(site)) continue;
    const looks = accessesAtSites(trace, reads).filter((row) => a.write.at(row) === 0);
    const puts = accessesAtSites(trace, [site]).filter((row) => a.write.at(row) === 1);
    for (const put of puts) {
      const found = enteredTwice(context, looks, put);
      if (found === undefined) continue;
      drafts.push(toDraft(context, found));
      break;
    }
  }
  return drafts;
}

function enteredTwice(context: AnalysisContext, looks: readonly number[], put: number): Entered | undefined {
  const { trace, order } = context;
  const { accesses: a } = trace;
  const facts = factsOf(context);
  const by = a.activation.at(put);
  if (by === NONE) return undefined;
  const look = looks.findLast((row) => isWithin(trace, by, a.activation.at(row)) && a.position.at(row) < a.position.at(put));
  const own = look === undefined ? NONE : a.activation.at(look);
  if (look === undefined || own === NONE || atomOf(trace, look) === atomOf(trace, put)) return undefined;
  const isBetween = (row: number): boolean =>
    a.position.at(row) > a.position.at(look) && a.position.at(row) < a.position.at(put) && !isWithin(trace, a.activation.at(row), own);
  // There was no list, and both the list and what is in it have come since.
  const lists = facts.groupAt(a.location.at(look))?.writes ?? [];
  const before = lists.findLast((row) => a.position.at(row) < a.position.at(look));
  if (!lists.some(isBetween) || (before !== undefined && !isNothing(trace, before))) return undefined;
  const others = facts.groupAt(a.location.at(put))?.writes ?? [];
  const other = others.find((row) => isBetween(row) && a.site.at(row) === a.site.at(put));
  if (other === undefined || isWithin(trace, by, a.activation.at(other))) return undefined;
  if (order.isOrdered(a.segment.at(other), a.segment.at(look)) || order.isOrdered(a.segment.at(put), a.segment.at(other))) return undefined;
  if (order.isOrdered(a.segment.at(look), a.segment.at(other)) && order.isOrdered(a.segment.at(other), a.segment.at(put))) return undefined;
  return facts.holding.isExcluded(look, put, other) ? undefined : { look, other, put };
}

function toDraft({ trace, options }: AnalysisContext, { look, other, put }: Entered): Draft {
  const { accesses: a } = trace;
  const [lookSite, site] = [a.site.at(look), a.site.at(put)];
  const entry = locationText(trace, a.location.at(look), lookSite);
  const name = taskName(trace, a.activation.at(put));
  const looks = { lane: 0, text: `finds nothing under ${entry}`, site: lookSite, access: look };
  const puts = { lane: 1, text: 'has found nothing either, and puts something in', site: a.site.at(other), access: other };
  const own = { lane: 0, text: 'puts something in as well', site, access: put };
  return {
    kind: 'race.check-then-act',
    key: `entered ${site},${lookSite}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `${name} looks whether there is anything under \`${entry}\` (${lineText(trace, options, lookSite)}), and puts something into the list there after an await (${lineText(trace, options, site)}); another call put something in meanwhile: both passed the check.`,
    why: [
      'an await lies between the look and what is put in',
      'nothing orders the two calls',
      'nothing looks again in the step that puts it in',
    ],
    places: [
      { site, role: 'act', access: put },
      { site: lookSite, role: 'check', access: look },
      { site: a.site.at(other), role: 'other write', access: other },
    ],
    segments: [look, put, other].map((row) => a.segment.at(row)),
    activations: [...new Set([look, put, other].map((row) => a.activation.at(row)).filter((x) => x !== NONE))],
    scenario: {
      lanes: [name, 'another call'],
      happened: [looks, puts, own],
      other: [looks, own, { ...puts, text: 'finds what is there, and goes by that' }],
      otherTitle: 'What would be safe',
    },
  };
}
