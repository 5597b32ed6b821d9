/**
 * race.atomicity, a batch and what came later: a task reads all that a list or map holds, waits, and then empties it (`queue.length = 0`, `map.clear()`, `queue = []`). What another
 * task added while it waited was never read, and goes with the rest. The same of a count, a text or totals that are passed on and then begun anew (`await post(hits); hits = 0`).
 *
 * The transform names the read and what empties (pairs of kind `reset`); the run says which additions can come between. That something was added between is proof. Where it only
 * could, it takes a sign that the collection lives on: the same code added to it again after it had been emptied, so that this is no end of everything.
 */
import { addTo } from '../../../base/lists.ts';
import {
  ACCESS_DELETE,
  ACCESS_RMW,
  FLAG_ADDS,
  FLAG_ANEW,
  FLAG_CONDITION,
  FLAG_SUBTRACTS,
  LOCATION_ENTRY,
  LOCATION_WHOLE,
  VALUE_OBJECT,
  VALUE_PROMISE,
} from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { accessesOfLocation } from '../../shared/accessIndex.ts';
import { ADDS, atomOf, firstFrom, type LocationAccesses, placeInLine, putPlaces } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { isOneWork, isWithin } from '../../lineage.ts';
import { resetPairs } from '../../shared/links.ts';
import { lineText } from '../../locate.ts';
import { lastName, workName } from '../../names.ts';
import { isNothing } from './closes.ts';
import { accessesAtSites } from '../../shared/accessIndex.ts';
import { hasSite } from '../../siteIndex.ts';

export const lostAdditionsRule: Rule = { kinds: ['race.atomicity'], run: findLostAdditions };

/** A read by a method is called by that, too. */
const GIVES_ALL =
  /\.(?:slice|map|flatMap|flat|filter|concat|join|toSorted|toReversed|toSpliced|keys|values|entries|forEach|reduce|reduceRight)$/;
const IS_PART = /\]$|\.\w+$/;
const COUNT = /\.(?:length|size)$/;
const REMOVES = /\.(?:pop|shift|delete|splice|clear)$/;
/** How many reads are tried before what empties, and additions beside it. */
const WINDOW = 64;
/** What empties is looked at this often for one place. */
const MAX_TRIED = 1000;

interface Loss {
  readonly read: number;
  readonly reset: number;
  readonly add: number;
  readonly observed: boolean;
  /** `shared`: another call of the same kind read it all in between, so that both pass on the same; `twice`: nothing was added, and that call's read stands for `add`. */
  readonly fate: 'lost' | 'shared' | 'twice';
}

function findLostAdditions(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const readsOf = new Map<number, number[]>();
  const isRead = new Set<number>();
  for (const { read, write } of resetPairs(trace)) {
    addTo(readsOf, write, read);
    isRead.add(read);
  }
  const walked = new Set<number>();
  for (const { read, write, kind } of trace.links) {
    if (kind !== 'walked' || isRead.has(read) || closesAll(trace, write)) continue;
    addTo(readsOf, write, read);
    isRead.add(read);
    walked.add(read);
  }
  if (readsOf.size === 0) return [];
  const facts = factsOf(context);
  const a = trace.accesses;
  const rows = new Map<number, number[]>();
  for (const row of accessesAtSites(trace, isRead)) if (a.write.at(row) === 0) addTo(rows, a.site.at(row), row);
  for (const list of rows.values()) list.sort((x, y) => a.position.at(x) - a.position.at(y) || x - y);
  const best = new Map<number, Loss>();
  const tried = new Map<number, number>();
  const adds = new Additions(trace);
  for (const group of facts.sharedGroups) {
    if (context.options.isCancelled()) break;
    for (const [at, reset] of group.writes.entries()) {
      const site = a.site.at(reset);
      const times = tried.get(site) ?? 0;
      if (!readsOf.has(site) || isProof(best.get(site)) || times >= MAX_TRIED) continue;
      tried.set(site, times + 1);
      for (const readSite of readsOf.get(site) ?? []) {
        const read = (walked.has(readSite) ? firstRead : lastRead)(trace, rows.get(readSite) ?? [], reset);
        const held = read === undefined ? undefined : facts.groupAt(a.location.at(read));
        const emptying = read === undefined || held === undefined ? readByPlace(trace, group, readSite, reset) : { held, read, reset };
        if (emptying === undefined || !isEmptied(trace, group, emptying, at)) continue;
        const loss = walked.has(readSite)
          ? (walkedTwice(context, emptying) ?? putBehindWalk(context, emptying))
          : findLoss(context, adds, isRead, emptying);
        if (loss !== undefined && (best.get(site) === undefined || loss.observed)) best.set(site, loss);
      }
    }
  }
  return onePerFunction(trace, [...best.values()]).map((loss) => toDraft(context, loss));
}

