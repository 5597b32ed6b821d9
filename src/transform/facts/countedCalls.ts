/**
 * Calls and getters of which it is asked how many, or how much, they give, up to a limit: `if (roster.onDuty().length <= FEWEST) throw …`, `const used = ship.booked(); if (used + tons > ship.limit) return false`. Whoever has
 * counted goes by all that was counted, and not by one of it. Not of those that are given what they count for: which two calls count the same is not known.
 */
import type { AnyNode, CallExpression } from 'acorn';
import { isCount, memberName, unchain } from '../scope/ast';
import { type Analysis, onlyValue } from '../scope/bindings';
import { collectionEffect } from '../scope/collections';
import { nodesOf } from '../scope/tree';

const COMPARES = /^[<>]=?$/;

export function findCountedCalls(analysis: Analysis): AnyNode[] {
  return nodesOf(analysis, 'BinaryExpression').flatMap(({ operator, left, right }) => {
    if (!COMPARES.test(operator)) return [];
    return [...(isFewest(right) ? [] : countedIn(analysis, left)), ...(isFewest(left) ? [] : countedIn(analysis, right))];
  });
}

function countedIn(analysis: Analysis, node: AnyNode): AnyNode[] {
  const value = unchain((node.type === 'Identifier' && onlyValue(analysis.resolved.get(node))) || node);
  if (value.type === 'BinaryExpression' && value.operator === '+') {
    return [value.left, value.right].flatMap((part) => countedIn(analysis, part));
  }
  const counted = value.type === 'MemberExpression' && isCount(value) ? unchain(value.object) : value;
  const call = counted.type === 'Identifier' ? unchain(onlyValue(analysis.resolved.get(counted)) ?? counted) : counted;
  if (call.type === 'MemberExpression') return call.computed ? [] : [call];
  return call.type === 'CallExpression' && call.arguments.every(({ type }) => type === 'Literal') && !isOfCollection(call) ? [call] : [];
}

/** `rows.filter(…)`, `queue.push(job)`: a read or a write itself, of which its site tells. */
export function isOfCollection({ callee }: CallExpression): boolean {
  const name = callee.type === 'MemberExpression' ? memberName(callee) : undefined;
  return name !== undefined && collectionEffect(name) !== undefined;
}

/** That there is any at all is no limit. */
function isFewest(node: AnyNode): boolean {
  return node.type === 'Literal' && !(Number(node.value) > 1);
}
