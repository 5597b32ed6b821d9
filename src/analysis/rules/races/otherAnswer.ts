/**
 * race.check-then-act, the answer for another key: a call misses its entry, finds by one flag for all that another call is loading, waits, and gives its caller what that has brought
 * (`if (loading) { const [user] = await once(bus, 'loaded'); return user; }`): it was for another key. So it is with a promise that is one for all (`if (this.loading) return this.loading`), and with a
 * callback that is put aside until the other one has loaded (`if (loading) { waiting.push(done); return; }`). Only what happened is reported. (Who looks for its own entry again: oneFlag.ts.)
 */
import { addTo, RowLists } from '../../../base/lists.ts';
import {
  FLAG_CONDITION,
  FLAG_USED,
  MORE_GIVES_OWN,
  VALUE_EMPTY,
  VALUE_FALSE,
  VALUE_NULL,
  VALUE_UNDEFINED,
  VALUE_ZERO,
} from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { atomOf, firstFrom, functionOf, locationText } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { isSetOffBy, isWithin } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { lastName, taskName } from '../../names.ts';
import { byEvents, remembered } from '../../remembered.ts';
import { sitesIn } from '../../siteIndex.ts';

export const otherAnswerRule: Rule = { kinds: ['race.check-then-act'], run: findOtherAnswer };

const OFF: ReadonlySet<number> = new Set([VALUE_UNDEFINED, VALUE_NULL, VALUE_FALSE, VALUE_ZERO, VALUE_EMPTY]);
const KEYED = /\.(?:get|has)$|\[[^[\]]*\]$/;
/** The same, or `name in this.entries`. */
const LOOKED = /\.(?:get|has)$|\[[^[\]]*\]$|^[\w$]+ in [\w$.#]+$/;
/** What came, not what is looked up in it: `return all[name]`. */
const PLAIN = /^[\w$]+(?:\.[\w$]+)*$/;
const NAME = /^[\w$]+$/;
/** Where a callback is put aside; the list, or the emitter. */
const ASIDE = /^(.+)\.(?:on|once|addListener|push|unshift|add)$/;
/** Who is put aside is called. */
const CALLS_ALL = /^\.(?:emit|forEach|splice|shift|pop|slice|values|clear)$/;
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
  const facts = factsOf(context);
  const loads = new Map<number, Load[]>();
  for (const [store, pairs] of facts.pairsByWrite) {
    for (const { read: look } of pairs) {
      const fn = trace.functionAt(look);
      if (fn === trace.functionAt(store) && KEYED.test(trace.site(look)?.text ?? '')) addTo(loads, fn, { look, store });
    }
  }
  const found = new Map<number, Draft>();
  const [scans, sharedScans] = [{ left: MAX_SCANS }, { left: MAX_SCANS }];
  // Half of all reads decide something, and few of those are of a place that others have to do with.
  const asked = Uint8Array.from(trace.sites, (_, site) => (isAsked(trace, site) ? 1 : 0));
  for (let row = 0; row < a.length; row++) {
    if (asked[a.site.at(row)] !== 1 || a.write.at(row) !== 0 || !facts.isShared(a.location.at(row))) continue;
    if (a.activation.at(row) === NONE || found.has(a.site.at(row))) continue;
    let other: Other | undefined;
    for (const load of loads.get(functionOf(trace, row)) ?? []) {
      other ??= load.look < a.site.at(row) ? otherAnswer(context, row, load, scans) : undefined;
    }
    other ??= OFF.has(a.value.at(row)) ? undefined : sharedAnswer(context, row, sharedScans);
    if (other !== undefined) found.set(a.site.at(row), toDraft(context, other));
  }
  return [...found.values()];
}