/** Of several counts that one function begins anew (`hits = 0; misses = 0`) the first in the code is told, with proof if any has one. */
function onePerFunction(trace: Trace, losses: readonly Loss[]): Loss[] {
  const a = trace.accesses;
  const first = new Map<string, Loss>();
  for (const loss of losses) {
    const site = a.site.at(loss.reset);
    const isWhole = trace.locations.kind.at(a.location.at(loss.read)) === LOCATION_WHOLE;
    const key = isWhole ? `${site}` : `in ${trace.functionAt(site)}`;
    const known = first.get(key);
    const isBetter = known === undefined || rank(loss) > rank(known) || (rank(loss) === rank(known) && site < a.site.at(known.reset));
    if (isBetter) first.set(key, loss);
  }
  return [...first.values()];
}

function rank(loss: Loss): number {
  return Number(loss.observed) + Number(isProof(loss));
}

function isProof(loss: Loss | undefined): boolean {
  return loss?.observed === true && loss.fate === 'lost';
}

/** The last read of the same work before what empties, if a boundary lies between. */
function lastRead(trace: Trace, rows: readonly number[], reset: number): number | undefined {
  const a = trace.accesses;
  const end = firstFrom(trace, rows, a.position.at(reset));
  for (let i = end - 1; i >= 0 && i >= end - WINDOW; i--) {
    const read = rows[i] as number;
    if (trace.locations.thread.at(a.location.at(read)) !== trace.locations.thread.at(a.location.at(reset))) continue;
    const isOneFunction = trace.site(a.site.at(read))?.function === trace.site(a.site.at(reset))?.function;
    if (!isOneWork(trace, a.activation.at(read), a.activation.at(reset), isOneFunction)) continue;
    return atomOf(trace, read) === atomOf(trace, reset) ? undefined : read;
  }
  return undefined;
}

/** Of a loop that asks again and again how many there are the first read, in a step before what empties. */
function firstRead(trace: Trace, rows: readonly number[], reset: number): number | undefined {
  const a = trace.accesses;
  let found: number | undefined;
  const end = firstFrom(trace, rows, a.position.at(reset));
  for (let i = end - 1; i >= 0 && i >= end - WINDOW; i--) {
    const read = rows[i] as number;
    if (a.activation.at(read) === a.activation.at(reset) && atomOf(trace, read) !== atomOf(trace, reset)) found = read;
  }
  return found;
}

/** It is this collection that is emptied, or that the emptied place has held until now. */
function isEmptied(trace: Trace, group: LocationAccesses, { held, read }: Emptying, at: number): boolean {
  if (isMissing(trace, group, at)) return false;
  if (group === held) return true;
  if (trace.locations.kind.at(held.location) !== LOCATION_WHOLE) return false;
  const a = trace.accesses;
  const before = group.writes[at - 1];
  // A test of the place in the step of the write: there was nothing yet, unless what was read had been found there.
  if (before === undefined) return !trace.hasFlag(a.site.at(group.writes[at] as number), FLAG_ANEW) || isFoundAt(trace, group, read);
  const value = a.value.at(before);
  if ((value & VALUE_OBJECT) === 0 || (value & VALUE_PROMISE) !== 0) return false;
  const number = value & ~VALUE_OBJECT;
  return number === 0 || number === trace.locations.object.at(held.location);
}

