/**
 * race.check-then-act, the answer for another key: a call misses its entry, finds by one flag for all that another call is loading, waits, and gives its caller what that has brought
 * (`if (loading) { const [user] = await once(bus, 'loaded'); return user; }`): it was for another key. Only what happened is reported. (Who looks for its own entry again: oneFlag.ts.)
 */
import { addTo, RowLists } from '../../../base/lists.ts';
import { FLAG_USED, VALUE_EMPTY, VALUE_FALSE, VALUE_NULL, VALUE_UNDEFINED, VALUE_ZERO } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { decidesBranch, firstFrom, functionOf, locationText } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { isSetOffBy } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { taskName } from '../../names.ts';
import { byEvents, remembered } from '../../remembered.ts';
import { sitesIn } from '../../siteIndex.ts';

export const otherAnswerRule: Rule = { kinds: ['race.check-then-act'], run: findOtherAnswer };

const OFF: ReadonlySet<number> = new Set([VALUE_UNDEFINED, VALUE_NULL, VALUE_FALSE, VALUE_ZERO, VALUE_EMPTY]);
const KEYED = /\.(?:get|has)$|\[[^[\]]*\]$/;
/** What came, not what is looked up in it: `return all[name]`. */
const PLAIN = /^[\w$]+(?:\.[\w$]+)*$/;
/** As many calls are held against all that they have accessed. */
const MAX_SCANS = 64;

/** Sites of one function: it looks for an entry, and stores it when it has loaded it. */
interface Load {
  readonly look: number;
  readonly store: number;
}

/** Rows of accesses, and the site of the wait. */
interface Other {
  readonly flag: number;
  readonly set: number;
  readonly stored: number;
  readonly wait: number;
}

const accessesByCall = remembered(
  byEvents,
  ({ accesses: a, activations }) => new RowLists(activations.length, a.length, (row) => a.activation.at(row)),
);

function findOtherAnswer(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const { accesses: a } = trace;
  const loads = new Map<number, Load[]>();
  for (const [store, pairs] of factsOf(context).pairsByWrite) {
    for (const { read: look } of pairs) {
      const fn = trace.functionAt(look);
      if (fn === trace.functionAt(store) && KEYED.test(trace.site(look)?.text ?? '')) addTo(loads, fn, { look, store });
    }
  }
  const found = new Map<number, Draft>();
  const scans = { left: MAX_SCANS };
  for (let row = 0; loads.size > 0 && row < a.length; row++) {
    if (a.write.at(row) !== 0 || a.activation.at(row) === NONE || !decidesBranch(trace, row) || found.has(a.site.at(row))) continue;
    for (const load of loads.get(functionOf(trace, row)) ?? []) {
      const other = load.look < a.site.at(row) ? otherAnswer(context, row, load, scans) : undefined;
      if (other !== undefined) found.set(a.site.at(row), toDraft(context, other));
    }
  }
  return [...found.values()];
}

/** The flag that a call has found set by another call of the same function, by which it waited, and went on with what it was given. */
function otherAnswer(context: AnalysisContext, flag: number, { look, store }: Load, scans: { left: number }): Other | undefined {
  const { trace } = context;
  const { accesses: a, activations: acts } = trace;
  const own = a.activation.at(flag);
  const { writes = [] } = factsOf(context).groupAt(a.location.at(flag)) ?? {};
  const next = firstFrom(trace, writes, a.position.at(flag));
  const [set, cleared] = [writes[next - 1], writes[next]];
  if (set === undefined || cleared === undefined || OFF.has(a.value.at(set)) || !OFF.has(a.value.at(cleared))) return undefined;
  const loader = a.activation.at(set);
  const isLoader = loader !== own && loader !== NONE && acts.fn.at(loader) === acts.fn.at(own) && a.activation.at(cleared) === loader;
  if (!isLoader || functionOf(trace, set) !== functionOf(trace, flag)) return undefined;
  const wait = waitFor(trace, own, a.site.at(flag), a.site.at(set));
  const end = acts.endSegment.at(own);
  if (wait === undefined || end === NONE || --scans.left < 0) return undefined;
  let stored: number | undefined;
  const [looked, stores] = [new Set<number>(), new Set<number>()];
  const accesses = accessesByCall(trace);
  if (accesses.of(own).some((row) => a.site.at(row) === a.site.at(flag) && a.position.at(row) > a.position.at(flag))) return undefined;
  for (const row of accesses.of(loader)) {
    if (a.site.at(row) === store) {
      stores.add(a.location.at(row));
      stored = row;
    } else if (a.site.at(row) === look) looked.add(a.location.at(row));
  }
  // It has loaded what it had missed itself, and no more; that is not what the other one looked for: otherwise two would have touched it.
  if (stored === undefined || stores.size !== 1 || !looked.has(a.location.at(stored))) return undefined;
  const isSame = (row: number): boolean => a.activation.at(row) === own && a.site.at(row) === look;
  const group = factsOf(context).groupAt(a.location.at(stored));
  if (group === undefined || group.rows.some(isSame) || !isSetOffBy(trace, end, a.segment.at(stored))) return undefined;
  return { flag, set, stored, wait };
}

