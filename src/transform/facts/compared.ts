/** What whoever searches a list compares its elements with: `id` of `rows.some((row) => row.id === id)`, of a loop over them, over their places or over their names. */
import type { AnyNode, CallExpression } from 'acorn';
import { forEachChild, forEachTarget, isEquality, isFunction, memberName, rootOf, unchain, type FunctionNode } from '../scope/ast';
import { onlyValue, type Analysis } from '../scope/bindings';

export interface Compared {
  readonly key: AnyNode;
  /** The property of the elements that is compared. */
  readonly by: string;
  /** It names the properties: `where` of `Object.keys(where).every((name) => row[name] === where[name])`. */
  readonly isQuery?: true;
}

/**
 * `id` and `day` of `(row) => row.id === id && row.day === day && row.open`: what each element is compared with; `every` asks whether it is none. The function may have a name, or be made by
 * another one (`rows.find(isFor(id))`).
 */
export function comparedIn(analysis: Analysis, given: AnyNode, isOfEvery: boolean): readonly Compared[] {
  if (given.type === 'CallExpression') return comparedByMade(analysis, given, isOfEvery);
  const test = testOf(analysis, given);
  const element = test?.params.length === 1 ? test.params[0] : undefined;
  if (!test || !element) return [];
  const names = namesOf(element);
  if (test.body.type !== 'BlockStatement') return comparedWith(names, test.body, isOfEvery);
  for (const statement of test.body.body) noteNames(names, statement);
  const last = test.body.body.at(-1);
  const asked = last?.type === 'ReturnStatement' ? last.argument : last?.type === 'IfStatement' ? last.test : undefined;
  return asked ? comparedWith(names, asked, isOfEvery) : [];
}

/** The function by which a search tests each element: the one that stands there, or that has that name. */
export function testOf(analysis: Analysis, given: AnyNode): FunctionNode | undefined {
  return isFunction(given) ? given : functionOf(analysis, given);
}

/** `rows.map((row) => row.id)`: the list, and the property that is taken of each. */
export function mappedIn(node: AnyNode): { readonly call: AnyNode; readonly list: AnyNode; readonly by: string } | undefined {
  const { callee, arguments: [test] = [] } = node.type === 'CallExpression' ? node : {};
  if (callee?.type !== 'MemberExpression' || memberName(callee) !== 'map' || !test || !isFunction(test)) return undefined;
  const [element] = test.params;
  const { body } = test;
  const isOfElement = element?.type === 'Identifier' && body.type === 'MemberExpression' && rootOf(body) === body.object;
  return isOfElement ? { call: node, list: callee.object, by: memberName(body) ?? '' } : undefined;
}

/** `rows.reduce((sum, row) => sum + (row.id === id ? 1 : 0), 0)` */
export function comparedInSum(sum: AnyNode): readonly Compared[] {
  const element = isFunction(sum) ? sum.params[1] : undefined;
  let found: readonly Compared[] = [];
  const find = (node: AnyNode): void => {
    if (element && node.type === 'ConditionalExpression' && found.length === 0) found = comparedWith(namesOf(element), node.test, false);
    forEachChild(node, find);
  };
  if (isFunction(sum)) find(sum.body);
  return found;
}

/** `const isFor = (id) => (row) => row.id === id`, called with `order.id`: that is what is compared. */
function comparedByMade(analysis: Analysis, made: CallExpression, isOfEvery: boolean): readonly Compared[] {
  const maker = functionOf(analysis, made.callee);
  const only = maker && onlyStatement(maker.body);
  const test = only?.type === 'ReturnStatement' ? only.argument : only;
  if (!maker || !test || !isFunction(test)) return [];
  return comparedIn(analysis, test, isOfEvery).flatMap(({ key, by }) => {
    const at = maker.params.findIndex((param) => param.type === 'Identifier' && key.type === 'Identifier' && param.name === key.name);
    const given = made.arguments[at];
    return given ? [{ key: given, by }] : [];
  });
}

function functionOf({ resolved }: Analysis, name: AnyNode): FunctionNode | undefined {
  const value = name.type === 'Identifier' ? onlyValue(resolved.get(name)) : undefined;
  return value && isFunction(value) ? value : undefined;
}

/** `for (const row of rows) if (row.id === id) return row;`, or `if (row.id !== id) continue;` before what is done with it. */
export function comparedInLoop(element: AnyNode, body: AnyNode): readonly Compared[] {
  const names = namesOf(element);
  const statements = body.type === 'BlockStatement' ? body.body : [body];
  return statements.flatMap((statement) => {
    noteNames(names, statement);
    if (statement.type !== 'IfStatement') return [];
    const isSkipped = onlyStatement(statement.consequent)?.type === 'ContinueStatement';
    return isSkipped || statement === statements.at(-1) ? comparedWith(names, statement.test, isSkipped) : [];
  });
}

