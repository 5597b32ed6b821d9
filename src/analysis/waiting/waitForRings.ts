/**
 * Deadlocks that are proved: what can never go on although everything the trace cannot see may still happen, and the rings at the heart of it.
 * Works on a trace that is still growing (`findRings`), as fast as there are open requests and new suspensions.
 */
import { addTo } from '../../base/lists.ts';
import { NONE } from '../../model/ids.ts';
import { TASK_COMBINED, type Trace } from '../../model/trace.ts';
import { cyclicComponents, shortestRing } from '../locks/cycles.ts';
import { turnsOf, type Turn } from './turns.ts';
import { WAIT_ACTIVATION, WAIT_GRANT, WAIT_PROMISE, WAIT_RELEASE, WaitGraph, waitIndex, waitKind, waitNode } from './waitFor.ts';

/** One task of a ring: what it holds, and what it waits for. */
export interface RingMember {
  /** Request by which it holds its lock. */
  readonly holds: number;
  /** Request that it waits for (held by the next member). */
  readonly waits: number;
  /** Its suspended activations between the two, the holder's first. */
  readonly activations: readonly number[];
}

export interface Ring {
  /** In the order of waiting: each waits for what the next one holds. Empty for a ring of awaits alone. */
  readonly members: readonly RingMember[];
  /** All suspended activations of the ring. */
  readonly activations: readonly number[];
  /** A ring of awaits that goes through hand-written locks: its tasks with them. */
  readonly turns: readonly Turn[];
  /** Promises of the ring. */
  readonly promises: readonly number[];
  /** Everything that is stuck because of it, the ring included. */
  readonly blocked: ReadonlySet<number>;
}

export interface Stuck {
  readonly graph: WaitGraph;
  /** Nodes that can never go on, whatever else happens. */
  readonly nodes: ReadonlySet<number>;
  readonly rings: readonly Ring[];
}

const suspensionsSeen = new WeakMap<Trace, number>();
/** Suspensions at the end of what has been read whose promise may not be known yet, for all threads together. */
const MAX_HALF_READ = 64;

/** The promise is the result of a function or of several: only that can be part of a ring of awaits. */
function isMadeByTasks({ tasks }: Trace, promise: number): boolean {
  return tasks.activation.at(promise) !== NONE || (tasks.flags.at(promise) & TASK_COMBINED) !== 0;
}

/** Rings of a trace that may still grow: looks at the requests that wait now and at suspensions that are new since the last call. */
export function findRings(trace: Trace): Stuck {
  const graph = new WaitGraph(trace);
  const starts = waitingGrants(graph);
  const s = trace.suspensions;
  // What the newest suspensions wait for may come with the events after them.
  for (let i = Math.max(0, (suspensionsSeen.get(trace) ?? 0) - MAX_HALF_READ); i < s.length; i++) {
    const awaited = s.awaited.at(i);
    if (s.resumeSegment.at(i) === NONE && awaited !== NONE && isMadeByTasks(trace, awaited)) {
      starts.push(waitNode(WAIT_ACTIVATION, s.activation.at(i)));
    }
  }
  suspensionsSeen.set(trace, s.length);
  return ringsFrom(graph, starts);
}

/** Rings of a whole trace. */
export function findAllRings(trace: Trace): Stuck {
  const graph = new WaitGraph(trace);
  const starts = waitingGrants(graph);
  for (let a = 0; a < trace.activations.length; a++) if (graph.isSuspended(a)) starts.push(waitNode(WAIT_ACTIVATION, a));
  // Callbacks of `.then` have no activation: each ring of them goes through a promise that one of them has returned.
  for (const promise of graph.adopters()) if (!graph.isSettled(promise)) starts.push(waitNode(WAIT_PROMISE, promise));
  return ringsFrom(graph, starts);
}

function waitingGrants(graph: WaitGraph): number[] {
  return graph.contendedLocks().flatMap((lock) => graph.waiters(lock).map((request) => waitNode(WAIT_GRANT, request)));
}

function ringsFrom(graph: WaitGraph, starts: readonly number[]): Stuck {
  const nodes = graph.stuck(graph.reach(starts), true);
  const successors = (node: number): readonly number[] => {
    const needs = graph.needs(node);
    return 'nodes' in needs ? needs.nodes.filter((next) => nodes.has(next)) : [];
  };
  const components = cyclicComponents(nodes, successors);
  const dependants: Dependants = components.length === 0 ? new Map() : dependantsOf(graph, nodes);
  const rings = components.map((component) => toRing(graph, dependants, shortestRing(component, successors)));
  return { graph, nodes, rings };
}

function toRing(graph: WaitGraph, dependants: Dependants, ring: readonly number[]): Ring {
  // Start at a request, so that each member is one stretch of the list.
  const at = Math.max(
    0,
    ring.findIndex((node) => waitKind(node) === WAIT_GRANT),
  );
  const nodes = [...ring.slice(at), ...ring.slice(0, at)];
  const blocked = blockedBy(dependants, nodes);
  const promises = nodes.filter((n) => waitKind(n) === WAIT_PROMISE).map(waitIndex);
  const members: { holds: number; waits: number; activations: number[] }[] = [];
  for (const node of nodes) {
    const index = waitIndex(node);
    const member = members[members.length - 1];
    if (waitKind(node) === WAIT_RELEASE) members.push({ holds: index, waits: NONE, activations: [] });
    else if (waitKind(node) === WAIT_ACTIVATION) member?.activations.push(index);
    else if (waitKind(node) === WAIT_GRANT && member !== undefined) member.waits = index;
  }
  const last = members[members.length - 1];
  const first = nodes[0];
  if (last !== undefined && first !== undefined && waitKind(first) === WAIT_GRANT) last.waits = waitIndex(first);
  const complete = members.filter((m) => m.waits !== NONE);
  if (complete.length === 0) {
    const activations = nodes.filter((n) => waitKind(n) === WAIT_ACTIVATION).map(waitIndex);
    return { members: [], activations, turns: turnsOf(graph, nodes), promises, blocked };
  }
  // The one that took its lock first opens the story.
  const oldest = complete.reduce((best, m, i) => (m.holds < (complete[best] as RingMember).holds ? i : best), 0);
  const ordered = [...complete.slice(oldest), ...complete.slice(0, oldest)];
  return { members: ordered, activations: ordered.flatMap((m) => m.activations), turns: [], promises, blocked };
}

/** By node: the stuck nodes that need it. */
type Dependants = ReadonlyMap<number, readonly number[]>;

function dependantsOf(graph: WaitGraph, stuck: ReadonlySet<number>): Dependants {
  const dependants = new Map<number, number[]>();
  for (const node of stuck) {
    const needs = graph.needs(node);
    if ('nodes' in needs) for (const next of needs.nodes) addTo(dependants, next, node);
  }
  return dependants;
}

/** Stuck nodes from which the ring can be reached. */
function blockedBy(dependants: Dependants, ring: readonly number[]): Set<number> {
  const blocked = new Set(ring);
  for (const node of blocked) for (const other of dependants.get(node) ?? []) blocked.add(other);
  return blocked;
}
