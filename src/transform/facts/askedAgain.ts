/**
 * Awaits of an answer that belongs to what an object held before: `const text = editor.getText(); const found = await lint(text); found.map((m) => editor.lineLength(m.line))`. The object is
 * asked again along with the answer, and nothing compares what it holds now with what the answer was made from. Whether it changed meanwhile is for the run to say.
 */
import type { AnyNode, AwaitExpression, CallExpression, MemberExpression } from 'acorn';
import { MORE_ASKED_BACK, MORE_BESIDE, MORE_BY_INDEX, MORE_TAKEN_AS_IS } from '../../wire/siteFlags';
import {
  forEachChild,
  forEachTarget,
  type FunctionNode,
  isEquality,
  isFunction,
  memberName,
  rootOf,
  someChild,
  unchain,
} from '../scope/ast';
import { hasSuspend, onlyValue, type Analysis, type FunctionInfo, type Variable } from '../scope/bindings';
import { collectionEffect, isMutation } from '../scope/collections';
import { methodOf, takesError } from '../flow/summaries';

/** Who gives up an older question when there is a newer one. */
const GIVES_UP = /\babort(?:ed)?\b|\bAbortController\b|\bthrowIfAborted\b|\bsignal\b(?!\s*:\s*AbortSignal\.timeout\()/;

/** The awaits, with MORE_TAKEN_AS_IS and MORE_BY_INDEX where these are true; and those in which the answer is read. And calls whose answer comes in a callback, MORE_ASKED_BACK, whose functions are to be recorded. */
export function findAskedAgain(
  analysis: Analysis,
  source: string,
  recorded: Set<FunctionInfo>,
): ReadonlyMap<AwaitExpression | CallExpression, number> {
  const found = new Map<AwaitExpression | CallExpression, number>();
  for (const { node, fn } of analysis.calls) {
    if (fn.node.type === 'Program' || node.type !== 'CallExpression') continue;
    const back = calledBack(node);
    const again = back && askedAgain(analysis, source, fn, back);
    if (!back || !again || again.isByIndex || again.isBeside || GIVES_UP.test(source)) continue;
    found.set(back.call, MORE_ASKED_BACK);
    for (const each of analysis.functions) if (each === fn || each.node === back.callback) recorded.add(each);
  }
  for (const fn of analysis.functions) {
    if (!fn.async || fn.node.type === 'Program' || fn.node.body.type !== 'BlockStatement' || !fn.suspends) continue;
    for (const statement of fn.node.body.body) {
      if (!hasSuspend(analysis, statement)) continue;
      const kept = keptAwait(statement) ?? storedAwait(statement);
      const call = kept && unchain(kept.wait.argument);
      const later = fn.node.body.body.filter(({ start }) => kept && start > kept.wait.end);
      const again = call?.type === 'CallExpression' ? askedAgain(analysis, source, fn, { call, names: [], ...kept, later }) : undefined;
      if (!kept || !again) continue;
      if (again.isBeside) {
        found.set(kept.wait, MORE_BESIDE);
        continue;
      }
      for (const wait of again.reading) if (!found.has(wait)) found.set(wait, 0);
      found.set(kept.wait, (again.isAsIs && !GIVES_UP.test(source) ? MORE_TAKEN_AS_IS : 0) | (again.isByIndex ? MORE_BY_INDEX : 0));
    }
  }
  return found;
}

/** A call that asks, what its answer is called, and what is done when that is there. */
interface Asked {
  readonly callback?: FunctionNode;
  readonly call: CallExpression;
  readonly names: readonly string[];
  /** Where the answer goes at once. */
  readonly place?: MemberExpression;
  readonly later: readonly AnyNode[];
}

/** `ask(…).then((answer) => { … })`, `ask(…, (error, answer) => { … })`. */
function calledBack(node: CallExpression): Asked | undefined {
  const isThen = node.callee.type === 'MemberExpression' && methodOf(node) === 'then';
  const call = isThen && node.callee.type === 'MemberExpression' ? unchain(node.callee.object) : node;
  const callback = isThen ? node.arguments[0] : node.arguments.at(-1);
  if (!callback || !isFunction(callback) || call.type !== 'CallExpression' || callback.body.type !== 'BlockStatement') return undefined;
  if (!isThen && !(callback.params.length > 1 && takesError(callback))) return undefined;
  const names: string[] = [];
  for (const param of isThen ? callback.params : callback.params.slice(1)) {
    forEachTarget(param, (target) => target.type === 'Identifier' && names.push(target.name));
  }
  return { callback, call, names, later: callback.body.body };
}

interface Kept {
  readonly wait: AwaitExpression;
  /** What the answer is kept in. */
  readonly names: readonly string[];
  readonly place?: MemberExpression;
}

/** `page.notes = await check(page.text)`. */
function storedAwait(statement: AnyNode): Kept | undefined {
  const store = statement.type === 'ExpressionStatement' ? statement.expression : undefined;
  if (store?.type !== 'AssignmentExpression' || store.operator !== '=' || store.left.type !== 'MemberExpression') return undefined;
  const wait = unchain(store.right);
  return wait.type === 'AwaitExpression' ? { wait, names: [], place: store.left } : undefined;
}

/** `const answer = await ask(…)`, `const { stdout } = await ask(…)`, `const [found] = JSON.parse(await ask(…))`. */
function keptAwait(statement: AnyNode): Kept | undefined {
  if (statement.type !== 'VariableDeclaration' || statement.declarations.length !== 1) return undefined;
  const [declarator] = statement.declarations;
  const init = declarator?.init ? unchain(declarator.init) : undefined;
  const wait = init?.type === 'CallExpression' ? init.arguments[0] : init;
  if (!declarator || wait?.type !== 'AwaitExpression' || unchain(wait.argument).type !== 'CallExpression') return undefined;
  const names: string[] = [];
  forEachTarget(declarator.id, (target) => {
    if (target.type === 'Identifier') names.push(target.name);
  });
  return { wait, names };
}

interface Again {
  /** Nothing but the answer decides whether it comes to that. */
  readonly isAsIs: boolean;
  /** The elements of the answer are joined with those of what is asked again by their place. */
  readonly isByIndex: boolean;
  /** Waits in which the answer is read: `const found = await response.json()`. */
  readonly reading: readonly AwaitExpression[];
  /** It is not asked again: the answer is stored beside it, in the same object. */
  readonly isBeside?: true;
}

function askedAgain(analysis: Analysis, source: string, fn: FunctionInfo, { call, names, place, later }: Asked): Again | undefined {
  const textOf = (node: AnyNode): string => source.slice(node.start, node.end);
  const asked = new Map<string, string>();
  const members = new Set<string>();
  const objects = new Set<string>();
  const note = (node: AnyNode): void => {
    if (isFunction(node)) return;
    const variable = node.type === 'Identifier' ? analysis.resolved.get(node) : undefined;
    const value = variable?.fn === fn && variable.kind !== 'param' ? onlyValue(variable) : undefined;
    // `lint(editor.text)`, or `lint(text)`.
    const member = memberAsked(value ?? node);
    const isElement = member === node && member.computed;
    if (member && !isElement && isOfOthers(analysis, fn, member.object)) {
      asked.set(textOf(placeAsked(member)), variable?.name ?? '');
      members.add(textOf(member));
      objects.add(textOf(member.object));
    }
    // `const options = { stdin: text }; lint(options)`
    if (value?.type === 'ObjectExpression') forEachChild(value, note);
    forEachChild(node, note);
  };
  for (const argument of call.arguments) note(argument);
  if (asked.size === 0) return undefined;
  const isBeside = (place: AnyNode): boolean =>
    place.type === 'MemberExpression' && !place.computed && objects.has(textOf(place.object)) && !members.has(textOf(place));
  const asks = (node: AnyNode): boolean => {
    const member = memberAsked(node);
    return member !== undefined && asked.has(textOf(placeAsked(member)));
  };
  const given = new Set(asked.values());
  const compares = (node: AnyNode): boolean =>
    (node.type === 'BinaryExpression' &&
      isEquality(node.operator) &&
      [node.left, node.right].some((side) => asks(unchain(side)) || (side.type === 'Identifier' && given.has(side.name)))) ||
    someChild(node, compares);
  if (later.some(compares)) return undefined;
  if (place) return isBeside(place) ? { isAsIs: false, isByIndex: false, reading: [], isBeside: true } : undefined;
  const answers = new Set(names);
  const mentions = (node: AnyNode): boolean => (node.type === 'Identifier' && answers.has(node.name)) || someChild(node, mentions);
  let isAsIs = true;
  let isElsewhere = false;
  /** `rangeOf(editor, row)`, which asks the editor. */
  const hasAsked = ({ callee, arguments: args }: CallExpression): boolean => {
    const helper = callee.type === 'Identifier' ? onlyValue(analysis.resolved.get(callee)) : helperNamed(analysis, callee);
    if (!helper || !isFunction(helper)) {
      // What one of another file asks, the run tells.
      const isGivenIt = isImported(analysis, callee) && args.length > 1 && args.some((a) => a.type === 'Identifier' && asked.has(a.name));
      isElsewhere ||= isGivenIt;
      return isGivenIt;
    }
    return args.some(
      (argument, i) => argument.type === 'Identifier' && asked.has(argument.name) && isAsked(analysis, helper, helper.params[i]),
    );
  };
  /** `const lines = editor.lines();`, after the answer: what is there by then. */
  const anew = new Set<string>();
  const asksIn = (node: AnyNode): boolean => {
    if (node.type === 'Identifier') return anew.has(node.name);
    // `save(session, answer)`, `await send(session, answer)`: what another file does with the two is its own affair. What it gives back is put together of both.
    const done = node.type === 'ExpressionStatement' ? node.expression : node.type === 'AwaitExpression' ? node.argument : undefined;
    const call = done && unchain(done);
    if (call?.type === 'CallExpression' && !asks(call) && isImported(analysis, call.callee)) {
      return [call.callee, ...call.arguments].some(asksIn);
    }
    // `rows.state = { ...rows.state, found }`: the answer is one more part of what is there by now.
    if (node.type === 'SpreadElement') return false;
    if (node.type === 'CallExpression' && hasAsked(node)) return true;
    if (node.type === 'AssignmentExpression' && node.operator === '=' && node.left.type === 'MemberExpression') return asksIn(node.right);
    if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') {
      return asks(node) || asksIn(node.callee.object) || node.arguments.some(asksIn);
    }
    return asks(node) || someChild(node, asksIn);
  };
  /** What a loop goes through is a part of the answer. */
  const noteLoops = (node: AnyNode): void => {
    if (node.type === 'ForOfStatement' && node.left.type === 'VariableDeclaration' && mentions(node.right)) {
      for (const { id } of node.left.declarations) forEachTarget(id, (target) => target.type === 'Identifier' && answers.add(target.name));
    }
    if (!isFunction(node)) forEachChild(node, noteLoops);
  };
  const reading: AwaitExpression[] = [];
  for (const statement of later) {
    noteLoops(statement);
    isAsIs &&= !decidesBeside(analysis, fn, statement, answers);
    if (!mentions(statement)) {
      const [taken] = statement.type === 'VariableDeclaration' && !hasSuspend(analysis, statement) ? statement.declarations : [];
      if (taken?.init && taken.id.type === 'Identifier' && asksIn(taken.init)) anew.add(taken.id.name);
      continue;
    }
    if (asksIn(statement)) return { isAsIs: isAsIs && !isElsewhere, isByIndex: joinsByIndex(statement, asks, answers), reading };
    const store = statement.type === 'ExpressionStatement' ? statement.expression : undefined;
    if (store?.type === 'AssignmentExpression' && store.operator === '=' && isBeside(store.left)) {
      return { isAsIs: false, isByIndex: false, reading: [], isBeside: true };
    }
    const read = keptAwait(statement);
    if (read) reading.push(read.wait);
    // What is made of the answer is as old.
    if (statement.type === 'VariableDeclaration') {
      for (const { id } of statement.declarations) forEachTarget(id, (target) => target.type === 'Identifier' && answers.add(target.name));
    }
  }
  return undefined;
}

