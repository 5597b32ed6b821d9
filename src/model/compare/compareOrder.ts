/** The first difference in order between two runs: two steps on the same thing, at least one of which changes it, that came one way round before and the other after. Pure. */
import { addTo } from '../../base/lists.ts';
import type { OrderStep, OrderTask, RunOrder } from './runOrder.ts';

/** One run's side of a divergence: what the two tasks did to the thing, in the order of this run. */
export interface DivergedSide {
  readonly steps: readonly OrderStep[];
  /** Of the two that changed places, in the order of this run; into `steps`. */
  readonly swapped: readonly [number, number];
  /** When the first of the two came. */
  readonly atNs: number;
  readonly spanNs: number;
}
export interface Divergence {
  /** The two tasks, the one that was first before as the first. */
  readonly keys: readonly [string, string];
  readonly before: DivergedSide;
  readonly after: DivergedSide;
}
export interface OrderComparison {
  /** Steps that are in both runs. */
  readonly compared: number;
  /** The first in the later run; null: all came in the same order. */
  readonly divergence: Divergence | null;
  readonly isCut: boolean;
}

/** Steps of one side, around the two. */
const MAX_SIDE = 8;

/** One run's steps under names that are the same in both. */
interface Named {
  readonly run: RunOrder;
  readonly steps: readonly OrderStep[];
  readonly keys: readonly string[];
  readonly byKey: ReadonlyMap<string, number>;
}

export function compareOrders(before: RunOrder, after: RunOrder): OrderComparison {
  const [a, b] = [nameSteps(before), nameSteps(after)];
  const isMatched = (named: Named, other: Named, step: number): boolean => other.byKey.has(named.keys[step] ?? '');
  const lastWrite = writersBefore(a, (step) => isMatched(a, b, step));
  const instances = new Map<number, number[]>();
  let compared = 0;
  b.steps.forEach((step, i) => {
    if (!isMatched(b, a, i)) return;
    compared++;
    addTo(instances, step.instance, i);
  });
  let found: readonly [number, number] | null = null;
  for (const list of instances.values()) {
    const pair = firstSwap(a, b, list, lastWrite);
    if (pair !== null && (found === null || timeOf(b, pair) < timeOf(b, found))) found = pair;
  }
  return { compared, divergence: found === null ? null : describe(a, b, found), isCut: before.isCut || after.isCut };
}

function timeOf({ steps }: Named, [x, y]: readonly [number, number]): number {
  return Math.max(steps[x]?.ns ?? 0, steps[y]?.ns ?? 0);
}

function nameSteps(run: RunOrder): Named {
  const counts = new Map<string, number>();
  const byKey = new Map<string, number>();
  const keys = run.steps.map((step, i) => {
    const name = `${run.tasks[step.task]?.key ?? ''}|${step.thing}|${step.what}`;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    const key = `${name}|${count}`;
    byKey.set(key, i);
    return key;
  });
  return { run, steps: run.steps, keys, byKey };
}

function isChange({ what }: OrderStep): boolean {
  return what !== 'reads';
}

/** For each step the newest change of the same instance before it, of those that count; -1: none. */
function writersBefore({ steps }: Named, counts: (step: number) => boolean): Int32Array {
  const writers = new Int32Array(steps.length).fill(-1);
  const newest = new Map<number, number>();
  steps.forEach((step, i) => {
    if (!counts(i)) return;
    writers[i] = newest.get(step.instance) ?? -1;
    if (isChange(step)) newest.set(step.instance, i);
  });
  return writers;
}

/**
 * The first step of an instance that follows another change than in the earlier run, with the change that is now on its other side; as steps of the later run. When
 * the change that it followed before has not come yet, that one; otherwise the one that it follows now, which came after it before.
 */
function firstSwap(a: Named, b: Named, list: readonly number[], writersInA: Int32Array): readonly [number, number] | null {
  const seen = new Set<number>();
  let newest = -1;
  for (const i of list) {
    const step = b.steps[i] as OrderStep;
    const inA = a.byKey.get(b.keys[i] as string) as number;
    const writerInA = writersInA[inA] as number;
    const writer = writerInA < 0 ? -1 : (b.byKey.get(a.keys[writerInA] as string) ?? -1);
    if (writer !== newest) {
      const other = writer >= 0 && !seen.has(writer) ? writer : newest;
      // Two instances that were taken for one, or one task that took another way: no question of order between tasks.
      const isOrder = other >= 0 && b.steps[other]?.instance === step.instance && areSeparate(b, other, i) && isSwapped(a, b, other, i);
      return isOrder ? [other, i] : null;
    }
    if (isChange(step)) {
      newest = i;
      seen.add(i);
    }
  }
  return null;
}

