/**
 * What a look at a whole collection searches for: `list.includes(task)`, `list.some((row) => row.id === id)`, `held[seat]` of an object that is replaced as a whole. For looks by which something
 * is written later it is recorded besides: calls that search for different things have nothing to do with each other.
 */
import type { AnyNode, CallExpression, ForOfStatement } from 'acorn';
import type { SiteLink } from '../../wire/sites';
import {
  forEachChild,
  forEachTarget,
  isEquality,
  isFunction,
  keysOf,
  lastName,
  memberName,
  ownKeyAsked,
  rootOf,
  unchain,
  type FunctionNode,
} from '../scope/ast';
import { hasSuspend, homeOf, onlyValue, type Analysis, type FunctionInfo } from '../scope/bindings';
import { helperOf } from '../scope/helpers';
import { callsOf } from './certain';
import type { Flow } from '../flow/flow';

const looks = new WeakMap<AnyNode, readonly Compared[]>();
/** Of these only what they search for is told. */
const TELLS = new WeakSet<AnyNode>();

/** The name by which the probe of a search knows what it does. */
export function searchName(search: AnyNode, method: string): string {
  return TELLS.has(search) ? 'sought' : method;
}

/** What the probe of a look is given besides, in the words of the code: `,task`. `runtime`: the name of the probes' object. */
export function soughtBy(runtime: string, look: AnyNode): string {
  const texts = (looks.get(look) ?? []).map(({ key }) => textOf(runtime, key));
  return texts.length > 1 ? `,${runtime}.D([${texts.join()}])` : texts.map((text) => `,${text}`).join('');
}

function textOf(runtime: string, key: AnyNode): string {
  if (key.type === 'Identifier') return key.name;
  if (key.type === 'CallExpression') return textOf(runtime, key.callee);
  // `order.seat` may be a getter.
  return key.type === 'MemberExpression' ? `${runtime}.D(${textOf(runtime, key.object)},${JSON.stringify(memberName(key))})` : 'this';
}

/** Before the probes are written; the links, of each look with where it is told, are made when they are. */
export function findSought(analysis: Analysis, program: AnyNode, { accesses, watch }: Flow): () => SiteLink[] {
  const paired = new Set(accesses.paired().map(({ node }) => node));
  if (paired.size + watch.contents.size === 0) return () => [];
  const found: { readonly read: AnyNode; readonly told: AnyNode; readonly by: string }[] = [];
  const all = looksIn(analysis, program);
  const alone = new Set(all.flatMap(({ compared: [only, more] }) => (only && !more ? [only.by] : [])));
  for (const { node, collection, compared, isSearch, fn } of all) {
    // Where others search by one of the parts alone, all are compared by that.
    const single = compared.find(({ by }) => alone.has(by));
    const keys = single ? [single] : compared;
    const by = keys.map((key) => key.by).join();
    const path = pathTo(analysis, collection);
    const isReadBy = (part: AnyNode): boolean => paired.has(part) && keys.every(({ key }) => isKnownBefore(analysis, key, part));
    // Another file may go by what a search in a list has given.
    const parts = [...(isSearch && node.type === 'CallExpression' ? [node] : []), ...path.filter(isReadBy)];
    for (const part of parts) looks.set(part, keys);
    found.push(...parts.map((part) => ({ read: part, told: part, by })));
    const given = [...path, ...givenTo(analysis, path)].filter((part) => paired.has(part) && !parts.includes(part));
    const told = node.type === 'CallExpression' ? node : unchain(collection);
    if (given.length === 0 || !isSearch || (told !== node && told.type !== 'Identifier' && told.type !== 'CallExpression')) continue;
    // The list was got before it was known what to search for, by a helper or by the caller: it is told where the search is.
    const access = told === node ? accesses.get(told, fn) : accesses.copy(told, fn);
    if (!access.paired) TELLS.add(told);
    access.paired = true;
    looks.set(told, keys);
    found.push(...given.map((part) => ({ read: part, told, by })));
  }
  const siteOf = (node: AnyNode): number => Math.max(accesses.find(node)?.readSite ?? -1, accesses.findCopy(node)?.readSite ?? -1);
  return () => {
    const links = new Map<string, SiteLink>();
    for (const { read, told, by } of found) {
      const [from, to] = [siteOf(read), siteOf(told)];
      if (from >= 0 && to >= 0) links.set(`${from}:${to}`, { read: from, write: to, kind: 'sought', ...(by && { by }) });
    }
    return [...links.values()];
  };
}

