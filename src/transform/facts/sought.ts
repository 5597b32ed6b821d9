/**
 * What a look at a whole collection searches for: `list.includes(task)`, `list.some((row) => row.id === id)`, `held[seat]` of an object that is replaced as a whole. For looks by which something
 * is written later it is recorded besides: calls that search for different things have nothing to do with each other.
 */
import type { AnyNode, ForStatement } from 'acorn';
import type { SiteLink } from '../../wire/sites';
import { forEachChild, isCount, isFunction, lastName, memberName, ownKeyAsked, rootOf, someChild, unchain } from '../scope/ast';
import { hasSuspend, homeOf, onlyValue, type Analysis, type FunctionInfo } from '../scope/bindings';
import { helperOf } from '../scope/helpers';
import { aroundOf, functionAround, nodesInOrder } from '../scope/tree';
import { isLoop } from './awaits';
import { callsOf } from './certain';
import { comparedIn, comparedInLoop, comparedInSum, mappedIn, testOf, type Compared } from './compared';
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
  const texts = (looks.get(look) ?? []).map(({ key, isQuery }) =>
    isQuery ? `${runtime}.D(${textOf(runtime, key)},"*")` : textOf(runtime, key),
  );
  return texts.length > 1 ? `,${runtime}.D([${texts.join()}])` : texts.map((text) => `,${text}`).join('');
}

function textOf(runtime: string, key: AnyNode): string {
  if (key.type === 'Identifier') return key.name;
  if (key.type === 'CallExpression') return textOf(runtime, key.callee);
  // `order.seat` may be a getter.
  return key.type === 'MemberExpression' ? `${runtime}.D(${textOf(runtime, key.object)},${JSON.stringify(memberName(key))})` : 'this';
}

