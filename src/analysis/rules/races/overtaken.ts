/**
 * race.atomicity, an answer to what is no longer asked: a call reads something, waits for an answer to it, and puts the answer together with what is there then; another task has changed it
 * meanwhile (`const text = editor.getText(); const found = await lint(text); mark(found, editor.lines())`). The transform names the awaits (FLAG_ASKED_AGAIN), and those where nothing
 * but the answer is looked at (MORE_TAKEN_AS_IS): there, that it may happen is reported, too. So it names the calls whose answer comes in a callback (MORE_ASKED_BACK), where only what did happen is,
 * and awaits whose answer is stored beside what it belongs to (MORE_BESIDE): there, somebody must have used the two together afterwards.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { SiteRow, Trace } from '../../../model/trace.ts';
import {
  ACCESS_PLAIN,
  FLAG_ASKED_AGAIN,
  FLAG_AWAITED,
  FLAG_GIVEN,
  FLAG_NEEDS_INIT,
  FLAG_NEWEST,
  LOCATION_WHOLE,
  MORE_ASKED_BACK,
  MORE_BESIDE,
  MORE_BY_INDEX,
  MORE_REFUSES,
  MORE_SAYS,
  MORE_TAKEN_AS_IS,
  VALUE_OBJECT,
  VALUE_PROMISE,
} from '../../../model/vocabulary.ts';
import { byEvents, remembered } from '../../remembered.ts';
import { decidesBranch, functionOf, locationText } from '../../shared/accesses.ts';
import { isToken } from '../../shared/tokens.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { sitesOfRaces, type Draft } from '../../finding.ts';
import { callersUpFrom, intervalBehind, isWithin } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { lastName, taskName } from '../../names.ts';
import { hasSite } from '../../siteIndex.ts';
import { isNothing } from './splits.ts';
import { isInStreamTurns } from './streamTurns.ts';

export const overtakenRule: Rule = { kinds: ['race.atomicity'], run: findOvertaken };

/** Writes of a location that are tried, the newest. */
const WRITE_LIMIT = 64;
/** `lines[row]`, `lines.at(row)`. */
const AT_A_PLACE = /(?:\]|\.at)$/;
/** After it, elements stand at other places. */
const OTHER_PLACES = /\.(?:splice|unshift)$/;
/** A change that comes so much later was never close. */
const LONG_GAP_NS = 10e9;
/** Waits of one call for one answer. */
const MAX_STEPS = 3;
/** Awaits that are looked at. */
const LIMIT = 4096;

/** What a call asked in one segment, by the code at a site. */
interface Question {
  readonly call: number;
  readonly from: number;
  readonly site: number;
}

interface Overtaken {
  readonly read: number;
  readonly write: number;
  readonly again: number;
  readonly question: Question;
  readonly observed: boolean;
  /** The answer was stored, beside what it belongs to. */
  readonly store?: number;
}

function findOvertaken(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const { suspensions } = trace;
  const isNamed = trace.sites.map((site) => ((site.flags ?? 0) & FLAG_ASKED_AGAIN) !== 0 && site.kind === 'await');
  const best = new Map<number, Overtaken>();
  let tried = 0;
  for (let wait = 0; isNamed.includes(true) && wait < suspensions.length && tried < LIMIT; wait++) {
    const site = suspensions.site.at(wait);
    if (isNamed[site] !== true || best.get(site)?.observed === true || suspensions.resumeSegment.at(wait) === NONE) continue;
    tried++;
    const found = overtakenAt(context, wait, best.has(site));
    if (found !== undefined) best.set(site, found);
  }
  for (const [question, to] of calledBack(trace)) {
    const found = best.has(question.site) ? undefined : overtakenIn(context, question, to, true);
    if (found !== undefined) best.set(question.site, found);
  }
  const known = sitesOfRaces(context.earlier);
  const isNew = ({ observed, write }: Overtaken): boolean => observed || !known.has(trace.accesses.site.at(write));
  return [...best.values()].filter(isNew).map((found) => toDraft(context, found));
}

