/** Callbacks of `.then`, `.catch` and `.finally` that wait for a promise which nothing is seen to settle: chains in which no async function stands, so that no await tells of them. */
import { NONE } from '../../model/ids.ts';
import { TASK_AWAIT, TASK_PROMISE, type Trace } from '../../model/trace.ts';
import { WAIT_PROMISE, waitIndex, waitKind, waitNode, type WaitGraph } from './waitFor.ts';

export interface Chain {
  /** The promise that all of them wait for. */
  readonly promise: number;
  readonly how: 'unknown' | 'lost';
  /** The promises of the callbacks, the nearest first. */
  readonly links: readonly number[];
  /** The nearest whose callback has run, and returned what it waits for now: a step that was begun. NONE where all callbacks wait. */
  readonly step: number;
}

/** What a promise waits for in the end. */
interface Root {
  readonly promise: number;
  readonly how: 'unknown' | 'lost';
  readonly distance: number;
}

const ADDS_CALLBACK = /\.(?:then|catch|finally)$/;

export function waitingChains(graph: WaitGraph): Chain[] {
  const { trace } = graph;
  const { tasks } = trace;
  const roots = new Map<number, Root | undefined>();
  const links = new Map<Root['promise'], { readonly how: Root['how']; readonly list: { task: number; distance: number }[] }>();
  for (let task = 0; task < tasks.length; task++) {
    if (!isLink(trace, task) || graph.isSettled(task)) continue;
    const root = rootOf(graph, task, roots);
    if (root === undefined) continue;
    const known = links.get(root.promise);
    if (known === undefined) links.set(root.promise, { how: root.how, list: [{ task, distance: root.distance }] });
    else known.list.push({ task, distance: root.distance });
  }
  const chains: Chain[] = [];
  for (const [promise, { how, list }] of links) {
    const isEnd = (task: number): boolean => graph.reactionsOf(task) === 0 || graph.combinesOf(task).length > 0;
    const ends = list.filter(({ task }) => isEnd(task));
    if (ends.length > 0 && ends.every(({ task }) => isAbandoned(graph, task))) continue;
    // What an async function waits for is told of the function.
    if (graph.dependants(waitNode(WAIT_PROMISE, promise)).length > 0) continue;
    const nearest = list.sort((a, b) => a.distance - b.distance || a.task - b.task).map(({ task }) => task);
    const step = nearest.find((task) => tasks.firstRun.at(task) !== NONE) ?? NONE;
    chains.push({ promise, how, links: nearest, step });
  }
  return chains;
}

/** The program has given a callback for it. */
function isLink(trace: Trace, task: number): boolean {
  const { tasks } = trace;
  // What a library does in the call (a tick, a write) has its place, too.
  if ((tasks.flags.at(task) & TASK_PROMISE) === 0 || (tasks.flags.at(task) & TASK_AWAIT) !== 0) return false;
  if (tasks.parent.at(task) === NONE) return false;
  return ADDS_CALLBACK.test(trace.site(tasks.site.at(task))?.text ?? '');
}

/** Follows what each promise needs, and remembers it for all on the way; undefined where something other than promises stands between, or nothing is waited for. */
function rootOf(graph: WaitGraph, start: number, roots: Map<number, Root | undefined>): Root | undefined {
  const path: number[] = [];
  let at = start;
  let root: Root | undefined;
  for (;;) {
    if (roots.has(at)) {
      root = roots.get(at);
      break;
    }
    // A ring, until it is known better.
    roots.set(at, undefined);
    path.push(at);
    const needs = graph.needs(waitNode(WAIT_PROMISE, at));
    if (!('nodes' in needs)) {
      root = needs.how === 'done' ? undefined : { promise: at, how: needs.how, distance: -1 };
      break;
    }
    const next = needs.how === 'all' || needs.nodes.length === 1 ? needs.nodes[0] : undefined;
    if (next === undefined || waitKind(next) !== WAIT_PROMISE) break;
    at = waitIndex(next);
  }
  for (const promise of path.reverse()) {
    root = root === undefined ? undefined : { ...root, distance: root.distance + 1 };
    roots.set(promise, root);
  }
  return root;
}

/** Its value was only wanted in a race that others have won. */
function isAbandoned(graph: WaitGraph, promise: number): boolean {
  const combined = graph.combinesOf(promise);
  return combined.length > 0 && combined.every((c) => graph.isSettled(c.result)) && graph.reactionsOf(promise) <= combined.length;
}

/** Places at which promises were made of which at least one was settled. */
export function settledSites({ tasks }: Trace, sites: ReadonlySet<number>): Set<number> {
  const settled = new Set<number>();
  for (let task = 0; task < tasks.length; task++) {
    const site = tasks.site.at(task);
    if (sites.has(site) && tasks.resolveSegment.at(task) !== NONE) settled.add(site);
  }
  return settled;
}
