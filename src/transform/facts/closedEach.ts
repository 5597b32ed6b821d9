/** Collections of which a function closes each: `for (const link of this.#links.values()) link.close()`, `this.all.map((one) => one.end())`. */
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

const GO_THROUGH: ReadonlySet<string> = new Set(['ForOfStatement', 'CallExpression']);

export function findClosedEach(analysis: Analysis, source: string): ClosedEach[] {
  if (!/\bfor\b|\.(?:forEach|map)\(/.test(source)) return [];
  const closed = new Map<Variable, FunctionInfo>();
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
  }
  const found: ClosedEach[] = [];
  // `this.timers.forEach(clearInterval)`
  for (const { node, fn } of analysis.calls) {
    const [each] = node.arguments;
    if (each?.type !== 'Identifier' || !CLEARS.test(each.name) || node.callee.type !== 'MemberExpression') continue;
    const list = OF_ALL.test(memberName(node.callee) ?? '') ? listBehind(node) : undefined;
    if (list) found.push({ list, fn });
  }
  if (closed.size === 0) return found;
  const note = (name: AnyNode | undefined, all: AnyNode): void => {
    const element = name?.type === 'ArrayPattern' ? name.elements.at(-1) : name;
    const variable = element?.type === 'Identifier' ? analysis.resolved.get(element) : undefined;
    const fn = variable && closed.get(variable);
    const list = fn && listBehind(all);
    if (list) found.push({ list, fn });
  };
  for (const node of nodesInOrder(analysis, GO_THROUGH)) {
    if (node.type === 'ForOfStatement' && node.left.type === 'VariableDeclaration') note(node.left.declarations[0]?.id, node.right);
    if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') {
      const [each] = node.arguments;
      if (each !== undefined && isFunction(each) && OF_ALL.test(memberName(node.callee) ?? '')) note(each.params[0], node);
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