const WALKS = /^(?:filter|map|forEach|flatMap|some|every|find|findIndex)$/;

/** `peers.filter((_, i) => alive[i])`: what `alive` says of the first is held against the first that is there by now. */
function joinsByIndex(statement: AnyNode, asks: (node: AnyNode) => boolean, answers: ReadonlySet<string>): boolean {
  const joins = (node: AnyNode): boolean => {
    if (node.type !== 'CallExpression' || !WALKS.test(methodOf(node)) || !asks(node)) return someChild(node, joins);
    const [callback] = node.arguments;
    const index = callback && isFunction(callback) ? callback.params[1] : undefined;
    if (!callback || index?.type !== 'Identifier') return false;
    const isElement = (part: AnyNode): boolean =>
      (part.type === 'MemberExpression' &&
        part.computed &&
        part.object.type === 'Identifier' &&
        answers.has(part.object.name) &&
        part.property.type === 'Identifier' &&
        part.property.name === index.name) ||
      someChild(part, isElement);
    return isElement(callback);
  };
  return joins(statement);
}

/** A test of something else than the answer and what stands in the code, or a call for its own sake that is not given the answer: either may know that nobody wants it any more. */
function decidesBeside(analysis: Analysis, fn: FunctionInfo, node: AnyNode, answers: ReadonlySet<string>): boolean {
  // What a callback is called with, and makes of that, is a part of the answer.
  const isOfCallback = (variable: Variable): boolean =>
    variable.fn !== fn && variable.fn.node.start > fn.node.start && variable.fn.node.end <= fn.node.end;
  const isOther = (part: AnyNode): boolean => {
    if (part.type === 'ThisExpression' || part.type === 'AwaitExpression') return true;
    const variable = part.type === 'Identifier' ? analysis.resolved.get(part) : undefined;
    if (variable) return !answers.has(variable.name) && !isOfCallback(variable);
    return someChild(part, isOther);
  };
  const isBranch = node.type === 'IfStatement' || node.type === 'ConditionalExpression' || node.type === 'SwitchStatement';
  if (isBranch && isOther(node.type === 'SwitchStatement' ? node.discriminant : node.test)) return true;
  if (node.type === 'LogicalExpression' && isOther(node.left)) return true;
  if (node.type === 'ExpressionStatement') {
    const call = unchain(node.expression);
    const isGiven = (part: AnyNode): boolean => (part.type === 'Identifier' && answers.has(part.name)) || someChild(part, isGiven);
    if (call.type === 'CallExpression' && !isGiven(call)) return true;
  }
  return someChild(node, (child) => decidesBeside(analysis, fn, child, answers));
}

