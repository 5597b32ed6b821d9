/**
 * What is closed in the callback of a timer, and taken out of the list of what is free only when the close is over: `socket.on('timeout', () => socket.destroy())` beside
 * `socket.on('close', () => free.splice(free.indexOf(socket), 1))`. Until then whoever takes from the list gets one that is closed.
 */
import type { AnyNode, CallExpression } from 'acorn';
import { forEachChild, isFunction, memberName, type FunctionNode } from '../scope/ast';
import { onlyValue, type Analysis, type Variable } from '../scope/bindings';

const LISTENS = /^(?:on|once|addListener)$/;
const CLOSES = /^(?:close|destroy|end|terminate)$/;
/** Who takes one may ask it whether it is still good. */
const ASKS = /(?:\.|\{ *)(?:closed|closing|destroyed|ended|readyState|writable|writableEnded|isAlive|isClosed|isOpen)\b/;

interface Removal {
  readonly of: Variable;
  readonly list: string;
  readonly call: AnyNode;
}

/** The calls that close, and those that remove when the close is over. */
export function findGoneLate(analysis: Analysis, source: string): ReadonlySet<AnyNode> {
  const found = new Set<AnyNode>();
  if (!source.includes('close') || !source.includes('.splice') || ASKS.test(source)) return found;
  const textOf = (node: AnyNode): string => source.slice(node.start, node.end);
  const variableOf = (node: AnyNode | undefined): Variable | undefined =>
    node?.type === 'Identifier' ? analysis.resolved.get(node) : undefined;
  const functionOf = (node: AnyNode | undefined): FunctionNode | undefined => {
    const value = node?.type === 'Identifier' ? onlyValue(analysis.resolved.get(node)) : node;
    return value && isFunction(value) ? value : undefined;
  };
  const removals: Removal[] = [];
  const timers: FunctionNode[] = [];
  /** What is put into which lists, by their text. */
  const listed = new Map<Variable, Set<string>>();
  const note = (call: CallExpression): void => {
    const { callee, arguments: args } = call;
    const name = nameOf(call);
    const timed = callee.type === 'Identifier' && callee.name === 'setTimeout' ? functionOf(args[0]) : undefined;
    if (timed) timers.push(timed);
    if (callee.type !== 'MemberExpression') return;
    const [put, owner, callback] = [variableOf(args[0]), variableOf(callee.object), functionOf(args[1])];
    if (put && (name === 'push' || name === 'unshift')) listed.set(put, (listed.get(put) ?? new Set()).add(textOf(callee.object)));
    if (!owner || !callback) return;
    const event = LISTENS.test(name) && args[0]?.type === 'Literal' ? args[0].value : undefined;
    if (name === 'setTimeout' || event === 'timeout') timers.push(callback);
    else if (event === 'close') removals.push(...removalsIn(callback, owner));
  };
  /** `list.splice(list.indexOf(it), 1)`, the place asked for before or not. */
  const removalsIn = (fn: FunctionNode, of: Variable): Removal[] => {
    const calls = callsIn(fn);
    const lists = calls.flatMap((call) => (nameOf(call) === 'indexOf' && variableOf(call.arguments[0]) === of ? [listOf(call)] : []));
    return calls.flatMap((call) => (nameOf(call) === 'splice' && lists.includes(listOf(call)) ? [{ of, list: listOf(call), call }] : []));
  };
  const listOf = ({ callee }: CallExpression): string => (callee.type === 'MemberExpression' ? textOf(callee.object) : '');
  for (const call of callsIn({ body: analysis.module.node })) note(call);
  for (const { of, list, call } of removals) {
    const isIt = (node: AnyNode): boolean => {
      const variable = variableOf(node);
      return variable !== undefined && (variable === of || listed.get(variable)?.has(list) === true);
    };
    const closes = timers.flatMap((fn) => closesIn(fn, isIt));
    if (closes.length > 0) for (const node of [call, ...closes]) found.add(node);
  }
  return found;
}

/** It is closed, and nothing is called there that could take it out of a list. */
function closesIn(fn: FunctionNode, isIt: (node: AnyNode) => boolean): AnyNode[] {
  const calls = callsIn(fn);
  const isOf = (call: CallExpression): boolean => call.callee.type === 'MemberExpression' && isIt(call.callee.object);
  const closes = calls.filter((call) => isOf(call) && CLOSES.test(nameOf(call)));
  return calls.every((call) => isOf(call) || /^(?:console|clearTimeout)$/.test(rootName(call))) ? closes : [];
}

function callsIn({ body }: { readonly body: AnyNode }): CallExpression[] {
  const calls: CallExpression[] = [];
  const visit = (node: AnyNode): void => {
    if (node.type === 'CallExpression') calls.push(node);
    forEachChild(node, visit);
  };
  visit(body);
  return calls;
}

function nameOf({ callee }: CallExpression): string {
  return callee.type === 'MemberExpression' ? (memberName(callee) ?? '') : '';
}

function rootName({ callee }: CallExpression): string {
  const root = callee.type === 'MemberExpression' ? callee.object : callee;
  return root.type === 'Identifier' ? root.name : '';
}
