/**
 * Looks in the step of a write that are none. Tests whether what is to be stored differs from what is there: `if (this.token !== token) this.token = token`, `if (!this.token || this.token.id !== token.id) …`. Whoever has stored something else
 * meanwhile is overwritten all the same, so that this is no second look at what was asked for before.
 */
import type { AnyNode } from 'acorn';
import { isEquality, memberName, rootOf, someChild, unchain } from '../scope/ast';
import { constantOf } from '../scope/constants';
import { aroundOf } from '../scope/tree';
import type { Flow } from './flow';
import type { Location } from './locations';
import { locationOfTarget } from './stored';

/** `write`: the target of an assignment to the location, which the test lets pass. */
export function isChangeLook(flow: Flow, test: AnyNode | undefined, write: AnyNode, location: Location): boolean {
  const right = storedAt(flow, write);
  if (!test || !right) return false;
  const root = rootOf(right);
  const stored = root.type === 'Identifier' ? flow.analysis.resolved.get(root) : undefined;
  if (!stored) return false;
  const isStored = (node: AnyNode): boolean => flow.analysis.resolved.get(rootOf(node) as never) === stored;
  const isPlace = (node: AnyNode): boolean => {
    const at = unchain(node);
    return (
      locationOfTarget(flow, at) === location || (at.type === 'MemberExpression' && locationOfTarget(flow, unchain(at.object)) === location)
    );
  };
  const differs = (node: AnyNode, isTrue: boolean): boolean => {
    if (node.type !== 'BinaryExpression' || !isEquality(node.operator) || node.operator.startsWith('!') !== isTrue) return false;
    return (isPlace(node.left) && isStored(node.right)) || (isPlace(node.right) && isStored(node.left));
  };
  /** It says on that side no more than that nothing is there, or something else. */
  const isLook = (node: AnyNode, isTrue: boolean): boolean => {
    if (node.type === 'UnaryExpression' && node.operator === '!') return isLook(node.argument, !isTrue);
    if (node.type === 'LogicalExpression') {
      if (node.operator !== (isTrue ? '||' : '&&')) return false;
      const sides = [node.left, node.right];
      return (
        sides.some((side) => isLook(side, isTrue)) &&
        sides.every((side) => isLook(side, isTrue) || (!isTrue ? isPlace(side) : side.type === 'UnaryExpression' && isPlace(side.argument)))
      );
    }
    return differs(node, isTrue);
  };
  return isLook(test, isWithin(flow, test, write));
}

/**
 * `if (order.status === 'cancelled') return; order.status = 'paid';`: the test lets pass what the write itself stores, so that of two such writes the second one has not looked for the first.
 */
export function isLookAside(flow: Flow, test: AnyNode | undefined, write: AnyNode, location: Location): boolean {
  const right = storedAt(flow, write);
  if (!test || !right) return false;
  const stored = namedValue(flow, right);
  if (stored === undefined) return false;
  let looks = 0;
  const isOther = (node: AnyNode): boolean => {
    const value = namedValue(flow, node);
    return value !== undefined && value !== stored;
  };
  const isPlace = (node: AnyNode): boolean => locationOfTarget(flow, unchain(node)) === location;
  /** All that it asks of the place on that side is that it does not hold some other value. */
  const isAside = (node: AnyNode, isTrue: boolean): boolean => {
    if (node.type === 'UnaryExpression' && node.operator === '!') return isAside(node.argument, !isTrue);
    if (node.type === 'LogicalExpression') {
      return (node.operator === '&&') === isTrue && isAside(node.left, isTrue) && isAside(node.right, isTrue);
    }
    if (node.type !== 'BinaryExpression' || !isEquality(node.operator)) return !someChild(node, isPlace) && !isPlace(node);
    const isThere = isPlace(node.left) ? isOther(node.right) : isPlace(node.right) && isOther(node.left);
    if (isThere) looks++;
    return isThere ? node.operator.startsWith('!') === isTrue : !someChild(node, isPlace);
  };
  return isAside(test, isWithin(flow, test, write)) && looks > 0;
}

/** What a plain assignment stores. */
function storedAt({ analysis }: Flow, write: AnyNode): AnyNode | undefined {
  const assignment = aroundOf(analysis, write);
  return assignment?.type === 'AssignmentExpression' && assignment.left === write && assignment.operator === '='
    ? assignment.right
    : undefined;
}

/** What stands for one value of a few: `'paid'`, `Status.Paid`. */
function namedValue(flow: Flow, node: AnyNode): string | undefined {
  const value = constantOf(flow.analysis, node);
  if (value.type === 'Literal') return /^(?:string|number)$/.test(typeof value.value) ? JSON.stringify(value.value) : undefined;
  if (value.type !== 'MemberExpression' || value.object.type !== 'Identifier') return undefined;
  const variable = flow.analysis.resolved.get(value.object);
  const isOfModule = variable?.kind === 'import' || (variable?.kind === 'const' && variable.scope === flow.analysis.topScope);
  const name = memberName(value);
  return isOfModule && name !== undefined ? `${value.object.name}.${name}` : undefined;
}

/** The write stands where the test is true; else behind it, or in its other branch. */
function isWithin(flow: Flow, test: AnyNode, write: AnyNode): boolean {
  const around = aroundOf(flow.analysis, test);
  const branch =
    around?.type === 'IfStatement'
      ? around.consequent
      : around?.type === 'LogicalExpression' && around.operator === '&&'
        ? around.right
        : undefined;
  return branch !== undefined && branch.start <= write.start && write.end <= branch.end;
}
