/**
 * Writes of properties whose names only the run tells (`Object.assign(row, patch)`, `for (const key of Object.keys(patch)) row[key] = patch[key]`), and the names that calls give to functions
 * that may do that: `update(id, { stock: row.stock - 1 })`, `update(id, { status: 'paid' })`. With one of the former anywhere in the program, the latter are written, too.
 */
import type { AnyNode, AwaitExpression, CallExpression, Identifier, NewExpression, ObjectExpression, Property } from 'acorn';
import { FLAG_HANDED_ON, FLAG_MARK } from '../../wire/siteFlags';
import { isPut } from '../flow/drafts';
import { constantOf, isMadeOf } from '../scope/constants';
import { isMark, lastName, memberName, rootOf, unchain } from '../scope/ast';
import { homeOf, onlyValue, type Analysis, type FunctionInfo } from '../scope/bindings';
import type { Origin } from '../flow/values';
import { filledBy } from './filled';

/** Of `Object.assign(row, patch)`, and of `{ ...patch, at: now }` there: what the function is given, by the names that can be told again. */
export function openSources(analysis: Analysis, node: AnyNode): Identifier[] {
  if (node.type !== 'CallExpression' || !isPut(node)) return [];
  const [target, ...sources] = node.arguments;
  if (!target || target.type === 'SpreadElement' || target.type === 'ObjectExpression' || filledEntry(analysis, node)) return [];
  return sources.flatMap((source) => {
    const parts =
      source.type === 'ObjectExpression' ? source.properties.map((p) => (p.type === 'SpreadElement' ? p.argument : p)) : [source];
    return parts.filter((part): part is Identifier => part.type === 'Identifier' && isGiven(analysis, part));
  });
}

/** Of `Object.assign(this.state, await load())`: the answer, or a name for it. */
export function answersPut(analysis: Analysis, node: AnyNode): (AwaitExpression | Identifier)[] {
  if (node.type !== 'CallExpression' || !isPut(node) || filledBy(analysis, node)) return [];
  const [target, ...sources] = node.arguments;
  if (target?.type !== 'MemberExpression' && target?.type !== 'Identifier') return [];
  return sources.filter((source): source is AwaitExpression | Identifier => {
    const variable = source.type === 'Identifier' ? analysis.resolved.get(source) : undefined;
    return source.type === 'AwaitExpression' || (variable?.kind === 'const' && onlyValue(variable)?.type === 'AwaitExpression');
  });
}

function isGiven(analysis: Analysis, node: AnyNode): boolean {
  const variable = analysis.resolved.get(node);
  return variable?.kind === 'param' && homeOf(variable.fn) === variable.fn;
}

/** Whether a file writes properties by names that it is given; `isSetUp` as for other writes. */
export function hasOpenPuts(analysis: Analysis, isSetUp: (target: AnyNode, call: Analysis['calls'][number]) => boolean): boolean {
  const isOpen = (call: Analysis['calls'][number]): boolean => {
    const [target] = call.node.arguments;
    return openSources(analysis, call.node).length > 0 && target !== undefined && !isSetUp(target, call);
  };
  return analysis.calls.some(isOpen) || analysis.memberWrites.some(({ node }) => node.computed && isNameOfGiven(analysis, node.property));
}

const LISTS = /^(?:keys|entries)$/;

/** `key` of `for (const key of Object.keys(patch))`, `for (const [key, value] of Object.entries(patch))` or `for (const key in patch)`. */
export function isNameOfGiven(analysis: Analysis, key: AnyNode): boolean {
  const variable = key.type === 'Identifier' ? analysis.resolved.get(key) : undefined;
  const loop = variable?.scope.node;
  if (loop?.type === 'ForInStatement') return isGiven(analysis, loop.right);
  if (loop?.type !== 'ForOfStatement' || loop.right.type !== 'CallExpression') return false;
  const { callee, arguments: args } = loop.right;
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier' || callee.object.name !== 'Object') return false;
  const isList = callee.property.type === 'Identifier' && LISTS.test(callee.property.name);
  return isList && args[0] !== undefined && isGiven(analysis, args[0]);
}

/** Functions that are called so change what they are asked to. */
const CHANGES = /^(?:update|patch|set|assign|merge|save|modify|change|edit|put|apply|write)/i;

/** By what something is found, and what of it is given back. */
const ASKS = /^(?:where|filter|query|match|select|include|orderBy|key)$/;

/** The object that a call gives, and those in it that say what is to change: `update({ where: { id }, data: { stock: row.stock - 1 } })`. */
export function changesIn(object: ObjectExpression): ObjectExpression[] {
  const isChange = (p: Property): boolean => p.key.type === 'Identifier' && !ASKS.test(p.key.name);
  return [object, ...namedIn(object).flatMap((p) => (p.value.type === 'ObjectExpression' && isChange(p) ? [p.value] : []))];
}