/** Neither called the other. */
function areSeparate({ run, steps }: Named, x: number, y: number): boolean {
  const [one, two] = [x, y].map((step) => `${(run.tasks[steps[step]?.task ?? -1] as OrderTask).key}/`) as [string, string];
  return !one.startsWith(two) && !two.startsWith(one);
}

function isSwapped(a: Named, b: Named, x: number, y: number): boolean {
  const [ax, ay] = [a.byKey.get(b.keys[x] as string), a.byKey.get(b.keys[y] as string)];
  if (ax === undefined || ay === undefined || a.steps[ax]?.instance !== a.steps[ay]?.instance) return false;
  return ax < ay !== x < y;
}

function describe(a: Named, b: Named, [x, y]: readonly [number, number]): Divergence {
  const inA = [x, y].map((step) => a.byKey.get(b.keys[step] as string) as number).toSorted((one, two) => one - two) as [number, number];
  const inB = [x, y].toSorted((one, two) => one - two) as [number, number];
  const keyOf = (step: number): string => a.run.tasks[a.steps[step]?.task ?? -1]?.key ?? '';
  return { keys: [keyOf(inA[0]), keyOf(inA[1])], before: sideOf(a, inA), after: sideOf(b, inB) };
}

/** What the two tasks did to the thing, around the two steps. */
function sideOf({ steps }: Named, [first, second]: readonly [number, number]): DivergedSide {
  const [one, two] = [steps[first] as OrderStep, steps[second] as OrderStep];
  const tasks = new Set([one.task, two.task]);
  const all = steps.flatMap((step, i) => (step.instance === one.instance && tasks.has(step.task) ? [i] : []));
  const [from, to] = [all.indexOf(first), all.indexOf(second)];
  const begin = Math.max(0, from - 2);
  const shown = to < begin + MAX_SIDE ? all.slice(begin, begin + MAX_SIDE) : [first, second];
  return {
    steps: shown.map((i) => steps[i] as OrderStep),
    swapped: [shown.indexOf(first), shown.indexOf(second)],
    atNs: Math.min(one.ns, two.ns),
    spanNs: Math.abs(two.ns - one.ns),
  };
}

/** A task that is in one of the runs or in both; null: not there. */
export interface TaskPair {
  readonly key: string;
  readonly name: string;
  readonly before: OrderTask | null;
  readonly after: OrderTask | null;
}

/** The tasks worth a place in a picture: those of the divergence, then those that changed or lasted longest; in the order in which they began. */
export function pairTasks(before: RunOrder, after: RunOrder, divergence: Divergence | null, limit: number): TaskPair[] {
  const left = new Map(before.tasks.map((task) => [task.key, task]));
  const right = new Map(after.tasks.map((task) => [task.key, task]));
  const pairs = [...new Set([...left.keys(), ...right.keys()])].map((key) => {
    const [one, two] = [left.get(key) ?? null, right.get(key) ?? null];
    const [lasted, lasts] = [lengthOf(one), lengthOf(two)];
    const weight =
      divergence?.keys.includes(key) === true ? Number.POSITIVE_INFINITY : Math.abs(lasts - lasted) * 2 + Math.max(lasted, lasts);
    return { key, name: (two ?? one)?.name ?? '', before: one, after: two, weight };
  });
  return pairs
    .toSorted((x, y) => y.weight - x.weight || (x.name < y.name ? -1 : x.name > y.name ? 1 : 0))
    .slice(0, limit)
    .toSorted((x, y) => startOf(x) - startOf(y));
}

function lengthOf(task: OrderTask | null): number {
  return task === null ? 0 : task.endNs - task.startNs;
}

function startOf({ before, after }: TaskPair): number {
  return Math.min(before?.startNs ?? Number.POSITIVE_INFINITY, after?.startNs ?? Number.POSITIVE_INFINITY);
}
