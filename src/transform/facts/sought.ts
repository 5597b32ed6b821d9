/**
 * What a look at a whole collection searches for: `list.includes(task)`, `list.some((row) => row.id === id)`, `held[seat]` of an object that is replaced as a whole. For looks by which something
 * is written later it is recorded besides: calls that search for different things have nothing to do with each other.
 */
import type { AnyNode, ForOfStatement } from 'acorn';
import type { SiteLink } from '../../wire/sites';
import { forEachChild, forEachTarget, isEquality, isFunction, keysOf, memberName, ownKeyAsked, rootOf, unchain } from '../scope/ast';
import { hasSuspend, homeOf, type Analysis } from '../scope/bindings';
import type { Flow } from '../flow/flow';

const looks = new WeakMap<AnyNode, AnyNode>();

/** What the probe of a look is given besides, in the words of the code: `,task`. `runtime`: the name of the probes' object. */
export function soughtBy(runtime: string, look: AnyNode): string {
  const key = looks.get(look);
  return key ? `,${textOf(runtime, key)}` : '';
}

function textOf(runtime: string, key: AnyNode): string {
  if (key.type === 'Identifier') return key.name;
  // `order.seat` may be a getter.
  return key.type === 'MemberExpression' ? `${runtime}.D(${textOf(runtime, key.object)},${JSON.stringify(memberName(key))})` : 'this';
}

/** Before the probes are written; the links, of each look with itself, are made when they are. */
export function findSought(analysis: Analysis, program: AnyNode, { accesses, watch }: Flow): () => SiteLink[] {
  const paired = new Set(accesses.paired().map(({ node }) => node));
  if (paired.size + watch.contents.size === 0) return () => [];
  const found: AnyNode[] = [];
  for (const { node, collection, key, isSearch } of looksIn(analysis, program)) {
    // Another file may go by what a search in a list has given.
    const parts = [...(isSearch && node.type === 'CallExpression' ? [node] : []), ...pathTo(collection).filter((part) => paired.has(part))];
    for (const part of parts) looks.set(part, key);
    found.push(...parts);
  }
  return () => {
    const sites = found.map((node) => Math.max(accesses.find(node)?.readSite ?? -1, accesses.findCopy(node)?.readSite ?? -1));
    return [...new Set(sites)].flatMap((site) => (site < 0 ? [] : [{ read: site, write: site, kind: 'sought' as const }]));
  };
}

/** `state.held[seat]` is a look at `state.held` and at `state`. */
function pathTo(collection: AnyNode): AnyNode[] {
  const at = unchain(collection);
  return at.type === 'MemberExpression' ? [at, ...pathTo(at.object)] : [at];
}

function looksIn(analysis: Analysis, program: AnyNode): Look[] {
  const found: Look[] = [];
  // In a loop that does not wait only the first look is told, and in a callback nobody knows how often it is made.
  const walk = (node: AnyNode, isOnce: boolean): void => {
    if (isFunction(node)) {
      const info = analysis.infos.get(node);
      return forEachChild(node, (child) => walk(child, info !== undefined && homeOf(info) === info));
    }
    const look = isOnce ? lookOf(node) : undefined;
    if (look && isKnownBefore(analysis, look.key, node)) found.push(look);
    const isLoop = node.type.startsWith('For') || node.type.endsWith('WhileStatement');
    const isStill = isOnce && (!isLoop || hasSuspend(analysis, node));
    forEachChild(node, (child) => walk(child, isStill));
  };
  walk(program, true);
  return found;
}

interface Look {
  readonly node: AnyNode;
  readonly collection: AnyNode;
  readonly key: AnyNode;
  /** A list is gone through: the call itself reads it as a whole. */
  readonly isSearch: boolean;
}

const ASKS_FOR = /^(?:includes|indexOf|lastIndexOf)$/;
const ASKS_BY_KEY = /^(?:get|has)$/;
const TESTS = /^(?:every|some|filter|find|findIndex|findLast|findLastIndex)$/;

