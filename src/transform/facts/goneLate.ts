/**
 * What is closed in the callback of a timer, and taken out of the list of what is free only when the close is over: `socket.on('timeout', () => socket.destroy())` beside
 * `socket.on('close', () => free.splice(free.indexOf(socket), 1))`. Until then whoever takes from the list gets one that is closed. The same of a map by some key:
 * `session.setTimeout(ms, () => session.close())` beside `session.on('close', () => sessions.delete(origin))`, and whoever opens one only where `sessions.get(origin)` finds none.
 */
import type { AnyNode, CallExpression } from 'acorn';
import { FLAG_GONE_LATE, FLAG_TAKES_ONE } from '../../wire/siteFlags';
import { forEachChild, isFunction, memberName, type FunctionNode } from '../scope/ast';
import { onlyValue, type Analysis, type FunctionInfo, type Variable } from '../scope/bindings';

const LISTENS = /^(?:on|once|addListener)$/;
const CLOSES = /^(?:close|destroy|end|terminate)$/;
/** Who takes one may ask it whether it is still good. */
const ASKS = /(?:\.|\{ *)(?:closed|closing|destroyed|ended|readyState|writable|writableEnded|isAlive|isClosed|isOpen)\b/g;

/** What gives a new one. */
const MAKES = /^(?:CallExpression|NewExpression|AwaitExpression)$/;

/** `sessions.set(origin, session)` */
interface Put {
  readonly list: string;
  readonly key: string;
  readonly of: Variable;
}

interface Removal {
  readonly of: Variable;
  readonly list: string;
  readonly call: AnyNode;
}

/** The calls that close, and those that remove when the close is over: FLAG_GONE_LATE; and those that take one out of a set, or find one in a map: FLAG_TAKES_ONE. */
export function findGoneLate(analysis: Analysis, source: string): ReadonlyMap<AnyNode, number> {
  const found = new Map<AnyNode, number>();
  if (!source.includes('close') || !/\.(?:splice|delete)\b/.test(source)) return found;
  const textOf = (node: AnyNode): string => source.slice(node.start, node.end);
  const variableOf = (node: AnyNode | undefined): Variable | undefined =>
    node?.type === 'Identifier' ? analysis.resolved.get(node) : undefined;
  const functionOf = (node: AnyNode | undefined): FunctionNode | undefined => {
    const value = node?.type === 'Identifier' ? onlyValue(analysis.resolved.get(node)) : node;
    return value && isFunction(value) ? value : undefined;
  };
  const ends: { readonly callback: FunctionNode; readonly owner: Variable }[] = [];
  const timers: FunctionNode[] = [];
  /** Calls that put something into a list. */
  const puts: CallExpression[] = [];
  const keyed: Put[] = [];
  /** What is put into which lists, by their text. */
  const listed = new Map<Variable, Set<string>>();
  const note = (call: CallExpression): void => {
    const { callee, arguments: args } = call;
    const name = nameOf(call);
    const timed = callee.type === 'Identifier' && callee.name === 'setTimeout' ? functionOf(args[0]) : undefined;
    if (timed) timers.push(timed);
    if (callee.type !== 'MemberExpression') return;
    const [put, owner, callback] = [variableOf(args[0]), variableOf(callee.object), functionOf(args[1])];
    const stored = name === 'set' ? variableOf(args[1]) : undefined;
    const added = stored ?? (/^(?:push|unshift|add)$/.test(name) ? put : undefined);
    if (added) {
      // Who opens one where a map has none may ask the one that it has found.
      if (!stored) puts.push(call);
      listed.set(added, (listed.get(added) ?? new Set()).add(textOf(callee.object)));
    }
    if (stored) keyed.push({ list: textOf(callee.object), key: textOf(args[0] as AnyNode), of: stored });
    if (!owner || !callback) return;
    const event = LISTENS.test(name) && args[0]?.type === 'Literal' ? args[0].value : undefined;
    if (name === 'setTimeout' || event === 'timeout') timers.push(callback);
    else if (event === 'close') ends.push({ callback, owner });
  };
  /** `list.splice(list.indexOf(it), 1)`, the place asked for before or not; `set.delete(it)`; `map.delete(key)`, with the key that it is put there with. */
  const removalsIn = (fn: FunctionNode, of: Variable): Removal[] => {
    const calls = callsIn(fn);
    const lists = calls.flatMap((call) => (nameOf(call) === 'indexOf' && variableOf(call.arguments[0]) === of ? [listOf(call)] : []));
    const isOwnKey = (call: CallExpression): boolean =>
      keyed.some(
        (put) => put.of === of && put.list === listOf(call) && call.arguments[0] !== undefined && put.key === textOf(call.arguments[0]),
      );
    const isRemoval = (call: CallExpression): boolean =>
      nameOf(call) === 'delete'
        ? variableOf(call.arguments[0]) === of || isOwnKey(call)
        : nameOf(call) === 'splice' && lists.includes(listOf(call));
    return calls.flatMap((call) => (isRemoval(call) ? [{ of, list: listOf(call), call }] : []));
  };
  const listOf = ({ callee }: CallExpression): string => (callee.type === 'MemberExpression' ? textOf(callee.object) : '');
  const all = callsIn({ body: analysis.module.node });
  for (const call of all) note(call);
  const removals = ends.flatMap(({ callback, owner }) => removalsIn(callback, owner));
  if (removals.length === 0 || isAskedAbout(analysis, source, puts)) return found;
  const chosen = chosenFrom(analysis, textOf);
  const standIns = withStandIn(analysis);
  for (const { of, list, call } of removals) {
    const isIt = (node: AnyNode): boolean => {
      const variable = variableOf(node);
      return variable !== undefined && (variable === of || listed.get(variable)?.has(list) === true);
    };
    const closes = timers.flatMap((fn) => closesIn(analysis, fn, isIt));
    if (closes.length === 0) continue;
    for (const node of [call, ...closes]) found.set(node, FLAG_GONE_LATE);
    for (const take of all) {
      const variable = variableOf(take.arguments[0]);
      const isChosen = nameOf(take) === 'delete' && variable !== undefined && chosen.get(variable) === list;
      if (listOf(take) === list && (isChosen || (nameOf(take) === 'get' && standIns.has(take)))) found.set(take, FLAG_TAKES_ONE);
    }
  }
  return found;
}

/** Whoever takes one may ask it; who puts one in asks about something else. */
function isAskedAbout(analysis: Analysis, source: string, puts: readonly CallExpression[]): boolean {
  const innermost = (at: number): FunctionInfo | undefined =>
    analysis.functions.findLast(({ node }) => node.start <= at && at < node.end && isFunction(node));
  const putting = new Set(puts.map((call) => innermost(call.start)));
  return [...source.matchAll(ASKS)].some(({ index }) => !putting.has(innermost(index)));
}

/** Variables that stand for one of a set which the code chooses itself: `for (const it of set)`, `const [it] = set`, `const it = set.values().next().value`. */
function chosenFrom(analysis: Analysis, textOf: (node: AnyNode) => string): ReadonlyMap<Variable, string> {
  const chosen = new Map<Variable, string>();
  const note = (name: AnyNode | null | undefined, list: string): void => {
    const variable = name?.type === 'Identifier' ? analysis.resolved.get(name) : undefined;
    if (variable) chosen.set(variable, list);
  };
  const walk = (node: AnyNode): void => {
    if (node.type === 'ForOfStatement' && node.left.type === 'VariableDeclaration') note(node.left.declarations[0]?.id, textOf(node.right));
    if (node.type === 'VariableDeclarator' && node.init) {
      const [, list] = /^(.*)\.values\(\)\.next\(\)\.value$/.exec(textOf(node.init)) ?? [];
      if (node.id.type === 'ArrayPattern') note(node.id.elements[0], textOf(node.init));
      else if (list !== undefined) note(node.id, list);
    }
    forEachChild(node, walk);
  };
  walk(analysis.module.node);
  return chosen;
}

/**
 * What is made only where nothing is found: `get(key) ?? open(key)`, `let it = get(key); if (!it) it = open(key)`, `const it = get(key); if (it) return it`. Whoever does so uses what is found; who
 * only writes to whoever is there loses nothing.
 */
function withStandIn(analysis: Analysis): ReadonlySet<AnyNode> {
  const found = new Set<AnyNode>();
  const kept = new Map<Variable, AnyNode>();
  const variableOf = (node: AnyNode | null | undefined): Variable | undefined =>
    node?.type === 'Identifier' ? analysis.resolved.get(node) : undefined;
  const note = (variable: Variable | undefined): void => {
    const get = variable && kept.get(variable);
    if (get) found.add(get);
  };
  const walk = (node: AnyNode): void => {
    if (node.type === 'LogicalExpression' && node.operator !== '&&' && MAKES.test(node.right.type)) found.add(node.left);
    if (node.type === 'VariableDeclarator' && node.init) {
      const variable = variableOf(node.id);
      if (variable) kept.set(variable, node.init);
    }
    if (node.type === 'AssignmentExpression' && MAKES.test(node.right.type)) note(variableOf(node.left));
    if (node.type === 'IfStatement' && node.test.type === 'Identifier') {
      const [only] = node.consequent.type === 'BlockStatement' ? node.consequent.body : [node.consequent];
      const variable = variableOf(node.test);
      if (only?.type === 'ReturnStatement' && variableOf(only.argument) === variable) note(variable);
    }
    forEachChild(node, walk);
  };
  walk(analysis.module.node);
  return found;
}

/** It is closed, there or in a function of the file that is given it, and nothing is called that could take it out of a list. */
function closesIn(analysis: Analysis, fn: FunctionNode, isIt: (node: AnyNode) => boolean, isHelper = false): AnyNode[] {
  const closes: AnyNode[] = [];
  for (const call of callsIn(fn)) {
    const isOf = call.callee.type === 'MemberExpression' && isIt(call.callee.object);
    if (isOf && CLOSES.test(nameOf(call))) closes.push(call);
    if (isOf || /^(?:console|clearTimeout)$/.test(rootName(call))) continue;
    const within = isHelper ? [] : closesInHelper(analysis, call, isIt);
    if (within.length === 0) return [];
    closes.push(...within);
  }
  return closes;
}

/** `this.expire(socket)` */
function closesInHelper(analysis: Analysis, call: CallExpression, isIt: (node: AnyNode) => boolean): AnyNode[] {
  const name = call.callee.type === 'Identifier' ? call.callee.name : nameOf(call);
  const [helper, other] = analysis.functions.filter((fn) => fn.name.slice(fn.name.lastIndexOf('.') + 1) === name);
  if (name === '' || !helper || other || !isFunction(helper.node)) return [];
  const parameter = helper.node.params[call.arguments.findIndex(isIt)];
  const given = parameter?.type === 'Identifier' ? analysis.resolved.get(parameter) : undefined;
  if (!given) return [];
  return closesIn(analysis, helper.node, (node) => node.type === 'Identifier' && analysis.resolved.get(node) === given, true);
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