/** What a helper of the file reads that gives the list, or the callers of a function that is given it. */
function givenTo(analysis: Analysis, path: readonly AnyNode[]): AnyNode[] {
  const root = path.at(-1);
  const variable = root?.type === 'Identifier' ? analysis.resolved.get(root) : undefined;
  const { node } = variable?.fn ?? {};
  const at = variable?.kind === 'param' && node && isFunction(node) ? node.params.findIndex((param) => param.start === variable.start) : -1;
  const calls = at < 0 || !variable ? [] : (callsOf(analysis).get(variable.fn) ?? []);
  const given = calls.flatMap(({ node: call }) => (call.arguments[at] ? pathTo(analysis, call.arguments[at]) : []));
  return [...given, ...[...path, ...given].flatMap((part) => returnedBy(analysis, part))];
}

/** `rooms.get(id)` of a function that gives just that */
function returnedBy(analysis: Analysis, call: AnyNode): AnyNode[] {
  const helper = call.type === 'CallExpression' ? helperOf(analysis, call) : undefined;
  return helper ? pathTo(analysis, helper.returned) : [];
}

/** `state.held[seat]` is a look at `state.held` and at `state`, `list` of `const list = byRoom.get(room) ?? []` one at `byRoom`. */
function pathTo(analysis: Analysis, collection: AnyNode): AnyNode[] {
  const at = unchain(collection);
  if (at.type === 'MemberExpression') return [at, ...pathTo(analysis, at.object)];
  const variable = at.type === 'Identifier' ? analysis.resolved.get(at) : undefined;
  const isOfCall = variable?.kind === 'const' && variable.fn !== analysis.module;
  if (at.type === 'LogicalExpression') return pathTo(analysis, at.left);
  if (!isOfCall) return [at];
  const { picked } = variable;
  const given = onlyValue(variable) ?? picked?.object;
  // A name that is used before it has a value may be in its own.
  if (!given || given.end > at.start) return [at];
  return [at, ...(picked ? [picked.property] : []), ...pathTo(analysis, given)];
}

function looksIn(analysis: Analysis, program: AnyNode): (Look & { readonly fn: FunctionInfo })[] {
  const found: (Look & { readonly fn: FunctionInfo })[] = [];
  // In a loop that does not wait only the first look is told, and in a callback nobody knows how often it is made.
  const walk = (node: AnyNode, isOnce: boolean, fn: FunctionInfo): void => {
    const info = analysis.infos.get(node);
    if (info && isFunction(node)) return forEachChild(node, (child) => walk(child, homeOf(info) === info, info));
    const look = isOnce ? lookOf(analysis, node) : undefined;
    const compared = (look?.compared ?? []).filter(({ key }) => isKnownBefore(analysis, key, node));
    if (look && compared.length > 0) found.push({ ...look, compared, fn });
    const isLoop = node.type.startsWith('For') || node.type.endsWith('WhileStatement');
    const isStill = isOnce && (!isLoop || hasSuspend(analysis, node));
    forEachChild(node, (child) => walk(child, isStill, fn));
  };
  walk(program, true, analysis.module);
  return found;
}

interface Look {
  readonly node: AnyNode;
  readonly collection: AnyNode;
  readonly compared: readonly Compared[];
  /** A list is gone through: the call itself reads it as a whole. */
  readonly isSearch: boolean;
}

interface Compared {
  readonly key: AnyNode;
  /** The property of the elements that is compared. */
  readonly by: string;
}

const ASKS_FOR = /^(?:includes|indexOf|lastIndexOf)$/;
const ASKS_BY_KEY = /^(?:get|has)$/;
const TESTS = /^(?:every|some|filter|forEach|find|findIndex|findLast|findLastIndex)$/;

