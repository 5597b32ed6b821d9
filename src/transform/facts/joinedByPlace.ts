/**
 * Lists that calls which run side by side fill as they come to their end, and that are then joined by place with the list that the calls were made from:
 * `await Promise.all(ids.map(async (id) => { rows.push(await load(id)); })); ids.forEach((id, i) => show(id, rows[i]))`. Who was asked first need not be the first to answer.
 */
import type { AnyNode, CallExpression, MemberExpression } from 'acorn';
import type { SiteLink } from '../../wire/sites';
import { isFunction, unchain } from '../scope/ast';
import type { Analysis, FunctionInfo, Variable } from '../scope/bindings';
import { aroundOf, functionAround, nodesOf, ownNodes } from '../scope/tree';
import { methodOf } from '../flow/summaries';
import type { SitesOf } from './lackedByWaiters';

const EACH = /^(?:map|forEach|flatMap)$/;
/** After these a list has an order of its own. */
const ORDERS = /^(?:sort|toSorted|reverse)$/;

/** A list, and the text of the one that its elements were made for. */
interface Filled {
  readonly list: Variable;
  readonly from: string;
  readonly push: CallExpression;
}

export function joinedByPlace(analysis: Analysis, source: string, sites: Pick<SitesOf, 'read' | 'write'>): SiteLink[] {
  const links: SiteLink[] = [];
  for (const { list, from, push } of filledLists(analysis, source)) {
    const write = sites.write(push) ?? sites.write(push.callee);
    const read = write === undefined ? undefined : joinOf(analysis, source, list, from, sites.read);
    if (write !== undefined && read !== undefined) links.push({ read, write, kind: 'place' });
  }
  return links;
}

function filledLists(analysis: Analysis, source: string): Filled[] {
  const found: Filled[] = [];
  for (const { node, fn } of analysis.calls) {
    if (node.type !== 'CallExpression' || methodOf(node) !== 'push') continue;
    const list = listOf(analysis, node.callee);
    const call = list && list.fn !== fn ? calledForEach(analysis, fn, node) : undefined;
    const from = call?.callee.type === 'MemberExpression' ? textOf(source, call.callee.object) : '';
    if (!list || from === '') continue;
    const isOrdered = (call: AnyNode): boolean =>
      call.type === 'CallExpression' && ORDERS.test(methodOf(call)) && listOf(analysis, call.callee) === list;
    if (!analysis.calls.some((other) => isOrdered(other.node))) found.push({ list, from, push: node });
  }
  return found;
}

/** `ids.map(async (id) => { … await …; push })`, `ids.map((id) => load(id).then((row) => { push }))`: the call of `map` that it is done for, when something was waited for. */
function calledForEach(analysis: Analysis, fn: FunctionInfo, push: AnyNode): CallExpression | undefined {
  const around = aroundOf(analysis, fn.node);
  if (around?.type !== 'CallExpression' || around.arguments[0] !== fn.node) return undefined;
  if (methodOf(around) === 'then') return calledWith(analysis, functionAround(analysis, around));
  return fn.async && ownNodes(analysis, 'AwaitExpression', fn).some((wait) => wait.end <= push.end) ? calledWith(analysis, fn) : undefined;
}

function calledWith(analysis: Analysis, { node }: FunctionInfo): CallExpression | undefined {
  const call = aroundOf(analysis, node);
  return call?.type === 'CallExpression' && call.arguments[0] === node && EACH.test(methodOf(call)) ? call : undefined;
}

/** Where an element of the list is taken by the place of one of the other: `list[i]` along with `from[i]`. */
function joinOf(analysis: Analysis, source: string, list: Variable, from: string, read: SitesOf['read']): number | undefined {
  const elements = nodesOf(analysis, 'MemberExpression').filter((node) => node.computed && node.property.type === 'Identifier');
  const indexOf = (node: MemberExpression): Variable | undefined =>
    node.property.type === 'Identifier' ? analysis.resolved.get(node.property) : undefined;
  const isOfList = (node: MemberExpression): boolean => variableOf(analysis, node.object) === list;
  const isFrom = (node: AnyNode): boolean => textOf(source, node) === from;
  for (const node of elements) {
    const index = indexOf(node);
    if (!index || !(isOfList(node) || isFrom(node.object))) continue;
    const walked = walkedBy(analysis, index);
    const isOther = (object: AnyNode): boolean => (isOfList(node) ? isFrom(object) : variableOf(analysis, object) === list);
    const isJoined =
      (walked !== undefined && isOther(walked)) ||
      (isOfList(node) && elements.some((other) => other !== node && indexOf(other) === index && isFrom(other.object)));
    const site = isJoined ? (read(isOfList(node) || walked === undefined ? node : walked) ?? read(node.object)) : undefined;
    if (site !== undefined) return site;
  }
  return undefined;
}

/** `ids` of `ids.map((id, i) => …)`, and of `for (const [i, id] of ids.entries())`, for `i`. */
function walkedBy(analysis: Analysis, index: Variable): AnyNode | undefined {
  const fn = index.kind === 'param' ? index.fn.node : undefined;
  const second = fn && isFunction(fn) ? fn.params[1] : undefined;
  const call = fn && aroundOf(analysis, fn);
  if (second?.type === 'Identifier' && analysis.resolved.get(second) !== undefined && second.name === index.name) {
    return call?.type === 'CallExpression' && call.callee.type === 'MemberExpression' ? unchain(call.callee.object) : undefined;
  }
  for (const loop of nodesOf(analysis, 'ForOfStatement')) {
    const [declarator] = loop.left.type === 'VariableDeclaration' ? loop.left.declarations : [];
    const first = declarator?.id.type === 'ArrayPattern' ? declarator.id.elements[0] : undefined;
    const entries = unchain(loop.right);
    if (first?.type !== 'Identifier' || first.name !== index.name || functionAround(analysis, loop) !== index.fn) continue;
    if (entries.type === 'CallExpression' && methodOf(entries) === 'entries' && entries.callee.type === 'MemberExpression') {
      return unchain(entries.callee.object);
    }
  }
  return undefined;
}

function listOf(analysis: Analysis, callee: AnyNode): Variable | undefined {
  return callee.type === 'MemberExpression' ? variableOf(analysis, callee.object) : undefined;
}

function variableOf(analysis: Analysis, node: AnyNode): Variable | undefined {
  const object = unchain(node);
  return object.type === 'Identifier' ? analysis.resolved.get(object) : undefined;
}

function textOf(source: string, node: AnyNode): string {
  return source.slice(node.start, node.end);
}