/** A condition, or `this.loading ??= load(id)`. */
function isAsked(trace: Trace, at: number): boolean {
  const [read, next] = [trace.site(at), trace.site(at + 1)];
  return trace.hasFlag(at, FLAG_CONDITION) || (next?.kind === 'write' && next.text === read?.text && next.line === read?.line);
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

/** The flag that a call has found set by another call of the same function, to whose promise, or callers, it has left its own. */
function sharedAnswer(context: AnalysisContext, flag: number, scans: { left: number }): Other | undefined {
  const { trace } = context;
  const { accesses: a, activations: acts } = trace;
  const own = a.activation.at(flag);
  const { writes = [] } = factsOf(context).groupAt(a.location.at(flag)) ?? {};
  const next = firstFrom(trace, writes, a.position.at(flag));
  const [set, cleared] = [writes[next - 1], writes[next]];
  if (set === undefined || cleared === undefined || OFF.has(a.value.at(set)) || !OFF.has(a.value.at(cleared))) return undefined;
  const loader = a.activation.at(set);
  if (loader === own || loader === NONE || acts.fn.at(loader) !== acts.fn.at(own) || functionOf(trace, set) !== functionOf(trace, flag)) {
    return undefined;
  }
  const isOfLoader = (row: number): boolean => a.activation.at(row) !== NONE && isWithin(trace, a.activation.at(row), loader);
  if (!isOfLoader(cleared) || --scans.left < 0) return undefined;
  const accesses = accessesByCall(trace);
  const mine = accesses.of(own);
  for (const look of accesses.of(loader)) {
    const at = a.site.at(look);
    const isLook = a.write.at(look) === 0 && at < a.site.at(flag) && functionOf(trace, look) === functionOf(trace, flag);
    if (!isLook || a.position.at(look) > a.position.at(set) || !LOOKED.test(trace.site(at)?.text ?? '')) continue;
    const group = factsOf(context).groupAt(a.location.at(look));
    const stored = group?.writes.find((row) => a.position.at(row) > a.position.at(set) && isOfLoader(row));
    const isLoaded =
      stored !== undefined && (a.position.at(stored) < a.position.at(cleared) || atomOf(trace, stored) === atomOf(trace, cleared));
    // What the other one looked for has not been touched by anybody else, or it would be known that it looked there.
    if (!isLoaded || mine.some((row) => a.site.at(row) === at)) continue;
    const isOfMany = (row: number): boolean => a.site.at(row) === a.site.at(stored) && a.location.at(row) !== a.location.at(stored);
    if (accesses.of(a.activation.at(stored)).some(isOfMany)) continue;
    const wait = leftTo(trace, [at, a.site.at(flag), a.site.at(set)], mine, [stored, cleared]);
    if (wait !== undefined) return { flag, set, stored, wait };
  }
  return undefined;
}

/** Where the call gives its caller the promise of the other one, or puts its callback aside for it, and does nothing else; the other one loads what its own caller has asked for. */
function leftTo(
  trace: Trace,
  [look, flag, set]: readonly [number, number, number],
  mine: readonly number[],
  ends: readonly number[],
): number | undefined {
  const { write, site } = trace.accesses;
  const textOf = (at: number): string => trace.site(at)?.text ?? '';
  const lineOf = (at: number): number | undefined => trace.site(at)?.line;
  const own = sitesIn(trace, trace.functionAt(flag));
  const isOwn = (at: number): boolean =>
    at > flag &&
    trace.site(at)?.kind === 'call' &&
    (trace.hasMore(at, MORE_GIVES_OWN) || (NAME.test(textOf(at)) && !isKnown(trace, textOf(at))));
  // It stores under the name of the key that it has looked for.
  const keyOf = (at: number): string | undefined => /\[([\w$]+)\]$|^([\w$]+) in /.exec(textOf(at))?.slice(1).find(Boolean);
  const stored = ends[0] === undefined ? NONE : site.at(ends[0]);
  if (!own.some(isOwn) && (keyOf(look) === undefined || keyOf(look) !== keyOf(stored))) return undefined;
  const writesOnly = (at: number): boolean => mine.every((row) => write.at(row) === 0 || lineOf(site.at(row)) === lineOf(at));
  const isGiven = (at: number): boolean =>
    at > flag &&
    (at < set || lineOf(set) === lineOf(flag)) &&
    /^(?:return|await|read)$/.test(trace.site(at)?.kind ?? '') &&
    textOf(at) === textOf(flag) &&
    mine.every((row) => site.at(row) <= flag || lineOf(site.at(row)) === lineOf(at));
  const given = own.find(isGiven);
  if (given !== undefined) return mine.every((row) => write.at(row) === 0) ? given : undefined;
  for (const at of own) {
    const list = at > look && at < set && trace.site(at)?.kind === 'call' ? ASIDE.exec(textOf(at))?.[1] : undefined;
    if (list === undefined || !writesOnly(at)) continue;
    const isCalled = (end: number): boolean => {
      const text = textOf(end);
      return text === list || (text.startsWith(list) && CALLS_ALL.test(text.slice(list.length)));
    };
    if (ends.some((row) => sitesIn(trace, functionOf(trace, row)).some(isCalled))) return at;
  }
  return undefined;
}

/** A function of the program; what is not known was given as an argument. */
function isKnown(trace: Trace, name: string): boolean {
  return trace.functions.some((fn) => lastName(fn.name) === name);
}

/** Where the call waited, once, and for something: between the look at the flag, and the place where the flag is set, the function does nothing else than to wait, and to return what came. */
function waitFor(trace: Trace, own: number, flag: number, set: number): number | undefined {
  const { activations: acts, suspensions: s } = trace;
  const last = acts.lastSuspension.at(own);
  if (last === NONE || s.previous.at(last) !== NONE) return undefined;
  const wait = s.site.at(last);
  const at = trace.site(wait);
  if (at === undefined || wait <= flag || wait >= set || !trace.hasFlag(wait, FLAG_USED)) return undefined;
  // `loading.add(kind)`: the call of the method that sets it stands at its place.
  const isOfSet = (site: number): boolean =>
    trace.site(site)?.line === trace.site(set)?.line && trace.site(site)?.text === trace.site(set)?.text;
  const between = sitesIn(trace, trace.functionAt(flag)).filter((site) => site > flag && site < set && !isOfSet(site));
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
      { site: wait, role: trace.site(wait)?.kind === 'await' ? 'await' : 'left to it' },
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
