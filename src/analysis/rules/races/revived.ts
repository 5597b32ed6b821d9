/**
 * race.order.last-write, what comes back after its end: a call waits for what it is to store (`session.user = await authenticate(name)`); meanwhile a function whose name says that it ends this
 * (`signOut`, `reset`, `invalidate`) has left nothing there, and the late answer brings it back. Only what happened is reported, and only where it stays.
 */
import { ACCESS_PLAIN, FLAG_AWAITED, FLAG_TOKEN_GUARD, LOCATION_ENTRY, LOCATION_WHOLE } from '../../../model/vocabulary.ts';
import {
  VALUE_EMPTY,
  VALUE_FALSE,
  VALUE_NULL,
  VALUE_OBJECT,
  VALUE_PROMISE,
  VALUE_TRUE,
  VALUE_UNDEFINED,
  VALUE_UNKNOWN,
  VALUE_ZERO,
} from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { SiteRow, Trace } from '../../../model/trace.ts';
import { atomOf, decidesBranch, functionOf, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { isGivenAnswer } from '../../shared/given.ts';
import { callersUpFrom, hadBegun, isWithin } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, isLedBy, lastName, taskName } from '../../names.ts';
import { requestOf } from '../../roots.ts';
import { comesBefore } from './openedAfterClose.ts';
import { hasSite } from '../../siteIndex.ts';
import { racesByPlace } from './byPlace.ts';

export const revivedRule: Rule = { kinds: ['race.order.last-write'], run: findRevived };

