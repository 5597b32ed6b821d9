/** Searches for one element of a list: `rows.find((row) => row.id === id)`. */
import type { AnyNode, CallExpression, Identifier } from 'acorn';
import { forEachChild, isFunction, memberName, unchain, type FunctionNode } from '../scope/ast';
import type { Analysis, Variable } from '../scope/bindings';

/** The function by which a search tests each element, with the name that it gives to the element. */
function testOf(value: AnyNode): { readonly call: CallExpression; readonly test: FunctionNode; readonly element: Identifier } | undefined {
  const call = unchain(value);
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return undefined;
  const name = memberName(call.callee);
  const test = call.arguments[0];
  if ((name !== 'find' && name !== 'findLast') || !test || !isFunction(test)) return undefined;
  const [element] = test.params;
  return element?.type === 'Identifier' ? { call, test, element } : undefined;
}

/** `slots.find((slot) => !slot.busy)`: what it gives is what the test that it passed called by that name. */
export function testedElement(value: AnyNode): AnyNode | undefined {
  return testOf(value)?.element;
}

const SEARCHES = /^(?:filter|find|findIndex|findLast|findLastIndex|map|some)$/;

/** `rows.some((row) => row.id === id)`: `id`, by which property of its elements it asks. '' where it is not one. */
export function searchedBy(node: AnyNode): string {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || !SEARCHES.test(memberName(node.callee) ?? '')) return '';
  const [test] = node.arguments;
  const element = test && isFunction(test) && test.params.length === 1 ? test.params[0] : undefined;
  if (!test || !isFunction(test) || element?.type !== 'Identifier') return '';
  const names = new Set<string>();
  // Whatever else is done with the element asks for all of it.
  const walk = (at: AnyNode): void => {
    const isElement = (node: AnyNode): boolean => node.type === 'Identifier' && node.name === element.name;
    if (at.type === 'MemberExpression' && isElement(at.object)) names.add(memberName(at) ?? '');
    else if (isElement(at)) names.add('');
    else forEachChild(at, walk);
  };
  walk(test.body);
  const [name = '', other] = names;
  return other === undefined ? name : '';
}

/** A look at a list is not made again by a test, in the step of the write, that asks for another property. */
export function isAskedAnew(asked: readonly string[], look: AnyNode): boolean {
  const own = searchedBy(look);
  return own === '' || asked.some((name) => name === '' || name === own);
}

/** The same search, written again, means the same element: by the name in the test, the name in the first such test of the file. */
export function findTested(analysis: Analysis): ReadonlyMap<Variable, Variable> {
  const first = new Map<string, Variable>();
  const found = new Map<Variable, Variable>();
  for (const { node } of analysis.calls) {
    const search = testOf(node);
    const variable = search && analysis.resolved.get(search.element);
    if (!search || !variable) continue;
    const text = `${shapeOf(search.call.callee, '')} ${shapeOf(search.test.body, search.element.name)}`;
    const known = first.get(text);
    found.set(variable, known ?? variable);
    if (!known) first.set(text, variable);
  }
  return found;
}

/** The structure and the names of an expression, whatever its parameter is called. */
function shapeOf(node: AnyNode, parameter: string): string {
  if (node.type === 'Identifier') return node.name === parameter ? '#' : node.name;
  if (node.type === 'Literal') return String(node.raw);
  // `(row) => { return test; }`
  const [only] = node.type === 'BlockStatement' && node.body.length === 1 ? node.body : [];
  if (only?.type === 'ReturnStatement' && only.argument) return shapeOf(only.argument, parameter);
  const parts = [node.type, node.type === 'MemberExpression' ? memberName(node) : 'operator' in node ? node.operator : ''];
  forEachChild(node, (child) => parts.push(shapeOf(child, parameter)));
  return `(${parts.join(' ')})`;
}
