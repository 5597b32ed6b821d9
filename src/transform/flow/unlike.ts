/**
 * What is put into a list and would not be found by the search that came before: `slots.find((slot) => !slot.busy)` finds none that is free, and `slots.push({ busy: true })` adds one that is not. However
 * many do so, none of them has found, or missed, what another one has put there. See pairWrite.ts.
 */
import type { AnyNode, CallExpression } from 'acorn';
import { helperOf } from '../facts/askedIfOpen';
import { isFunction, memberName, unchain } from '../scope/ast';
import { onlyValue, type Analysis, type Variable } from '../scope/bindings';
import { isNothing, keyName } from '../scope/initial';
import { nodesOf } from '../scope/tree';

const SEARCHES = /^(?:find|findIndex|findLast|findLastIndex|some)$/;

/** What a search asks of a property of each element: that it is nothing (`!slot.busy`, `slot.user === null`), something, or a certain literal. */
interface Asked {
  readonly name: string;
  readonly wants: 'nothing' | 'something' | 'literal';
  readonly literal?: unknown;
}

/** Calls of functions of the file that make what is put are followed this deep. */
const MAX_DEPTH = 3;

/** `list.find(test)`, and `list.push(made)` of which the test would not be true. */
export function isUnlike(analysis: Analysis, search: AnyNode, put: AnyNode): boolean {
  const asked = askedBy(analysis, search);
  const made = put.type === 'CallExpression' && put.arguments.length === 1 ? put.arguments[0] : undefined;
  return made !== undefined && asked.some((one) => valuesOf(analysis, made, one.name).some((value) => isAgainst(analysis, one, value)));
}

/** The parts of the test that are about one property each, of tests that all of them must pass. */
function askedBy(analysis: Analysis, search: AnyNode): Asked[] {
  if (search.type !== 'CallExpression') return askedInLoop(analysis, search);
  if (search.callee.type !== 'MemberExpression' || !SEARCHES.test(memberName(search.callee) ?? '')) return [];
  const [test] = search.arguments;
  const [element] = test && isFunction(test) && test.params.length === 1 ? test.params : [];
  if (!test || !isFunction(test) || element?.type !== 'Identifier') return [];
  const [only] = test.body.type === 'BlockStatement' && test.body.body.length === 1 ? test.body.body : [];
  const body = only?.type === 'ReturnStatement' ? only.argument : test.body;
  return body ? partsOf(body, true, element.name) : [];
}

/** `for (const slot of slots) { if (!slot.busy) return slot; }`, `for (const slot of slots) { if (slot.busy) continue; return slot; }` */
function askedInLoop(analysis: Analysis, list: AnyNode): Asked[] {
  const loop = nodesOf(analysis, 'ForOfStatement').find(({ right }) => unchain(right) === list);
  const element = loop?.left.type === 'VariableDeclaration' ? loop.left.declarations[0]?.id : undefined;
  if (!loop || element?.type !== 'Identifier') return [];
  const [first, ...rest] = loop.body.type === 'BlockStatement' ? loop.body.body : [loop.body];
  if (first?.type !== 'IfStatement' || first.alternate) return [];
  const isPassing = first.consequent.type === 'BlockStatement' ? first.consequent.body[0] : first.consequent;
  const isSkipped = isPassing?.type === 'ContinueStatement';
  return isSkipped === rest.length > 0 ? partsOf(first.test, !isSkipped, element.name) : [];
}

/** What an expression that is `isTrue` says of the properties of an element. */
function partsOf(node: AnyNode, isTrue: boolean, element: string): Asked[] {
  const at = unchain(node);
  if (at.type === 'UnaryExpression' && at.operator === '!') return partsOf(at.argument, !isTrue, element);
  if (at.type === 'LogicalExpression') {
    // `!(a || b)` is `!a && !b`
    const areAll = at.operator === (isTrue ? '&&' : '||');
    return areAll ? [at.left, at.right].flatMap((side) => partsOf(side, isTrue, element)) : [];
  }
  const name = propertyOf(at, element);
  if (name !== undefined) return [{ name, wants: isTrue ? 'something' : 'nothing' }];
  const compared = at.type === 'BinaryExpression' && /^[!=]==?$/.test(at.operator) ? propertyOf(at.left, element) : undefined;
  if (at.type !== 'BinaryExpression' || compared === undefined) return [];
  const isEqual = at.operator.startsWith('=') === isTrue;
  if (isNothing(at.right)) return [{ name: compared, wants: isEqual ? 'nothing' : 'something' }];
  return at.right.type === 'Literal' && isEqual ? [{ name: compared, wants: 'literal', literal: at.right.value }] : [];
}

