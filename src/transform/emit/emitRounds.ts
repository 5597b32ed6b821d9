/** What the rounds of a loop read by a pattern, where an element has no name: `const $w=$il.M(jobs,"*");for (const { done } of jobs) {$il.N(SITE,$w,true,"done"); …`. */
import type { AnyNode, ForOfStatement } from 'acorn';
import { memberName } from '../scope/ast';
import { isAccessor } from './emitFront';
import type { Emitter } from './emitter';
import { type PatternRead, readsOfRound } from './emitPatterns';

export interface Rounds {
  /** A name of ours for what is gone through. */
  readonly name: string;
  readonly value: string;
  readonly reads: readonly PatternRead[];
}

export function roundsOf(e: Emitter, { left, right, start }: ForOfStatement): Rounds | undefined {
  const pattern = left.type === 'VariableDeclaration' ? left.declarations[0]?.id : left;
  const isEntry = pattern?.type === 'ArrayPattern';
  const taken = isEntry ? pattern.elements[1] : pattern;
  if (taken?.type !== 'ObjectPattern') return undefined;
  const { list, holds } = heldBy(right);
  const text = e.flow.isPrivate(list) ? '' : nameOf(e, list);
  const reads = text === '' ? [] : readsOfRound(e, taken);
  if (reads.length === 0) return undefined;
  const part = holds ?? (isEntry && list === right ? '1' : '*');
  return { name: `${e.local}w${start}`, value: `${e.il}.M(${text},"${part}")`, reads };
}

/** `rooms` of `rooms.entries()`, `rooms.values()`, and of `Object.values(rooms)`, which goes through what it holds. */
function heldBy(right: AnyNode): { readonly list: AnyNode; readonly holds?: '' } {
  const callee = right.type === 'CallExpression' && right.arguments.length < 2 ? right.callee : undefined;
  if (right.type !== 'CallExpression' || callee?.type !== 'MemberExpression' || !/^(?:entries|values)$/.test(memberName(callee) ?? '')) {
    return { list: right };
  }
  const [given] = right.arguments;
  const isOfObject = callee.object.type === 'Identifier' && callee.object.name === 'Object';
  if (isOfObject !== (given !== undefined)) return { list: right };
  return given ? { list: given, holds: '' } : { list: callee.object };
}

/** How a probe names a list; '' where evaluating it twice could be noticed. */
function nameOf(e: Emitter, list: AnyNode): string {
  if (e.isNameable(list)) return e.slice(list);
  if (list.type !== 'MemberExpression' || !e.isNameable(list.object) || e.keyOf(list) === '') return '';
  if (list.property.type === 'PrivateIdentifier') return isAccessor(e, list) ? '' : e.slice(list);
  return `${e.il}.D(${e.slice(list.object)},${e.keyOf(list)})`;
}