function lookOf(analysis: Analysis, node: AnyNode): Look | undefined {
  if (node.type === 'MemberExpression') return node.computed ? look(node, node.object, node.property, false) : undefined;
  if (node.type === 'BinaryExpression') return node.operator === 'in' ? look(node, node.right, node.left, false) : undefined;
  if (node.type === 'ForOfStatement') return searchOf(node, node.right, comparedBy(node));
  if (node.type !== 'CallExpression') return undefined;
  const asked = ownKeyAsked(node);
  if (asked) return look(node, asked.object, asked.key, false);
  const { callee } = node;
  const [first] = node.arguments;
  if (callee.type !== 'MemberExpression' || !first) return undefined;
  const name = memberName(callee) ?? '';
  const made = callee.object.type === 'NewExpression' && lastName(callee.object.callee) === 'Set' ? callee.object.arguments[0] : undefined;
  if (ASKS_FOR.test(name) || (made && name === 'has')) {
    const list = made ?? keysOf(callee.object) ?? callee.object;
    const mapped = mappedIn(list);
    return mapped ? searchOf(mapped.call, mapped.list, [{ key: first, by: mapped.by }]) : look(node, list, first, true);
  }
  if (ASKS_BY_KEY.test(name)) return look(node, callee.object, first, false);
  if (name === 'reduce') return searchOf(node, callee.object, comparedInSum(first));
  return TESTS.test(name) ? searchOf(node, callee.object, comparedIn(analysis, first, name === 'every')) : undefined;
}

function look(node: AnyNode, collection: AnyNode, asked: AnyNode, isSearch: boolean): Look | undefined {
  const key = madeOf(asked);
  return isPath(key) ? { node, collection, compared: [{ key, by: '' }], isSearch } : undefined;
}

function searchOf(node: AnyNode, collection: AnyNode, all: readonly Compared[]): Look {
  const made = all.map(({ key, by }) => ({ key: madeOf(key), by }));
  const compared = made.filter(({ key }) => isPath(key)).sort((a, b) => (a.by < b.by ? -1 : 1));
  return { node, collection, compared, isSearch: true };
}

/** `seat` of `Number(seat)`, `'seat ' + seat` and `` `seat ${seat}` ``: other keys are made of others. */
function madeOf(key: AnyNode): AnyNode {
  const [only, ...others] = partsOf(key).filter((part) => part.type !== 'Literal');
  return only === undefined || others.length > 0 ? key : only === key ? key : madeOf(only);
}

function partsOf(key: AnyNode): AnyNode[] {
  if (key.type === 'TemplateLiteral') return key.expressions;
  if (key.type === 'BinaryExpression' && key.operator === '+' && key.left.type !== 'PrivateIdentifier') return [key.left, key.right];
  const isConversion = key.type === 'CallExpression' && key.callee.type === 'Identifier' && CONVERTS.test(key.callee.name);
  return isConversion ? key.arguments : [key];
}

const CONVERTS = /^(?:Number|String|parseInt|BigInt)$/;
/** What the runtime does itself, to a text. */
const CHANGES_TEXT = /^(?:toLowerCase|toUpperCase|trim)$/;

/**
 * `id` and `day` of `(row) => row.id === id && row.day === day && row.open`: what each element is compared with; `every` asks whether it is none. The function may have a name, or be made by
 * another one (`rows.find(isFor(id))`).
 */
function comparedIn(analysis: Analysis, given: AnyNode, isOfEvery: boolean): readonly Compared[] {
  if (given.type === 'CallExpression') return comparedByMade(analysis, given, isOfEvery);
  const test = given.type === 'Identifier' ? functionOf(analysis, given) : given;
  if (!test) return [];
  const element = isFunction(test) && test.params.length === 1 ? test.params[0] : undefined;
  if (!isFunction(test) || !element) return [];
  const only = test.body.type === 'BlockStatement' ? onlyStatement(test.body) : undefined;
  return comparedWith(
    element,
    only?.type === 'ReturnStatement' ? (only.argument ?? only) : only?.type === 'IfStatement' ? only.test : test.body,
    isOfEvery,
  );
}

/** `rows.map((row) => row.id)`: the list, and the property that is taken of each. */
function mappedIn(node: AnyNode): { readonly call: AnyNode; readonly list: AnyNode; readonly by: string } | undefined {
  const { callee, arguments: [test] = [] } = node.type === 'CallExpression' ? node : {};
  if (callee?.type !== 'MemberExpression' || memberName(callee) !== 'map' || !test || !isFunction(test)) return undefined;
  const [element] = test.params;
  const { body } = test;
  const isOfElement = element?.type === 'Identifier' && body.type === 'MemberExpression' && rootOf(body) === body.object;
  return isOfElement ? { call: node, list: callee.object, by: memberName(body) ?? '' } : undefined;
}