/** `helpers.rangeOf`: the one function of the file that has this name. */
function helperNamed(analysis: Analysis, callee: AnyNode): AnyNode | undefined {
  const name = callee.type === 'MemberExpression' ? memberName(callee) : undefined;
  const [helper, other] = name ? analysis.functions.filter((fn) => fn.name.slice(fn.name.lastIndexOf('.') + 1) === name) : [];
  return other ? undefined : helper?.node;
}

/** `rangeOf`, `helpers.rangeOf`, of another file of the program. */
function isImported(analysis: Analysis, callee: AnyNode): boolean {
  const root = rootOf(callee);
  const variable = root.type === 'Identifier' ? analysis.resolved.get(root) : undefined;
  if (variable?.kind === 'import') return analysis.relativeImports.has(variable.name);
  const value = onlyValue(variable);
  const [path] =
    value?.type === 'CallExpression' && value.callee.type === 'Identifier' && value.callee.name === 'require' ? value.arguments : [];
  return path?.type === 'Literal' && String(path.value).startsWith('.');
}

/** Whether a function asks what it is given for a parameter. */
function isAsked(analysis: Analysis, helper: FunctionNode, parameter: AnyNode | undefined): boolean {
  const variable = parameter?.type === 'Identifier' ? analysis.resolved.get(parameter) : undefined;
  const asks = (node: AnyNode): boolean => {
    if (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression') return asks(node.right);
    const member = memberAsked(node);
    if (member?.object.type === 'Identifier' && analysis.resolved.get(member.object) === variable) return true;
    return someChild(node, asks);
  };
  return variable !== undefined && asks(helper.body);
}

/** `editor.getText` of `editor.getText()`, `editor.text`. */
function memberAsked(node: AnyNode): MemberExpression | undefined {
  const member = node.type === 'CallExpression' ? node.callee : node;
  const effect = node.type === 'CallExpression' ? collectionEffect(methodOf(node)) : undefined;
  // Who stores the answer does not ask.
  if (effect && isMutation(effect)) return undefined;
  return member.type === 'MemberExpression' && member.object.type !== 'Super' ? member : undefined;
}

/** The object; of the function's own object, which it asks for many things, that one thing. */
function placeAsked(member: MemberExpression): AnyNode {
  return member.object.type === 'ThisExpression' ? member : member.object;
}

/** It is there for others, too: it was given to the function, or stands outside of it. */
function isOfOthers(analysis: Analysis, fn: FunctionInfo, object: AnyNode): boolean {
  if (object.type === 'ThisExpression') return true;
  if (object.type === 'MemberExpression') return isOfOthers(analysis, fn, object.object);
  const variable = object.type === 'Identifier' ? analysis.resolved.get(object) : undefined;
  if (variable === undefined || variable.kind === 'param' || variable.fn !== fn) return variable !== undefined;
  // `const score = this.scores.get(title)`, `const self = this`
  const value = onlyValue(variable);
  const from = value?.type === 'CallExpression' ? unchain(value.callee) : value;
  return from?.type === 'ThisExpression' || (from?.type === 'MemberExpression' && isOfOthers(analysis, fn, from.object));
}