/** Where the call waited, once, and for something: between the look at the flag, and the place where the flag is set, the function does nothing else than to wait, and to return what came. */
function waitFor(trace: Trace, own: number, flag: number, set: number): number | undefined {
  const { activations: acts, suspensions: s } = trace;
  const last = acts.lastSuspension.at(own);
  if (last === NONE || s.previous.at(last) !== NONE) return undefined;
  const wait = s.site.at(last);
  const at = trace.site(wait);
  if (at === undefined || wait <= flag || wait >= set || !trace.hasFlag(wait, FLAG_USED)) return undefined;
  const between = sitesIn(trace, trace.functionAt(flag)).filter((site) => site > flag && site < set);
  const isReturn = (site: number): boolean => trace.site(site)?.kind === 'return' && PLAIN.test(trace.site(site)?.text ?? '');
  const isPlain = between.every((site) => isReturn(site) || trace.site(site)?.line === at.line);
  return isPlain && between.some(isReturn) ? wait : undefined;
}

function toDraft({ trace, options }: AnalysisContext, { flag, set, stored, wait }: Other): Draft {
  const { accesses: a } = trace;
  const [flagSite, setSite, storeSite] = [flag, set, stored].map((row) => a.site.at(row)) as [number, number, number];
  const line = (site: number): string => lineText(trace, options, site);
  const [name, other] = [taskName(trace, a.activation.at(flag)), taskName(trace, a.activation.at(set))];
  const [text, entry] = [locationText(trace, a.location.at(flag), flagSite), locationText(trace, a.location.at(stored), storeSite)];
  const sets = { lane: 0, text: `sets ${text}, and loads its own`, site: setSite, access: set };
  const finds = { lane: 1, text: `finds ${text} set, and waits`, site: flagSite, access: flag };
  const stores = { lane: 0, text: `stores ${entry}, and says so`, site: storeSite, access: stored };
  return {
    kind: 'race.check-then-act',
    key: `other answer ${flagSite}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `\`${text}\` says that something is being loaded, and not what: ${name} found it set (${line(flagSite)}) by another call (${line(setSite)}), waited (${line(wait)}), and went on with what that had loaded for itself (\`${entry}\`, ${line(storeSite)}).`,
    why: ['the other call loaded what it had missed itself, under another key', `\`${text}\` is the same for all keys`],
    places: [
      { site: flagSite, role: 'check', access: flag },
      { site: wait, role: 'await' },
      { site: setSite, role: 'set', access: set },
      { site: storeSite, role: 'store', access: stored },
    ],
    segments: [a.segment.at(flag), a.segment.at(set)],
    activations: [a.activation.at(flag), a.activation.at(set)],
    scenario: {
      lanes: [other, name],
      happened: [sets, finds, stores, { lane: 1, text: 'goes on with what came', site: wait }],
      other: [sets, { ...finds, text: 'waits for its own key, or loads that' }],
      otherTitle: 'What would be safe',
    },
  };
}
