/** Components and rings against a slow reference; the wait-for graph's rules for promises that take over others. */
import assert from 'node:assert/strict';
import { COMBINE_ALL, COMBINE_RACE } from '../../src/wire/events.ts';
import { cyclicComponents, shortestRing } from '../../src/analysis/locks/cycles.ts';
import { WAIT_ACTIVATION, WaitGraph, waitNode } from '../../src/analysis/waiting/waitFor.ts';
import { TraceScript } from '../support/buildTrace.ts';
import { random, rounds } from '../support/random.ts';

/** Nodes that can reach each other, by closure. */
function reference(edges: readonly (readonly number[])[]): string[] {
  const reach = edges.map((next) => new Set(next));
  for (const set of reach) for (const node of set) for (const next of edges[node] ?? []) set.add(next);
  const found = new Set<string>();
  edges.forEach((_, a) => {
    if (!reach[a]?.has(a)) return;
    const component = edges.map((_next, b) => b).filter((b) => b === a || (reach[a]?.has(b) && reach[b]?.has(a)));
    found.add(component.join());
  });
  return [...found].sort();
}

describe('cycles', () => {
  it('finds the components that a closure finds, and rings inside them', () => {
    const seed = Date.now() % 100_000;
    const next = random(seed);
    for (let round = 0; round < rounds(300); round++) {
      const size = 1 + Math.floor(next() * 9);
      const edges = Array.from({ length: size }, () => Array.from({ length: Math.floor(next() * 3) }, () => Math.floor(next() * size)));
      const successors = (node: number): number[] => edges[node] ?? [];
      const components = cyclicComponents(edges.keys(), successors);
      assert.deepEqual(components.map((c) => c.toSorted((a, b) => a - b).join()).sort(), reference(edges), `seed ${seed}, round ${round}`);
      for (const component of components) {
        const ring = shortestRing(component, successors);
        assert.ok(ring.length > 0, `seed ${seed}, round ${round}`);
        ring.forEach((node, i) =>
          assert.ok(successors(node).includes(ring[(i + 1) % ring.length] as number), `seed ${seed}, round ${round}`),
        );
      }
    }
  });
});

describe('wait-for graph', () => {
  const functions = [{ name: '' }, { name: 'main' }];
  const sites = [{ line: 1, text: 'wait' }];
  /** Whether `main`, which awaits what `body` gives, is stuck when everything unknown is taken to be dead, and alive. */
  function stuck(body: (t: TraceScript) => number): { readonly dead: boolean; readonly alive: boolean } {
    const t = new TraceScript({ functions, sites });
    const { act } = t.enter(1);
    t.awaits(act, 0, body(t));
    const graph = new WaitGraph(t.build());
    const node = waitNode(WAIT_ACTIVATION, 0);
    const reached = graph.reach([node]);
    return { dead: graph.stuck(reached, false).has(node), alive: graph.stuck(reached, true).has(node) };
  }
  it('an unknown promise may still be settled, a settled one goes on', () => {
    assert.deepEqual(
      stuck((t) => t.promise()),
      { dead: true, alive: false },
    );
    const settled = stuck((t) => {
      const promise = t.promise();
      t.resolve(promise);
      return promise;
    });
    assert.deepEqual(settled, { dead: false, alive: false });
  });
  it('all needs every member, race any of them', () => {
    const members = (kind: number) => (t: TraceScript) => {
      const [pending, timer] = [t.promise(), t.promise()];
      t.resolve(timer);
      return t.combine(kind, [pending, timer]);
    };
    assert.equal(stuck(members(COMBINE_ALL)).dead, true);
    const both = (t: TraceScript): number => t.combine(COMBINE_RACE, [t.promise(), t.promise()]);
    assert.deepEqual(stuck(both), { dead: true, alive: false });
  });
  it('follows a promise that took over another', () => {
    const t = new TraceScript({ functions, sites });
    const inner = t.promise();
    const { act } = t.enter(1);
    const outer = t.promise();
    t.awaits(act, 0, outer);
    t.react(outer, 1, () => void t.promise(inner));
    const graph = new WaitGraph(t.build());
    assert.deepEqual(graph.needs(waitNode(0, 2)), { how: 'all', nodes: [waitNode(0, 0)] });
  });
});