/** Functions that are given to a call whose answer comes in a callback, and the site of that call: of those of the function around it the first that begins behind it. */
function answeredIn({ functions, sites }: Trace): ReadonlyMap<number, number> {
  const asks = new Map<number, number[]>();
  for (const [site, { more = 0, function: fn }] of sites.entries()) if ((more & MORE_ASKED_BACK) !== 0) addTo(asks, fn, site);
  const isBefore = (a: { line: number; column: number }, b: { line: number; column: number }): boolean =>
    (a.line - b.line || a.column - b.column) < 0;
  const first = new Map<number, number>();
  for (const [fn, row] of asks.size === 0 ? [] : functions.entries()) {
    for (const site of asks.get(row.parentFunction) ?? []) {
      const [at, known] = [sites[site], functions[first.get(site) ?? NONE]];
      if (at !== undefined && isBefore(at, row) && (known === undefined || isBefore(row, known))) first.set(site, fn);
    }
  }
  return new Map(Array.from(first, ([site, fn]) => [fn, site]));
}

/** Calls that asked in their first step, and the segments of callbacks of theirs that came later. */
function calledBack(trace: Trace): [Question, number][] {
  const { activations: acts, functions } = trace;
  const answered = answeredIn(trace);
  const found: [Question, number][] = [];
  for (let at = 0; answered.size > 0 && at < acts.length && found.length < LIMIT; at++) {
    const site = answered.get(acts.fn.at(at));
    const call = site === undefined ? NONE : acts.parent.at(at);
    if (site === undefined || call === NONE || functions[acts.fn.at(at)]?.parentFunction !== acts.fn.at(call)) continue;
    const [from, to] = [acts.startSegment.at(call), acts.startSegment.at(at)];
    if (from !== to && acts.lastSuspension.at(call) === NONE) found.push([{ call, from, site }, to]);
  }
  return found;
}

/** `isKnown`: only what did happen says more. */
function overtakenAt(context: AnalysisContext, wait: number, isKnown: boolean): Overtaken | undefined {
  const { activation, segment, site } = context.trace.suspensions;
  const question = { call: activation.at(wait), from: segment.at(wait), site: site.at(wait) };
  if (context.trace.hasMore(question.site, MORE_BESIDE)) {
    return storedBeside(context, question, context.trace.suspensions.resumeSegment.at(wait));
  }
  let predicted: Overtaken | undefined;
  for (const to of stepsBehind(context, wait)) {
    const found = overtakenIn(context, question, to, isKnown || predicted !== undefined);
    if (found?.observed === true) return found;
    predicted ??= found;
  }
  return inFirstStep(context, question, wait) ?? predicted;
}

/** `const text = editor.getText(); const rules = await loadRules(); const found = await lint(text, rules);`: what is asked about was read before another wait, in the first step. Only what happened. */
function inFirstStep(context: AnalysisContext, question: Question, wait: number): Overtaken | undefined {
  const { activations: acts, links, segments: s } = context.trace;
  const first = acts.startSegment.at(question.call);
  if (first === NONE || s.atom.at(first) === s.atom.at(question.from)) return undefined;
  const own = context.trace.site(question.site);
  const isAsking = (site: number): boolean => {
    const row = context.trace.site(site);
    return row?.kind === 'call' && row.function === own?.function && row.line === own.line && row.text === own.text;
  };
  const given = new Set(links.filter(({ kind, write }) => kind === 'value' && isAsking(write)).map(({ read }) => read));
  const names = new Set(Array.from(given, (site) => lastName(context.trace.site(site)?.text ?? '')));
  for (const to of given.size === 0 ? [] : stepsBehind(context, wait)) {
    const found = overtakenIn(context, { ...question, from: first }, to, true);
    const site = found === undefined ? NONE : context.trace.accesses.site.at(found.read);
    if (
      found !== undefined &&
      (given.has(site) || names.has(lastName(context.trace.functions[functionOf(context.trace, found.read)]?.name ?? '')))
    ) {
      return found;
    }
  }
  return undefined;
}

/** The steps of the call in which the answer is there: it may be read in a wait of its own (`const response = await fetch(url, { body: text }); const found = await response.json()`). */
function stepsBehind(context: AnalysisContext, wait: number): number[] {
  const { sites, suspensions } = context.trace;
  const { runs } = factsOf(context);
  const steps: number[] = [];
  for (let at = wait; at !== NONE && steps.length < MAX_STEPS;) {
    const to = suspensions.resumeSegment.at(at);
    if (to === NONE || ((sites[suspensions.site.at(at)]?.flags ?? 0) & FLAG_ASKED_AGAIN) === 0) break;
    steps.push(to);
    at = runs.suspensionIn(suspensions.activation.at(wait), to);
  }
  return steps;
}

