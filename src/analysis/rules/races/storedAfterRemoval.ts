/**
 * race.order.last-write, an entry that comes after its own end: a listener waits for something and stores an entry; meanwhile another listener of the same emitter, or one that the first
 * has added itself, has removed that entry (`socket.on('close', () => online.delete(id))`), or the end of the connection on which the first had come, or who has ended the rounds of a timer of which the
 * first is one, and nobody removes it again. Only what happened is reported.
 */
import { addTo } from '../../../base/lists.ts';
import {
  ACCESS_DELETE,
  ACCESS_PLAIN,
  FLAG_AWAITED,
  FLAG_TOKEN_GUARD,
  LOCATION_WHOLE,
  ROOT_HTTP_REQUEST,
} from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { HandedRow, Trace } from '../../../model/trace.ts';
import { atomOf, functionOf, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { type Draft, sitesOfRaces } from '../../finding.ts';
import { isFalsy } from '../../locks/handLocks.ts';
import { callersUpFrom, intervalBehind } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, lastName, taskName } from '../../names.ts';
import { pieceOnConnection, requestOf } from '../../roots.ts';
import { callsNamed } from '../../siteIndex.ts';
import { callSiteOf } from './notes.ts';

export const storedAfterRemovalRule: Rule = { kinds: ['race.order.last-write'], run: findStoredAfterRemoval };

interface Late {
  readonly removal: number;
  readonly store: number;
}

function findStoredAfterRemoval(context: AnalysisContext): Draft[] {
  const { trace } = context;
  if (trace.handedOver.length === 0 && trace.clearedIntervals.size === 0) return [];
  const { groups, pairsByWrite } = factsOf(context);
  const known = sitesOfRaces(context.earlier);
  const best = new Map<number, { readonly late: Late; readonly location: number }>();
  let listeners: Listeners | undefined;
  for (const group of groups) {
    if (context.options.isCancelled()) break;
    const late = lateStore(context, group, () => (listeners ??= new Listeners(trace)));
    if (late === undefined) continue;
    const site = trace.accesses.site.at(late.store);
    // A look at the place before the wait is told with it.
    if (!best.has(site) && !pairsByWrite.has(site) && !known.has(site)) best.set(site, { late, location: group.location });
  }
  return [...best.values()].map(({ late, location }) => toDraft(context, location, late));
}

/** The last write of an entry, if it came too late. */
function lateStore(context: AnalysisContext, { location, writes }: LocationAccesses, listeners: () => Listeners): Late | undefined {
  const { trace, order } = context;
  const { accesses: a, activations: acts, segments: s } = trace;
  const [removal, store] = [writes.at(-2), writes.at(-1)];
  if (removal === undefined || store === undefined || trace.locations.kind.at(location) === LOCATION_WHOLE) return undefined;
  if (a.how.at(removal) !== ACCESS_DELETE || a.how.at(store) !== ACCESS_PLAIN || isFalsy(a.value.at(store))) return undefined;
  const call = a.activation.at(store);
  if (trace.hasFlag(a.site.at(store), FLAG_TOKEN_GUARD) || !isStoredLate(trace, store, call)) return undefined;
  const [ended, stored] = [a.segment.at(removal), a.segment.at(store)];
  if (call === NONE || acts.startNs.at(call) > s.startNs.at(ended) || atomOf(trace, removal) === atomOf(trace, store)) return undefined;
  if (acts.startSegment.at(call) === ended || order.isOrdered(ended, stored)) return undefined;
  // Of two requests, the one that removes may as well have come first.
  if (trace.roots[requestOf(trace, ended)]?.kind === ROOT_HTTP_REQUEST) return undefined;
  const before = writes.at(-3);
  const isFirst = before === undefined || a.how.at(before) === ACCESS_DELETE;
  // No lock keeps a connection from ending.
  if (isAtItsEnd(trace, ended, stored)) return { removal, store };
  const isOver = isOfEndedRounds(trace, ended, stored);
  if (!isOver && !listeners().areOfOne(store, removal) && !(isFirst && listeners().hasAdded(store, removal))) return undefined;
  return factsOf(context).holding.isExcluded(store, store, removal) ? undefined : { removal, store };
}

/** The removal is of the last that came of a connection (its end), and whoever stores had begun with what was sent on that connection before. */
function isAtItsEnd(trace: Trace, ended: number, stored: number): boolean {
  const { segments: s, tasks } = trace;
  const [end, piece] = [pieceOnConnection(trace, ended), pieceOnConnection(trace, stored)];
  if (end === NONE || piece === NONE || end === piece) return false;
  const connection = s.task.at(end);
  return s.task.at(piece) === connection && tasks.lastRun.at(connection) === s.atom.at(end);
}

/** `clearInterval(this.timer); leases.delete(id)` in one step, and whoever stores is a round of that interval, which was under way: who ends the rounds wants nothing of them any more. */
function isOfEndedRounds(trace: Trace, ended: number, stored: number): boolean {
  const { atom } = trace.segments;
  const cleared = trace.clearedIntervals.get(intervalBehind(trace, stored))?.segment ?? NONE;
  return cleared !== NONE && atom.at(cleared) === atom.at(ended);
}