const ENDS =
  /^[#_]*(?:(?:sign|log)_?(?:out|off)|reset|clear|invalidate|forget|revoke|leave|close|disconnect|stop|cancel|abort|dispose|destroy|unload|deselect|end)/i;

interface Revived {
  /** What waited, and stored it then, itself or by a helper; NONE where a listener did. */
  readonly call: number;
  /** Where that listens to what the end has let go of. */
  readonly dropped?: string;
  readonly end: number;
  readonly store: number;
}

function findRevived(context: AnalysisContext): Draft[] {
  return racesByPlace(context, {
    find: (group) => revivedAt(context, group),
    siteOf: ({ store }) => context.trace.accesses.site.at(store),
    toDraft: (location, found) => toDraft(context, location, found),
  });
}

/** The last write of a field or variable, if it undoes the end before it. */
function revivedAt(context: AnalysisContext, group: LocationAccesses): Revived | undefined {
  const { trace, order } = context;
  const { accesses: a, activations: acts, segments: s, locations } = trace;
  const [end, store] = [group.writes.at(-2), group.writes.at(-1)];
  const kind = locations.kind.at(group.location);
  if (end === undefined || store === undefined || kind === LOCATION_WHOLE || kind === LOCATION_ENTRY) return undefined;
  const isSwitch = isSwitchedOn(trace, end, store);
  if (!(isSwitch || (isNothing(trace, end) && isSomething(trace, store))) || !isEnd(trace, end)) return undefined;
  const [ended, stored] = [a.segment.at(end), a.segment.at(store)];
  // The call that stores it, or that has a helper store it.
  const call = callersUpFrom(trace, a.activation.at(store)).find(
    (at) => acts.startNs.at(at) <= s.startNs.at(ended) || hadBegun(trace, at, end),
  );
  if (!isSwitch && !isAwaited(context, call, store)) return undefined;
  const isClosed = isSwitch || closesIt(trace, end);
  const dropped = call === undefined && isSwitch ? droppedBy(context, end, store) : undefined;
  if (dropped !== undefined && !order.isOrdered(stored, ended) && isReadAfter(trace, group, store)) {
    return { call: NONE, dropped, end, store };
  }
  const isOwn = call === a.activation.at(store) || !trace.hasFlag(a.site.at(store), FLAG_AWAITED);
  if (call === undefined || !(isClosed || isOwn) || atomOf(trace, end) === atomOf(trace, store)) return undefined;
  if (isWithin(trace, a.activation.at(end), call) || comesBefore(context, end, store, call) || order.isOrdered(stored, ended)) {
    return undefined;
  }
  // Of two requests, the one that ends it may as well have come first.
  if (requestOf(trace, ended) !== NONE && requestOf(trace, stored) !== NONE) return undefined;
  if (asksWhetherOver(context, end, store) || !((isClosed && !isSwitch) || isReadAfter(trace, group, store))) return undefined;
  return factsOf(context).holding.isExcluded(store, store, end) ? undefined : { call, end, store };
}

function isNothing({ accesses: a }: Trace, row: number): boolean {
  return a.how.at(row) === ACCESS_PLAIN && (a.value.at(row) === VALUE_NULL || a.value.at(row) === VALUE_UNDEFINED);
}

/** `this.running = false` by the one, `this.running = true` by the other. */
function isSwitchedOn({ accesses: a }: Trace, end: number, store: number): boolean {
  const isPlain = a.how.at(end) === ACCESS_PLAIN && a.how.at(store) === ACCESS_PLAIN;
  return isPlain && a.value.at(end) === VALUE_FALSE && a.value.at(store) === VALUE_TRUE;
}

const NO_ANSWERS: ReadonlySet<number> = new Set([
  VALUE_UNKNOWN,
  VALUE_UNDEFINED,
  VALUE_NULL,
  VALUE_FALSE,
  VALUE_TRUE,
  VALUE_ZERO,
  VALUE_EMPTY,
]);

/** An object, a text (`token`) or a number. */
function isSomething({ accesses: a, sites }: Trace, row: number): boolean {
  const value = a.value.at(row);
  const isGuarded = ((sites[a.site.at(row)]?.flags ?? 0) & FLAG_TOKEN_GUARD) !== 0;
  if (isGuarded || a.how.at(row) !== ACCESS_PLAIN || NO_ANSWERS.has(value)) return false;
  return (value & VALUE_OBJECT) === 0 || (value & VALUE_PROMISE) === 0;
}

/** Of what was waited for, here or where the helper was called that stores what it is given (`this.keep(await refresh())`). */
function isAwaited(context: AnalysisContext, call: number | undefined, store: number): boolean {
  const { trace } = context;
  const site = trace.accesses.site.at(store);
  if (trace.hasFlag(site, FLAG_AWAITED)) return true;
  return call !== undefined && isGivenAnswer(context, trace.activations.fn.at(call), site);
}

/** `this.socket?.close(); this.socket = null;`: what was there had an end of its own, and what comes later has none. */
function closesIt(trace: Trace, end: number): boolean {
  const { text = '' } = trace.site(trace.accesses.site.at(end)) ?? {};
  const isClose = (site: SiteRow): boolean =>
    site.kind === 'call' && isLedBy(ENDS, lastName(site.text)) && site.text.startsWith(`${text}.`);
  return hasSite(trace, functionOf(trace, end), isClose);
}

function isEnd(trace: Trace, row: number): boolean {
  return isLedBy(ENDS, lastName(functionLabel(trace, functionOf(trace, row))));
}

/**
 * `this.engine.on('open', () => { this.connected = true; })`, and an end that leaves nothing in `this.engine`: the listener is that of the object which was there, and nobody has taken it away. The
 * place that the end has emptied; undefined where it is not so.
 */
function droppedBy(context: AnalysisContext, end: number, store: number): string | undefined {
  const { trace } = context;
  const a = trace.accesses;
  const fn = functionOf(trace, store);
  const added = trace.handedOver.filter((row) => row.fn === fn && row.site !== NONE);
  const last = added
    .flatMap((row) => (trace.additions.get(row.site) ?? []).map((addition) => ({ addition, text: trace.site(row.site)?.text ?? '' })))
    .filter(({ addition }) => addition.position < a.position.at(store))
    .sort((x, y) => x.addition.position - y.addition.position)
    .at(-1);
  if (last === undefined || last.addition.position > a.position.at(end) || asksWhetherOver(context, end, store)) return undefined;
  const of = lastName(last.text.replace(/\.\w+(?:\(.*)?$/, ''));
  const { coverage } = factsOf(context);
  const emptied = coverage.accessesNear(end).find((row) => {
    const isOfEnd = a.write.at(row) === 1 && functionOf(trace, row) === functionOf(trace, end) && isNothing(trace, row);
    return isOfEnd && lastName(trace.site(a.site.at(row))?.text ?? '') === of;
  });
  return emptied === undefined ? undefined : locationText(trace, a.location.at(emptied), a.site.at(emptied));
}

/** The step that stores (or uses something) has looked at something that the step of the end has changed; `before`: at something else, before it did so. */
export function asksWhetherOver(context: AnalysisContext, end: number, store: number, before = false): boolean {
  const { trace } = context;
  const a = trace.accesses;
  const { coverage } = factsOf(context);
  const changed = new Set(coverage.accessesOfStep(end).flatMap((row) => (a.write.at(row) === 0 ? [] : [a.location.at(row)])));
  return coverage.accessesOfStep(store).some((row) => {
    // It finds what it has stored itself.
    const isOwn = a.location.at(row) === a.location.at(store) && a.position.at(row) > a.position.at(store);
    if (before && (a.location.at(row) === a.location.at(store) || a.position.at(row) > a.position.at(store))) return false;
    return a.write.at(row) === 0 && !isOwn && changed.has(a.location.at(row)) && decidesBranch(trace, row);
  });
}

function isReadAfter({ accesses: a }: Trace, { rows }: LocationAccesses, store: number): boolean {
  return rows.some((row) => a.write.at(row) === 0 && a.position.at(row) > a.position.at(store));
}

function toDraft({ trace, options }: AnalysisContext, location: number, { call, dropped, end, store }: Revived): Draft {
  const a = trace.accesses;
  const [endSite, site] = [a.site.at(end), a.site.at(store)];
  const text = locationText(trace, location, site);
  const name = call === NONE ? functionLabel(trace, functionOf(trace, store)) : taskName(trace, call);
  const ender = functionLabel(trace, functionOf(trace, end));
  const begins = { lane: 0, text: 'waits for what it is to store', site, access: store };
  const ends = { lane: 1, text: `leaves nothing in ${text}`, site: endSite, access: end };
  const stores = { lane: 0, text: `stores ${text}`, site, access: store };
  return {
    kind: 'race.order.last-write',
    key: `revived ${site},${endSite}`,
    confidence: 0.7,
    verdict: 'observed',
    consequence: false,
    message:
      dropped === undefined
        ? `\`${text}\` is stored in ${name} (${lineText(trace, options, site)}) after ${ender} has set it to nothing (${lineText(trace, options, endSite)}), which came while ${name} waited: what had ended is back.`
        : `\`${text}\` is switched on by ${name} (${lineText(trace, options, site)}) after ${ender} has switched it off (${lineText(trace, options, endSite)}) and let go of \`${dropped}\`, whose listener this is: what had ended is back.`,
    why: [
      dropped === undefined ? 'an await lies between the call and the store' : 'nobody has removed the listener',
      'nothing orders the store and the end',
      dropped === undefined ? 'nothing looks, after the await, whether it is over' : 'the listener does not look whether it is over',
    ],
    places: [
      { site, role: 'write', access: store },
      { site: endSite, role: 'end', access: end },
    ],
    segments: [a.segment.at(store), a.segment.at(end)],
    activations: [...new Set([a.activation.at(store), a.activation.at(end)].filter((x) => x !== NONE))],
    scenario: {
      lanes: [name, ender],
      happened: [begins, ends, stores],
      other: [stores, ends],
      otherTitle: 'What would be safe',
    },
  };
}
