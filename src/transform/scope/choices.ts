/**
 * Tests that only choose one of two: `if (!best || node.load < best.load) best = node`, `a.load <= b.load ? a : b`. Which of them has less of the same allows nothing: the other one would have done as well.
 */
import type { AnyNode, AssignmentExpression, BinaryExpression, ConditionalExpression, Identifier, IfStatement } from 'acorn';
import { isEquality, memberName, unchain } from './ast';
import type { Analysis } from './bindings';

/** The two names between which a branch chooses. */
type Pair = readonly [Identifier, Identifier];

/** Comparisons, each with the two between which it chooses. */
export type Choices = Map<AnyNode, Pair>;

/** Names that are asked whether they are true. */
const tested = new WeakSet<AnyNode>();

export function isTested(name: AnyNode): boolean {
  return tested.has(name);
}

/** `const isFree = seats.ask(at); if (!isFree) return`: the name is good for nothing else. */
export function isOnlyTested({ resolved }: Analysis, name: AnyNode): boolean {
  const refs = resolved.get(name)?.refs ?? [];
  return refs.length > 1 && refs.every(({ node }) => node === name || isTested(node));
}

function noteTested(test: AnyNode): void {
  if (test.type === 'Identifier') tested.add(test);
  else if (test.type === 'UnaryExpression' && test.operator === '!') noteTested(test.argument);
  else if (test.type === 'LogicalExpression' && test.operator !== '??') {
    noteTested(test.left);
    noteTested(test.right);
  }
}

export function findChoices(node: IfStatement | ConditionalExpression, found: Choices): void {
  noteTested(node.test);
  for (const pair of node.type === 'IfStatement' ? pairsAssigned(node) : pairGiven(node)) {
    const comparisons = comparisonsIn(node.test).filter(({ left, right }) => areAlike(left, right, pair));
    // Whether both have equally much says something only of who comes first then.
    if (comparisons.every(({ operator }) => isEquality(operator))) continue;
    for (const comparison of comparisons) found.set(comparison, pair);
  }
}

function pairGiven({ consequent, alternate }: ConditionalExpression): Pair[] {
  return consequent.type === 'Identifier' && alternate.type === 'Identifier' ? [[consequent, alternate]] : [];
}

/** Nothing is done but to note which it is, and what goes with it (`best = node; at = i`). */
function pairsAssigned({ consequent, alternate }: IfStatement): Pair[] {
  const statements = consequent.type === 'BlockStatement' ? consequent.body : [consequent];
  const assignments = statements.flatMap((statement): AssignmentExpression[] => {
    const expression = statement.type === 'ExpressionStatement' ? statement.expression : undefined;
    return expression?.type === 'AssignmentExpression' && expression.operator === '=' && expression.left.type === 'Identifier'
      ? [expression]
      : [];
  });
  if (alternate || assignments.length < statements.length) return [];
  return assignments.flatMap(({ left, right }): Pair[] =>
    left.type === 'Identifier' && right.type === 'Identifier' ? [[left, right]] : [],
  );
}

function comparisonsIn(test: AnyNode): BinaryExpression[] {
  switch (test.type) {
    case 'LogicalExpression':
      return [...comparisonsIn(test.left), ...comparisonsIn(test.right)];
    case 'UnaryExpression':
      return test.operator === '!' ? comparisonsIn(test.argument) : [];
    case 'BinaryExpression':
      return isEquality(test.operator) || /^[<>]=?$/.test(test.operator) ? [test] : [];
    default:
      return [];
  }
}

/** The same of the one as of the other: `node.load` and `best.load`, `loads[i]` and `loads[best]`. */
function areAlike(one: AnyNode, other: AnyNode, pair: Pair): boolean {
  const [a, b] = [unchain(one), unchain(other)];
  if (a.type === 'Identifier' && b.type === 'Identifier') {
    return a.name === b.name || pair.every(({ name }) => name === a.name || name === b.name);
  }
  if (a.type === 'ThisExpression') return b.type === 'ThisExpression';
  if (a.type !== 'MemberExpression' || b.type !== 'MemberExpression' || !areAlike(a.object, b.object, pair)) return false;
  const [name, otherName] = [memberName(a), memberName(b)];
  if (name !== undefined || otherName !== undefined) return name === otherName;
  return a.computed && b.computed && areAlike(a.property, b.property, pair);
}
