/**
 * What is closed when nobody has used it for a while, and taken out of the list of what is free only when its close is over: `socket.on('timeout', () => socket.destroy())` beside
 * `socket.on('close', () => free.splice(free.indexOf(socket), 1))`. Until then whoever takes from the list gets one that is closed. The list may be one of several in a map
 * (`free.get(origin).push(socket)`), and a function of the file may do the removal, also from several lists in a loop, or replace the list (`free = free.filter((s) => s !== socket)`). The same of a map by some key:
 * `session.setTimeout(ms, () => session.close())` beside `session.on('close', () => sessions.delete(origin))`, and whoever opens one only where `sessions.get(origin)` finds none. And of what a timer calls that waits for the close itself (`await link.close(); free.splice(free.indexOf(link), 1)`).
 */
import type { AnyNode, CallExpression, Identifier } from 'acorn';
import { FLAG_GONE_LATE, FLAG_TAKES_ONE } from '../../wire/siteFlags';
import { forEachChild, isFunction, keptPlace, memberName, rootOf, someChild, unchain, type FunctionNode } from '../scope/ast';
import { onlyValue, type Analysis, type Variable } from '../scope/bindings';
import { helperOf, isAskedAbout } from './askedIfOpen';
import { looksForReset } from './asksReset';
import { isEmptyContainer } from '../scope/initial';
import { CLOSES, callsIn, isClose, nameOf, waitedCloses } from './waitedCloses';
import { nodesInOrder, nodesOf } from '../scope/tree';

const LISTENS = /^(?:on|once|addListener)$/;
/** Events that say that nobody has used something for a while. */
const IDLES = /^(?:timeout|idle|expired|stale)$/;
/** Events that say that a close is over. */
const IS_OVER = /^(?:close|exit)$/;
/** What is called on the way that takes nothing out of a list. */
const HARMLESS = /^(?:console|clearTimeout|Date|performance)$/;
const LOOKS = /^(?:get|has)$/;
/** What is done to something that is about to be closed, and tells nobody. */
const LETS_GO = /^(?:off|on|once|ref|removeAllListeners|removeListener|setTimeout|unref)$/;
const TAKES = /^(?:pop|shift)$/;
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
  /** The name of the list that another one takes the place of. */
  readonly replaced?: AnyNode;
}

/** Functions of the file that do the removal for each other are followed this deep. */
const MAX_HELPERS = 2;
/** What a function is given, by its parameters. */
type Given = ReadonlyMap<Variable, AnyNode>;
const NOTHING: Given = new Map();