function lookOf(node: AnyNode): Look | undefined {
  if (node.type === 'MemberExpression') return node.computed ? look(node, node.object, node.property, false) : undefined;
  if (node.type === 'BinaryExpression') return node.operator === 'in' ? look(node, node.right, node.left, false) : undefined;
  if (node.type === 'ForOfStatement') return look(node, node.right, comparedBy(node), true);
  if (node.type !== 'CallExpression') return undefined;
  const asked = ownKeyAsked(node);
  if (asked) return look(node, asked.object, asked.key, false);
  const { callee } = node;
  const [first] = node.arguments;
  if (callee.type !== 'MemberExpression' || !first) return undefined;
  const name = memberName(callee) ?? '';
  if (ASKS_FOR.test(name)) return look(node, keysOf(callee.object) ?? callee.object, first, true);
  if (ASKS_BY_KEY.test(name)) return look(node, callee.object, first, false);
  return TESTS.test(name) ? look(node, callee.object, comparedIn(first, name === 'every'), true) : undefined;
}

function look(node: AnyNode, collection: AnyNode, key: AnyNode | undefined, isSearch: boolean): Look | undefined {
  return key && isPath(key) ? { node, collection, key, isSearch } : undefined;
}

/** `id` of `(row) => row.id === id && row.open`: what each element is compared with first; `every` asks whether it is none. */
function comparedIn(test: AnyNode, isOfEvery: boolean): AnyNode | undefined {
  return isFunction(test) && test.params.length === 1 ? comparedWith(test.params[0] as AnyNode, test.body, isOfEvery) : undefined;
}

/** `for (const row of rows) if (row.id === id) return row;` */
function comparedBy({ left, body }: ForOfStatement): AnyNode | undefined {
  const element = left.type === 'VariableDeclaration' ? left.declarations[0]?.id : undefined;
  const only = body.type === 'BlockStatement' && body.body.length === 1 ? body.body[0] : body;
  return element && only?.type === 'IfStatement' ? comparedWith(element, only.test, false) : undefined;
}

function comparedWith(element: AnyNode, test: AnyNode, isOfEvery: boolean): AnyNode | undefined {
  const names = new Set<string>();
  forEachTarget(element, (target) => target.type === 'Identifier' && names.add(target.name));
  const isOfElement = (node: AnyNode): boolean =>
    node.type === 'MemberExpression' ? isOfElement(node.object) : node.type === 'Identifier' && names.has(node.name);
  const [joined, equal] = isOfEvery ? ['||', '!='] : ['&&', '=='];
  const compared = (node: AnyNode): AnyNode | undefined => {
    if (node.type === 'LogicalExpression' && node.operator === joined) return compared(node.left) ?? compared(node.right);
    if (node.type !== 'BinaryExpression' || !isEquality(node.operator) || !node.operator.startsWith(equal)) return undefined;
    if (isOfElement(node.left) && !isOfElement(node.right)) return node.right;
    return isOfElement(node.right) && !isOfElement(node.left) ? node.left : undefined;
  };
  return compared(test);
}

/** `seat`, `order.seat`, `this.id` */
function isPath(key: AnyNode): boolean {
  if (key.type === 'MemberExpression') return !key.computed && !key.optional && key.property.type === 'Identifier' && isPath(key.object);
  return key.type === 'Identifier' || key.type === 'ThisExpression';
}

/** Of a parameter or a local that has its value by then: the probe asks for it before the code does. */
function isKnownBefore({ resolved, module }: Analysis, key: AnyNode, at: AnyNode): boolean {
  const root = rootOf(key);
  const variable = root.type === 'Identifier' ? resolved.get(root) : undefined;
  return (
    root.type === 'ThisExpression' ||
    (variable !== undefined && (variable.kind === 'param' || (variable.fn !== module && variable.start < at.start)))
  );
}