/** `busy` of `slot.busy` */
function propertyOf(node: AnyNode, element: string): string | undefined {
  const at = unchain(node);
  return at.type === 'MemberExpression' && at.object.type === 'Identifier' && at.object.name === element ? memberName(at) : undefined;
}

/** What the file says that a property of what is made holds when it is put there. */
function valuesOf(analysis: Analysis, made: AnyNode, name: string, depth = 0): AnyNode[] {
  const at = made.type === 'AwaitExpression' ? made.argument : unchain(made);
  if (at.type === 'ObjectExpression') {
    const own = at.properties.flatMap((p) => (p.type === 'Property' && !p.computed && keyName(p.key) === name ? [p.value] : []));
    return at.properties.some(({ type }) => type === 'SpreadElement') ? [] : own.slice(-1);
  }
  if (at.type === 'Identifier') {
    const variable = analysis.resolved.get(at);
    const set = variable ? assignedTo(analysis, variable, name) : [];
    const value = onlyValue(variable);
    return set.length > 0 || !value || depth > MAX_DEPTH ? set : valuesOf(analysis, value, name, depth + 1);
  }
  if (at.type === 'NewExpression') return at.callee.type === 'Identifier' ? beginningOf(analysis, at.callee.name, name) : [];
  const returned = at.type === 'CallExpression' && depth < MAX_DEPTH ? returnedBy(analysis, at) : undefined;
  return returned ? valuesOf(analysis, returned, name, depth + 1) : [];
}

/** `slot.busy = true`, all that is set by this name for it. */
function assignedTo(analysis: Analysis, variable: Variable, name: string): AnyNode[] {
  return nodesOf(analysis, 'AssignmentExpression').flatMap(({ left, operator, right }) => {
    const isIt = left.type === 'MemberExpression' && memberName(left) === name && left.object.type === 'Identifier';
    return isIt && operator === '=' && analysis.resolved.get(left.object) === variable ? [right] : [];
  });
}

/** `busy = true;` of a class of the file, or `this.busy = true` in its constructor. */
function beginningOf(analysis: Analysis, title: string, name: string): AnyNode[] {
  return nodesOf(analysis, 'ClassDeclaration').flatMap(({ id, body }) => {
    if (id?.name !== title) return [];
    return body.body.flatMap((member) => {
      if (member.type === 'PropertyDefinition') return keyName(member.key) === name && member.value ? [member.value] : [];
      const lines = member.type === 'MethodDefinition' && member.kind === 'constructor' ? (member.value.body?.body ?? []) : [];
      return lines.flatMap((line) => {
        const set = line.type === 'ExpressionStatement' ? line.expression : undefined;
        const target = set?.type === 'AssignmentExpression' ? set.left : undefined;
        const isOwn = target?.type === 'MemberExpression' && target.object.type === 'ThisExpression' && memberName(target) === name;
        return isOwn && set?.type === 'AssignmentExpression' ? [set.right] : [];
      });
    });
  });
}

/** What a function of the file gives, where it gives one thing. */
function returnedBy(analysis: Analysis, call: CallExpression): AnyNode | undefined {
  const fn = helperOf(analysis, call);
  if (!fn) return undefined;
  if (fn.body.type !== 'BlockStatement') return fn.body;
  const inside = nodesOf(analysis, 'ReturnStatement').filter(({ start, end }) => fn.start <= start && end <= fn.end);
  return inside.length === 1 ? (inside[0]?.argument ?? undefined) : undefined;
}

function isAgainst(analysis: Analysis, { wants, literal }: Asked, value: AnyNode): boolean {
  if (value.type === 'Literal') {
    if (wants === 'literal') return value.value !== literal;
    return wants === 'nothing' ? Boolean(value.value) : !value.value;
  }
  if (wants === 'something') return isNothing(value);
  // Whatever is made there, or given for it, is something: a search for one that has none would find it otherwise.
  const isGiven = value.type === 'Identifier' && analysis.resolved.get(value)?.kind === 'param';
  return (
    wants === 'nothing' &&
    (isGiven ||
      /^(?:ArrayExpression|ArrowFunctionExpression|FunctionExpression|NewExpression|ObjectExpression|TemplateLiteral)$/.test(value.type))
  );
}