function overtakenIn(context: AnalysisContext, question: Question, to: number, isKnown: boolean): Overtaken | undefined {
  const { trace, order } = context;
  const { accesses: a, segments: s } = trace;
  const { coverage, holding } = factsOf(context);
  const { from, call, site } = question;
  // A collection that has one element more is still the same one, and a count that went on is nothing that was asked about. At one place of a list something else may stand by then.
  const isWhole = (row: number): boolean => trace.locations.kind.at(a.location.at(row)) === LOCATION_WHOLE;
  const textOf = (row: number): string => trace.site(a.site.at(row))?.text ?? '';
  const readsIn = (segment: number): number[] =>
    coverage.accessesAt(s.atom.at(segment)).filter((row) => a.write.at(row) === 0 && isWithin(trace, a.activation.at(row), call));
  // What is joined by its place belongs to the list as it was.
  const isByIndex = trace.hasMore(site, MORE_BY_INDEX);
  // `state = { ...state, ...answer }`: the answer goes over what is there by then, which stays.
  const isCarriedOn = (row: number): boolean =>
    !isByIndex &&
    coverage.accessesAt(s.atom.at(to)).some((i) => {
      if (a.location.at(i) !== a.location.at(row) || !isWithin(trace, a.activation.at(i), call) || !replacesObject(trace, i)) return false;
      const isMerge = trace.merges.some((merge) => merge.site === a.site.at(i) && merge.isCopy !== true);
      return isMerge || !isAskedForPart(trace, row);
    });
  // Who looks again, and turns away what does not fit any more, knows that it may have changed.
  const isKeptOut = (row: number): boolean => trace.hasMore(a.site.at(row), MORE_REFUSES) || isCompared(trace, row) || isCarriedOn(row);
  const later = readsIn(to).filter((row) => !isKeptOut(row) && (!isWhole(row) || isByIndex || AT_A_PLACE.test(textOf(row))));
  let predicted: Overtaken | undefined;
  for (const read of later.length === 0 ? [] : readsIn(from)) {
    // `if (this.closed) return`, `if (!order.isOpen) return`, before and after: what is asked then is whether to go on.
    const isAskedOnly = (row: number): boolean =>
      [row, read].every(
        (one) =>
          trace.hasMore(a.site.at(one), MORE_SAYS) ||
          (decidesBranch(trace, one) && ![FLAG_GIVEN, FLAG_NEEDS_INIT].some((flag) => trace.hasFlag(a.site.at(one), flag))),
      );
    const again = later.find((row) => a.location.at(row) === a.location.at(read) && !isAskedOnly(row));
    if (again === undefined) continue;
    const writes = coverage.writesOf(a.location.at(read)).slice(-WRITE_LIMIT);
    const write = writes.find(
      (row) =>
        (isWhole(row) ? isByIndex || OTHER_PLACES.test(textOf(row)) : a.how.at(row) === ACCESS_PLAIN) &&
        a.position.at(row) > a.position.at(read) &&
        a.position.at(row) < a.position.at(again) &&
        !isWithin(trace, a.activation.at(row), call) &&
        // What must come before the answer is a part of what was asked for.
        !order.isOrdered(a.segment.at(row), to),
    );
    if (write !== undefined && !holding.isExcluded(read, again, write)) return { read, write, again, question, observed: true };
    if (!isKnown) predicted ??= comesInBetween(context, { read, again, question }, to, writes);
  }
  return predicted;
}

/**
 * `page.notes = await check(page.text)`, where another task has stored another text meanwhile: nobody stores notes of that one, and somebody uses the two as if they belonged together.
 */
