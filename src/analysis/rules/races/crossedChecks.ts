/**
 * race.check-then-act of two places that must not both change: each call looks at the place of the other one, waits, and changes its own (`if (lock.isOpen('lower')) throw …; await swing(); lock.opened('upper')`, and the other way
 * round). So it is of rows that are counted (`if (rota.present.length < 2) return; await tell(); doctor.present = false`): both calls counted both. No place is written twice, and yet either change takes from the
 * other what it went by. Only what happened is reported, and only where the two do the same, each to a place at which the other one had looked.
 */
import { NONE } from '../../../model/ids.ts';
import type { LinkRow, Trace } from '../../../model/trace.ts';
import { ACCESS_DELETE, ACCESS_PLAIN, ACCESS_RMW, FLAG_LIMITED, MORE_COUNTED, MORE_NEEDS_YES } from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { type Draft, sitesOfRaces } from '../../finding.ts';
import { isInnerFunction, isWithin } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, lastName, taskName } from '../../names.ts';
import { sitesIn } from '../../siteIndex.ts';
import { accessesAtSites } from '../../shared/accessIndex.ts';
import { atomOf, locationText, objectOf } from '../../shared/accesses.ts';
import type { DependencePair } from '../../shared/links.ts';
import { isFalsy } from '../../locks/handLocks.ts';
import { isSearching } from './sought.ts';
import { workOf } from './splits.ts';
import { areSeen } from './tooLate.ts';

export const crossedChecksRule: Rule = { kinds: ['race.check-then-act'], run: findCrossedChecks };

/** Writes of one site that are held against each other, and reads that are gone through for each. */
const LIMIT = 32;
const READ_LIMIT = 512;

/** A write, and by location what its call had looked at in one step before. */
interface Checked {
  readonly write: number;
  readonly looks: ReadonlyMap<number, number>;
}

interface Crossed {
  readonly pair: DependencePair;
  /** Of the call that acted later: its look at the place of the other one, and what it did then. */
  readonly read: number;
  readonly write: number;
  readonly other: number;
}

function findCrossedChecks(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const told = sitesOfRaces(context.earlier);
  const drafts: Draft[] = [];
  for (const [site, pairs] of factsOf(context).pairsByWrite) {
    if (context.options.isCancelled()) break;
    const guards = pairs.filter(({ kind, isCarried }) => kind === 'guard' && isCarried !== true);
    const writes = guards.length === 0 || told.has(site) ? [] : accessesAtSites(trace, [site]).slice(0, LIMIT);
    if (new Set(writes.map((row) => trace.accesses.location.at(row))).size < 2) continue;
    for (const pair of guards) {
      const found = crossedAt(context, pair, writes);
      if (found === undefined) continue;
      drafts.push(toDraft(context, found));
      break;
    }
  }
  return drafts;
}

function crossedAt(context: AnalysisContext, pair: DependencePair, writes: readonly number[]): Crossed | undefined {
  const { trace } = context;
  const a = trace.accesses;
  const reads = accessesAtSites(trace, [pair.read]).slice(0, READ_LIMIT);
  const checked = writes.flatMap((write): Checked[] => {
    const looks = looksBefore(trace, pair, reads, write);
    return looks.size > 0 ? [{ write, looks }] : [];
  });
  for (const later of checked) {
    const [mine, place] = [a.activation.at(later.write), a.location.at(later.write)];
    for (const earlier of checked) {
      const other = earlier.write;
      const read = later.looks.get(a.location.at(other));
      if (read === undefined || !earlier.looks.has(place) || a.location.at(other) === place) continue;
      if (a.position.at(other) < a.position.at(read) || a.position.at(other) > a.position.at(later.write)) continue;
      const theirs = a.activation.at(other);
      if (mine === NONE || theirs === NONE || isWithin(trace, mine, theirs) || isWithin(trace, theirs, mine)) continue;
      if (!areAlike(trace, other, later.write)) continue;
      const isCounted = isCount(trace, pair) || isCountedHere(trace, pair, read);
      const isSwitched = (): boolean =>
        (passesWithout(trace, pair) && isSwitch(context, later, earlier, read)) || isSwitchedOff(trace, pair, later, earlier, read);
      if (!(isCounted ? later.looks.size > 1 : isSwitched())) continue;
      if (isCounted && countForOthers(context, pair, read, earlier.looks.get(place) ?? NONE)) continue;
      if (looksAgain(trace, reads, later.write, other) || isKeptApart(context, later, earlier, read)) continue;
      return { pair, read, write: later.write, other };
    }
  }
  return undefined;
}

