/**
 * The nodes of a file by type, and what stands around each: one walk for all that look for something in the whole of it. Most of them find nothing, in code that is not compiled yet, where a walk of
 * their own would be most of what they cost.
 */
import type { AnyNode, AwaitExpression, Literal } from 'acorn';
import { forEachChild, isFunction } from './ast';
import type { Analysis, FunctionInfo } from './bindings';

type Of<T extends AnyNode['type']> = Extract<AnyNode, { type: T }>;

interface Tree {
  /** In source order, what is around before what is in it; without names and literals. */
  readonly nodes: readonly AnyNode[];
  readonly byType: ReadonlyMap<string, readonly AnyNode[]>;
  readonly around: ReadonlyMap<AnyNode, AnyNode>;
  /** Type of nodes → those of each function itself. */
  readonly own: Map<string, ReadonlyMap<FunctionInfo, readonly AnyNode[]>>;
}

const trees = new WeakMap<Analysis, Tree>();

function treeOf(analysis: Analysis): Tree {
  let tree = trees.get(analysis);
  if (!tree) trees.set(analysis, (tree = makeTree(analysis.module.node)));
  return tree;
}

function makeTree(program: AnyNode): Tree {
  const nodes: AnyNode[] = [];
  const byType = new Map<string, AnyNode[]>();
  const around = new Map<AnyNode, AnyNode>();
  let outer = program;
  const add = (node: AnyNode): void => {
    nodes.push(node);
    const known = byType.get(node.type);
    if (known) known.push(node);
    else byType.set(node.type, [node]);
    const before = outer;
    outer = node;
    forEachChild(node, visit);
    outer = before;
  };
  const visit = (node: AnyNode): void => {
    around.set(node, outer);
    if (node.type !== 'Identifier' && node.type !== 'Literal') add(node);
  };
  add(program);
  return { nodes, byType, around, own: new Map() };
}

const NONE: readonly never[] = [];

/** All nodes of a type, in source order. */
export function nodesOf<T extends AnyNode['type']>(analysis: Analysis, type: T): readonly Of<T>[] {
  // SAFETY: they are kept by their type.
  return (treeOf(analysis).byType.get(type) ?? NONE) as readonly Of<T>[];
}

/** All nodes of some types, in source order, what is around before what is in it. */
export function nodesInOrder(analysis: Analysis, types: ReadonlySet<string>): AnyNode[] {
  const found: AnyNode[] = [];
  // HOT: all nodes of the file.
  const { nodes } = treeOf(analysis);
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i] as AnyNode;
    if (types.has(node.type)) found.push(node);
  }
  return found;
}

/** The nodes of a type that stand in a function itself, and not in one within it. */
export function ownNodes<T extends AnyNode['type']>(analysis: Analysis, type: T, fn: FunctionInfo): readonly Of<T>[] {
  const { own } = treeOf(analysis);
  let known = own.get(type);
  if (!known) own.set(type, (known = byFunction(analysis, type)));
  // SAFETY: they are kept by their type.
  return (known.get(fn) ?? NONE) as readonly Of<T>[];
}

function byFunction(analysis: Analysis, type: AnyNode['type']): ReadonlyMap<FunctionInfo, readonly AnyNode[]> {
  const found = new Map<FunctionInfo, AnyNode[]>();
  for (const node of nodesOf(analysis, type)) {
    const fn = functionAround(analysis, node);
    const known = found.get(fn);
    if (known) known.push(node);
    else found.set(fn, [node]);
  }
  return found;
}

/** What a node stands in; undefined for the program. */
export function aroundOf(analysis: Analysis, node: AnyNode): AnyNode | undefined {
  return treeOf(analysis).around.get(node);
}

/** The texts and numbers of a file, which are not among its nodes: for who has seen in the source that there is one. */
export function literalsOf(analysis: Analysis): Literal[] {
  return [...treeOf(analysis).around.keys()].filter((node) => node.type === 'Literal');
}

/** The function that a node stands in; of a function, the one around it. */
export function functionAround(analysis: Analysis, node: AnyNode): FunctionInfo {
  const { around } = treeOf(analysis);
  let at = around.get(node);
  while (at) {
    const info = analysis.infos.get(at);
    if (info) return info;
    at = around.get(at);
  }
  return analysis.module;
}

/** The awaits of a function that stand below a node. */
export function awaitsIn(analysis: Analysis, node: AnyNode): readonly AwaitExpression[] {
  const within = nodesOf(analysis, 'AwaitExpression').filter(({ start, end }) => node.start <= start && end <= node.end);
  if (within.length === 0 || isFunction(node)) return NONE;
  const fn = functionAround(analysis, node);
  return within.filter((wait) => functionAround(analysis, wait) === fn);
}