/** The value was awaited; or the call has waited, and then calls whoever stores it. */
function isStoredLate(trace: Trace, store: number, call: number): boolean {
  if (trace.hasFlag(trace.accesses.site.at(store), FLAG_AWAITED)) return true;
  const { fn, startSegment } = trace.activations;
  return (
    call !== NONE && functionOf(trace, store) !== fn.at(call) && trace.segments.atom.at(startSegment.at(call)) !== atomOf(trace, store)
  );
}

/** Calls of one name that are looked at. */
const MAX_CALLS = 16;

/** Which listeners a function is, or is called by. */
class Listeners {
  readonly #trace: Trace;
  readonly #byFunction = new Map<number, HandedRow[]>();
  readonly #byName = new Map<string, HandedRow[]>();

  constructor(trace: Trace) {
    this.#trace = trace;
    for (const row of trace.handedOver) {
      if (row.site === NONE) continue;
      if (row.fn !== NONE) addTo(this.#byFunction, row.fn, row);
      else addTo(this.#byName, row.name, row);
    }
  }

  /** Two different listeners that one function has added to one emitter. */
  areOfOne(store: number, removal: number): boolean {
    const ends = this.#endsOf(removal);
    return this.#functionsOf(store).some((fn) =>
      this.#of(fn).some((row) =>
        ends.some((end) => end.in === row.in && end.site !== row.site && this.#emitterOf(end) === this.#emitterOf(row)),
      ),
    );
  }

  /** The function that stores, or one that called it, has added the listener that removes. Where there was nothing yet to remove, it is that of the same call. */
  hasAdded(store: number, removal: number): boolean {
    const functions = this.#functionsOf(store);
    return this.#endsOf(removal).some((end) => functions.includes(end.in));
  }

  #functionsOf(store: number): readonly number[] {
    const { accesses, activations } = this.#trace;
    const calls = callersUpFrom(this.#trace, accesses.activation.at(store));
    // A listener that waits for nothing itself is no call that is known; where it stands in the code is.
    const outermost = calls.at(-1);
    const site = outermost === undefined ? undefined : callSiteOf(this.#trace, outermost);
    const functions = calls.map((call) => activations.fn.at(call));
    return site === undefined ? functions : [...functions, this.#trace.functionAt(site)];
  }

  #endsOf(removal: number): readonly HandedRow[] {
    return this.#of(this.#trace.functionAt(this.#trace.accesses.site.at(removal)));
  }

  #emitterOf(row: HandedRow): string {
    const text = this.#trace.site(row.site)?.text ?? '';
    return text.slice(0, Math.max(0, text.lastIndexOf('.')));
  }

  /** The listeners that a function is, or by its name is called in. */
  #of(fn: number, isFollowed = true): readonly HandedRow[] {
    const own = this.#byFunction.get(fn);
    if (own !== undefined) return own;
    const name = lastName(this.#trace.functions[fn]?.name ?? '');
    if (name === '') return [];
    const named = this.#byName.get(name) ?? [];
    if (!isFollowed) return named;
    const calls = callsNamed(this.#trace, name).slice(0, MAX_CALLS);
    return [...named, ...calls.flatMap((site) => this.#of(this.#trace.functionAt(site), false))];
  }
}

function toDraft({ trace, options }: AnalysisContext, location: number, { removal, store }: Late): Draft {
  const a = trace.accesses;
  const [removeSite, site] = [a.site.at(removal), a.site.at(store)];
  const text = locationText(trace, location, site);
  const name = taskName(trace, a.activation.at(store));
  const remover = functionLabel(trace, trace.functionAt(removeSite));
  const begins = { lane: 0, text: 'waits for what it is to store', site, access: store };
  const removes = { lane: 1, text: `removes the entry`, site: removeSite, access: removal };
  const stores = { lane: 0, text: `stores the entry`, site, access: store };
  return {
    kind: 'race.order.last-write',
    key: `late ${site},${removeSite}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `\`${text}\` is stored in ${name} (${lineText(trace, options, site)}) after ${remover} has removed it (${lineText(trace, options, removeSite)}), which came while ${name} waited; nobody removes it any more.`,
    why: [
      'an await lies between the call and the store',
      'nothing orders the store and the removal',
      'nothing looks, after the await, whether it is over',
    ],
    places: [
      { site, role: 'write', access: store },
      { site: removeSite, role: 'removal', access: removal },
    ],
    segments: [a.segment.at(store), a.segment.at(removal)],
    activations: [...new Set([a.activation.at(store), a.activation.at(removal)].filter((x) => x !== NONE))],
    scenario: {
      lanes: [name, remover],
      happened: [begins, removes, stores],
      other: [stores, removes],
      otherTitle: 'What would be safe',
    },
  };
}
