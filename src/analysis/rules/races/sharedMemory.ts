/**
 * race.shared-memory: two threads access the same element of a SharedArrayBuffer, at least one writes without Atomics, and nothing orders them (detection.md §3.5).
 * The elements are exact, and so is which memory is meant; order by Atomics operations is assumed wherever it is possible.
 */
import { firstWhere } from '../../../base/search.ts';
import { NONE } from '../../../model/ids.ts';
import type { SharedRow } from '../../../model/shared.ts';
import type { Trace } from '../../../model/trace.ts';
import { MORE_VERSION, SHARED_ATOMIC_READ, SHARED_ATOMIC_WRITE, SHARED_READ, SHARED_WRITE } from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { uniteBuffers } from '../../shared/sharedBuffers.ts';
import { type Overlap, overlapOf } from '../../shared/sharedElements.ts';
import { SharedOrder } from '../../order/sharedOrder.ts';
import { findSplitUpdates } from './sharedUpdates.ts';

export const sharedMemoryRule: Rule = { kinds: ['race.shared-memory'], run: findSharedMemoryRaces };

/** Two sites with at most this many pairs of records are compared in full; of more, each record is compared with those of the other that are near in time. */
const ALL_PAIRS = 20_000;
const MAX_SAMPLES = 10_000;
const NEIGHBOURS = 12;
/** Pairs looked at in one analysis (about a second). */
const MAX_PAIRS = 3_000_000;
/** Workers take this long to start on a busy machine: accesses that were closer could as well have met. */
const CLOSE_NS = 1e9;
/** More reads of one element than this without a pause in between wait for it to change. */
const SPIN = 256;
/** Atomics operations before and behind a plain access among which those on the version of it are. */
const BESIDE = 4;

/** All records of one site in one thread. */
interface Group {
  readonly thread: number;
  readonly site: number;
  readonly kind: number;
  readonly rows: SharedRow[];
}

/** Two groups that meet without order. */
interface Conflict {
  /** Writes, plain unless only the other one is. */
  readonly a: Group;
  readonly b: Group;
  readonly memory: number;
  readonly rowA: SharedRow;
  readonly rowB: SharedRow;
  readonly overlap: Overlap;
  /** Time between the two, 0 when they overlap. */
  readonly gapNs: number;
}

function findSharedMemoryRaces(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const { fromMs, incomplete } = trace.run;
  if (trace.shared.accesses.length === 0 || fromMs > 0 || incomplete.includes('lost') || incomplete.includes('dropped')) return [];
  const united = uniteBuffers(trace);
  const memoryOf = (row: SharedRow): number => united(row.thread, row.buffer);
  const memories = groupsByMemory(trace, memoryOf);
  const order = new SharedOrder(trace, context.order);
  const conflicts: Conflict[] = [];
  const budget = { left: MAX_PAIRS };
  for (const [memory, groups] of memories) {
    for (let i = 0; i < groups.length; i++) {
      if (context.options.isCancelled()) return [];
      for (let k = i + 1; k < groups.length; k++) {
        const [first, second] = [groups[i] as Group, groups[k] as Group];
        if (first.thread === second.thread || !canConflict(first, second)) continue;
        const difference = rankOf(first) - rankOf(second) || idOf(trace, first.thread) - idOf(trace, second.thread);
        const [a, b] = difference <= 0 ? [first, second] : [second, first];
        const found = meet(order, a, b, budget, isOfVersion(trace, groups, a, b));
        if (found !== undefined) conflicts.push({ a, b, memory, ...found });
      }
    }
  }
  const drafts = new Map<string, Draft>();
  for (const conflict of conflicts.toSorted((x, y) => rankOf(x.a) + rankOf(x.b) - rankOf(y.a) - rankOf(y.b))) {
    const draft = toDraft(trace, conflict, isProgress(conflict, conflicts, memories.get(conflict.memory) ?? []));
    const key = `${draft.key}|${[conflict.a.thread, conflict.b.thread].toSorted((x, y) => x - y).join()}`;
    // Writes first: `a[i] = a[i] + 1` in two threads is one defect.
    if (!drafts.has(key) || (draft.consequence && drafts.get(key)?.consequence === false)) drafts.set(key, draft);
  }
  const split = findSplitUpdates(context, memoryOf, order, (thread) => nameOf(trace, thread));
  return [...drafts.values(), ...split];
}