/** The calls that close, and those that remove when the close is over: FLAG_GONE_LATE; and those that take one out of a list or a set, or find one in a map: FLAG_TAKES_ONE. */
export function findGoneLate(analysis: Analysis, source: string): ReadonlyMap<AnyNode, number> {
  const found = new Map<AnyNode, number>();
  if (
    !/['"](?:close|exit)['"]|\bawait [\w$.#]+\.\w+\(\)/.test(source) ||
    !/\.(?:splice|delete|filter)\b/.test(source) ||
    looksForReset(analysis, source)
  ) {
    return found;
  }
  const variableOf = (node: AnyNode | undefined): Variable | undefined =>
    node?.type === 'Identifier' ? analysis.resolved.get(node) : undefined;
  const textOf = (node: AnyNode): string => listText(analysis, source, node);
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
    const timed = callee.type === 'Identifier' && /^set(?:Timeout|Interval)$/.test(callee.name) ? functionOf(args[0]) : undefined;
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
    const event = LISTENS.test(name) && args[0]?.type === 'Literal' ? String(args[0].value) : '';
    if (name === 'setTimeout' || IDLES.test(event)) timers.push(callback);
    else if (IS_OVER.test(event)) ends.push({ callback, owner });
  };
  /** `const link = { id, socket }`, `const link = new Link(socket)`: what is in the list holds what is closed. */
  const holds = (variable: Variable, of: Variable): boolean => {
    const value = onlyValue(variable);
    if (value?.type === 'NewExpression') return value.arguments.some((argument) => variableOf(argument) === of);
    return value?.type === 'ObjectExpression' && value.properties.some((p) => p.type === 'Property' && variableOf(p.value) === of);
  };
  /**
   * `list.splice(list.indexOf(it), 1)`, the place asked for before or not; `set.delete(it)`; `map.delete(key)`, with the key that it is put there with; there, or in a function of the file
   * that is given it (`this.remove(it)`).
   */
  const removalsIn = (fn: FunctionNode, of: Variable, given: Given = NOTHING, path: readonly AnyNode[] = []): Removal[] => {
    const calls = callsIn(fn);
    const isIt = (node: AnyNode | undefined): boolean => {
      const variable = variableOf(node);
      return variable !== undefined && (variable === of || holds(variable, of) || isIt(given.get(variable)));
    };
    const textIn = (node: AnyNode): string => listText(analysis, source, node, given);
    const listIn = ({ callee }: CallExpression): string => (callee.type === 'MemberExpression' ? textIn(callee.object) : '');
    const lists = calls.flatMap((call) => (nameOf(call) === 'indexOf' && isIt(call.arguments[0]) ? [listIn(call)] : []));
    const isOwnKey = (call: CallExpression): boolean => {
      const key = call.arguments[0] && textIn(call.arguments[0]);
      return keyed.some((put) => put.of === of && put.list === listIn(call) && put.key === key);
    };
    const isRemoval = (call: CallExpression): boolean =>
      nameOf(call) === 'delete' ? isIt(call.arguments[0]) || isOwnKey(call) : nameOf(call) === 'splice' && lists.includes(listIn(call));
    return calls.flatMap((call) => {
      if (isRemoval(call)) return [{ of, list: listIn(call), call }];
      const replaced = leavesOut(call, isIt) ? renewed.get(call) : undefined;
      if (replaced) return [{ of, list: listIn(call), call, replaced }];
      const helper = path.length < MAX_HELPERS && call.arguments.some(isIt) ? helperOf(analysis, call) : undefined;
      if (!helper || helper === fn || path.includes(helper)) return [];
      return removalsIn(helper, of, new Map([...given, ...givenTo(analysis, helper, call)]), [...path, fn]);
    });
  };
  const listOf = ({ callee }: CallExpression): string => (callee.type === 'MemberExpression' ? textOf(callee.object) : '');
  const all = callsIn({ body: analysis.module.node });
  for (const call of all) note(call);
  const renewed = renewedIn(analysis, textOf);
  const retired = timers.flatMap((fn) => [fn, ...callsIn(fn).flatMap((call) => helperOf(analysis, call) ?? [])]);
  const waits = retired.flatMap((fn) =>
    waitedCloses(analysis, source, fn).map(({ wait, call, of }) => ({ fn, wait, call, of: variableOf(of) })),
  );
  /** `await link.close(); idle.splice(idle.indexOf(link), 1)`, in what a timer calls. */
  const late = waits.flatMap(({ fn, wait, call, of }) => {
    const own = of ? removalsIn(fn, of) : [];
    return own.every((removal) => removal.call.start > wait.end) ? own.map((removal) => ({ removal, closes: [call] })) : [];
  });
  const written = ends.flatMap(({ callback, owner }) => removalsIn(callback, owner));
  if (written.length === 0 && late.length === 0) return found;
  const walked = walkedLists(analysis);
  const removals = written.flatMap((removal) => removalsOf(analysis, source, walked, removal));
  // Other timers close nothing: in those it is asked whether what was taken is still open.
  const hasClose = (fn: FunctionNode): boolean => callsIn(fn).some((call) => CLOSES.test(nameOf(call)));
  const isCloser = (fn: FunctionNode): boolean => hasClose(fn) || callsIn(fn).some((call) => hasClose(helperOf(analysis, call) ?? fn));
  const waiting = new Set(waits.map(({ fn }) => fn));
  const isWaiter = (fn: FunctionNode): boolean => callsIn(fn).some((call) => waiting.has(helperOf(analysis, call) ?? fn));
  const closing = [...timers.filter((fn) => isCloser(fn) || isWaiter(fn)), ...ends.map(({ callback }) => callback), ...waiting];
  // `session.leaving = true; await session.close();`: others may look at that.
  const marked = waits.flatMap(({ fn, of }) => marksOn(fn.body, (node) => of !== undefined && variableOf(node) === of));
  if (isAskedAbout(analysis, source, all, puts, closing, [...removals, ...late.map(({ removal }) => removal)], marked)) return found;
  const chosen = chosenFrom(analysis, source);
  const { standIns, dropped } = whatBecomesOf(analysis);
  const noteTakes = ({ list, call, replaced }: Removal, closes: readonly AnyNode[]): void => {
    for (const node of [replaced ?? call, ...closes]) found.set(node, FLAG_GONE_LATE);
    for (const take of all) {
      if (listOf(take) !== list || dropped.has(take)) continue;
      const name = nameOf(take);
      const variable = variableOf(take.arguments[0]);
      const isChosen = name === 'delete' && variable !== undefined && chosen.get(variable) === list;
      if (TAKES.test(name) || isChosen || (name === 'get' && standIns.has(take))) {
        found.set(take, FLAG_TAKES_ONE);
        if (replaced && take.callee.type === 'MemberExpression') found.set(placeOf(analysis, take.callee.object), FLAG_TAKES_ONE);
      }
    }
  };
  for (const removal of removals) {
    const { of, list } = removal;
    const isIt = (node: AnyNode): boolean => {
      const variable = variableOf(node);
      return variable !== undefined && (variable === of || listed.get(variable)?.has(list) === true || chosen.get(variable) === list);
    };
    const closes = timers.flatMap((fn) => closesIn(analysis, fn, isIt));
    if (closes.length > 0) noteTakes(removal, closes);
  }
  for (const { removal, closes } of late) noteTakes(removal, closes);
  return found;
}