function storedBeside(context: AnalysisContext, question: Question, to: number): Overtaken | undefined {
  const { trace, order } = context;
  const { accesses: a, locations: l, segments: s } = trace;
  const { coverage, holding, sharedGroups } = factsOf(context);
  const { from, call } = question;
  const isOwn = (row: number): boolean => isWithin(trace, a.activation.at(row), call);
  const isBeside = (row: number, store: number): boolean => {
    const [x, y] = [a.location.at(row), a.location.at(store)];
    return x !== y && l.object.at(x) !== 0 && l.object.at(x) === l.object.at(y) && l.thread.at(x) === l.thread.at(y);
  };
  for (const store of coverage.accessesAt(s.atom.at(to))) {
    const isAnswer = a.how.at(store) === ACCESS_PLAIN && a.activation.at(store) === call && trace.hasFlag(a.site.at(store), FLAG_AWAITED);
    // A later answer takes its place.
    if (!isAnswer || coverage.writesOf(a.location.at(store)).at(-1) !== store) continue;
    for (const read of coverage.accessesAt(s.atom.at(from))) {
      if (a.write.at(read) === 1 || !isOwn(read) || !isBeside(read, store) || decidesBranch(trace, read)) continue;
      const write = coverage.writesOf(a.location.at(read)).at(-1) ?? NONE;
      const isChange =
        write !== NONE &&
        a.how.at(write) === ACCESS_PLAIN &&
        a.position.at(write) > a.position.at(read) &&
        a.position.at(write) < a.position.at(store) &&
        !isOwn(write) &&
        !isNothing(trace, write) &&
        !order.isOrdered(a.segment.at(write), to);
      if (!isChange || holding.isExcluded(read, store, write)) continue;
      const users = sharedGroups.find(({ location }) => location === a.location.at(store))?.rows ?? [];
      const isUsedWith = (row: number): boolean =>
        a.write.at(row) === 0 &&
        a.position.at(row) > a.position.at(store) &&
        coverage
          .accessesNear(row)
          .some(
            (near) =>
              a.location.at(near) === a.location.at(read) && a.write.at(near) === 0 && a.activation.at(near) === a.activation.at(row),
          );
      const again = users.find(isUsedWith);
      if (again !== undefined) return { read, write, again, question, observed: true, store };
    }
  }
  return undefined;
}

/**
 * A later change, which nothing makes wait for the answer. Only of what is changed again and again at one place, as it was before the question: what is set up once, or given up at the end, has its
 * time by other means.
 */
function comesInBetween(
  context: AnalysisContext,
  asked: Pick<Overtaken, 'read' | 'again' | 'question'>,
  to: number,
  writes: readonly number[],
): Overtaken | undefined {
  const { trace, order } = context;
  const { accesses: a, segments: s } = trace;
  const { read, again, question } = asked;
  const { askedSince, holding } = factsOf(context);
  const { from, call, site } = question;
  const before = writes.findLast((row) => (a.position.at(row) - a.position.at(read) || row - read) < 0);
  if (before === undefined || !trace.hasMore(site, MORE_TAKEN_AS_IS) || !order.crossesTurn(from, to)) return undefined;
  const write = writes.find(
    (row) =>
      a.position.at(row) > a.position.at(again) &&
      a.how.at(row) === ACCESS_PLAIN &&
      a.site.at(row) === a.site.at(before) &&
      a.value.at(row) !== a.value.at(before) &&
      !isNothing(trace, row) &&
      !isWithin(trace, a.activation.at(row), call) &&
      s.startNs.at(a.segment.at(row)) - s.startNs.at(from) < LONG_GAP_NS &&
      !order.isOrdered(to, a.segment.at(row)) &&
      !order.isOrdered(a.segment.at(row), from),
  );
  if (write === undefined || holding.isExcluded(read, again, write) || isInStreamTurns(trace, [read, write])) return undefined;
  const changed = a.segment.at(write);
  if (askedSince.isAnswered(to, s.startNs.at(to), changed) || isOwnComparer(trace, call)) return undefined;
  // One beat follows the other: whoever set the interval knows how long an answer takes.
  const beat = intervalBehind(trace, from);
  return beat !== NONE && beat === intervalBehind(trace, changed) ? undefined : { ...asked, write, observed: false };
}

/** `if (note.id > this.last) { this.last = note.id; … }`: it compares the answer with how far others have come, and goes on from there. */
function isCompared(trace: Trace, row: number): boolean {
  const look = trace.site(trace.accesses.site.at(row));
  const isMove = ({ kind, text, flags = 0 }: SiteRow): boolean => kind === 'write' && text === look?.text && (flags & FLAG_NEWEST) !== 0;
  return hasSite(trace, functionOf(trace, row), isMove);
}