/** The two store the same, or both add to what they change. */
function areAlike(trace: Trace, one: number, other: number): boolean {
  const { how, site, value } = trace.accesses;
  if (how.at(one) !== how.at(other)) return false;
  return value.at(one) === value.at(other) || (how.at(one) === ACCESS_RMW && site.at(one) === site.at(other));
}

/** What the call had looked at in the last step before that of its write. */
function looksBefore(trace: Trace, pair: DependencePair, reads: readonly number[], write: number): ReadonlyMap<number, number> {
  const { activation, location, position } = trace.accesses;
  const isOfPair = workOf(trace, write, pair);
  const call = activation.at(write);
  // Calls that one step has made are one work, and each has its own look.
  const isOfCall = (by: number): boolean => by !== NONE && call !== NONE && (isWithin(trace, by, call) || isWithin(trace, call, by));
  const isOfWork = (row: number): boolean => isOfCall(activation.at(row)) && isOfPair(row);
  const isBefore = (row: number): boolean => position.at(row) < position.at(write) && atomOf(trace, row) !== atomOf(trace, write);
  const last = reads.findLast((row) => isBefore(row) && isOfWork(row));
  const step = last === undefined ? NONE : atomOf(trace, last);
  const rows = step === NONE ? [] : reads.filter((row) => atomOf(trace, row) === step && isOfWork(row));
  return new Map(rows.map((row) => [location.at(row), row]));
}

/** How many rows there are, as a getter or a call gives them, is compared with a limit: whichever of them it was that changed. Of several that have a limit each, one says nothing of another. */
function isCount(trace: Trace, { read, calls }: DependencePair): boolean {
  const isLimited = (site: number): boolean => {
    const kind = trace.site(site)?.kind;
    return (kind === 'read' && trace.hasFlag(site, FLAG_LIMITED)) || trace.hasMore(site, MORE_COUNTED);
  };
  return calls !== undefined && calls.read !== read && isLimited(calls.read) && !isLimited(read);
}

/** The same of a function of this file: who looked is one that calls it by its name, and compares what it gives. */
function isCountedHere(trace: Trace, pair: DependencePair, look: number): boolean {
  return looksBy(trace, pair, look).some((site) => trace.hasMore(site, MORE_COUNTED));
}

/** Where who looked calls the functions of this file in which that was, by their names. */
function looksBy(trace: Trace, { read, calls }: DependencePair, look: number): number[] {
  const by = trace.accesses.activation.at(look);
  const fn = by === NONE ? NONE : trace.activations.fn.at(by);
  if (calls !== undefined || fn === NONE) return [];
  const names = new Set<string>();
  for (let of = trace.functionAt(read); of !== NONE && of !== fn; of = trace.functions[of]?.parentFunction ?? NONE) {
    names.add(lastName(trace.functions[of]?.name ?? ''));
  }
  const asks = (kind = ''): boolean => kind === 'call' || kind === 'read';
  return sitesIn(trace, fn).filter((site) => asks(trace.site(site)?.kind) && names.has(lastName(trace.site(site)?.text ?? '')));
}

/** `rows.filter((row) => row.isOn && row.day === day)`: what the two calls have looked for among the rows is not the same, and so is what they have counted. */
function countForOthers(context: AnalysisContext, { read: site }: DependencePair, one: number, other: number): boolean {
  const { trace } = context;
  const a = trace.accesses;
  const [fn, line] = [trace.functionAt(site), trace.site(site)?.line];
  // Who counts may search for other things as well, such as the row that is changed.
  const isAround = (row: number, call: number): boolean => {
    const around = trace.functionAt(a.site.at(row));
    if (around === fn || trace.site(a.site.at(row))?.line === line) return true;
    return isInnerFunction(trace, fn, around) && around !== trace.activations.fn.at(call);
  };
  const searches = (look: number): number[] => {
    const call = a.activation.at(look);
    return factsOf(context)
      .coverage.accessesNear(look)
      .filter((row) => a.activation.at(row) === call && isSearching(trace, row) && isAround(row, call));
  };
  if (one === NONE || other === NONE) return false;
  const theirs = searches(other);
  return searches(one).some((row) => {
    const same = theirs.filter((their) => a.site.at(their) === a.site.at(row));
    return same.length > 0 && same.every((their) => a.value.at(their) !== a.value.at(row));
  });
}

/** Who finds nothing there goes on: that something has to be there is no less so when another one is, too. */
function passesWithout(trace: Trace, { calls }: DependencePair): boolean {
  const isIt = (link: LinkRow): boolean => link.read === calls?.read && link.write === calls.write && link.kind === 'guard';
  return calls !== undefined && trace.links.some((link) => isIt(link) && link.empty === true);
}

