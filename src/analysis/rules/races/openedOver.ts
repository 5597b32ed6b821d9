/**
 * race.check-then-act, what is opened twice by calls that met: each closes what is there, waits for its end, and opens a new one (`stop(name, () => start(name, done))`, called twice at once). The second one comes in
 * the place of the first, which is open still, and which nobody knows any more. Only what happened is reported, and only where the program has one such place.
 */
import { FLAG_TOKEN, FLAG_TOKEN_GUARD } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { holdsObject } from './openedAfterClose.ts';
import { ADDS, decidesBranch, functionOf, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { intervalBehind, isSetOffBy } from '../../lineage.ts';
import { bySites, remembered } from '../../remembered.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, lastName } from '../../names.ts';
import { accessesAtSites } from '../../shared/accessIndex.ts';
import { hasSite, sitesIn } from '../../siteIndex.ts';
import { isField, racesByPlace } from './byPlace.ts';
import { isMaker } from './madeTwice.ts';
import { isClosed } from './openedByBoth.ts';
import { isNothing } from './splits.ts';

export const openedOverRule: Rule = { kinds: ['race.check-then-act'], run: findOpenedOver };

/** Stores of one place that are looked at. */
const LIMIT = 64;
const HANDLES = /^(?:FSEVENT|PROCESS|TCP|TLS|UDP)(?:SERVER)?WRAP$|^WORKER$/;
const TOKENS = FLAG_TOKEN | FLAG_TOKEN_GUARD;

interface Over {
  readonly first: number;
  readonly put: number;
  /** What the second call did to the place before the first one had put anything there. */
  readonly look: number;
}

function findOpenedOver(context: AnalysisContext): Draft[] {
  const { trace } = context;
  return racesByPlace(context, {
    find: (group) => (group.writes.length > 2 && isField(trace, group) ? openedOver(context, group) : undefined),
    siteOf: ({ put }) => trace.accesses.site.at(put),
    toDraft: (location, found) => toDraft(context, location, found),
  });
}

function openedOver(context: AnalysisContext, { location, rows, writes }: LocationAccesses): Over | undefined {
  const { trace } = context;
  const { accesses: a } = trace;
  let first = NONE;
  for (const put of writes.slice(0, LIMIT)) {
    if (isNothing(trace, put)) continue;
    const [one, other] = [first, put];
    first = put;
    if (one === NONE || a.site.at(one) !== a.site.at(other) || a.value.at(one) === a.value.at(other)) continue;
    if (!holdsObject(trace, one) || !holdsObject(trace, other)) continue;
    const makers = makersIn(trace).of(functionOf(trace, other));
    if (makers.length === 0) continue;
    const [from, to] = [a.segment.at(one), a.segment.at(other)];
    // What an interval opens each time it comes round, nobody was to close.
    const interval = intervalBehind(trace, to);
    if (isSetOffBy(trace, to, from) || (interval !== NONE && interval === intervalBehind(trace, from))) continue;
    const isLook = (row: number): boolean => (a.write.at(row) === 0 ? decidesBranch(trace, row) : isNothing(trace, row));
    const look = rows.find((row) => a.position.at(row) < a.position.at(one) && isLook(row) && isBehind(trace, to, a.segment.at(row)));
    // Of what was there before, and not of what the program began with.
    const wasThere = (at: number): boolean => writes.some((row) => row < at && !isNothing(trace, row));
    if (look === undefined || !wasThere(look) || !isBehind(trace, from, a.segment.at(look))) continue;
    if (isClosed(context, one, other) || !areBothOpen(trace, makers, one, other)) continue;
    // Whoever opens the new one sees what is there, and can close it.
    const isSeen = (row: number): boolean =>
      a.write.at(row) === 0 &&
      a.position.at(row) > a.position.at(one) &&
      a.position.at(row) < a.position.at(other) &&
      ((trace.site(a.site.at(row))?.flags ?? 0) & TOKENS) === 0 &&
      isBehind(trace, to, a.segment.at(row));
    const isElsewhere = [...accessesAtSites(trace, [a.site.at(other)])].some((row) => a.location.at(row) !== location);
    if (!isElsewhere && !rows.some(isSeen) && !isListed(trace, other)) return { first: one, put: other, look };
  }
  return undefined;
}

/** Step by step, also by an interval that asks whether something has ended. */
function isBehind(trace: Trace, later: number, earlier: number): boolean {
  if (isSetOffBy(trace, later, earlier)) return true;
  const interval = intervalBehind(trace, later);
  const made = interval === NONE ? NONE : trace.tasks.initSegment.at(interval);
  return made !== NONE && isSetOffBy(trace, made, earlier);
}

/** All of them are put into a collection, too. */
function isListed(trace: Trace, put: number): boolean {
  const fn = functionOf(trace, put);
  return [fn, trace.functions[fn]?.parentFunction ?? NONE].some((at) => at !== NONE && hasSite(trace, at, ({ text }) => ADDS.test(text)));
}

/** Each function that stores is asked about once: a place may be stored into by thousands of calls. */
class Makers {
  readonly #trace: Trace;
  readonly #known = new Map<number, readonly number[]>();

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  of(fn: number): readonly number[] {
    let makers = this.#known.get(fn);
    if (makers === undefined) this.#known.set(fn, (makers = makersOf(this.#trace, fn)));
    return makers;
  }
}

const makersIn = remembered(bySites, (trace) => new Makers(trace));

/** What opens it: the function that stores it, the one around that, or one that these call for it (`this.fork(env, (err, child) => { entry.child = child; })`). */
function makersOf(trace: Trace, fn: number): number[] {
  const around = trace.functions[fn]?.parentFunction ?? NONE;
  const isOpening = (at: number): boolean =>
    at !== NONE && hasSite(trace, at, ({ kind, text }) => (kind === 'call' || kind === 'new') && isMaker(text));
  const own = [fn, around].filter(isOpening);
  if (own.length > 0 || around === NONE) return own;
  const called = new Set(
    sitesIn(trace, around).flatMap((site) => (trace.site(site)?.kind === 'call' ? lastName(trace.site(site)?.text ?? '') : [])),
  );
  const isCalled = (name: string): boolean => name !== '' && called.has(lastName(name));
  return trace.functions.flatMap(({ name }, at) => (isCalled(name) && isOpening(at) ? at : []));
}

/** What the two stand for was there when the second one had come: nothing has been heard of its end by then. */
function areBothOpen(trace: Trace, makers: readonly number[], first: number, put: number): boolean {
  const { accesses: a, tasks } = trace;
  const [from, to] = [a.segment.at(first), a.segment.at(put)];
  let open = 0;
  let isFirst = false;
  for (let task = 0; task < tasks.length; task++) {
    const made = tasks.initSegment.at(task);
    const last = tasks.lastRun.at(task);
    if (made === NONE || made > to || (last !== NONE && last <= to) || !HANDLES.test(trace.taskType(task))) continue;
    if (!makers.includes(trace.functionAt(tasks.site.at(task)))) continue;
    open++;
    isFirst ||= isSetOffBy(trace, from, made);
  }
  return isFirst && open > 1;
}

function toDraft({ trace, options }: AnalysisContext, location: number, { first, put, look }: Over): Draft {
  const a = trace.accesses;
  const [site, asked] = [a.site.at(put), a.site.at(look)];
  const place = locationText(trace, location, site);
  const name = functionLabel(trace, functionOf(trace, put));
  const looks = (lane: number): { lane: number; text: string; site: number } => ({
    lane,
    text: `goes by what is in ${place}`,
    site: asked,
  });
  return {
    kind: 'race.check-then-act',
    key: `opened over ${site}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `${name} put what it had opened in \`${place}\` (${lineText(trace, options, site)}) over what another call had opened meanwhile: both went by what was there before (${lineText(trace, options, asked)}), and the first one stays open, and nobody knows it any more.`,
    why: ['nothing orders the two calls', 'the second one does not look whether another has been opened since'],
    places: [
      { site, role: 'write', access: put },
      { site: asked, role: 'check', access: look },
    ],
    segments: [a.segment.at(look), a.segment.at(first), a.segment.at(put)],
    activations: [...new Set([a.activation.at(first), a.activation.at(put)].filter((x) => x !== NONE))],
    scenario: {
      lanes: ['one call', 'another call'],
      happened: [
        looks(0),
        looks(1),
        { lane: 0, text: `opens ${place}`, site, access: first },
        { lane: 1, text: `opens another ${place}`, site, access: put },
      ],
      other: [
        looks(0),
        { lane: 0, text: `opens ${place}`, site },
        looks(1),
        { lane: 1, text: `closes it, and opens another ${place}`, site },
      ],
      otherTitle: 'What would be safe',
    },
  };
}