/** `Object.keys(this.rows)` looks first where the rows are. */
function isFoundAt(trace: Trace, { rows }: LocationAccesses, read: number): boolean {
  const a = trace.accesses;
  const whole = trace.site(a.site.at(read));
  const isLook = (row: number): boolean => {
    const site = trace.site(a.site.at(row));
    return a.write.at(row) === 0 && site?.function === whole?.function && site?.line === whole?.line && site?.column === whole?.column;
  };
  return rows.some((row) => isLook(row) && a.activation.at(row) === a.activation.at(read) && atomOf(trace, row) === atomOf(trace, read));
}

/** What was there had been taken away before (`delete lists[name]`, and `if (!lists[name]) lists[name] = []`): it takes the place of nothing. */
function isMissing({ accesses: a }: Trace, { writes }: LocationAccesses, at: number): boolean {
  const before = writes[at - 1];
  return before !== undefined && (a.how.at(before) === ACCESS_DELETE || isNothing(a.value.at(before)));
}

interface Emptying {
  readonly held: LocationAccesses;
  readonly read: number;
  readonly reset: number;
  /** Not what it holds was read, but where it stands. */
  readonly isByPlace?: boolean;
}

/** What a collection holds is not recorded where only one step had to do with it; but where it stands is. */
function readByPlace(trace: Trace, group: LocationAccesses, readSite: number, reset: number): Emptying | undefined {
  const a = trace.accesses;
  if (trace.locations.kind.at(group.location) === LOCATION_WHOLE) return undefined;
  const site = trace.site(readSite);
  const text = site?.text.replace(GIVES_ALL, '');
  const isIt = (row: number): boolean => {
    const own = trace.site(a.site.at(row));
    return a.write.at(row) === 0 && own?.line === site?.line && own?.function === site?.function && own?.text === text;
  };
  const read = lastRead(trace, group.rows.filter(isIt), reset);
  return read === undefined ? undefined : { held: group, read, reset, isByPlace: true };
}

function findLoss(
  context: AnalysisContext,
  adds: Additions,
  isRead: ReadonlySet<number>,
  { held, read, reset, isByPlace = false }: Emptying,
): Loss | undefined {
  const { trace, order } = context;
  const { holding } = factsOf(context);
  const a = trace.accesses;
  const [from, to] = [a.position.at(read), a.position.at(reset)];
  const [readSegment, resetSegment] = [a.segment.at(read), a.segment.at(reset)];
  const crosses = order.crossesTurn(readSegment, resetSegment);
  let found: Loss | undefined;
  const isWhole = trace.locations.kind.at(held.location) === LOCATION_WHOLE;
  if (!isWhole && isReadAgain(trace, held, reset)) return undefined;
  const rows = isWhole ? held.writes : held.rows;
  const first = Math.max(0, firstFrom(trace, rows, from) - WINDOW);
  for (let i = first; i < rows.length && i < first + 4 * WINDOW; i++) {
    const add = rows[i] as number;
    if (!(isByPlace ? adds.isPut(add) : adds.isOne(add)) || isOfWork(trace, add, reset)) continue;
    const segment = a.segment.at(add);
    const at = a.position.at(add);
    // Two calls may have begun in one step.
    const isBefore = segment === readSegment ? at < from : order.isOrdered(segment, readSegment);
    if (isBefore || order.isOrdered(resetSegment, segment)) continue;
    const observed = at > from && at < to;
    if (isByPlace && !observed) continue;
    const fate = observed ? fateOf(trace, isRead, held, add, reset) : 'lost';
    if (fate === 'taken' || (!observed && (found !== undefined || !crosses || !adds.isRepeated(add, reset)))) continue;
    if (holding.isExcluded(read, reset, add)) continue;
    if (observed && fate === 'lost') return { read, reset, add, observed, fate };
    if (found === undefined || observed) found = { read, reset, add, observed, fate };
  }
  const twin = found?.observed || !isWhole ? undefined : twinOf(context, held, read, reset);
  return twin === undefined ? found : { read, reset, add: twin, observed: true, fate: 'twice' };
}

