/** The steps of chains that `reduce` has joined, each of which began when the one before was done: what each waited for. */
import { addTo } from '../../base/lists.ts';
import { NONE } from '../../model/ids.ts';
import type { SequenceRow, Trace } from '../../model/trace.ts';
import { givenBack, type Wait } from './effects.ts';

/** Callbacks of one step: `before.then(…).then(…).catch(…)`. */
const MAX_LINKS = 8;

/** A step: what it waited for, in order. */
export type Step = readonly Wait[];

/** Of chains that were begun in the same step there are several at once: the work is shared out already. */
export function chainsOf(trace: Trace, sequence: SequenceRow, waitsAt: ReadonlyMap<number, readonly Wait[]>): Step[][] {
  const [joint = NONE, ...sites] = sequence.sites;
  const chains =
    trace.site(joint)?.kind === 'await'
      ? ofFunctions(trace, sites, waitsAt.get(joint) ?? [], waitsAt)
      : ofCallbacks(trace, joint, sites, waitsAt);
  const begun = new Map<number, Step[][]>();
  for (const { segment, steps } of chains) addTo(begun, segment, steps);
  return [...begun.values()].flatMap((list) => (list.length === 1 ? list : []));
}

interface Chain {
  /** Where it was joined. */
  readonly segment: number;
  readonly steps: Step[];
}

/** Async functions, each of which awaits the one before. */
function ofFunctions(
  trace: Trace,
  sites: readonly number[],
  joints: readonly Wait[],
  waitsAt: ReadonlyMap<number, readonly Wait[]>,
): Chain[] {
  const { activations: acts, tasks } = trace;
  const own = new Map<number, Wait[]>();
  for (const site of sites) for (const wait of waitsAt.get(site) ?? []) addTo(own, wait.activation, wait);
  const chains = new Map<number, Chain>();
  for (const joint of joints) {
    // One that waits before has begun its work with all others.
    const step = (own.get(joint.activation) ?? []).filter((wait) => wait.index > joint.index);
    const before = joint.promise === NONE ? NONE : tasks.activation.at(joint.promise);
    const chain = chains.get(before) ?? { segment: acts.startSegment.at(joint.activation), steps: [] };
    chains.delete(before);
    chain.steps.push(step);
    chains.set(joint.activation, chain);
  }
  return [...chains.values()];
}

/** Callbacks of `then` on the promise of the step before. */
function ofCallbacks(trace: Trace, joint: number, sites: readonly number[], waitsAt: ReadonlyMap<number, readonly Wait[]>): Chain[] {
  const { activations: acts, tasks } = trace;
  const inStep = new Map<number, Wait[]>();
  for (const site of sites) for (const wait of waitsAt.get(site) ?? []) addTo(inStep, acts.startSegment.at(wait.activation), wait);
  const chains = new Map<number, Chain>();
  for (let task = 0; task < tasks.length; task++) {
    if (tasks.site.at(task) !== joint || tasks.firstRun.at(task) === NONE || tasks.resolveSegment.at(task) === NONE) continue;
    let before = tasks.parent.at(task);
    for (let i = 0; i < MAX_LINKS && before !== NONE && !chains.has(before); i++) before = tasks.parent.at(before);
    const chain = chains.get(before) ?? { segment: tasks.initSegment.at(task), steps: [] };
    chains.delete(before);
    chain.steps.push(
      linksFrom(trace, task).flatMap((link) => inStep.get(tasks.firstRun.at(link)) ?? waitFor(trace, link, sites[0] ?? joint)),
    );
    chains.set(task, chain);
  }
  return [...chains.values()];
}

/** `before.then(…)` and what the same callback chains to it, up to the next one: what is chained to the result of all is no step. */
function linksFrom(trace: Trace, first: number): number[] {
  const { tasks } = trace;
  const links = [first];
  const functionOf = (task: number): number => trace.functionAt(tasks.site.at(task));
  for (let task = first + 1; task < Math.min(tasks.length, first + 2 * MAX_LINKS); task++) {
    if (tasks.site.at(task) === tasks.site.at(first) || tasks.initSegment.at(task) !== tasks.initSegment.at(first)) break;
    const isNext = tasks.parent.at(task) === links.at(-1) && functionOf(task) === functionOf(first);
    if (isNext && tasks.firstRun.at(task) !== NONE) links.push(task);
  }
  return links;
}

/** What a callback gave back, and how long it took. */
function waitFor(trace: Trace, link: number, site: number): Wait[] {
  const { segments, tasks } = trace;
  const promise = givenBack(trace, link);
  const segment = tasks.firstRun.at(link);
  if (promise === NONE) return [];
  const startNs = segments.startNs.at(segment);
  return [
    {
      promise,
      index: link,
      site,
      activation: NONE,
      segment,
      resumeSegment: tasks.resolveSegment.at(link),
      startNs,
      ns: tasks.resolveNs.at(link) - startNs,
    },
  ];
}
