/**
 * Parameters that a function still uses once it has waited, or by what it leaves behind (`async save(rows) { await this.open(); … rows … }`): of a list that it was given it has what came
 * meanwhile, too. How many elements there are is asked by whoever only tells.
 */
import type { AnyNode } from 'acorn';
import { forEachChild, isCount, isFunction } from '../scope/ast';
import { hasSuspend, homeOf, REF_INIT, type Analysis, type FunctionInfo, type Ref } from '../scope/bindings';
import { isLoop } from './awaits';

/** Longer functions are not looked through. */
const MAX_LENGTH = 10_000;

/** Named function → the places of such parameters. */
export function findUsedLater(analysis: Analysis): Map<FunctionInfo, number[]> {
  const found = new Map<FunctionInfo, number[]>();
  const known = new Map<FunctionInfo, Waits>();
  for (const variable of analysis.variables) {
    const { fn, kind, refs } = variable;
    if (kind !== 'param' || fn.name === '' || fn.name === '(anonymous)' || !isFunction(fn.node)) continue;
    if (fn.node.end - fn.node.start > MAX_LENGTH || !(fn.suspends || refs.some((ref) => homeOf(ref.fn) !== fn))) continue;
    const index = fn.node.params.findIndex((param) => param.type === 'Identifier' && param.start === variable.start);
    if (index < 0) continue;
    const waits = known.get(fn) ?? waitsOf(analysis, fn);
    known.set(fn, waits);
    if (refs.some((ref) => isLater(ref, fn, waits))) found.set(fn, [...(found.get(fn) ?? []), index]);
  }
  return found;
}

interface Waits {
  /** Where the first wait is over. */
  first: number;
  /** Loops that wait. */
  readonly loops: AnyNode[];
  /** What is asked for its number of elements. */
  readonly counted: Set<AnyNode>;
}

function waitsOf(analysis: Analysis, { node }: FunctionInfo): Waits {
  const waits: Waits = { first: Infinity, loops: [], counted: new Set() };
  const visit = (at: AnyNode, isOwn: boolean): void => {
    if (at.type === 'MemberExpression' && isCount(at)) waits.counted.add(at.object);
    if (isOwn && (at.type === 'AwaitExpression' || at.type === 'YieldExpression')) waits.first = Math.min(waits.first, at.end);
    if (isOwn && isLoop(at) && ((at.type === 'ForOfStatement' && at.await) || hasSuspend(analysis, at))) waits.loops.push(at);
    forEachChild(at, (child) => visit(child, isOwn && !isFunction(at)));
  };
  forEachChild(node, (child) => visit(child, true));
  return waits;
}

function isLater({ node, fn, role }: Ref, own: FunctionInfo, { first, loops, counted }: Waits): boolean {
  if (role === REF_INIT || counted.has(node)) return false;
  return homeOf(fn) !== own || node.start >= first || loops.some((loop) => loop.start <= node.start && node.end <= loop.end);
}