/** `rows.reduce((sum, row) => sum + (row.id === id ? 1 : 0), 0)` */
function comparedInSum(sum: AnyNode): readonly Compared[] {
  const element = isFunction(sum) ? sum.params[1] : undefined;
  let found: readonly Compared[] = [];
  const find = (node: AnyNode): void => {
    if (element && node.type === 'ConditionalExpression' && found.length === 0) found = comparedWith(element, node.test, false);
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
function comparedBy({ left, body }: ForOfStatement): readonly Compared[] {
  const element = left.type === 'VariableDeclaration' ? left.declarations[0]?.id : undefined;
  if (!element) return [];
  const statements = body.type === 'BlockStatement' ? body.body : [body];
  return statements.flatMap((statement) => {
    if (statement.type !== 'IfStatement') return [];
    const isSkipped = onlyStatement(statement.consequent)?.type === 'ContinueStatement';
    return isSkipped || statement === statements.at(-1) ? comparedWith(element, statement.test, isSkipped) : [];
  });
}

function onlyStatement(body: AnyNode): AnyNode | undefined {
  return body.type !== 'BlockStatement' ? body : body.body.length === 1 ? body.body[0] : undefined;
}

function comparedWith(element: AnyNode, test: AnyNode, isOfEvery: boolean): readonly Compared[] {
  const names = new Set<string>();
  forEachTarget(element, (target) => target.type === 'Identifier' && names.add(target.name));
  // `keyOf(row.room, row.day)` is of the element, too.
  const isOfElement = (node: AnyNode): boolean => {
    const root = rootOf(node.type === 'CallExpression' ? node.callee : node);
    const parts = node.type === 'CallExpression' ? node.arguments : node.type === 'TemplateLiteral' ? node.expressions : [];
    const isMadeOfIt = parts.length > 0 && parts.every((part) => part.type === 'Literal' || isOfElement(part));
    return isMadeOfIt || (root.type === 'Identifier' && names.has(root.name));
  };
  const [joined, equal] = isOfEvery ? ['||', '!='] : ['&&', '=='];
  const byOf = (node: AnyNode): string => {
    const isCall = node.type === 'CallExpression';
    const at = unchain(isCall ? node.callee : node);
    if (at.type === 'MemberExpression') return memberName(at) ?? '';
    return at.type === 'Identifier' && (isCall || element.type !== 'Identifier') ? at.name : '';
  };
  // `${row.room}/${row.day}` is compared part by part.
  const pairOf = (own: AnyNode, key: AnyNode): readonly Compared[] =>
    own.type === 'TemplateLiteral' && key.type === 'TemplateLiteral'
      ? own.expressions.flatMap((part, i) => (isOfElement(part) && key.expressions[i] ? pairOf(part, key.expressions[i]) : []))
      : [{ key, by: byOf(own) }];
  const compared = (node: AnyNode): readonly Compared[] => {
    if (node.type === 'LogicalExpression' && node.operator === joined) return [...compared(node.left), ...compared(node.right)];
    if (node.type !== 'BinaryExpression' || !isEquality(node.operator) || !node.operator.startsWith(equal)) return [];
    if (isOfElement(node.left) && !isOfElement(node.right)) return pairOf(node.left, node.right);
    return isOfElement(node.right) && !isOfElement(node.left) ? pairOf(node.right, node.left) : [];
  };
  return compared(test);
}

/** `seat`, `order.seat`, `this.id`, `mail.toLowerCase()` */
function isPath(key: AnyNode): boolean {
  if (key.type === 'CallExpression') {
    const { callee } = key;
    return (
      callee.type === 'MemberExpression' && key.arguments.length === 0 && CHANGES_TEXT.test(memberName(callee) ?? '') && isPath(callee)
    );
  }
  if (key.type === 'MemberExpression') return !key.computed && !key.optional && key.property.type === 'Identifier' && isPath(key.object);
  return key.type === 'Identifier' || key.type === 'ThisExpression';
}

/** Of a parameter or a local that has its value by then: the probe asks for it before the code does. */
function isKnownBefore({ resolved, module }: Analysis, key: AnyNode, at: AnyNode): boolean {
  const root = rootOf(key.type === 'CallExpression' ? key.callee : key);
  const variable = root.type === 'Identifier' ? resolved.get(root) : undefined;
  return (
    root.type === 'ThisExpression' ||
    (variable !== undefined && (variable.kind === 'param' || (variable.fn !== module && variable.start < at.start)))
  );
}
