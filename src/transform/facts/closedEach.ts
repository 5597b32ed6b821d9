/** Collections of which a function closes each: `for (const link of this.#links.values()) link.close()`, `this.all.map((one) => one.end())`; or by their keys, `for (const id in this.links) this.links[id].close()`. */
import type { AnyNode } from 'acorn';
import { isFunction, memberName, unchain } from '../scope/ast';
import type { Analysis, FunctionInfo, Variable } from '../scope/bindings';
import { nodesInOrder } from '../scope/tree';

const CLOSES = /^(?:close|destroy|disconnect|end|kill|quit|stop|terminate)$/;
const CLEARS = /^clear(?:Interval|Timeout)$/;
/** Calls that hand each to a function, or give a list of all. */
const OF_ALL = /^(?:forEach|map|values|entries|from|slice)$/;

export interface ClosedEach {
  readonly list: AnyNode;
  readonly fn: FunctionInfo;
}

/** What is closed by its key: in which function, and how the collection is written there. */
interface ByKey {
  readonly fn: FunctionInfo;
  readonly list: string;
}

const GO_THROUGH: ReadonlySet<string> = new Set(['ForOfStatement', 'ForInStatement', 'CallExpression']);
const NAMES: ReadonlySet<string> = new Set(['VariableDeclarator']);

export function findClosedEach(analysis: Analysis, source: string): ClosedEach[] {
  if (!/\bfor\b|\.(?:forEach|map)\(/.test(source)) return [];
  const closed = new Map<Variable, FunctionInfo>();
  const byKey = new Map<Variable, ByKey>();
  const text = (node: AnyNode): string => source.slice(node.start, node.end);
  for (const { node, fn } of analysis.calls) {
    const { callee } = node;
    const [only] = node.arguments;
    if (callee.type === 'Identifier' && CLEARS.test(callee.name) && only !== undefined) {
      const timer = analysis.resolved.get(only);
      if (timer) closed.set(timer, fn);
    }
    if (callee.type !== 'MemberExpression' || !CLOSES.test(memberName(callee) ?? '')) continue;
    const element = analysis.resolved.get(callee.object);
    if (element) closed.set(element, fn);
    const [list, key] = partsOf(callee.object);
    const variable = key && analysis.resolved.get(key);
    if (list && variable) byKey.set(variable, { fn, list: text(list) });
  }
  const found: ClosedEach[] = [];
  // `this.timers.forEach(clearInterval)`
  for (const { node, fn } of analysis.calls) {
    const [each] = node.arguments;
    if (each?.type !== 'Identifier' || !CLEARS.test(each.name) || node.callee.type !== 'MemberExpression') continue;
    const list = OF_ALL.test(memberName(node.callee) ?? '') ? listBehind(node) : undefined;
    if (list) found.push({ list, fn });
  }
  // `const link = this.links.get(id); link.close();`
  for (const node of closed.size > 0 ? nodesInOrder(analysis, NAMES) : []) {
    if (node.type !== 'VariableDeclarator' || node.id.type !== 'Identifier' || !node.init) continue;
    const element = analysis.resolved.get(node.id);
    const fn = element && closed.get(element);
    const [list, key] = partsOf(node.init);
    const variable = fn && key && analysis.resolved.get(key);
    if (list && variable) byKey.set(variable, { fn, list: text(list) });
  }
  if (closed.size === 0 && byKey.size === 0) return found;
  const noteKey = (name: AnyNode | null | undefined, keys: AnyNode, collection: AnyNode | undefined): void => {
    const variable = name?.type === 'Identifier' ? analysis.resolved.get(name) : undefined;
    const element = variable && byKey.get(variable);
    if (element && collection && text(collection) === element.list) found.push({ list: keys, fn: element.fn });
  };
  const noteKeys = (name: AnyNode | null | undefined, all: AnyNode): void => {
    const [keys, collection] = name?.type === 'ArrayPattern' ? [all, all] : keysBehind(all);
    if (keys) noteKey(name?.type === 'ArrayPattern' ? name.elements[0] : name, keys, collection);
  };
  const note = (name: AnyNode | undefined, all: AnyNode): void => {
    const element = name?.type === 'ArrayPattern' ? name.elements.at(-1) : name;
    const variable = element?.type === 'Identifier' ? analysis.resolved.get(element) : undefined;
    const fn = variable && closed.get(variable);
    const list = fn && listBehind(all);
    if (list) found.push({ list, fn });
  };
  for (const node of nodesInOrder(analysis, GO_THROUGH)) {
    if (node.type === 'ForOfStatement' && node.left.type === 'VariableDeclaration') {
      note(node.left.declarations[0]?.id, node.right);
      noteKeys(node.left.declarations[0]?.id, node.right);
    }
    if (node.type === 'ForInStatement' && node.left.type === 'VariableDeclaration') {
      noteKey(node.left.declarations[0]?.id, node.right, node.right);
    }
    if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') {
      const [each] = node.arguments;
      if (each !== undefined && isFunction(each) && OF_ALL.test(memberName(node.callee) ?? '')) {
        note(each.params[0], node);
        if (memberName(node.callee) === 'forEach' || memberName(node.callee) === 'map') noteKeys(each.params[0], node.callee.object);
      }
    }
  }
  return found;
}

/** `this.links` of `[...this.links.values()].map(…)`, as the name or the call that the runtime is told of. */
function listBehind(all: AnyNode): AnyNode | undefined {
  const node = unchain(all);
  if (node.type === 'Identifier' || node.type === 'MemberExpression') return node;
  if (node.type === 'ArrayExpression') {
    const [only] = node.elements;
    return only?.type === 'SpreadElement' ? listBehind(only.argument) : undefined;
  }
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined;
  if (!OF_ALL.test(memberName(node.callee) ?? '')) return undefined;
  const { object } = node.callee;
  if (object.type === 'Identifier' && /^(?:Object|Array)$/.test(object.name)) return node.arguments[0] && listBehind(node.arguments[0]);
  return object.type === 'Identifier' || object.type === 'MemberExpression' ? node : listBehind(object);
}

/** `this.links` and `id` of `this.links[id]` and `this.links.get(id)`. */
function partsOf(element: AnyNode): [AnyNode?, AnyNode?] {
  const node = unchain(element);
  if (node.type === 'MemberExpression') return node.computed ? [node.object, node.property] : [];
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || memberName(node.callee) !== 'get') return [];
  const [key] = node.arguments;
  return key ? [node.callee.object, key] : [];
}

/** `Object.keys(this.links)`, `this.links.keys()`, `[...this.links.keys()]`: what the runtime is told of, and the collection. */
function keysBehind(all: AnyNode): [AnyNode?, AnyNode?] {
  const node = unchain(all);
  if (node.type === 'ArrayExpression') {
    const [only] = node.elements;
    return only?.type === 'SpreadElement' ? keysBehind(only.argument) : [];
  }
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return [];
  const { object } = node.callee;
  const [only] = node.arguments;
  const name = memberName(node.callee);
  if (object.type === 'Identifier' && object.name === 'Object') {
    return name === 'keys' && (only?.type === 'Identifier' || only?.type === 'MemberExpression') ? [only, only] : [];
  }
  if (object.type === 'Identifier' && object.name === 'Array' && name === 'from') return only ? keysBehind(only) : [];
  return name === 'keys' ? [node, object] : [];
}
