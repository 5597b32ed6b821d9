/**
 * Parameters that a function still uses once it has waited, or by what it leaves behind (`async save(rows) { await this.open(); … rows … }`): of a list that it was given it has what came
 * meanwhile, too. How many elements there are is asked by whoever only tells.
 */
import type { AnyNode } from 'acorn';
import { isCount, isFunction } from '../scope/ast';
import { hasSuspend, homeOf, REF_INIT, type Analysis, type FunctionInfo, type Ref } from '../scope/bindings';
import { aroundOf, ownNodes } from '../scope/tree';
import { LOOPS } from './awaits';

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
    if (refs.some((ref) => isLater(analysis, ref, fn, waits))) found.set(fn, [...(found.get(fn) ?? []), index]);
  }
  return found;
}

interface Waits {
  /** Where the first wait is over. */
  readonly first: number;
  /** Loops that wait. */
  readonly loops: readonly AnyNode[];
}

function waitsOf(analysis: Analysis, fn: FunctionInfo): Waits {
  const waits = [...ownNodes(analysis, 'AwaitExpression', fn), ...ownNodes(analysis, 'YieldExpression', fn)];
  const loops = LOOPS.flatMap((type) =>
    ownNodes(analysis, type, fn).filter((loop) => (loop.type === 'ForOfStatement' && loop.await) || hasSuspend(analysis, loop)),
  );
  return { first: Math.min(...waits.map(({ end }) => end)), loops };
}

function isLater(analysis: Analysis, { node, fn, role }: Ref, own: FunctionInfo, { first, loops }: Waits): boolean {
  const around = role === REF_INIT ? undefined : aroundOf(analysis, node);
  if (!around || (around.type === 'MemberExpression' && around.object === node && isCount(around))) return false;
  return homeOf(fn) !== own || node.start >= first || loops.some((loop) => loop.start <= node.start && node.end <= loop.end);
}