function onlyStatement(body: AnyNode): AnyNode | undefined {
  return body.type !== 'BlockStatement' ? body : body.body.length === 1 ? body.body[0] : undefined;
}

/** What an element, its parts or the place where it stands are called, with the property that each name is of; '' for an element as a whole. */
type Names = Map<string, string>;

function namesOf(pattern: AnyNode, names: Names = new Map()): Names {
  if (pattern.type === 'Identifier') return names.set(pattern.name, '');
  forEachTarget(pattern, (target) => target.type === 'Identifier' && names.set(target.name, target.name));
  return names;
}

/** `const row = rows[i];`, `const { day } = row;` */
function noteNames(names: Names, statement: AnyNode): void {
  for (const { id, init } of statement.type === 'VariableDeclaration' ? statement.declarations : []) {
    if (init && isOfElement(names, init)) namesOf(id, names);
  }
}

/** `row.day`, `rows[i].day`, `rows.get(id).day`; `keyOf(row.room, row.day)` is of the element, too. */
function isOfElement(names: Names, node: AnyNode): boolean {
  const at = unchain(node);
  if (at.type === 'Identifier') return names.has(at.name);
  if (at.type === 'MemberExpression') return isOfElement(names, at.object) || (at.computed && isOfElement(names, at.property));
  const parts = at.type === 'CallExpression' ? at.arguments : at.type === 'TemplateLiteral' ? at.expressions : [];
  const isMadeOfIt = parts.length > 0 && parts.every((part) => part.type === 'Literal' || isOfElement(names, part));
  return isMadeOfIt || (at.type === 'CallExpression' && isOfElement(names, at.callee));
}

function comparedWith(names: Names, test: AnyNode, isOfEvery: boolean): readonly Compared[] {
  const isOwn = (node: AnyNode): boolean => isOfElement(names, node);
  const [joined, equal] = isOfEvery ? ['||', '!='] : ['&&', '=='];
  const byOf = (node: AnyNode): string => {
    const isCall = node.type === 'CallExpression';
    const at = unchain(isCall ? node.callee : node);
    if (at.type === 'MemberExpression') return memberName(at) ?? '';
    return at.type !== 'Identifier' ? '' : isCall ? at.name : (names.get(at.name) ?? '');
  };
  // `${row.room}/${row.day}` is compared part by part.
  const pairOf = (own: AnyNode, key: AnyNode): readonly Compared[] =>
    own.type === 'TemplateLiteral' && key.type === 'TemplateLiteral'
      ? own.expressions.flatMap((part, i) => (isOwn(part) && key.expressions[i] ? pairOf(part, key.expressions[i]) : []))
      : [{ key, by: byOf(own) }];
  const compared = (node: AnyNode): readonly Compared[] => {
    if (node.type === 'LogicalExpression' && node.operator === joined) return [...compared(node.left), ...compared(node.right)];
    const query = isOfEvery ? undefined : queryIn(node, isOwn);
    if (query) return [{ key: query, by: '*', isQuery: true }];
    if (node.type !== 'BinaryExpression' || !isEquality(node.operator) || !node.operator.startsWith(equal)) return [];
    if (isOwn(node.left) && !isOwn(node.right)) return pairOf(node.left, node.right);
    return isOwn(node.right) && !isOwn(node.left) ? pairOf(node.right, node.left) : [];
  };
  return compared(test);
}

/** All that an object names is compared: `Object.entries(where).every(([name, value]) => row[name] === value)`. */
function queryIn(node: AnyNode, isOwn: (node: AnyNode) => boolean): AnyNode | undefined {
  const { callee, arguments: [test] = [] } = node.type === 'CallExpression' ? node : {};
  if (callee?.type !== 'MemberExpression' || memberName(callee) !== 'every' || !test || !isFunction(test)) return undefined;
  const { callee: made, arguments: [query] = [] } = callee.object.type === 'CallExpression' ? callee.object : {};
  const isOfAll = made?.type === 'MemberExpression' && made.object.type === 'Identifier' && made.object.name === 'Object';
  const { body } = test;
  const isCompared = body.type === 'BinaryExpression' && isEquality(body.operator) && [body.left, body.right].some(isOwn);
  return isOfAll && isCompared && query?.type === 'Identifier' && GIVES_NAMES.test(memberName(made) ?? '') ? query : undefined;
}

const GIVES_NAMES = /^(?:entries|keys)$/;