/**
 * The text of a list, the same by whatever name of the file it goes: `this.free`, also of `const free = this.free`; `this.free.get()` of one of the lists that a map or an object has by its
 * keys, also of `const free = this.free.get(origin) ?? []`.
 */
function listText(analysis: Analysis, source: string, node: AnyNode, given: Given = NOTHING): string {
  const list = unchain(node);
  const textOf = (part: AnyNode): string => listText(analysis, source, part, given);
  if (list.type === 'Identifier') {
    const variable = analysis.resolved.get(list);
    const stands = variable && given.get(variable);
    if (stands) return listText(analysis, source, stands);
    const [value, other] = (variable?.values ?? []).filter((each) => each === undefined || !isEmptyContainer(each));
    return value && !other && isPlace(value) ? textOf(value) : list.name;
  }
  if (list.type === 'LogicalExpression' && isNewList(list.right)) return textOf(list.left);
  // `(free[origin] = free[origin] || []).push(socket)`
  const kept = keptPlace(list);
  if (kept && list.type === 'AssignmentExpression') {
    const made = list.right.type === 'LogicalExpression' ? list.right.right : list.right;
    if (isEmptyContainer(made)) return textOf(kept);
  }
  if (list.type === 'CallExpression' && nameOf(list) === 'get' && list.callee.type === 'MemberExpression') {
    return `${textOf(list.callee.object)}.get()`;
  }
  if (list.type === 'MemberExpression' && list.computed) return `${textOf(list.object)}[]`;
  // `const self = this`
  const self = list.type === 'MemberExpression' && list.object.type === 'Identifier' ? analysis.resolved.get(list.object) : undefined;
  if (list.type === 'MemberExpression' && onlyValue(self)?.type === 'ThisExpression') return `this.${memberName(list) ?? ''}`;
  return source.slice(list.start, list.end);
}

/** `free = free.filter(…)`, `free.set(key, free.get(key).filter(…))`: the call → the name of what it replaces, or what does it. */
function renewedIn(analysis: Analysis, textOf: (node: AnyNode) => string): ReadonlyMap<AnyNode, AnyNode> {
  const renewed = new Map<AnyNode, AnyNode>();
  const note = (value: AnyNode | undefined, text: string, target: AnyNode): void => {
    if (value?.type !== 'CallExpression' || value.callee.type !== 'MemberExpression' || memberName(value.callee) !== 'filter') return;
    if (textOf(value.callee.object) === text) renewed.set(value, target);
  };
  for (const { left, operator, right } of nodesOf(analysis, 'AssignmentExpression')) if (operator === '=') note(right, textOf(left), left);
  for (const { node } of analysis.calls) {
    if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || memberName(node.callee) !== 'set') continue;
    note(node.arguments[1], `${textOf(node.callee.object)}.get()`, node);
  }
  return renewed;
}

/** `filter((other) => other !== it)` */
function leavesOut({ arguments: [test] }: CallExpression, isIt: (node: AnyNode) => boolean): boolean {
  const value = test?.type === 'ArrowFunctionExpression' ? test.body : undefined;
  return value?.type === 'BinaryExpression' && /^!==?$/.test(value.operator) && (isIt(value.left) || isIt(value.right));
}