export function namedIn(object: ObjectExpression): Property[] {
  return object.properties.filter((p): p is Property => p.type === 'Property' && !p.computed && !p.method);
}

/** Names of properties that calls give as a mark, with a value that is made of what has the same name, or, to a function that says that it changes something, with any. */
export function namesGiven(analysis: Analysis): Set<string> {
  const found = new Set<string>();
  for (const { node } of analysis.calls) {
    if (node.type !== 'CallExpression' || isOfGlobal(analysis, node)) continue;
    const isChange = CHANGES.test(lastName(node.callee));
    for (const argument of node.arguments) {
      const object = constantOf(analysis, argument);
      if (object.type !== 'ObjectExpression') continue;
      for (const p of changesIn(object).flatMap(namedIn)) {
        if (p.key.type !== 'Identifier') continue;
        const { name } = p.key;
        if (isChange || isFixed(p.value) || isMadeOf(analysis, p.value, name)) found.add(name);
      }
    }
  }
  return found;
}

/** What stands in the code: a text, a number, a member of an enumeration, true or false. */
function isFixed(node: AnyNode): boolean {
  return isMark(node) || (node.type === 'Literal' && typeof node.value === 'boolean');
}

/** Whether an argument is a mark, or an object that holds one. */
function isMarkGiven(argument: AnyNode | undefined): boolean {
  if (argument?.type !== 'ObjectExpression') return argument !== undefined && isMark(argument);
  return argument.properties.some((p) => p.type === 'Property' && isFixed(p.value));
}

/** What a function stores of one of its arguments, that is a mark in the call which has these. */
export function isMarkOf({ kind, fn, index }: Origin, callee: FunctionInfo, args: readonly AnyNode[]): boolean {
  return kind === 'param' && fn === callee && isMarkGiven(args[index]);
}

/** Whether a call of another file gives a mark: a text that is not what something else is stored under, or an object with a text or a yes or no. (Numbers are as often limits of time.) */
export function givesMark({ arguments: args }: CallExpression | NewExpression): boolean {
  const isWord = (node: AnyNode): boolean => isFixed(node) && !(node.type === 'Literal' && typeof node.value === 'number');
  return args.some((argument, at) =>
    argument.type === 'ObjectExpression'
      ? argument.properties.some((p) => p.type === 'Property' && isWord(p.value))
      : isWord(argument) && isMark(argument) && (at > 0 || args.length === 1),
  );
}

/** FLAG_MARK, FLAG_HANDED_ON: what the code says about a stored value. */
export function markFlags(analysis: Analysis, stored: AnyNode): number {
  return (isMark(stored) ? FLAG_MARK : 0) | (isHandedOn(analysis, stored) ? FLAG_HANDED_ON : 0);
}

/** Whether what is stored is as it was given: a parameter, a part of one other than its length, or what was there with such parts put over it. What was calculated or loaded with it is no mark. */
function isHandedOn(analysis: Analysis, stored: AnyNode): boolean {
  const value = constantOf(analysis, stored);
  if (value.type === 'ObjectExpression') {
    const isUpdate = value.properties.some((p) => p.type === 'SpreadElement');
    return isUpdate && value.properties.some((p) => isHandedOn(analysis, p.type === 'SpreadElement' ? p.argument : p.value));
  }
  if (value.type === 'MemberExpression' && memberName(value) === 'length') return false;
  const root = rootOf(value);
  return analysis.resolved.get(root)?.kind === 'param' || isNameOfGiven(analysis, root);
}

/** `console.log`, `fetch`, `Promise.all` */
function isOfGlobal(analysis: Analysis, node: CallExpression): boolean {
  const root = rootOf(unchain(node.callee));
  return root.type === 'Identifier' && !analysis.resolved.has(root);
}

/** The look at the entry in `Object.assign(rows.get(id), patch)`, of a patch that the function is given. */
export function filledEntry(analysis: Analysis, node: CallExpression): CallExpression | undefined {
  if (!isPut(node)) return undefined;
  const [target, ...sources] = node.arguments;
  if (!target || !sources.some((source) => isPartGiven(analysis, source))) return undefined;
  const entry = constantOf(analysis, target);
  return entry.type === 'CallExpression' && entry.callee.type === 'MemberExpression' && memberName(entry.callee) === 'get'
    ? entry
    : undefined;
}

/** (Part of) what the function is called with, also as a part of an object. */
function isPartGiven(analysis: Analysis, node: AnyNode): boolean {
  if (node.type === 'ObjectExpression') return node.properties.some((p) => p.type === 'SpreadElement' && isPartGiven(analysis, p.argument));
  return isGiven(analysis, rootOf(node));
}
