/** Strongly connected components of a small graph given by its successor function, and a shortest ring inside one. */

export type Successors = (node: number) => readonly number[];

/** Components that hold a cycle (more than one node, or a node that is its own successor), in order of discovery; nodes in order of discovery. */
export function cyclicComponents(starts: Iterable<number>, successors: Successors): number[][] {
  const index = new Map<number, number>();
  const low = new Map<number, number>();
  const onStack = new Set<number>();
  const stack: number[] = [];
  const found: number[][] = [];
  const work: { readonly node: number; readonly next: readonly number[]; at: number }[] = [];
  const open = (node: number): void => {
    index.set(node, index.size);
    low.set(node, index.get(node) as number);
    stack.push(node);
    onStack.add(node);
    work.push({ node, next: successors(node), at: 0 });
  };
  const lower = (node: number, value: number): void => {
    if (value < (low.get(node) as number)) low.set(node, value);
  };
  const close = (node: number, next: readonly number[]): void => {
    const below = work[work.length - 1];
    if (below !== undefined) lower(below.node, low.get(node) as number);
    if (low.get(node) !== index.get(node)) return;
    const component: number[] = [];
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      onStack.delete(top);
      component.push(top);
      if (top === node) break;
    }
    if (component.length > 1 || next.includes(node)) found.push(component.reverse());
  };
  for (const start of starts) {
    if (index.has(start)) continue;
    open(start);
    for (let top = work[work.length - 1]; top !== undefined; top = work[work.length - 1]) {
      const next = top.next[top.at++];
      if (next === undefined) {
        work.pop();
        close(top.node, top.next);
      } else if (!index.has(next)) open(next);
      else if (onStack.has(next)) lower(top.node, index.get(next) as number);
    }
  }
  return found;
}

/** A shortest cycle through the first node of `component` that has one inside it; the list starts with that node. */
export function shortestRing(component: readonly number[], successors: Successors): number[] {
  const inside = new Set(component);
  for (const start of component) {
    const from = new Map<number, number>();
    const queue = [start];
    for (let i = 0; i < queue.length; i++) {
      const node = queue[i] as number;
      for (const next of successors(node)) {
        if (next === start) return pathTo(node, start, from);
        if (!inside.has(next) || from.has(next)) continue;
        from.set(next, node);
        queue.push(next);
      }
    }
  }
  return [];
}

function pathTo(end: number, start: number, from: ReadonlyMap<number, number>): number[] {
  const path: number[] = [];
  for (let node: number | undefined = end; node !== undefined && node !== start; node = from.get(node)) path.push(node);
  path.push(start);
  return path.reverse();
}