/** Where a list is read: `this.free` of `const free = this.free`, `free.get(key)` of `const list = free.get(key) ?? []`, or its own name. */
function placeOf(analysis: Analysis, list: AnyNode): AnyNode {
  const value = list.type === 'Identifier' ? onlyValue(analysis.resolved.get(list)) : undefined;
  if (!value || !isPlace(value)) return list;
  const place = unchain(value);
  return place.type === 'LogicalExpression' ? place.left : place;
}

/** What a loop goes through: `for (const list of [free, busy])`, `for (const list of gone ? [free, busy] : [busy])`, also by a number: `const list = sets[i]` of `const sets = [busy]` and `sets.push(free)`. */
function walkedLists(analysis: Analysis): ReadonlyMap<Variable, readonly AnyNode[]> {
  const walked = new Map<Variable, readonly AnyNode[]>();
  const variableOf = (node: AnyNode | undefined): Variable | undefined =>
    node?.type === 'Identifier' ? analysis.resolved.get(node) : undefined;
  const added = new Map<Variable, AnyNode[]>();
  for (const { node } of analysis.calls) {
    if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || nameOf(node) !== 'push') continue;
    const variable = variableOf(node.callee.object);
    if (variable) added.set(variable, [...(added.get(variable) ?? []), ...node.arguments]);
  }
  const elementsOf = (node: AnyNode, isNamed = false): AnyNode[] => {
    const list = unchain(node);
    if (list.type === 'ArrayExpression') return list.elements.filter((element) => element !== null);
    if (list.type === 'ConditionalExpression') return [list.consequent, list.alternate].flatMap((either) => elementsOf(either, isNamed));
    const variable = isNamed ? undefined : variableOf(list);
    const value = onlyValue(variable);
    return value === undefined ? [] : [...elementsOf(value, true), ...((variable && added.get(variable)) ?? [])];
  };
  const note = (name: AnyNode | undefined, list: AnyNode): void => {
    const variable = variableOf(name);
    const elements = variable ? elementsOf(list) : [];
    if (variable && elements.length > 0) walked.set(variable, elements);
  };
  for (const { left, right } of nodesOf(analysis, 'ForOfStatement')) {
    note(left.type === 'VariableDeclaration' ? left.declarations[0]?.id : undefined, right);
  }
  for (const { node } of analysis.calls) {
    // `[free, busy].forEach((list) => …)`
    if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || nameOf(node) !== 'forEach') continue;
    const callback = node.arguments[0];
    if (callback && isFunction(callback)) note(callback.params[0], node.callee.object);
  }
  for (const { id, init } of nodesOf(analysis, 'VariableDeclarator')) {
    // `const list = sets[i]`, `const list = sets[i][name]`
    const of = init?.type === 'MemberExpression' && init.computed ? init.object : undefined;
    const sets = of?.type === 'MemberExpression' && of.computed ? of.object : of;
    if (of && sets?.type === 'Identifier') note(of === sets ? id : sets, sets);
  }
  return walked;
}

/** One that is made in a loop over several lists is one from each of them. */
function removalsOf(analysis: Analysis, source: string, walked: ReadonlyMap<Variable, readonly AnyNode[]>, removal: Removal): Removal[] {
  const { call } = removal;
  const list =
    call.type === 'CallExpression' && call.callee.type === 'MemberExpression' ? placeOf(analysis, call.callee.object) : undefined;
  const root = list && rootOf(list);
  const variable = root?.type === 'Identifier' ? analysis.resolved.get(root) : undefined;
  const elements = variable && walked.get(variable);
  if (!list || !elements) return [removal];
  // `sets[i][name]`: what stands in the list of lists is told by the text of one of them.
  const each = `${(root as Identifier).name}[]`;
  const lists = new Set(
    elements.map((element) => {
      const text = listText(analysis, source, list, new Map([[variable, element]]));
      const whole = listText(analysis, source, list);
      return whole.startsWith(`${each}[]`) && onlyValue(variable)?.type === 'ArrayExpression'
        ? `${listText(analysis, source, element)}${whole.slice(each.length)}`
        : text;
    }),
  );
  return [...lists].map((text) => ({ ...removal, list: text }));
}

/** `[]`, `(free[origin] = [])` */
function isNewList(node: AnyNode): boolean {
  return isEmptyContainer(node.type === 'AssignmentExpression' && node.operator === '=' ? node.right : node);
}

/** `this.free`, `free.get(origin)`, `free[origin] ?? []` */
function isPlace(node: AnyNode): boolean {
  const place = unchain(node);
  if (place.type === 'LogicalExpression') return isNewList(place.right) && isPlace(place.left);
  return place.type === 'MemberExpression' || (place.type === 'CallExpression' && nameOf(place) === 'get');
}