/** A loop that waits goes on with what is added meanwhile, and loses nothing of that; but another call may go through the same. */
function walkedTwice(context: AnalysisContext, { held, read, reset }: Emptying): Loss | undefined {
  const twin = twinOf(context, held, read, reset);
  return twin === undefined ? undefined : { read, reset, add: twin, observed: true, fate: 'twice' };
}

/**
 * `for (const [id, row] of changed) await save(id, row); changed.clear()`: what is put there under a key that was there when the loop began may be put behind the loop's back, which does not come to it
 * again.
 */
function putBehindWalk(context: AnalysisContext, { held, read, reset }: Emptying): Loss | undefined {
  const { trace } = context;
  const facts = factsOf(context);
  const a = trace.accesses;
  const [from, to] = [a.position.at(read), a.position.at(reset)];
  const emptied = held.writes.findLast((row) => a.position.at(row) < from && a.how.at(row) === ACCESS_DELETE);
  const since = emptied === undefined ? 0 : a.position.at(emptied);
  for (const { location, writes } of facts.groupsBeside(held.location)) {
    if (trace.locations.kind.at(location) !== LOCATION_ENTRY) continue;
    const first = firstFrom(trace, writes, from);
    const before = writes[first - 1];
    if (before === undefined || a.how.at(before) === ACCESS_DELETE || a.position.at(before) < since) continue;
    const meanwhile = writes.slice(first, first + WINDOW).filter((row) => a.position.at(row) < to);
    if (meanwhile.some((row) => a.how.at(row) === ACCESS_DELETE)) continue;
    const put = meanwhile.find((row) => !isOfWork(trace, row, reset) && atomOf(trace, row) !== atomOf(trace, read));
    if (put !== undefined && !facts.holding.isExcluded(read, reset, put)) return { read, reset, add: put, observed: false, fate: 'lost' };
  }
  return undefined;
}

const CLOSES = /^(?:close|destroy|end|stop|terminate|disconnect|dispose|shutdown|kill|abort|cancel|quit|release|teardown|cleanup)/i;

/** To close something twice does no harm. */
function closesAll(trace: Trace, reset: number): boolean {
  const fn = trace.functionAt(reset);
  if (CLOSES.test(lastName(trace.functions[fn]?.name ?? ''))) return true;
  return hasSite(trace, fn, ({ kind, text }) => kind === 'call' && CLOSES.test(lastName(text)));
}

/** Another call that read it all, too, before this one emptied it, when there was something in it. */
function twinOf(context: AnalysisContext, held: LocationAccesses, read: number, reset: number): number | undefined {
  const { trace } = context;
  const { holding } = factsOf(context);
  const a = trace.accesses;
  if (!isFilled(trace, held, read)) return undefined;
  for (let i = firstFrom(trace, held.rows, a.position.at(read)); i < held.rows.length; i++) {
    const row = held.rows[i] as number;
    if (a.position.at(row) >= a.position.at(reset)) return undefined;
    if (a.write.at(row) === 1) return undefined;
    const isOther = row !== read && a.site.at(row) === a.site.at(read) && !isOfWork(trace, row, reset);
    if (isOther && atomOf(trace, row) !== atomOf(trace, read) && !holding.isExcluded(read, reset, row)) return row;
  }
  return undefined;
}

/** Something was put in last; or all that it ever held has been in it from the start. */
function isFilled(trace: Trace, { writes }: LocationAccesses, read: number): boolean {
  const a = trace.accesses;
  const before = writes[firstFrom(trace, writes, a.position.at(read)) - 1];
  const isAdded = (row: number): boolean => ADDS.test(trace.site(a.site.at(row))?.text ?? '');
  return before === undefined ? !writes.some(isAdded) : isAdded(before);
}

/** `text = ''` in the step in which it was looked what is there by then. */
function isReadAgain(trace: Trace, { rows }: LocationAccesses, reset: number): boolean {
  const a = trace.accesses;
  for (let i = firstFrom(trace, rows, a.position.at(reset)) - 1; i >= 0; i--) {
    const row = rows[i] as number;
    if (atomOf(trace, row) !== atomOf(trace, reset)) return false;
    if (a.write.at(row) === 0 && isOfWork(trace, row, reset)) return true;
  }
  return false;
}

