/**
 * race.check-then-act through middlewares: a function looks at shared state and lets a request through (`next()`, a hook that does not answer); another function, which knows
 * nothing of it, acts on that in a later step of the request. Two requests that were both let through before either has acted have both passed the check.
 *
 * No data flow leads from the look to the act: that both are made for one request, at one location, is for the run to say, and that another request did the same in between.
 */
import {
  ACCESS_DELETE,
  ACCESS_RMW,
  FLAG_ANEW,
  FLAG_FIRST_VALUE,
  FLAG_FOUND,
  FLAG_MARK,
  ROOT_HTTP_REQUEST,
  VALUE_FALSE,
  VALUE_OBJECT,
  VALUE_TRUE,
  VALUE_UNKNOWN,
} from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { atomOf, functionOf, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { isInnerFunction } from '../../lineage.ts';
import { gateReads } from '../../shared/links.ts';
import { requestOf } from '../../roots.ts';
import { lastName } from '../../names.ts';
import { callsNamed, hasSite } from '../../siteIndex.ts';
import { toDraft } from './atomicityDraft.ts';
import { isNothing } from './splits.ts';
import { isRefresh } from './superseded.ts';

export const gatesRule: Rule = { kinds: ['race.check-then-act'], run: findGates };

/** Requests that are open at once, of which the acts of the older ones are compared. */
const OPEN = 64;

/** One request at one location. */
interface Passage {
  /** The last look that let it through, and the last write of the location before it; NONE. */
  look: number;
  found: number;
  /** The same of an earlier step, where the last look may belong to the act: both ask by one function. */
  earlier?: { readonly look: number; readonly found: number };
  /** The first one. */
  readonly first: number;
  /** It has acted on its look. */
  acted: boolean;
  /** It has written the location since, in the step of the look or as its act: what comes later does not follow from the look. */
  isOver: boolean;
  /** Reads of its step at hand, for acts that are made anew. */
  reads: number[];
}

function findGates(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const gates = gateReads(trace);
  if (gates.size === 0) return [];
  const drafts: Draft[] = [];
  for (const group of factsOf(context).groups) {
    if (context.options.isCancelled()) break;
    if (group.writes.length < 2 || !group.rows.some((row) => gates.has(trace.accesses.site.at(row)))) continue;
    drafts.push(...findIn(context, group, gates));
  }
  return drafts;
}

function findIn(context: AnalysisContext, group: LocationAccesses, gates: ReadonlyMap<number, number>): Draft[] {
  const { trace } = context;
  const { accesses: a } = trace;
  const { holding } = factsOf(context);
  const passages = new Map<number, Passage>();
  /** Writes of passages that have acted on their looks. */
  const acts: number[] = [];
  const drafts: Draft[] = [];
  let before = NONE;
  for (const row of group.rows) {
    const isWrite = a.write.at(row) === 1;
    const request = httpRequestAt(trace, row);
    if (request === NONE) {
      if (isWrite) before = row;
      continue;
    }
    let passage = passages.get(request);
    if (!isWrite) {
      const isLook = gates.has(a.site.at(row));
      if (passage === undefined && isLook) {
        passage = { look: row, first: row, found: before, acted: false, isOver: false, reads: [] };
        passages.set(request, passage);
      } else if (passage !== undefined && isLook && !passage.isOver) {
        const { look, found } = passage;
        if (atomOf(trace, look) !== atomOf(trace, row)) passage.earlier = { look, found };
        Object.assign(passage, { look: row, found: before });
      }
      passage?.reads.push(row);
      continue;
    }
    if (passage !== undefined && !passage.isOver) {
      passage.isOver = true;
      const { earlier, reads } = passage;
      const { look, found } = earlier !== undefined && atomOf(trace, passage.look) === atomOf(trace, row) ? earlier : passage;
      const own = reads.filter((read) => read !== look && atomOf(trace, read) === atomOf(trace, row));
      const updates = own.some((read) => isOfActor(trace, read, functionOf(trace, row)));
      if (atomOf(trace, look) !== atomOf(trace, row) && follows(trace, look, row, own) && isAct(trace, look, row, found, updates)) {
        const other = acts.slice(-OPEN).find((act) => a.position.at(act) > a.position.at(look) && !isStep(context, look, act, row));
        if (other !== undefined && !holding.isExcluded(look, row, other) && !isRefresh(context, { read: look, write: row })) {
          const conflict = {
            read: look,
            write: row,
            kind: 'guard',
            mark: NONE,
            other: other,
            observed: true,
            confidence: 0.8,
            ...callsOf(trace, gates.get(a.site.at(look)) ?? NONE, row),
          } as const;
          drafts.push(toDraft(context, conflict, group.location));
        }
        acts.push(row);
        passage.acted = true;
      }
    }
    before = row;
  }
  return drafts.length > 0 && isForAct(trace, [...passages.values()], acts[0] as number) ? drafts : [];
}

/** Most requests that were let through before anybody acted went on to act: the look is for that. What all requests pass, and few change (a switch for maintenance), is looked at for something else. */
function isForAct({ accesses: a }: Trace, passages: readonly Passage[], firstAct: number): boolean {
  const early = passages.filter(({ first }) => a.position.at(first) < a.position.at(firstAct));
  return 2 * early.filter(({ acted }) => acted).length > early.length;
}

/** A request that the other one makes itself, and waits for. */
function isStep({ trace, order }: AnalysisContext, look: number, other: number, write: number): boolean {
  const { segment } = trace.accesses;
  return order.isOrdered(segment.at(look), segment.at(other)) && order.isOrdered(segment.at(other), segment.at(write));
}

function httpRequestAt(trace: Trace, access: number): number {
  const root = requestOf(trace, trace.accesses.segment.at(access));
  return trace.roots[root]?.kind === ROOT_HTTP_REQUEST ? root : NONE;
}

/** In another function than the look, whose own checks the transform knows; and that function, or who calls it, has not looked again in its step. */
function follows(trace: Trace, look: number, write: number, reads: readonly number[]): boolean {
  const [looker, actor] = [functionOf(trace, look), functionOf(trace, write)];
  if (looker === actor || isInnerFunction(trace, actor, looker)) return false;
  if (trace.hasFlag(trace.accesses.site.at(write), FLAG_ANEW)) return false;
  return reads.every((read) => isOfActor(trace, read, actor));
}

/** The call that asks, where a function of another file looks, and the one by which the request acts: what each of them says is seen there. */
function callsOf(trace: Trace, asks: number, write: number): { readonly calls?: { readonly read: number; readonly write: number } } {
  if (asks === NONE) return {};
  const { accesses: a, activations: acts } = trace;
  const [actor, caller] = [functionOf(trace, write), a.activation.at(write)];
  const name = lastName(trace.functions[actor]?.name ?? '');
  const call = caller === NONE ? undefined : callsNamed(trace, name).find((site) => trace.functionAt(site) === acts.fn.at(caller));
  return { calls: { read: asks, write: call ?? a.site.at(write) } };
}

/** It is made by the function that acts, or by one that this asks for what it then stores (`visits.set(client, visitsOf(client) + 1)`), where nobody else has asked that before he called it. */
function isOfActor(trace: Trace, read: number, actor: number): boolean {
  const reader = functionOf(trace, read);
  if (reader === actor) return true;
  const [asked, called] = [reader, actor].map((fn) => lastName(trace.functions[fn]?.name ?? '')) as [string, string];
  const isOf = (site: number, name: string): boolean => name !== '' && lastName(trace.site(site)?.text ?? '') === name;
  return (
    hasSite(trace, actor, ({ kind }, site) => kind === 'call' && isOf(site, asked)) &&
    !trace.links.some(({ kind, read, write }) => kind === 'guard' && isOf(read, asked) && isOf(write, called))
  );
}

/** Whatever it is that they put there. */
const PUTS = /\.(?:set|add)$/;

/** It changes what the look found: it counts, removes, marks, or puts something where nothing was. What is only renewed (`session.seen = now`) lets others pass as before. */
function isAct(trace: Trace, look: number, write: number, found: number, updates: boolean): boolean {
  const { accesses: a } = trace;
  const how = a.how.at(write);
  if (how === ACCESS_DELETE) return true;
  const site = trace.site(a.site.at(look));
  // It asked no more than whether something is there: what is changed there is there for the next one, too.
  if (((site?.flags ?? 0) & FLAG_FOUND) !== 0) return false;
  const isPresence = site?.text.endsWith('.has') === true;
  if (how === ACCESS_RMW) return true;
  const flags = trace.site(a.site.at(write))?.flags ?? 0;
  const value = a.value.at(write);
  const isObject = (value & VALUE_OBJECT) !== 0;
  if (!isPresence && ((flags & FLAG_MARK) !== 0 || value === VALUE_TRUE || value === VALUE_FALSE)) return true;
  if (updates && !isObject && !isPresence) return true;
  if (value !== VALUE_UNKNOWN ? isNothing(trace, write) : !PUTS.test(trace.site(a.site.at(write))?.text ?? '')) return false;
  // What is made of what stands there by then (`rows[id] = { ...rows[id], ...change }`) is put where something was.
  return found === NONE ? (flags & FLAG_FIRST_VALUE) !== 0 && !updates : isNothing(trace, found);
}