/** The parameters of a function, with what a call gives it. */
function givenTo(analysis: Analysis, { params }: FunctionNode, call: CallExpression): Given {
  const given = new Map<Variable, AnyNode>();
  for (const [i, parameter] of params.entries()) {
    const variable = parameter.type === 'Identifier' ? analysis.resolved.get(parameter) : undefined;
    const argument = call.arguments[i];
    if (variable && argument) given.set(variable, argument);
  }
  return given;
}

const CHOOSES: ReadonlySet<string> = new Set(['ForOfStatement', 'VariableDeclarator']);

/** Variables that stand for one of a list which the code chooses itself: `for (const it of set)`, `const [it] = set`, `const it = set.values().next().value`. */
function chosenFrom(analysis: Analysis, source: string): ReadonlyMap<Variable, string> {
  const chosen = new Map<Variable, string>();
  const note = (name: AnyNode | null | undefined, list: AnyNode): void => {
    const variable = name?.type === 'Identifier' ? analysis.resolved.get(name) : undefined;
    if (variable) chosen.set(variable, listText(analysis, source, list));
  };
  for (const node of nodesInOrder(analysis, CHOOSES)) {
    if (node.type === 'ForOfStatement' && node.left.type === 'VariableDeclaration') note(node.left.declarations[0]?.id, node.right);
    if (node.type === 'VariableDeclarator' && node.init) {
      const first = firstOf(node.init);
      if (node.id.type === 'ArrayPattern') note(node.id.elements[0], node.init);
      else if (first) note(node.id, first);
    }
  }
  return chosen;
}

/** `set` of `set.values().next().value` */
function firstOf(node: AnyNode): AnyNode | undefined {
  if (node.type !== 'MemberExpression' || memberName(node) !== 'value' || node.object.type !== 'CallExpression') return undefined;
  const { object: next } = node;
  const values = nameOf(next) === 'next' && next.callee.type === 'MemberExpression' ? next.callee.object : undefined;
  if (values?.type !== 'CallExpression' || nameOf(values) !== 'values' || values.callee.type !== 'MemberExpression') return undefined;
  return values.callee.object;
}

interface Becomes {
  /** What is found there is used, and only where there is none a new one is made. */
  readonly standIns: ReadonlySet<AnyNode>;
  /** What is taken out is closed, or let go: nobody uses it. */
  readonly dropped: ReadonlySet<AnyNode>;
}

/**
 * What is made only where nothing is found: `get(key) ?? open(key)`, `let it = get(key); if (!it) it = open(key)`, `const it = get(key); if (it) return it`. Whoever does so uses what is found; who
 * only writes to whoever is there loses nothing. And what is only taken to be closed: `list.pop().destroy()`, `for (const it of list) { list.delete(it); it.end(); }`.
 */
function whatBecomesOf(analysis: Analysis): Becomes {
  const standIns = new Set<AnyNode>();
  const dropped = new Set<AnyNode>();
  const kept = new Map<Variable, AnyNode>();
  const taken = new Map<AnyNode, Variable>();
  const used = new Set<Variable>();
  const variableOf = (node: AnyNode | null | undefined): Variable | undefined =>
    node?.type === 'Identifier' ? analysis.resolved.get(node) : undefined;
  const note = (variable: Variable | undefined): void => {
    const get = variable && kept.get(variable);
    if (get) standIns.add(get);
  };
  const keep = (variable: Variable | undefined, value: AnyNode): void => {
    if (variable) taken.set(unchain(value), variable);
  };
  const walk = (node: AnyNode): void => {
    if (node.type === 'LogicalExpression' && node.operator !== '&&' && MAKES.test(node.right.type)) standIns.add(node.left);
    if (node.type === 'VariableDeclarator' && node.init) {
      const variable = variableOf(node.id);
      if (variable) kept.set(variable, node.init);
      keep(variable, node.init);
    }
    if (node.type === 'AssignmentExpression') {
      if (MAKES.test(node.right.type)) note(variableOf(node.left));
      keep(variableOf(node.left), node.right);
    }
    if (node.type === 'IfStatement' && node.test.type === 'Identifier') {
      const [only] = node.consequent.type === 'BlockStatement' ? node.consequent.body : [node.consequent];
      const variable = variableOf(node.test);
      if (only?.type === 'ReturnStatement' && variableOf(only.argument) === variable) note(variable);
    }
    if (node.type === 'ExpressionStatement') dropped.add(unchain(node.expression));
    if (node.type === 'CallExpression') {
      if (nameOf(node) === 'delete') {
        const variable = variableOf(node.arguments[0]);
        // Whether one of a set is taken, what becomes of it says, and not what the call gives.
        if (variable) taken.set(node, variable);
      } else if (isClose(node)) dropped.add(unchain(node.callee.object));
    }
    const isUse = (child: AnyNode): boolean => !isSetOrAsked(node, child) && !isGivenUp(node, child);
    forEachChild(node, (child) => {
      const variable = variableOf(child);
      if (variable && isUse(child)) used.add(variable);
      walk(child);
    });
  };
  walk(analysis.module.node);
  for (const [take, variable] of taken) {
    if (used.has(variable)) dropped.delete(take);
    else dropped.add(take);
  }
  return { standIns, dropped };
}