function groupsByMemory(trace: Trace, memoryOf: (row: SharedRow) => number): Map<number, Group[]> {
  const memories = new Map<number, Map<string, Group>>();
  for (const row of trace.shared.accesses) {
    const memory = row.site === NONE ? -1 : memoryOf(row);
    if (memory < 0) continue;
    let groups = memories.get(memory);
    if (groups === undefined) memories.set(memory, (groups = new Map()));
    const key = `${row.thread}:${row.site}:${row.kind}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { thread: row.thread, site: row.site, kind: row.kind, rows: [row] });
    else group.rows.push(row);
  }
  return new Map([...memories].map(([memory, groups]) => [memory, [...groups.values()]]));
}

/** Plain writes first, then atomic writes, then reads. */
function rankOf(group: Group): number {
  switch (group.kind) {
    case SHARED_WRITE:
      return 0;
    case SHARED_ATOMIC_WRITE:
      return 1;
    case SHARED_READ:
      return 2;
    default:
      return 3;
  }
}

function idOf(trace: Trace, thread: number): number {
  return trace.threads[thread]?.threadId ?? 0;
}

function canConflict(a: Group, b: Group): boolean {
  const isWrite = (g: Group): boolean => g.kind === SHARED_WRITE || g.kind === SHARED_ATOMIC_WRITE;
  const isPlain = (g: Group): boolean => g.kind < SHARED_ATOMIC_READ;
  return (isWrite(a) || isWrite(b)) && (isPlain(a) || isPlain(b));
}

/** The two records of the groups that meet most clearly: same element, no order, closest in time. */
function meet(
  order: SharedOrder,
  a: Group,
  b: Group,
  budget: { left: number },
  isHeld: (rowA: SharedRow, rowB: SharedRow) => boolean,
): Pick<Conflict, 'rowA' | 'rowB' | 'overlap' | 'gapNs'> | undefined {
  let best: Pick<Conflict, 'rowA' | 'rowB' | 'overlap' | 'gapNs'> | undefined;
  for (const [rowA, rowB] of pairsOf(a.rows, b.rows)) {
    if (--budget.left < 0) break;
    const gapNs = Math.max(0, rowA.startNs - rowB.endNs, rowB.startNs - rowA.endNs);
    if (best !== undefined && gapNs >= best.gapNs) continue;
    const overlap = overlapOf(rowA, rowB);
    if (overlap === undefined || order.isOrdered(rowA, rowB) || isHeld(rowA, rowB)) continue;
    best = { rowA, rowB, overlap, gapNs };
    if (gapNs === 0) break;
  }
  return best;
}

/**
 * What is written between two changes of an element, and read between two loads of it, of which the second is compared with the first (a sequence lock): what does not belong together is
 * dropped, and read again.
 */
function isOfVersion(trace: Trace, groups: readonly Group[], a: Group, b: Group): (rowA: SharedRow, rowB: SharedRow) => boolean {
  const rowsOf = ({ thread }: Group, kind: number): readonly SharedRow[] =>
    groups
      .filter((g) => g.thread === thread && g.kind === kind)
      .flatMap((g) => g.rows)
      .toSorted((x, y) => x.position - y.position);
  if (a.kind !== SHARED_WRITE || b.kind !== SHARED_READ) return () => false;
  const isVersion = ({ site }: SharedRow): boolean => trace.hasMore(site, MORE_VERSION);
  const looks = rowsOf(b, SHARED_ATOMIC_READ);
  // Between a read and the look that is compared may be many others: as long as the version is odd, none is.
  const versions = looks.filter(isVersion);
  const changes = versions.length > 0 ? rowsOf(a, SHARED_ATOMIC_WRITE) : [];
  const around = (rows: readonly SharedRow[], row: SharedRow): readonly [readonly SharedRow[], readonly SharedRow[]] => {
    const next = firstWhere(0, rows.length, (i) => (rows[i] as SharedRow).position > row.position);
    const isBeside = (other: SharedRow): boolean => other.segment === row.segment;
    return [rows.slice(Math.max(0, next - BESIDE), next).filter(isBeside), rows.slice(next, next + BESIDE).filter(isBeside)];
  };
  return (rowA, rowB) => {
    if (changes.length === 0) return false;
    const [looksBefore] = around(looks, rowB);
    const [, compared] = around(versions, rowB);
    const lists = [looksBefore, ...around(changes, rowA)];
    return compared.some((row) => lists.every((list) => list.some((other) => overlapOf(other, row) !== undefined)));
  };
}

function* pairsOf(a: readonly SharedRow[], b: readonly SharedRow[]): Generator<[SharedRow, SharedRow]> {
  if (a.length * b.length <= ALL_PAIRS) {
    for (const rowA of a) for (const rowB of b) yield [rowA, rowB];
    return;
  }
  const step = Math.max(1, Math.floor(a.length / MAX_SAMPLES));
  let near = 0;
  for (let i = 0; i < a.length; i += step) {
    const rowA = a[i] as SharedRow;
    while (near + 1 < b.length && (b[near] as SharedRow).endNs < rowA.startNs) near++;
    const from = Math.max(0, near - NEIGHBOURS);
    for (let k = from; k < Math.min(b.length, near + NEIGHBOURS); k++) yield [rowA, b[k] as SharedRow];
  }
}

/**
 * One thread counts, the other looks now and then, and that element is all that they have in common: what is read may be a little old, and no harm comes of it.
 */
function isProgress(conflict: Conflict, all: readonly Conflict[], groups: readonly Group[]): boolean {
  const { a, b, memory, overlap } = conflict;
  if (a.kind !== SHARED_WRITE || b.kind !== SHARED_READ) return false;
  // The two records that are closest may be of one element where the others are of many.
  for (const [rowA, rowB] of pairsOf(a.rows, b.rows)) {
    const common = overlapOf(rowA, rowB);
    if (common !== undefined && (common.isMore || common.byte !== overlap.byte)) return false;
  }
  if (a.rows.reduce((sum, row) => sum + row.times, 0) < 2 || b.rows.some((row) => row.times > SPIN)) return false;
  const element = { from: overlap.byte, count: 1, stride: 0, width: 1 };
  const isWriter = (g: Group): boolean =>
    (g.kind === SHARED_WRITE || g.kind === SHARED_ATOMIC_WRITE) && g.rows.some((row) => overlapOf(row, element) !== undefined);
  if (groups.some((g) => g.thread !== a.thread && isWriter(g))) return false;
  return all.every((other) => {
    if (other.memory === memory && !other.overlap.isMore && other.overlap.byte === overlap.byte) return true;
    const threads = [other.a.thread, other.b.thread];
    return !threads.includes(a.thread) || !threads.includes(b.thread);
  });
}

function toDraft(trace: Trace, conflict: Conflict, isHarmless: boolean): Draft {
  const { a, b, rowA, rowB, overlap, gapNs } = conflict;
  const [siteA, siteB] = [trace.site(a.site), trace.site(b.site)];
  const textA = siteA?.text ?? 'shared memory';
  const isMixed = a.kind >= SHARED_ATOMIC_READ || b.kind >= SHARED_ATOMIC_READ;
  // A plain look at an element that others change by Atomics (before a compareExchange, for display) does no harm by itself.
  const isLook = b.kind === SHARED_READ && isMixed;
  const isObserved = gapNs <= CLOSE_NS;
  const what = b.kind === SHARED_WRITE ? 'both write' : isMixed ? 'one uses Atomics, the other does not' : 'one writes, the other reads';
  const element = `element ${Math.floor(rowA.width === 0 ? overlap.byte : overlap.byte / rowA.width)}`;
  const where =
    siteA !== undefined && siteB !== undefined && siteA.file === siteB.file && siteA.line === siteB.line ? 'here' : `in ${textA}`;
  return {
    kind: 'race.shared-memory',
    key: keyOf(trace, a.site, b.site),
    confidence: isHarmless || isLook ? 0.5 : isObserved ? 0.9 : 0.75,
    verdict: isObserved ? 'observed' : 'predicted',
    consequence: !isHarmless && !isLook,
    ...(isHarmless || isLook ? { ceiling: 'info' as const } : {}),
    message: isHarmless
      ? `${nameOf(trace, b.thread)} reads ${siteB?.text ?? textA} while ${nameOf(trace, a.thread)} counts it up without Atomics: it may see an old value.`
      : `${capital(nameOf(trace, a.thread))} and ${nameOf(trace, b.thread)} access the same shared memory ${where} without synchronisation (${what}).`,
    why: [
      `${capital(nameOf(trace, a.thread))} ${verbOf(a.kind)} ${textA} (${element}${overlap.isMore ? ' and others' : ''}, ${timesOf(a)}).`,
      `${capital(nameOf(trace, b.thread))} ${verbOf(b.kind)} ${siteB?.text ?? textA} (${timesOf(b)}).`,
      gapNs === 0
        ? 'The two ran at the same time.'
        : `They were ${Math.max(1, Math.round(gapNs / 1e6))} ms apart, but no message, Atomics operation, start or end of a worker keeps them apart.`,
      isMixed
        ? 'Atomics protect an element only if every access to it uses them.'
        : 'Plain accesses of two threads can interleave, be reordered, or be kept in a register: updates get lost, and a change may never be seen.',
    ],
    places: [
      { site: a.site, role: roleOf(a.kind) },
      { site: b.site, role: roleOf(b.kind) },
    ],
    segments: [rowA.segment, rowB.segment],
    activations: [],
    scenario: {
      lanes: [nameOf(trace, a.thread), nameOf(trace, b.thread)],
      happened: [
        { lane: 0, text: `${verbOf(a.kind)} ${textA}`, site: a.site },
        { lane: 1, text: `${verbOf(b.kind)} ${siteB?.text ?? textA}`, site: b.site },
      ],
      other: [
        { lane: 1, text: `${verbOf(b.kind)} ${siteB?.text ?? textA}`, site: b.site },
        { lane: 0, text: `${verbOf(a.kind)} ${textA}`, site: a.site },
      ],
      otherTitle: 'Just as possible, between any two instructions',
    },
  };
}

/** Places of one line are one place: `a[i] = a[i] + 1` reads and writes. */
function keyOf(trace: Trace, a: number, b: number): string {
  const lines = [a, b].map((site) => {
    const row = trace.site(site);
    return row === undefined ? String(site) : `${row.file}:${row.line}`;
  });
  return lines.toSorted().join('|');
}

function verbOf(kind: number): string {
  switch (kind) {
    case SHARED_WRITE:
      return 'writes';
    case SHARED_READ:
      return 'reads';
    case SHARED_ATOMIC_WRITE:
      return 'changes with Atomics';
    default:
      return 'loads with Atomics';
  }
}

function roleOf(kind: number): string {
  return kind === SHARED_WRITE || kind === SHARED_ATOMIC_WRITE ? 'write' : 'read';
}

function timesOf(group: Group): string {
  const times = group.rows.reduce((sum, row) => sum + row.times, 0);
  return times === 1 ? 'once' : `at least ${times} times`;
}

function nameOf(trace: Trace, thread: number): string {
  const row = trace.threads[thread];
  if (row === undefined || row.threadId === 0) return 'the main thread';
  const name = row.name.slice(Math.max(row.name.lastIndexOf('/'), row.name.lastIndexOf('\\')) + 1);
  return name === '' ? `worker ${row.threadId}` : `worker ${row.threadId} (${name})`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
