/**
 * race.atomicity, what is empty for a while: a task empties a collection, waits, and fills it again (`this.rows = []; for (const row of await load()) this.rows.push(row)`), and another task
 * has looked for something in it meanwhile. The transform names the two (SiteLink `refill`); only what did happen is reported.
 */
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { ACCESS_DELETE, ACCESS_PLAIN, LOCATION_ENTRY, ROOT_CONNECTION, ROOT_HTTP_REQUEST } from '../../../model/vocabulary.ts';
import { addTo } from '../../../base/lists.ts';
import { atomOf, COUNTS, decidesBranch, firstFrom, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { commonCaller, isWithin } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { taskName } from '../../names.ts';
import { rootOf } from '../../roots.ts';
import { accessesAtSites } from '../../shared/accessIndex.ts';

export const refilledRule: Rule = { kinds: ['race.atomicity'], run: findRefilled };

/** Times that something is emptied, and accesses after it. */
const LIMIT = 512;
const LOOKS = 64;
/** Accesses after a look among which the change that it was made for is. */
const NEXT = 3;
const ASKS = /\.(?:get|has|includes|some|every|find|findIndex|indexOf|filter)$/;

interface Refilled {
  readonly emptied: number;
  readonly look: number;
  readonly filled: number;
}

function findRefilled(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const { accesses: a } = trace;
  const fillsOf = new Map<number, number[]>();
  for (const { read, write, kind } of trace.links) if (kind === 'refill') addTo(fillsOf, read, write);
  const fillsIn = fillsByCall(trace, new Set([...fillsOf.values()].flat()));
  const best = new Map<number, Refilled>();
  let tried = 0;
  for (const group of factsOf(context).groups) {
    if (context.options.isCancelled()) break;
    const isEntry = trace.locations.kind.at(group.location) === LOCATION_ENTRY;
    for (const [at, emptied] of group.writes.entries()) {
      const again = isEntry && !best.has(a.site.at(emptied)) ? putBack(trace, group, at) : undefined;
      const look = again && lookBetween(context, group, { emptied, ...again });
      if (again !== undefined && look !== undefined && !goesOn(trace, look)) best.set(a.site.at(emptied), { emptied, look, ...again });
      const fills = fillsOf.get(a.site.at(emptied));
      if (fills === undefined || best.has(a.site.at(emptied)) || ++tried > LIMIT) continue;
      // The first that comes after it: what was filled in the same step was never empty for others.
      const filled = (fillsIn.get(a.activation.at(emptied)) ?? []).filter(
        (row) => a.position.at(row) > a.position.at(emptied) && fills.includes(a.site.at(row)),
      );
      const found = refilledAt(context, group, emptied, filled);
      if (found !== undefined) best.set(a.site.at(emptied), found);
    }
  }
  // A store of the program, and the map that it has its entries in, are one: who uses the store is told.
  const by = (found: Refilled): number => a.activation.at(found.emptied);
  const all = [...best.values()];
  const isInner = (found: Refilled): boolean => all.some((other) => by(other) !== by(found) && isWithin(trace, by(found), by(other)));
  return all.filter((found) => !isInner(found)).map((found) => toDraft(context, found));
}

/** `await store.remove(key); …; await store.set(key, value)`: one call takes an entry out and puts it back in a later step, and it had not put it there itself. */
function putBack(trace: Trace, { writes }: LocationAccesses, at: number): { readonly filled: number; readonly call: number } | undefined {
  const { accesses: a, activations: acts } = trace;
  const [removed, put] = [writes[at] as number, writes[at + 1]];
  if (put === undefined || a.how.at(removed) !== ACCESS_DELETE || a.how.at(put) !== ACCESS_PLAIN) return undefined;
  const [remover, putter] = [a.activation.at(removed), a.activation.at(put)];
  if (at === 0 || remover === NONE || putter === NONE || atomOf(trace, removed) === atomOf(trace, put)) return undefined;
  const call = remover === putter ? remover : commonCaller(trace, remover, putter);
  if (call === NONE || acts.sync.at(call) === 1 || trace.functions[acts.fn.at(call)]?.parentFunction === NONE) return undefined;
  const isOwn = (row: number): boolean => isWithin(trace, a.activation.at(row), call);
  return writes.slice(Math.max(0, at - LOOKS), at).some(isOwn) ? undefined : { filled: put, call };
}

/** Whoever asked, or called what asked, has waited for something after that: it may have got elsewhere what was not there. */
function goesOn(trace: Trace, look: number): boolean {
  const { activations: acts, suspensions: s } = trace;
  const by = trace.accesses.activation.at(look);
  const callers = by === NONE ? [] : [by, acts.parent.at(by)].filter((each) => each !== NONE);
  return callers.some((each) => {
    const last = acts.lastSuspension.at(each);
    return last !== NONE && s.segment.at(last) >= trace.accesses.segment.at(look);
  });
}

function refilledAt(context: AnalysisContext, group: LocationAccesses, emptied: number, fills: readonly number[]): Refilled | undefined {
  const { trace } = context;
  const { accesses: a, locations } = trace;
  const [first] = fills;
  if (first === undefined || atomOf(trace, first) === atomOf(trace, emptied)) return undefined;
  const object = locations.object.at(group.location);
  // What `clear` takes are the entries; an assignment replaces the collection.
  const isCleared = trace.site(a.site.at(emptied))?.text.endsWith('.clear') === true;
  const groups = isCleared && object !== 0 ? factsOf(context).groupsBeside(group.location) : [group];
  for (const each of groups) {
    // What comes entry by entry is missing until its own turn, if it was there before.
    const wasThere = isCleared && a.position.at(each.writes[0] ?? emptied) < a.position.at(emptied);
    const own = wasThere ? fills.find((row) => a.location.at(row) === each.location) : undefined;
    const filled = own ?? first;
    const look = lookBetween(context, each, { emptied, filled, call: a.activation.at(emptied) });
    if (look !== undefined) return { emptied, look, filled };
  }
  return undefined;
}

/** Somebody else has asked for it between the two. */
function lookBetween(
  context: AnalysisContext,
  { rows, writes }: LocationAccesses,
  { emptied, filled, call }: { readonly emptied: number; readonly filled: number; readonly call: number },
): number | undefined {
  const { trace, order } = context;
  const { accesses: a } = trace;
  const { coverage, holding } = factsOf(context);
  const from = firstFrom(trace, rows, a.position.at(emptied) + 1);
  for (const look of rows.slice(from, from + LOOKS)) {
    if (a.position.at(look) >= a.position.at(filled)) break;
    if (a.write.at(look) === 1) continue;
    if (isWithin(trace, a.activation.at(look), call) || order.isOrdered(a.segment.at(look), a.segment.at(filled))) continue;
    if (!isAsked(context, look, coverage.accessesAt(atomOf(trace, look)))) continue;
    // Who puts there itself what it misses has a cache, which may be empty.
    const by = a.activation.at(look);
    const isOwn = (w: number): boolean =>
      by === NONE ? atomOf(trace, w) === atomOf(trace, look) : isWithin(trace, a.activation.at(w), by);
    const next = firstFrom(trace, writes, a.position.at(look));
    if (writes.slice(next, next + LOOKS).some(isOwn)) continue;
    if (!holding.isExcluded(emptied, filled, look)) return look;
  }
  return undefined;
}

/** The accesses that fill something, by the activation that makes them, itself or by a callback of it. */
function fillsByCall(trace: Trace, sites: ReadonlySet<number>): ReadonlyMap<number, readonly number[]> {
  const { accesses: a, activations: acts, functions } = trace;
  const found = new Map<number, number[]>();
  for (const row of accessesAtSites(trace, sites)) {
    const call = a.activation.at(row);
    if (call === NONE) continue;
    addTo(found, call, row);
    const parent = acts.parent.at(call);
    if (parent === NONE) continue;
    if (acts.sync.at(call) === 1 || functions[acts.fn.at(call)]?.parentFunction === acts.fn.at(parent)) addTo(found, parent, row);
  }
  return found;
}

/** Somebody wants what is in it: a request, or who asks for one thing. Who counts it, or puts something in, finds it as it is. */
function isAsked({ trace }: AnalysisContext, look: number, step: readonly number[]): boolean {
  const { accesses: a } = trace;
  const text = trace.site(a.site.at(look))?.text ?? '';
  const at = step.indexOf(look);
  const next = step.slice(at + 1, at + 1 + NEXT).filter((row) => a.activation.at(row) === a.activation.at(look));
  const nextTexts = next.map((row) => trace.site(a.site.at(row))?.text ?? '');
  if (COUNTS.test(text) || nextTexts.some((other) => COUNTS.test(other) && other.startsWith(text))) return false;
  if (next.some((row, i) => a.write.at(row) === 1 && nextTexts[i]?.startsWith(text.replace(ASKS, '')) === true)) return false;
  const kind = trace.roots[rootOf(trace, a.segment.at(look))]?.kind;
  if (kind === ROOT_HTTP_REQUEST || kind === ROOT_CONNECTION) return true;
  return ASKS.test(text) || nextTexts.some((other) => ASKS.test(other) && other.startsWith(text)) || decidesBranch(trace, look);
}

function toDraft({ trace, options }: AnalysisContext, { emptied, look, filled }: Refilled): Draft {
  const { accesses: a } = trace;
  const [emptySite, lookSite, fillSite] = [a.site.at(emptied), a.site.at(look), a.site.at(filled)];
  const name = taskName(trace, a.activation.at(emptied));
  const text = locationText(trace, a.location.at(emptied), emptySite).replace(/\.(?:clear|length)$/, '');
  const isEntry = trace.locations.kind.at(a.location.at(emptied)) === LOCATION_ENTRY;
  const [empties, fills] = isEntry ? ['takes an entry out of', 'puts it back into'] : ['empties', 'fills again'];
  const first = { lane: 0, text: `${empties} ${text}`, site: emptySite, access: emptied };
  const second = { lane: 1, text: `looks into ${text}`, site: lookSite, access: look };
  const third = { lane: 0, text: `${fills} ${text}`, site: fillSite, access: filled };
  return {
    kind: 'race.atomicity',
    key: `refilled ${emptySite}`,
    confidence: 0.7,
    verdict: 'observed',
    consequence: false,
    message: `${name} ${empties} \`${text}\` (${lineText(trace, options, emptySite)}) and ${isEntry ? 'puts it back' : 'fills it again'} after a wait (${lineText(trace, options, fillSite)}); another task looked into it in between (${lineText(trace, options, lookSite)}), and found nothing.`,
    why: [
      isEntry ? 'what is put back comes after an await' : 'what fills it comes after an await',
      'nothing makes the other task wait for that',
      'no lock is held over both',
    ],
    places: [
      { site: emptySite, role: 'empties it', access: emptied },
      { site: lookSite, role: 'look', access: look },
      { site: fillSite, role: 'fills it', access: filled },
    ],
    segments: [a.segment.at(emptied), a.segment.at(look), a.segment.at(filled)],
    activations: [a.activation.at(emptied)],
    scenario: {
      lanes: [name, 'another task'],
      happened: [first, second, third],
      other: [first, third, second],
      otherTitle: 'What would be safe',
    },
  };
}