/** Which writes add something, and where each place that adds did so last. */
class Additions {
  readonly #trace: Trace;
  readonly #sites = new Map<number, boolean>();
  /** Where something is put into a collection. */
  #puts: ReadonlySet<string> | undefined;
  /** Where parts of something are changed. */
  #parts: ReadonlySet<string> | undefined;

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  isOne(row: number): boolean {
    const { how, site, write } = this.#trace.accesses;
    let known = this.#sites.get(site.at(row));
    if (known === undefined) this.#sites.set(site.at(row), (known = this.#adds(site.at(row), row)));
    return known && (write.at(row) === 0 || how.at(row) === ACCESS_RMW || this.#trace.hasFlag(site.at(row), FLAG_ADDS));
  }

  /** It is looked where a list is, and something is put into that: `this.items.push(x)`. */
  isPut(row: number): boolean {
    const { site, write } = this.#trace.accesses;
    const look = write.at(row) === 1 ? undefined : this.#trace.site(site.at(row));
    this.#puts ??= putPlaces(this.#trace);
    return look !== undefined && this.#puts.has(placeInLine(look, look.text));
  }

  /** `list.push(x)`, `count++`, `text += line`; or it is looked where `totals` is, whose part is changed there: `totals.hits += 1`, `totals[name] = 1`. */
  #adds(site: number, row: number): boolean {
    const { accesses: a, locations } = this.#trace;
    const { text = '', file, line, column } = this.#trace.site(site) ?? {};
    if (a.write.at(row) === 1) {
      // `totals[name] = 1` of a dictionary puts a new key into it.
      const isWhole = locations.kind.at(a.location.at(row)) === LOCATION_WHOLE;
      return isWhole ? ADDS.test(text) || text.endsWith(']') : !this.#trace.hasFlag(site, FLAG_SUBTRACTS);
    }
    this.#parts ??= partsChanged(this.#trace);
    return this.#parts.has(`${file}:${line}:${column}`);
  }

