/**
 * race.check-then-act, what who waits is never given: a call finds by a flag that another call is loading, waits for that, and goes on without what the function gives its caller on all other ways
 * (`if (loading) return waiting.push(next)`, where the others have `req.user = user` before `next()`, or call `process(value)`, which each caller brings along). Only what happened is reported: of
 * two requests what is stored in them, and of a function that is brought along, where what it stores was then missed.
 */
import { VALUE_EMPTY, VALUE_FALSE, VALUE_NULL, VALUE_UNDEFINED, VALUE_ZERO } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { isInnerFunction } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { taskName } from '../../names.ts';
import { isFromOutside, requestOf } from '../../roots.ts';
import { accessesAtSites, accessesOfLocation } from '../../shared/accessIndex.ts';
import { firstFrom, functionOf, locationText } from '../../shared/accesses.ts';

export const lackedByWaitersRule: Rule = { kinds: ['race.check-then-act'], run: findLacked };

const OFF: ReadonlySet<number> = new Set([VALUE_UNDEFINED, VALUE_NULL, VALUE_FALSE, VALUE_ZERO, VALUE_EMPTY]);
/** Looks at one flag, and accesses of one step or place, that are looked at. */
const LIMIT = 256;

/** Rows of accesses; `missed`: a read of what the function would have stored. */
interface Lacked {
  readonly flag: number;
  readonly set: number;
  readonly given: number;
  readonly missed?: number;
}

function findLacked(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const found = new Map<number, Draft>();
  for (const { read, write, kind, by = '' } of trace.links) {
    if (kind !== 'lacked' || found.has(read)) continue;
    for (const flag of accessesAtSites(trace, [read]).slice(0, LIMIT)) {
      const lacked = lackedAt(context, flag, write);
      if (lacked === undefined) continue;
      found.set(read, toDraft(context, lacked, by));
      break;
    }
  }
  return [...found.values()];
}

function lackedAt(context: AnalysisContext, flag: number, given: number): Lacked | undefined {
  const { trace } = context;
  const { accesses: a, activations: acts } = trace;
  const own = a.activation.at(flag);
  if (own === NONE || a.write.at(flag) !== 0) return undefined;
  const { writes = [] } = factsOf(context).groupAt(a.location.at(flag)) ?? {};
  const next = firstFrom(trace, writes, a.position.at(flag));
  const [set, cleared] = [writes[next - 1], writes[next]];
  if (set === undefined || cleared === undefined || OFF.has(a.value.at(set)) || !OFF.has(a.value.at(cleared))) return undefined;
  const loader = a.activation.at(set);
  if (loader === own || loader === NONE || acts.fn.at(loader) !== acts.fn.at(own)) return undefined;
  if (!isCall(trace, given)) {
    const [mine, other] = [flag, set].map((row) => requestOf(trace, a.segment.at(row))) as [number, number];
    return mine !== other && isFromOutside(trace, mine) && isFromOutside(trace, other) ? { flag, set, given } : undefined;
  }
  const missed = missedBy(context, flag, cleared);
  return missed === undefined ? undefined : { flag, set, given, missed };
}

/** What is stored in the step in which the other call has loaded, by a function that it was given, and read later, at one place, of that object and of another one, in which nobody ever stores it. */
function missedBy(context: AnalysisContext, flag: number, cleared: number): number | undefined {
  const { trace } = context;
  const { accesses: a, locations: l } = trace;
  const around = functionOf(trace, flag);
  const isOfOther = (row: number): boolean => functionOf(trace, row) !== around && !isInnerFunction(trace, functionOf(trace, row), around);
  const stores = factsOf(context)
    .coverage.accessesOfStep(cleared)
    .filter((row) => a.write.at(row) === 1 && isOfOther(row));
  for (const store of stores.slice(0, LIMIT)) {
    const place = a.location.at(store);
    if (l.object.at(place) === 0) continue;
    const isAlike = (at: number): boolean =>
      at !== place && l.key.at(at) === l.key.at(place) && l.className.at(at) === l.className.at(place);
    const reads = accessesOfLocation(trace, place).filter((row) => a.write.at(row) === 0 && a.position.at(row) > a.position.at(store));
    const missed = accessesAtSites(
      trace,
      reads.slice(0, LIMIT).map((row) => a.site.at(row)),
    ).find(
      (row) =>
        a.position.at(row) > a.position.at(flag) &&
        isAlike(a.location.at(row)) &&
        accessesOfLocation(trace, a.location.at(row)).every((other) => a.write.at(other) === 0),
    );
    if (missed !== undefined) return missed;
  }
  return undefined;
}

function isCall(trace: Trace, site: number): boolean {
  return trace.site(site)?.kind === 'call';
}

function toDraft({ trace, options }: AnalysisContext, { flag, set, given, missed }: Lacked, param: string): Draft {
  const { accesses: a } = trace;
  const [flagSite, setSite] = [a.site.at(flag), a.site.at(set)];
  const line = (site: number): string => lineText(trace, options, site);
  const [name, other] = [taskName(trace, a.activation.at(flag)), taskName(trace, a.activation.at(set))];
  const [text, what] = [locationText(trace, a.location.at(flag), flagSite), isCall(trace, given) ? param : (trace.site(given)?.text ?? '')];
  const lacks =
    missed === undefined ? '' : `; \`${trace.site(a.site.at(missed))?.text ?? ''}\` (${line(a.site.at(missed))}) was never set for it`;
  const sets = { lane: 0, text: `sets ${text}, and loads`, site: setSite, access: set };
  const finds = { lane: 1, text: `finds ${text} set, and waits`, site: flagSite, access: flag };
  return {
    kind: 'race.check-then-act',
    key: `lacked ${flagSite}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `${name} found \`${text}\` set (${line(flagSite)}) by another call (${line(setSite)}), waited for it, and went on without \`${what}\` (${line(given)}), which is for each caller, and which all other ways have${lacks}.`,
    why: ['the other call does it for its own caller alone', 'nobody does it for who waited'],
    places: [
      { site: flagSite, role: 'check', access: flag },
      { site: given, role: 'left out' },
      { site: setSite, role: 'set', access: set },
      ...(missed === undefined ? [] : [{ site: a.site.at(missed), role: 'missed', access: missed }]),
    ],
    segments: [a.segment.at(flag), a.segment.at(set)],
    activations: [a.activation.at(flag), a.activation.at(set)],
    scenario: {
      lanes: [other, name],
      happened: [
        sets,
        finds,
        { lane: 0, text: `has ${what} for itself`, site: given },
        { lane: 1, text: `goes on without ${what}`, site: flagSite },
      ],
      other: [sets, finds, { lane: 1, text: `has ${what} for itself, too`, site: given }],
      otherTitle: 'What would be safe',
    },
  };
}
