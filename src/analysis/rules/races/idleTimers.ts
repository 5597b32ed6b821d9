/**
 * race.order.use-after-close of what is closed when nobody needs it any more: whoever gives a connection back sets a timer that ends it, and whoever takes it again does not clear that. It ends what has been used since, and for
 * which a newer one was set. Observed only: both timers have ended the same thing, and the use came between the two.
 */
import { VALUE_FALSE } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import { firstFrom, functionOf, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { type Draft, sitesOfRaces } from '../../finding.ts';
import { lineText } from '../../locate.ts';
import { functionLabel } from '../../names.ts';
import { IS_OPEN } from './closes.ts';
import { timerOf } from './olderTimers.ts';

export const idleTimersRule: Rule = { kinds: ['race.order.use-after-close'], run: findIdleTimers };

/** Accesses of a place that are looked at. */
const LIMIT = 256;

interface Idle {
  readonly use: number;
  readonly close: number;
  readonly timer: number;
}

function findIdleTimers(context: AnalysisContext): Draft[] {
  const told = sitesOfRaces(context.earlier);
  const { trace } = context;
  const keyOf = ({ location }: LocationAccesses): string => trace.string(trace.locations.key.at(location));
  const drafts = new Map<string, Draft>();
  for (const group of factsOf(context).groups) {
    if (context.options.isCancelled()) break;
    const found = group.writes.length > 1 && keyOf(group) === IS_OPEN ? idleIn(context, group) : undefined;
    if (found === undefined || told.has(trace.accesses.site.at(found.close))) continue;
    const draft = toDraft(context, group.location, found);
    if (!drafts.has(draft.key)) drafts.set(draft.key, draft);
  }
  return [...drafts.values()];
}

function idleIn({ trace }: AnalysisContext, { rows, writes }: LocationAccesses): Idle | undefined {
  const { accesses: a, tasks } = trace;
  const ends = writes.slice(0, LIMIT).flatMap((close) => {
    const timer = a.value.at(close) === VALUE_FALSE ? timerOf(trace, close) : NONE;
    return timer === NONE ? [] : [{ close, timer }];
  });
  const [first] = ends;
  if (first === undefined) return undefined;
  const { close, timer } = first;
  const since = rows.slice(firstFrom(trace, rows, tasks.initPosition.at(timer)), firstFrom(trace, rows, a.position.at(close)));
  const use = since.find((row) => a.write.at(row) === 0 && a.activation.at(row) !== NONE);
  if (use === undefined) return undefined;
  const isNewer = ({ timer: other }: { readonly timer: number }): boolean =>
    tasks.site.at(other) === tasks.site.at(timer) &&
    tasks.initPosition.at(other) > a.position.at(use) &&
    tasks.initPosition.at(other) < a.position.at(close);
  return ends.some(isNewer) ? { use, close, timer } : undefined;
}

function toDraft({ trace, options }: AnalysisContext, location: number, { use, close, timer }: Idle): Draft {
  const a = trace.accesses;
  const [useSite, closeSite, timerSite] = [a.site.at(use), a.site.at(close), trace.tasks.site.at(timer)];
  // `this.socket` of `this.socket.end`
  const text = locationText(trace, location, closeSite).replace(/\.\w+$/, '');
  const line = (site: number): string => lineText(trace, options, site);
  const setter = functionLabel(trace, trace.functionAt(timerSite));
  const user = functionLabel(trace, functionOf(trace, use));
  const sets = { lane: 0, text: `sets a timer that ends ${text}`, site: timerSite };
  const uses = { lane: 1, text: `uses ${text}`, site: useSite, access: use };
  const again = { lane: 1, text: 'sets a newer timer', site: timerSite };
  const ends = { lane: 0, text: 'the first timer ends it', site: closeSite, access: close };
  return {
    kind: 'race.order.use-after-close',
    key: `idle ${timerSite}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `\`${text}\` was ended (${line(closeSite)}) by a timer (${line(timerSite)}) that had been set before it was used again (${line(useSite)}): nobody had cleared it, though ${setter} set a newer one after that use.`,
    why: ['nobody clears the timer when it is used again', 'a use that is under way when the timer goes off loses what it uses'],
    places: [
      { site: closeSite, role: 'close', access: close },
      { site: timerSite, role: 'timer' },
      { site: useSite, role: 'use', access: use },
    ],
    segments: [a.segment.at(use), a.segment.at(close)],
    activations: [a.activation.at(use)],
    scenario: {
      lanes: [setter, user],
      happened: [sets, uses, again, ends],
      other: [sets, ends, uses],
      otherTitle: 'What would be safe',
    },
  };
}