/** `it = …`, `if (it)`, `while (!it)` */
function isSetOrAsked(parent: AnyNode, child: AnyNode): boolean {
  if (parent.type === 'VariableDeclarator') return parent.id === child;
  if (parent.type === 'AssignmentExpression') return parent.left === child;
  if (parent.type === 'IfStatement' || parent.type === 'WhileStatement') return parent.test === child;
  return parent.type === 'UnaryExpression' && parent.operator === '!';
}

/** `it.destroy`, `list.delete(it)` */
function isGivenUp(parent: AnyNode, child: AnyNode): boolean {
  if (parent.type === 'CallExpression') return nameOf(parent) === 'delete' && parent.callee !== child;
  return parent.type === 'MemberExpression' && parent.object === child && CLOSES.test(memberName(parent) ?? '');
}

/** It is closed, there or in a function of the file that is given it; and nothing is called, or set, that could take it out of a list or mark it. */
function closesIn(analysis: Analysis, fn: FunctionNode, isIt: (node: AnyNode) => boolean, isHelper = false): AnyNode[] {
  const closes: AnyNode[] = [];
  if (marks(fn.body)) return closes;
  for (const call of callsIn(fn)) {
    const isOf = call.callee.type === 'MemberExpression' && isIt(call.callee.object);
    if (isOf && CLOSES.test(nameOf(call))) closes.push(call);
    else if ((!isOf || !LETS_GO.test(nameOf(call))) && !LOOKS.test(nameOf(call)) && !HARMLESS.test(rootName(call)) && !isNews(call, isIt)) {
      const within = isHelper ? [] : closesInHelper(analysis, call, isIt);
      if (within.length === 0) return [];
      closes.push(...within);
    }
  }
  return closes;
}

/** Others are told, and not which one it is. */
function isNews(call: CallExpression, isIt: (node: AnyNode) => boolean): boolean {
  return nameOf(call) === 'emit' && !call.arguments.some(isIt);
}

/** Properties of it that are set. */
function marksOn(node: AnyNode, isIt: (node: AnyNode) => boolean): string[] {
  const found: string[] = [];
  const visit = (at: AnyNode): void => {
    if (at.type === 'AssignmentExpression' && at.left.type === 'MemberExpression' && isIt(at.left.object)) {
      const name = memberName(at.left);
      if (name !== undefined && /^[\w$]+$/.test(name)) found.push(name);
    }
    forEachChild(at, visit);
  };
  visit(node);
  return found;
}

/** A property is set, or deleted. */
function marks(node: AnyNode): boolean {
  if (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression') return true;
  if (node.type === 'UnaryExpression' && node.operator === 'delete') return true;
  return someChild(node, marks);
}

/** `this.expire(socket)`, or `this.sweep()`, which closes what it finds in the list. */
function closesInHelper(analysis: Analysis, call: CallExpression, isIt: (node: AnyNode) => boolean): AnyNode[] {
  const helper = helperOf(analysis, call);
  if (!helper) return [];
  const given = givenTo(analysis, helper, call);
  const isGiven = (node: AnyNode): boolean => {
    const argument = node.type === 'Identifier' ? given.get(analysis.resolved.get(node) as Variable) : undefined;
    return argument !== undefined && isIt(argument);
  };
  return closesIn(analysis, helper, (node) => isIt(node) || isGiven(node), true);
}

function rootName({ callee }: CallExpression): string {
  const root = callee.type === 'MemberExpression' ? callee.object : callee;
  return root.type === 'Identifier' ? root.name : '';
}