/** Each looked at the one place alone, where nothing was set yet, in one object or collection; and both set theirs. */
function isSwitch(context: AnalysisContext, later: Checked, earlier: Checked, read: number): boolean {
  const { trace } = context;
  const { how, location, position, site, value } = trace.accesses;
  const [mine, theirs] = [later.write, earlier.write];
  const isSet = how.at(mine) === ACCESS_PLAIN || (trace.site(site.at(mine))?.text ?? '').endsWith('.add');
  if (later.looks.size > 1 || earlier.looks.size > 1 || !isSet || isFalsy(value.at(mine))) return false;
  if (objectOf(trace, location.at(mine)) !== objectOf(trace, location.at(theirs))) return false;
  const before = factsOf(context)
    .coverage.writesOf(location.at(theirs))
    .filter((row) => position.at(row) < position.at(read));
  const last = before.at(-1);
  return last === undefined || how.at(last) === ACCESS_DELETE || isFalsy(value.at(last));
}

/** `if (!pumps.isOn('west')) throw …; await drain(); pumps.stop('east')`: each was turned away unless the other one was on, and each has put out its own. */
function isSwitchedOff(trace: Trace, pair: DependencePair, later: Checked, earlier: Checked, look: number): boolean {
  const { how, value } = trace.accesses;
  const isOff = ({ write }: Checked): boolean =>
    how.at(write) === ACCESS_DELETE || (how.at(write) === ACCESS_PLAIN && isFalsy(value.at(write)));
  const looks = pair.calls === undefined ? looksBy(trace, pair, look) : [pair.calls.read];
  if (looks.length === 0 || !looks.every((site) => trace.hasMore(site, MORE_NEEDS_YES))) return false;
  if (later.looks.size > 1 || earlier.looks.size > 1) return false;
  return isOff(later) && isOff(earlier);
}

/** The call has looked once more when the other one had changed it. */
function looksAgain(trace: Trace, reads: readonly number[], write: number, other: number): boolean {
  const { activation, location, position } = trace.accesses;
  const isSince = (row: number): boolean => position.at(row) > position.at(other) && position.at(row) < position.at(write);
  return reads.some((row) => location.at(row) === location.at(other) && isSince(row) && activation.at(row) === activation.at(write));
}

/** By a lock, or by a mark that the one has left in the step of its look, and at which the other one looks. */
function isKeptApart(context: AnalysisContext, later: Checked, earlier: Checked, read: number): boolean {
  const own = [...earlier.looks.values()][0] ?? NONE;
  if (factsOf(context).holding.isExcluded(read, later.write, earlier.write)) return true;
  return own !== NONE && (areSeen(context, own, read) || areSeen(context, read, own));
}

function toDraft({ trace, options }: AnalysisContext, { pair, read, write, other }: Crossed): Draft {
  const a = trace.accesses;
  const [lookSite, actSite] = [pair.calls?.read ?? a.site.at(read), pair.calls?.write ?? a.site.at(write)];
  const [name, fn] = [taskName(trace, a.activation.at(write)), functionLabel(trace, trace.functionAt(actSite))];
  const seen = locationText(trace, a.location.at(read), a.site.at(read));
  const own = locationText(trace, a.location.at(write), a.site.at(write));
  const looks = { lane: 0, text: `looks at ${seen}`, site: lookSite, access: read };
  const changes = { lane: 1, text: `has looked, too, and changes ${seen}`, site: actSite, access: other };
  const acts = { lane: 0, text: `changes ${own}`, site: actSite, access: write };
  return {
    kind: 'race.check-then-act',
    key: `crossed ${actSite},${lookSite}`,
    confidence: 0.7,
    verdict: 'observed',
    consequence: false,
    message: `${name} looks at ${seen === own ? `one \`${seen}\`` : `\`${seen}\``} (${lineText(trace, options, lookSite)}) before it changes ${seen === own ? 'another one' : `\`${own}\``} (${lineText(trace, options, actSite)}), and another call of ${fn} did the same the other way round in between: both passed the check.`,
    why: [
      'an await lies between the look and the change',
      'each call had looked at what the other one changed',
      'no lock is held over both',
    ],
    places: [
      { site: actSite, role: 'write', access: write },
      { site: lookSite, role: 'read', access: read },
      { site: a.site.at(other), role: 'other write', access: other },
    ],
    segments: [a.segment.at(read), a.segment.at(write), a.segment.at(other)],
    activations: [a.activation.at(write), a.activation.at(other)],
    scenario: {
      lanes: [name, `another call of ${fn}`],
      happened: [looks, changes, acts],
      other: [looks, acts, { ...changes, text: 'looks, and is turned away' }],
      otherTitle: 'What would be safe',
    },
  };
}
