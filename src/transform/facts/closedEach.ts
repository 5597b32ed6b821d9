/**
 * Collections of which a function closes each: `for (const link of this.#links.values()) link.close()`, `this.all.map((one) => one.end())`; by their keys,
 * `for (const id in this.links) this.links[id].close()`; or as they are taken out, `while (this.links.length > 0) this.links.pop().close()`.
 */
import type { AnyNode, CallExpression } from 'acorn';
import { isFunction, memberName, unchain } from '../scope/ast';
import type { Analysis, FunctionInfo, Variable } from '../scope/bindings';
import { aroundOf, nodesInOrder } from '../scope/tree';

const CLOSES = /^(?:abort|close|destroy|disconnect|dispose|end|kill|quit|shutdown|stop|terminate)$/;
/** A function that closes what it is given: `clearInterval(timer)`, `this.#closeOne(link)`. */
const CLOSES_GIVEN =
  /^(?:clear(?:Interval|Timeout)|#?_?(?:close|destroy|disconnect|dispose|end|kill|quit|shut|stop|terminate)(?:[A-Z]\w*)?)$/;
/** Calls that hand each to a function, or give a list of all. */
const OF_ALL = /^(?:forEach|map|values|entries|from|slice)$/;
const TAKES = /^(?:pop|shift)$/;

export interface ClosedEach {
  /** The name of the collection, the call that gives all of it, its length that a loop asks for, or the call that takes one out. */
  readonly list: AnyNode;
  readonly fn: FunctionInfo;
  /** `all`: it is named there, and all that it holds is read; `names`: under the names that an object has, which is no collection for the run; `each`: by an access of its own. */
  readonly how: 'all' | 'names' | 'each';
}

/** What is closed by its key: in which function, and how the collection is written there. */
interface ByKey {
  readonly fn: FunctionInfo;
  readonly list: string;
}

/** What a function closes. */
interface Closed {
  readonly variables: Map<Variable, FunctionInfo>;
  readonly byKey: Map<Variable, ByKey>;
  readonly found: ClosedEach[];
}

const GO_THROUGH: ReadonlySet<string> = new Set(['ForOfStatement', 'ForInStatement', 'ForStatement', 'CallExpression']);
const GIVES_NAME: ReadonlySet<string> = new Set(['VariableDeclarator', 'AssignmentExpression']);
const LOOPS = /^(?:For|While|DoWhile)/;

export function findClosedEach(analysis: Analysis, source: string): ClosedEach[] {
  if (!/\b(?:for|while)\b|\.(?:forEach|map)\(/.test(source)) return [];
  const closed = closedIn(analysis, source);
  const { variables, byKey, found } = closed;
  if (variables.size === 0 && byKey.size === 0) return found;
  const text = (node: AnyNode): string => source.slice(node.start, node.end);
  const noteKey = (name: AnyNode | null | undefined, list: AnyNode, collection: AnyNode, how: ClosedEach['how']): void => {
    const variable = name?.type === 'Identifier' ? analysis.resolved.get(name) : undefined;
    const element = variable && byKey.get(variable);
    if (element && text(collection) === element.list) found.push({ list, fn: element.fn, how });
  };
  const noteKeys = (name: AnyNode | null | undefined, all: AnyNode): void => {
    if (name?.type === 'ArrayPattern') noteKey(name.elements[0], all, all, 'all');
    else {
      const [keys, collection] = keysBehind(all);
      if (keys && collection) noteKey(name, keys, collection, keys === collection ? 'names' : 'each');
    }
  };
  const note = (name: AnyNode | undefined, all: AnyNode): void => {
    const element = name?.type === 'ArrayPattern' ? name.elements.at(-1) : name;
    const variable = element?.type === 'Identifier' ? analysis.resolved.get(element) : undefined;
    const fn = variable && variables.get(variable);
    if (fn) noteAll(found, all, fn);
  };
  for (const node of nodesInOrder(analysis, GO_THROUGH)) {
    if (node.type === 'ForOfStatement' && node.left.type === 'VariableDeclaration') {
      note(node.left.declarations[0]?.id, node.right);
      noteKeys(node.left.declarations[0]?.id, node.right);
    }
    if (node.type === 'ForInStatement' && node.left.type === 'VariableDeclaration') {
      noteKey(node.left.declarations[0]?.id, node.right, node.right, 'names');
    }
    // `for (let i = 0; i < this.links.length; i++) this.links[i].close()`
    if (node.type === 'ForStatement' && node.test?.type === 'BinaryExpression' && node.test.right.type === 'MemberExpression') {
      const { left, right } = node.test;
      if (memberName(right) === 'length') noteKey(left, right, right.object, 'each');
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

function closedIn(analysis: Analysis, source: string): Closed {
  const closed: Closed = { variables: new Map(), byKey: new Map(), found: [] };
  for (const { node, fn } of analysis.calls) {
    if (node.type !== 'CallExpression') continue;
    const { callee } = node;
    const [only] = node.arguments;
    const name = calledName(node);
    // `this.timers.forEach(clearInterval)`
    if (callee.type === 'MemberExpression' && only?.type === 'Identifier' && CLOSES_GIVEN.test(only.name) && OF_ALL.test(name)) {
      noteAll(closed.found, node, fn);
    } else if (only !== undefined && CLOSES_GIVEN.test(name)) noteClosed(analysis, source, closed, only, fn);
    if (callee.type === 'MemberExpression' && CLOSES.test(name)) noteClosed(analysis, source, closed, callee.object, fn);
  }
  // `const link = this.links.get(id); link.close();`, `while ((link = this.links.pop())) link.close();`
  for (const node of closed.variables.size > 0 ? nodesInOrder(analysis, GIVES_NAME) : []) {
    const [name, value] =
      node.type === 'VariableDeclarator' ? [node.id, node.init] : node.type === 'AssignmentExpression' ? [node.left, node.right] : [];
    const element = name?.type === 'Identifier' ? analysis.resolved.get(name) : undefined;
    const fn = element && closed.variables.get(element);
    if (fn && value) noteClosed(analysis, source, closed, value, fn);
  }
  return closed;
}

function calledName({ callee }: CallExpression): string {
  return (callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' ? memberName(callee) : '') ?? '';
}

function noteClosed(analysis: Analysis, source: string, { variables, byKey, found }: Closed, element: AnyNode, fn: FunctionInfo): void {
  const variable = analysis.resolved.get(element);
  if (variable) variables.set(variable, fn);
  const taken = unchain(element);
  if (taken.type === 'CallExpression' && taken.arguments.length === 0 && TAKES.test(calledName(taken)) && isInLoop(analysis, taken)) {
    found.push({ list: taken, fn, how: 'each' });
  }
  const [list, key] = partsOf(element);
  const by = key && analysis.resolved.get(key);
  if (list && by) byKey.set(by, { fn, list: source.slice(list.start, list.end) });
}

function isInLoop(analysis: Analysis, node: AnyNode): boolean {
  for (let at = aroundOf(analysis, node); at && !isFunction(at); at = aroundOf(analysis, at)) if (LOOPS.test(at.type)) return true;
  return false;
}

/** `this.links` of `[...this.links.values()].map(…)`, as the name or the call that the runtime is told of. */
function noteAll(found: ClosedEach[], all: AnyNode, fn: FunctionInfo): void {
  const node = unchain(all);
  if (node.type === 'Identifier' || node.type === 'MemberExpression') {
    found.push({ list: node, fn, how: 'all' });
    return;
  }
  if (node.type === 'ArrayExpression') {
    const [only] = node.elements;
    if (only?.type === 'SpreadElement') noteAll(found, only.argument, fn);
  }
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || !OF_ALL.test(calledName(node))) return;
  const { object } = node.callee;
  const [of] = node.arguments;
  if (object.type !== 'Identifier' || !/^(?:Object|Array)$/.test(object.name)) {
    if (object.type === 'Identifier' || object.type === 'MemberExpression') found.push({ list: node, fn, how: 'each' });
    else noteAll(found, object, fn);
  } else if (object.name === 'Object' && (of?.type === 'Identifier' || of?.type === 'MemberExpression')) {
    found.push({ list: of, fn, how: 'names' });
  } else if (of) noteAll(found, of, fn);
}

/** `this.links` and `id` of `this.links[id]` and `this.links.get(id)`. */
function partsOf(element: AnyNode): [AnyNode?, AnyNode?] {
  const node = unchain(element);
  if (node.type === 'MemberExpression') return node.computed ? [node.object, node.property] : [];
  if (node.type !== 'CallExpression' || calledName(node) !== 'get' || node.callee.type !== 'MemberExpression') return [];
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