/** `page.edition`; not `state.with(answer)`. */
function isAskedForPart(trace: Trace, row: number): boolean {
  const at = trace.site(trace.accesses.site.at(row));
  if (at === undefined || ((at.flags ?? 0) & FLAG_NEEDS_INIT) === 0) return false;
  const isCalled = ({ kind, text, line, column }: SiteRow): boolean =>
    kind === 'call' && line === at.line && column === at.column && text.startsWith(`${at.text}.`);
  return !hasSite(trace, at.function, isCalled);
}

function replacesObject({ accesses: a }: Trace, row: number): boolean {
  return a.write.at(row) === 1 && (a.value.at(row) & (VALUE_OBJECT | VALUE_PROMISE)) === VALUE_OBJECT;
}

/** Whoever asks, or whom it asks, compares what is there with what it had. */
function isOwnComparer(trace: Trace, call: number): boolean {
  const { own, callers } = comparers(trace);
  return callers.has(call) || callersUpFrom(trace, call).some((by) => own.has(by));
}

/** Calls that compare a place with what they have read or stored there before, and those with their callers. */
const comparers = remembered(byEvents, (trace) => {
  const { accesses: a, activations: acts } = trace;
  const own = new Set<number>();
  for (let row = 0; row < a.length; row++) {
    if (isToken(trace, row)) own.add(a.activation.at(row));
  }
  own.delete(NONE);
  const callers = new Set(own);
  for (const call of callers) if (acts.parent.at(call) !== NONE) callers.add(acts.parent.at(call));
  return { own, callers };
});

function toDraft({ trace, options }: AnalysisContext, { read, write, again, question, observed, store }: Overtaken): Draft {
  const { accesses: a } = trace;
  const [readSite, writeSite, againSite] = [a.site.at(read), a.site.at(write), a.site.at(again)];
  const { call, site: waitSite } = question;
  const name = taskName(trace, call);
  // A collection goes by its name.
  const isWhole = trace.locations.kind.at(a.location.at(read)) === LOCATION_WHOLE;
  const text = locationText(trace, a.location.at(read), isWhole ? writeSite : readSite);
  const first = { lane: 0, text: `reads ${text}, and asks`, site: readSite, access: read };
  const change = { lane: 1, text: `changes ${text}`, site: writeSite, access: write };
  const useSite = store === undefined ? againSite : a.site.at(store);
  const joins = store === undefined ? `puts the answer together with` : `stores the answer beside`;
  const second = { lane: 0, text: `${joins} ${text}`, site: useSite, access: store ?? again };
  return {
    kind: 'race.atomicity',
    key: `overtaken ${waitSite}`,
    confidence: observed ? 0.7 : 0.62,
    verdict: observed ? 'observed' : 'predicted',
    consequence: false,
    message: `${name} asks for something (${lineText(trace, options, waitSite)}) that belongs to what \`${text}\` was then, and ${joins} what it is now (${lineText(trace, options, useSite)}); it ${observed ? 'was' : 'can be'} changed in between (${lineText(trace, options, writeSite)}).`,
    why: [
      'the answer was made from the older value',
      'nothing orders the change with the call',
      'nothing compares what is there with what was asked for',
      ...(store === undefined ? [] : [`the two are used together later (${lineText(trace, options, againSite)})`]),
    ],
    places: [
      { site: useSite, role: store === undefined ? 'use' : 'write', access: store ?? again },
      { site: writeSite, role: 'other write', access: write },
      { site: waitSite, role: trace.site(waitSite)?.kind === 'await' ? 'await' : 'call' },
      { site: readSite, role: 'read', access: read },
    ],
    segments: [a.segment.at(read), a.segment.at(write), a.segment.at(store ?? again)],
    activations: [call],
    scenario: {
      lanes: [name, 'another task'],
      happened: observed ? [first, change, second] : [first, second, change],
      other: observed ? [first, second, change] : [first, change, second],
      otherTitle: observed ? 'What would be safe' : 'What can happen',
    },
  };
}
