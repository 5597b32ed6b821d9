/**
 * race.order.last-write, the loser of a race: the members of a `Promise.any` or `Promise.race` each store what they have got in one place, the first one is taken, and another one then stores its own
 * over that (`await Promise.any([this.gps(), this.wifi()]); show(this.position)`). Only what happened is reported.
 */
import { COMBINE_ANY, COMBINE_RACE, type CombineRow, type Trace } from '../../../model/trace.ts';
import { ACCESS_PLAIN, FLAG_ADDS, FLAG_ANEW, FLAG_NEWEST, FLAG_TOKEN_GUARD } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import { firstFrom, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { type Draft, sitesOfRaces } from '../../finding.ts';
import { isWithin } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { taskName } from '../../names.ts';
import { clockWrites } from './paced.ts';

export const lostRacesRule: Rule = { kinds: ['race.order.last-write'], run: findLostRaces };

/** Races that are looked at, and members of each: a pool of more is no choice of one. */
const MAX_RACES = 64;
const MAX_MEMBERS = 8;
/** Steps from a store up to the call that has lost. */
const MAX_CALLERS = 32;
/** Writes of a place that are looked at. */
const MAX_WRITES = 256;
/** Whoever looks at what is there, or adds to it, has dealt with what came before. */
const LOOKS = FLAG_ADDS | FLAG_ANEW | FLAG_NEWEST | FLAG_TOKEN_GUARD;

/** A decided race: its result, and the calls that have won and lost it. */
interface Decided {
  readonly result: number;
  readonly winner: number;
  readonly losers: readonly number[];
}

function findLostRaces(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const races = decidedRaces(trace);
  if (races.length === 0) return [];
  const told = sitesOfRaces(context.earlier);
  const byLoser = new Map<number, Decided>();
  for (const race of races) for (const loser of race.losers) byLoser.set(loser, race);
  const drafts: Draft[] = [];
  for (const group of factsOf(context).sharedGroups) {
    if (context.options.isCancelled()) break;
    const found = storedOver(trace, group, byLoser);
    if (found === undefined || told.has(trace.accesses.site.at(found.late))) continue;
    told.add(trace.accesses.site.at(found.late));
    drafts.push(toDraft(context, found));
  }
  return drafts;
}

function decidedRaces(trace: Trace): Decided[] {
  const { tasks, activations: acts, combines } = trace;
  const parts = new Map<number, number>();
  for (const { members } of combines) for (const member of members) parts.set(member, (parts.get(member) ?? 0) + 1);
  const found: Decided[] = [];
  for (const row of combines) {
    const { kind, result, members } = row;
    if ((kind !== COMBINE_ANY && kind !== COMBINE_RACE) || members.length < 2 || members.length > MAX_MEMBERS) continue;
    if (tasks.resolveSegment.at(result) === NONE || tasks.site.at(result) === NONE) continue;
    // Who waits for the next one of those that are under way waits for them again, or for the rest.
    if (members.some((member) => parts.get(member) !== 1) || (kind === COMBINE_RACE && isOneOfMany(trace, row))) continue;
    const decidedNs = tasks.resolveNs.at(result);
    const isDone = (member: number): boolean => tasks.resolveSegment.at(member) !== NONE && tasks.resolveNs.at(member) <= decidedNs;
    const [winner, second] = members.filter(isDone);
    if (winner === undefined || second !== undefined || tasks.activation.at(winner) === NONE) continue;
    const losers = members
      .map((member) => tasks.activation.at(member))
      .filter((call) => call !== NONE && call !== tasks.activation.at(winner));
    const isUnderWay = (call: number): boolean => acts.endSegment.at(call) === NONE || acts.endNs.at(call) > decidedNs;
    // What a limit of time stands in for, in a race, may come later and take its place.
    const isLike = (call: number): boolean => kind === COMBINE_ANY || acts.fn.at(call) === acts.fn.at(tasks.activation.at(winner));
    const open = losers.filter((call) => isUnderWay(call) && isLike(call));
    if (open.length > 0) found.push({ result, winner: tasks.activation.at(winner), losers: open });
    if (found.length >= MAX_RACES) break;
  }
  return found;
}

/** The call that waits makes several such choices, or waits for all in the end: `while (running.size >= limit) await Promise.race(running)`. */
function isOneOfMany({ tasks, combines }: Trace, { result }: CombineRow): boolean {
  const creator = tasks.creator.at(result);
  return combines.some(
    (other) =>
      other.result !== result && tasks.creator.at(other.result) === creator && tasks.site.at(other.result) === tasks.site.at(result),
  );
}

interface Lost {
  readonly race: Decided;
  readonly loser: number;
  /** Rows of accesses. */
  readonly before: number;
  readonly late: number;
}

/** What the winner has stored, and a loser right over it, which somebody else looks at afterwards. */
function storedOver(trace: Trace, { rows, writes }: LocationAccesses, byLoser: ReadonlyMap<number, Decided>): Lost | undefined {
  const { accesses: a, activations: acts, segments: s, tasks } = trace;
  const isPlain = (row: number): boolean => a.how.at(row) === ACCESS_PLAIN && a.activation.at(row) !== NONE && a.value.at(row) !== 0;
  const tail = writes.slice(-MAX_WRITES);
  for (let i = 1; i < tail.length; i++) {
    const [before, late] = [tail[i - 1] as number, tail[i] as number];
    if (!isPlain(before) || !isPlain(late) || a.value.at(before) === a.value.at(late)) continue;
    let loser = a.activation.at(late);
    for (let depth = 0; loser !== NONE && depth < MAX_CALLERS && !byLoser.has(loser); depth++) loser = acts.parent.at(loser);
    const race = byLoser.get(loser);
    if (race === undefined || !isWithin(trace, a.activation.at(before), race.winner)) continue;
    if (s.startNs.at(a.segment.at(late)) < tasks.resolveNs.at(race.result)) continue;
    const site = a.site.at(late);
    if (((trace.site(site)?.flags ?? 0) & LOOKS) !== 0 || clockWrites(trace).has(site)) continue;
    if (trace.pairs.some((pair) => pair.write === site)) continue;
    const isOfRace = (call: number): boolean => call !== NONE && [loser, race.winner].some((member) => isWithin(trace, call, member));
    const isLook = (row: number): boolean => a.write.at(row) === 0 && !isOfRace(a.activation.at(row));
    if (rows.slice(firstFrom(trace, rows, a.position.at(late))).some(isLook)) return { race, loser, before, late };
  }
  return undefined;
}

function toDraft({ trace, options }: AnalysisContext, { race, loser, before, late }: Lost): Draft {
  const { accesses: a, tasks } = trace;
  const { result, winner } = race;
  const [site, combine] = [a.site.at(late), tasks.site.at(result)];
  const text = locationText(trace, a.location.at(late), site);
  const [first, second] = [taskName(trace, winner), taskName(trace, loser)];
  const wins = { lane: 0, text: `is first, and stores ${text}`, site: a.site.at(before), access: before };
  const stores = { lane: 1, text: `comes later, and stores ${text}`, site, access: late };
  const of = first === second ? `another call of ${second}` : second;
  return {
    kind: 'race.order.last-write',
    key: `lost race ${site}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `The loser of a race overwrote \`${text}\`: ${first} was first (${lineText(trace, options, combine)}), and ${of} stored its own over that when it came later.`,
    why: [
      `\`${trace.site(combine)?.text ?? 'the race'}\` takes the first and does not stop the others`,
      'what is there is not looked at before it is stored',
      'let each give its result, and store that of the winner',
    ],
    places: [
      { site, role: 'write', access: late },
      ...(a.site.at(before) === site ? [] : [{ site: a.site.at(before), role: 'other write', access: before }]),
      { site: combine, role: 'combine' },
    ],
    segments: [a.segment.at(before), a.segment.at(late)],
    activations: [...new Set([winner, loser])].filter((call) => call !== NONE),
    scenario: {
      lanes: [first, second],
      happened: [wins, stores],
      other: [{ ...wins, text: 'is first, and gives its result' }],
      otherTitle: 'What would be safe',
    },
  };
}
