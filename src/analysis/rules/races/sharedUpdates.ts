/**
 * race.shared-memory where all accesses are Atomics: an element is loaded, and what is made of it, or what it allows, is stored by a second operation, in two threads. What the other one
 * stores in between is lost, or both find the same place free. Silent where a thread uses what locks and turns are made of (compareExchange, exchange, wait, a spin): who holds one is not known.
 */
import { NONE } from '../../../model/ids.ts';
import type { SharedRow } from '../../../model/shared.ts';
import type { Trace } from '../../../model/trace.ts';
import { FLAG_SPIN } from '../../../model/vocabulary.ts';
import type { AnalysisContext } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { lineText } from '../../locate.ts';
import { overlapOf } from '../../shared/sharedElements.ts';
import type { SharedOrder } from '../../order/sharedOrder.ts';

const MAKES_LOCKS = /^Atomics\.(?:compareExchange|exchange|wait|waitAsync|notify)$/;
/** Records of one place in one thread that are compared. */
const LIMIT = 256;

interface Update {
  readonly kind: 'value' | 'guard';
  readonly load: number;
  readonly store: number;
  /** Where it stands in the code: each thread numbers its sites by itself. */
  readonly place: string;
  readonly thread: number;
  readonly memory: number;
  readonly stores: readonly SharedRow[];
  readonly loads: readonly SharedRow[];
}

export function findSplitUpdates(
  context: AnalysisContext,
  memoryOf: (row: SharedRow) => number,
  order: SharedOrder,
  nameOf: (thread: number) => string,
): Draft[] {
  const updates = updatesOf(context.trace, memoryOf);
  const drafts = new Map<string, Draft>();
  for (const [i, a] of updates.entries()) {
    for (const b of updates.slice(i + 1)) {
      if (a.thread === b.thread || a.memory !== b.memory || a.kind !== b.kind || (a.kind === 'guard' && a.place !== b.place)) continue;
      const key = [a.place, b.place].toSorted().join('|');
      const meeting = drafts.has(key) ? undefined : meet(order, a, b);
      if (meeting !== undefined) drafts.set(key, toDraft(context, key, { a, b, ...meeting }, nameOf));
    }
  }
  return [...drafts.values()];
}

function updatesOf(trace: Trace, memoryOf: (row: SharedRow) => number): Update[] {
  const byStore = new Map<number, { readonly load: number; readonly kind: 'value' | 'guard' }>();
  for (const { read, write, kind } of trace.pairs) {
    if (trace.site(write)?.text === 'Atomics.store' && (kind === 'value' || kind === 'guard') && byStore.get(write)?.kind !== 'value') {
      byStore.set(write, { load: read, kind });
    }
  }
  if (byStore.size === 0) return [];
  const sites = new Set([...byStore].flatMap(([store, { load }]) => [store, load]));
  const locking = new Set<number>();
  /** Thread, site and memory → records. */
  const rows = new Map<string, SharedRow[]>();
  for (const row of trace.shared.accesses) {
    const site = row.site === NONE ? undefined : trace.site(row.site);
    if (site === undefined) continue;
    // A spin that is one of the two operations itself is what is in question.
    const isTurn = ((site.flags ?? 0) & FLAG_SPIN) !== 0 && !sites.has(row.site);
    if (MAKES_LOCKS.test(site.text) || isTurn) locking.add(row.thread);
    if (!sites.has(row.site)) continue;
    const key = `${row.thread}:${row.site}:${memoryOf(row)}`;
    const known = rows.get(key);
    if (known === undefined) rows.set(key, [row]);
    else if (known.length < LIMIT) known.push(row);
  }
  const rowsOf = (thread: number, site: number, memory: number): SharedRow[] => rows.get(`${thread}:${site}:${memory}`) ?? [];
  return [...byStore].flatMap(([store, pair]): Update[] => {
    const at = trace.site(store);
    const place = `${trace.files[at?.file ?? NONE]?.path ?? ''}:${at?.line}:${at?.column}`;
    return [...rows.values()].flatMap(([first]): Update[] => {
      // Who has only looked would have stored, too, had it found what another one found.
      if (first === undefined || first.site !== pair.load) return [];
      const [{ thread }, memory] = [first, memoryOf(first)];
      if (memory < 0 || locking.has(thread)) return [];
      return [{ ...pair, store, place, thread, memory, stores: rowsOf(thread, store, memory), loads: rowsOf(thread, pair.load, memory) }];
    });
  });
}

interface Meeting {
  readonly rowA: SharedRow;
  readonly rowB: SharedRow;
  readonly observed: boolean;
}

/** Both change one element (or one looks at what the other then takes, by the same code), and neither has begun because the other was done. */
function meet(order: SharedOrder, a: Update, b: Update): Meeting | undefined {
  if (a.kind === 'value') return meetingOf(order, a.stores, b.stores);
  return meetingOf(order, a.stores, b.loads) ?? meetingOf(order, b.stores, a.loads);
}

function meetingOf(order: SharedOrder, a: readonly SharedRow[], b: readonly SharedRow[]): Meeting | undefined {
  let possible: Meeting | undefined;
  for (const rowA of a) {
    for (const rowB of b) {
      if (overlapOf(rowA, rowB) === undefined || order.isKeptApart(rowA, rowB)) continue;
      if (rowA.startNs <= rowB.endNs && rowB.startNs <= rowA.endNs) return { rowA, rowB, observed: true };
      possible ??= { rowA, rowB, observed: false };
    }
  }
  return possible;
}

function toDraft(
  { options, trace }: AnalysisContext,
  key: string,
  { a, b, rowA, rowB, observed }: Meeting & { readonly a: Update; readonly b: Update },
  nameOf: (thread: number) => string,
): Draft {
  const [first, second] = [nameOf(a.thread), nameOf(b.thread)];
  const isGuard = a.kind === 'guard';
  const then = isGuard ? 'and stored into because of what was found there' : 'and what is made of it is stored';
  const lost = isGuard ? 'both can find the same there' : 'what the other one stores in between is lost';
  const [load, store] = [
    { lane: 0, text: 'loads the element', site: a.load },
    { lane: 0, text: 'stores into it', site: a.store },
  ];
  const [otherLoad, otherStore] = [
    { lane: 1, text: 'loads the element', site: b.load },
    { lane: 1, text: 'stores into it', site: b.store },
  ];
  return {
    kind: 'race.shared-memory',
    key,
    confidence: 0.85,
    verdict: observed ? 'observed' : 'predicted',
    consequence: false,
    message: `An element of shared memory is loaded (${lineText(trace, options, a.load)}) ${then} (${lineText(trace, options, a.store)}) by ${first} and ${second}: each is one step, both together are none, and ${lost}.`,
    why: [
      observed ? 'The two threads were at it at the same time.' : 'No message, start or end of a worker keeps the two apart.',
      'Neither thread takes a lock made of Atomics.',
      isGuard ? 'Atomics.compareExchange checks and stores in one step.' : 'Atomics.add and its like load and store in one step.',
    ],
    places: [
      { site: a.store, role: 'write' },
      { site: a.load, role: 'read' },
      ...(b.store === a.store || b.place === a.place ? [] : [{ site: b.store, role: 'other write' }]),
    ],
    segments: [rowA.segment, rowB.segment],
    activations: [],
    scenario: {
      lanes: [first, second],
      happened: [load, store, otherLoad, otherStore],
      other: [load, otherLoad, otherStore, store],
      otherTitle: 'Just as possible, between any two instructions',
    },
  };
}