/** Before the probes are written; the links, of each look with where it is told, are made when they are. */
export function findSought(analysis: Analysis, { accesses, watch }: Flow): () => SiteLink[] {
  const paired = new Set(accesses.paired().map(({ node }) => node));
  if (paired.size + watch.contents.size === 0) return () => [];
  const found: { readonly read: AnyNode; readonly told: AnyNode; readonly by: string }[] = [];
  const all = looksIn(analysis);
  const alone = new Set(all.flatMap(({ compared: [only, more] }) => (only && !more ? [only.by] : [])));
  for (const { node, collection, compared, isSearch, placedBy, fn } of all) {
    // Where others search by one of the parts alone, all are compared by that.
    const single = compared.find(({ by }) => alone.has(by));
    const keys = single ? [single] : compared;
    const by = keys.map((key) => key.by).join();
    const path = pathTo(analysis, collection);
    const isReadBy = (part: AnyNode): boolean => paired.has(part) && keys.every(({ key }) => isKnownBefore(analysis, key, part));
    // Another file may go by what a search in a list has given.
    const read = [...path, ...elementsIn(node, collection, placedBy)].filter(isReadBy);
    const parts = [...(isSearch && node.type === 'CallExpression' ? [node] : []), ...read];
    for (const part of parts) looks.set(part, keys);
    found.push(...parts.map((part) => ({ read: part, told: part, by })));
    const given = [...path, ...givenTo(analysis, path)].filter((part) => paired.has(part) && !parts.includes(part));
    const told = node.type === 'CallExpression' ? node : unchain(collection);
    if (given.length === 0 || !isSearch || (told !== node && told.type !== 'Identifier' && told.type !== 'CallExpression')) continue;
    // The list was got before it was known what to search for, by a helper or by the caller: it is told where the search is.
    const access = told === node || accesses.find(told)?.paired ? accesses.get(told, fn) : accesses.copy(told, fn);
    if (!access.paired) TELLS.add(told);
    access.paired = true;
    looks.set(told, keys);
    found.push(...given.map((part) => ({ read: part, told, by })));
  }
  const sitesOf = (node: AnyNode): number[] =>
    [accesses.find(node), accesses.findCopy(node)].map((access) => access?.readSite ?? -1).filter((site) => site >= 0);
  return () => {
    const links = new Map<string, SiteLink>();
    for (const { read, told, by } of found) {
      for (const from of sitesOf(read)) {
        const to = read === told ? from : sitesOf(told).at(-1);
        if (to !== undefined) links.set(`${from}:${to}`, { read: from, write: to, kind: 'sought', ...(by && { by }) });
      }
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
  const through = gone(at);
  if (through !== at) return [at, ...pathTo(analysis, through)];
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

/** `rows` of `Object.values(rows)`, `[...rows]`, `Array.from(rows.values())` and `rows.filter(isOpen)`: what whoever goes through these goes through. */
function gone(node: AnyNode): AnyNode {
  const [spread, ...others] = node.type === 'ArrayExpression' ? node.elements : [];
  if (spread?.type === 'SpreadElement' && others.length === 0) return spread.argument;
  const { callee, arguments: [first] = [] } = node.type === 'CallExpression' ? node : {};
  if (callee?.type !== 'MemberExpression') return node;
  const name = memberName(callee) ?? '';
  const { object } = callee;
  const isOfGiven =
    object.type === 'Identifier' && (object.name === 'Object' ? GIVES_PARTS.test(name) : object.name === 'Array' && name === 'from');
  if (isOfGiven) return first && first.type !== 'SpreadElement' ? first : node;
  return GIVES_PARTS.test(name) || GIVES_COPY.test(name) ? object : node;
}

const GIVES_PARTS = /^(?:entries|keys|values)$/;
const GIVES_COPY = /^(?:filter|reverse|slice|sort|toReversed|toSorted)$/;

/** What may be a look. */
const LOOKS: ReadonlySet<string> = new Set([
  'MemberExpression',
  'BinaryExpression',
  'CallExpression',
  'ForOfStatement',
  'ForInStatement',
  'ForStatement',
]);

function looksIn(analysis: Analysis): (Look & { readonly fn: FunctionInfo })[] {
  const found: (Look & { readonly fn: FunctionInfo })[] = [];
  for (const node of nodesInOrder(analysis, LOOKS)) {
    const look = lookOf(analysis, node);
    const compared = (look?.compared ?? []).filter(({ key }) => isKnownBefore(analysis, key, node));
    if (look && compared.length > 0 && isOnce(analysis, node)) found.push({ ...look, compared, fn: functionAround(analysis, node) });
  }
  return found;
}

/** In a loop that does not wait only the first look is told, and in a callback nobody knows how often it is made. */
function isOnce(analysis: Analysis, node: AnyNode): boolean {
  for (let at = aroundOf(analysis, node); at; at = aroundOf(analysis, at)) {
    const info = isFunction(at) ? analysis.infos.get(at) : undefined;
    if (info) return homeOf(info) === info;
    if (isLoop(at) && !hasSuspend(analysis, at)) return false;
  }
  return true;
}

interface Look {
  readonly node: AnyNode;
  readonly collection: AnyNode;
  readonly compared: readonly Compared[];
  /** A list is gone through: the call itself reads it as a whole. */
  readonly isSearch: boolean;
  /** What an element, or the place where it stands, is called. */
  readonly placedBy?: AnyNode | undefined;
}

const ASKS_FOR = /^(?:includes|indexOf|lastIndexOf)$/;
const ASKS_BY_KEY = /^(?:get|has)$/;
const TESTS = /^(?:every|some|filter|forEach|find|findIndex|findLast|findLastIndex)$/;

function lookOf(analysis: Analysis, node: AnyNode): Look | undefined {
  if (node.type === 'MemberExpression') return node.computed ? look(node, node.object, node.property, false) : undefined;
  if (node.type === 'BinaryExpression') return node.operator === 'in' ? look(node, node.right, node.left, false) : undefined;
  if (node.type === 'ForOfStatement' || node.type === 'ForInStatement') {
    const element = node.left.type === 'VariableDeclaration' ? node.left.declarations[0]?.id : undefined;
    return element && { ...searchOf(node, node.right, comparedInLoop(element, node.body)), placedBy: element };
  }
  if (node.type === 'ForStatement') return searchByPlace(node);
  if (node.type !== 'CallExpression') return undefined;
  const asked = ownKeyAsked(node);
  if (asked) return look(node, asked.object, asked.key, false);
  const { callee } = node;
  const [first] = node.arguments;
  if (callee.type !== 'MemberExpression' || !first) return undefined;
  const name = memberName(callee) ?? '';
  const made = callee.object.type === 'NewExpression' && lastName(callee.object.callee) === 'Set' ? callee.object.arguments[0] : undefined;
  if (ASKS_FOR.test(name) || (made && name === 'has')) {
    const list = made ?? callee.object;
    const mapped = mappedIn(list);
    return mapped ? searchOf(mapped.call, mapped.list, [{ key: first, by: mapped.by }]) : look(node, list, first, true);
  }
  if (ASKS_BY_KEY.test(name)) return look(node, callee.object, first, false);
  if (name === 'reduce') return searchOf(node, callee.object, comparedInSum(first));
  const placedBy = testOf(analysis, first)?.params[0];
  return TESTS.test(name) ? { ...searchOf(node, callee.object, comparedIn(analysis, first, name === 'every')), placedBy } : undefined;
}

/** `for (let i = 0; i < rows.length; i++) if (rows[i].day === day) return …;` */
function searchByPlace(node: ForStatement): Look | undefined {
  const place = node.init?.type === 'VariableDeclaration' ? node.init.declarations[0]?.id : undefined;
  const count = [node.init, node.test].map((part) => part && countIn(part)).find(Boolean);
  return place && count ? { ...searchOf(node, count, comparedInLoop(place, node.body)), placedBy: place } : undefined;
}

function countIn(node: AnyNode): AnyNode | undefined {
  if (node.type === 'MemberExpression' && isCount(node)) return node;
  let found: AnyNode | undefined;
  return someChild(node, (child) => (found = countIn(child)) !== undefined) ? found : undefined;
}

/** `rows[i]` and `rows.get(id)` of whoever goes through the places or the names of the elements. */
function elementsIn(node: AnyNode, collection: AnyNode, place: AnyNode | undefined): AnyNode[] {
  if (place?.type !== 'Identifier') return [];
  const whole = unchain(collection.type === 'MemberExpression' && isCount(collection) ? collection.object : gone(collection));
  const isIt = (object: AnyNode, at: AnyNode | undefined): boolean =>
    at?.type === 'Identifier' &&
    at.name === place.name &&
    lastName(object) === lastName(whole) &&
    rootOf(object).type === rootOf(whole).type;
  const found: AnyNode[] = [];
  const walk = (at: AnyNode): void => {
    if (at.type === 'MemberExpression' && at.computed && isIt(at.object, at.property)) found.push(at);
    const { callee, arguments: [first] = [] } = at.type === 'CallExpression' ? at : {};
    if (callee?.type === 'MemberExpression' && memberName(callee) === 'get' && isIt(callee.object, first)) found.push(at);
    forEachChild(at, walk);
  };
  walk(node);
  return found;
}

function look(node: AnyNode, collection: AnyNode, asked: AnyNode, isSearch: boolean): Look | undefined {
  const key = madeOf(asked);
  return isPath(key) ? { node, collection, compared: [{ key, by: '' }], isSearch } : undefined;
}

function searchOf(node: AnyNode, collection: AnyNode, all: readonly Compared[]): Look {
  const made = all.map((each) => ({ ...each, key: madeOf(each.key) }));
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