  /** The code that adds did so again where the collection had been emptied: others of its kind have an end of their own. */
  isRepeated(add: number, reset: number): boolean {
    const { accesses: a } = this.#trace;
    const own = this.#trace.site(a.site.at(add));
    const isSame = (row: number): boolean => {
      if (a.site.at(row) === a.site.at(add)) return true;
      // `this.items.push(x)` looks first where the list is.
      const site = this.#trace.site(a.site.at(row));
      return site?.function === own?.function && site?.line === own?.line;
    };
    const rows = accessesOfLocation(this.#trace, a.location.at(reset));
    for (let i = rows.length - 1; i >= 0; i--) {
      const row = rows[i] as number;
      if (a.position.at(row) <= a.position.at(reset)) return false;
      if (row !== add && isSame(row)) return true;
    }
    return false;
  }
}

/** Where an element or a field is written. */
function partsChanged({ sites }: Trace): Set<string> {
  const isChange = (kind: string): boolean => kind === 'write' || kind === 'update';
  return new Set(
    sites.flatMap(({ kind, text, file, line, column }) => (isChange(kind) && IS_PART.test(text) ? [`${file}:${line}:${column}`] : [])),
  );
}

/** What the work itself adds or reads. */
function isOfWork(trace: Trace, access: number, reset: number): boolean {
  const a = trace.accesses;
  const [mine, theirs] = [a.activation.at(reset), a.activation.at(access)];
  if (theirs !== NONE && mine !== NONE) return isWithin(trace, theirs, mine);
  return atomOf(trace, access) === atomOf(trace, reset);
}

/** What becomes of an addition before the emptying: nothing, it is gone again or was read by the work once more, or another call has read it all, too. */
function fateOf(
  trace: Trace,
  isRead: ReadonlySet<number>,
  held: LocationAccesses,
  add: number,
  reset: number,
): 'lost' | 'taken' | 'shared' {
  const a = trace.accesses;
  const end = a.position.at(reset);
  let fate: 'lost' | 'shared' = 'lost';
  for (let i = firstFrom(trace, held.rows, a.position.at(add)); i < held.rows.length; i++) {
    const row = held.rows[i] as number;
    if (a.position.at(row) >= end) break;
    if (row === add) continue;
    const text = trace.site(a.site.at(row))?.text ?? '';
    if (a.write.at(row) === 1) {
      if (a.how.at(row) === ACCESS_DELETE || REMOVES.test(text)) return 'taken';
    } else if (isOfWork(trace, row, reset)) {
      if (!isOnlyCounted(trace, row)) return 'taken';
    } else if (isRead.has(a.site.at(row))) fate = 'shared';
  }
  return fate;
}

/** `this.sent += this.queue.length`: it is asked how many there are, and nothing depends on the answer. What these are is not looked at. */
function isOnlyCounted(trace: Trace, row: number): boolean {
  const site = trace.accesses.site.at(row);
  return COUNT.test(trace.site(site)?.text ?? '') && !trace.hasFlag(site, FLAG_CONDITION);
}

function toDraft(context: AnalysisContext, { read, reset, add, observed, fate }: Loss): Draft {
  const { trace, options } = context;
  const a = trace.accesses;
  const [readSite, resetSite, addSite] = [a.site.at(read), a.site.at(reset), a.site.at(add)];
  const line = (site: number): string => lineText(trace, options, site);
  const isWhole = trace.locations.kind.at(a.location.at(read)) === LOCATION_WHOLE;
  const text = (trace.site(readSite)?.text ?? '').replace(isWhole ? GIVES_ALL : '', '');
  const [reads, clears] = isWhole || fate === 'twice' ? ['reads all of', 'empties or replaces it'] : ['passes on', 'sets it back'];
  const [mine, theirs] = [workName(trace, reset), workName(trace, add)];
  const added = `what ${theirs} ${observed ? 'added' : 'adds'} in between (${line(addSite)})`;
  const outcome =
    fate === 'twice'
      ? 'another call read it all in between, too: both pass on the same'
      : fate === 'shared'
        ? `another call read it${isWhole ? ' all' : ''} with ${added}, too: both pass on the same`
        : `${added} ${observed ? 'was' : 'is'} ${isWhole ? 'thrown away unread' : 'lost'}`;
  const takes = { lane: 0, text: `${reads} ${text}`, site: readSite };
  const isTwice = fate === 'twice';
  const adds = { lane: 1, text: isTwice ? takes.text : `${trace.site(addSite)?.text ?? ''}`, site: addSite };
  const empties = { lane: 0, text: clears, site: resetSite };
  return {
    kind: 'race.atomicity',
    key: `${resetSite}`,
    confidence: observed && fate === 'lost' ? 0.9 : 0.65,
    verdict: observed ? 'observed' : 'predicted',
    consequence: observed && fate === 'lost',
    message: `${mine} ${reads} \`${text}\` (${line(readSite)}) and ${clears} after an await (${line(resetSite)}); ${outcome}.`,
    why: [
      `an await lies between the read and the ${isWhole ? 'emptying' : 'write'}`,
      `nothing orders ${theirs} before the read or after the ${isWhole ? 'emptying' : 'write'}`,
      'no lock is held over both',
    ],
    places: [
      { site: resetSite, role: 'write', access: reset },
      { site: readSite, role: 'read', access: read },
      { site: addSite, role: isTwice ? 'other read' : 'other write', access: add },
    ],
    segments: [a.segment.at(read), a.segment.at(reset), a.segment.at(add)],
    activations: [...new Set([a.activation.at(reset), a.activation.at(add)].filter((x) => x !== NONE))],
    scenario: {
      lanes: mine === theirs ? [`${mine} (first)`, `${mine} (second)`] : [mine, theirs],
      happened: observed
        ? [takes, adds, empties]
        : a.position.at(add) < a.position.at(read)
          ? [adds, takes, empties]
          : [takes, empties, adds],
      other: observed ? [takes, empties, adds] : [takes, adds, empties],
      otherTitle: observed ? 'What would be safe' : 'What can happen',
    },
  };
}
