/**
 * Copies that are changed and then put back as a whole: `const next = { ...state, n: state.n + 1 }` or `const next = structuredClone(state); next.n += 1`, and later
 * `Object.assign(state, next)`. What is changed in between is known by name: those properties of the original are read where it is copied, and written where the copy is put back. And copies
 * that a function gives to its caller (`return { ...row }`): of what the caller does with them nothing is known here, so all properties are read.
 */
import type { AnyNode, CallExpression, Identifier } from 'acorn';
import { ALL_NAMES } from '../../wire/siteFlags';
import { isFunction, memberName, unchain } from '../scope/ast';
import type { Analysis, FunctionInfo, Variable } from '../scope/bindings';
import { ownNodes } from '../scope/tree';

export interface Draft {
  /** Properties that the copy gives a value of its own, by name; with that value where it stands in the literal. */
  readonly names: ReadonlyMap<string, AnyNode | null>;
  /** What it is a copy of. */
  readonly originals: readonly AnyNode[];
}

/** A property that is read with all others, or written with them: it has no node of its own. */
export interface Part {
  readonly node: Identifier;
  readonly name: string;
}

const COPIES = /^(?:structuredClone|JSON\.(?:parse|stringify)|Object\.assign)$/;
const MAX_PARTS = 16;

/** What a variable that is given to `Object.assign` holds, if it is made in this file. */
export function draftOf(analysis: Analysis, node: AnyNode): Draft | undefined {
  const variable = node.type === 'Identifier' ? analysis.resolved.get(node) : undefined;
  const value = variable?.values.length === 1 ? variable.values[0] : undefined;
  if (!variable || !value) return undefined;
  const names = new Map<string, AnyNode | null>();
  const originals: AnyNode[] = [];
  if (value.type === 'ObjectExpression') {
    for (const p of value.properties) {
      if (p.type === 'SpreadElement') originals.push(p.argument);
      else if (!p.computed && !p.method && p.kind === 'init' && p.key.type === 'Identifier') names.set(p.key.name, p.value);
    }
  } else {
    const original = copiedBy(analysis, value);
    if (!original) return undefined;
    originals.push(original);
  }
  for (const name of changesOf(analysis).get(variable) ?? []) if (!names.has(name)) names.set(name, null);
  return names.size > 0 && names.size <= MAX_PARTS ? { names, originals } : undefined;
}

/** `structuredClone(state)`, `JSON.parse(JSON.stringify(state))`, `Object.assign({}, state)`: the state. */
export function copiedBy(analysis: Analysis, node: AnyNode): AnyNode | undefined {
  if (node.type !== 'CallExpression') return undefined;
  const callee = unchain(node.callee);
  const object = callee.type === 'MemberExpression' && callee.object.type === 'Identifier' ? callee.object : callee;
  if (object.type !== 'Identifier' || analysis.resolved.has(object)) return undefined;
  const name = callee === object ? object.name : `${object.name}.${callee.type === 'MemberExpression' ? (memberName(callee) ?? '') : ''}`;
  if (!COPIES.test(name)) return undefined;
  const [first, second] = node.arguments;
  if (name === 'JSON.parse') return first && copiedBy(analysis, first);
  if (name !== 'Object.assign') return first?.type === 'SpreadElement' ? undefined : first;
  return first?.type === 'ObjectExpression' && second?.type !== 'SpreadElement' ? second : undefined;
}

const knownChanges = new WeakMap<Analysis, Map<Variable, Set<string>>>();

/** Names of the properties that are assigned to a variable's object. */
function changesOf(analysis: Analysis): Map<Variable, Set<string>> {
  let changes = knownChanges.get(analysis);
  if (!changes) {
    knownChanges.set(analysis, (changes = new Map()));
    for (const { node } of analysis.memberWrites) {
      const name = memberName(node);
      const variable = node.object.type === 'Identifier' ? analysis.resolved.get(node.object) : undefined;
      if (!variable || name === undefined) continue;
      const names = changes.get(variable);
      if (names) names.add(name);
      else changes.set(variable, new Set([name]));
    }
  }
  return changes;
}

const knownOriginals = new WeakMap<Analysis, ReadonlyMap<AnyNode, readonly Part[]>>();

/** What is copied to be put back later → the properties that are changed in the copy; of what is copied for a caller all of them (ALL_NAMES). */
export function partsOfOriginals(analysis: Analysis): ReadonlyMap<AnyNode, readonly Part[]> {
  let found = knownOriginals.get(analysis);
  if (!found) {
    const parts = new Map<AnyNode, readonly Part[]>();
    for (const { node } of analysis.calls) {
      for (const draft of node.type === 'CallExpression' && isPut(node) ? node.arguments.slice(1).map((a) => draftOf(analysis, a)) : []) {
        const names = [...(draft?.names ?? [])].flatMap(([name, value]) => (value ? [] : [name]));
        if (names.length > 0) for (const original of draft?.originals ?? []) parts.set(original, partsAt(original, names));
      }
    }
    for (const original of new Set([...returnedCopies(analysis), ...heldCopies(analysis)])) {
      parts.set(original, [...(parts.get(original) ?? []), ...partsAt(original, [ALL_NAMES])]);
    }
    knownOriginals.set(analysis, (found = parts));
  }
  return found;
}

/** `Object.assign(target, …)`. */
export function isPut(node: CallExpression): boolean {
  const { callee } = node;
  if (callee.type !== 'MemberExpression' || callee.computed || node.optional) return false;
  const { object, property } = callee;
  return object.type === 'Identifier' && object.name === 'Object' && property.type === 'Identifier' && property.name === 'assign';
}

export function partsAt({ start, end }: AnyNode, names: Iterable<string>): Part[] {
  return [...names].map((name) => ({ name, node: { type: 'Identifier', start, end, name } }));
}

/** What functions copy for their callers: `return { ...row }`, `return structuredClone(rows.get(id))`. A callback that copies each element of a list (`rows.map((row) => ({ ...row }))`) reads too many to be told. */
function returnedCopies(analysis: Analysis): AnyNode[] {
  const found: AnyNode[] = [];
  for (const fn of analysis.functions) {
    if (fn.usage === 'inline' || !isFunction(fn.node)) continue;
    for (const node of returnedBy(analysis, fn)) found.push(...keptBy(analysis, node));
  }
  return found;
}

/** `const before = { ...account };` … `account.balance = before.balance - amount;` */
function heldCopies(analysis: Analysis): AnyNode[] {
  const isLocal = ({ fn, kind }: Variable): boolean => fn.parent !== null && /^(?:const|let|var)$/.test(kind);
  return analysis.variables.flatMap((variable) => {
    const [value, ...others] = isLocal(variable) ? variable.values : [];
    return value && others.length === 0 ? keptBy(analysis, value) : [];
  });
}

/** What a copy is made of, where that is kept elsewhere. */
function keptBy(analysis: Analysis, given: AnyNode): AnyNode[] {
  const isFrozen = given.type === 'CallExpression' && given.callee.type === 'MemberExpression' && memberName(given.callee) === 'freeze';
  const node = (isFrozen && given.arguments[0]) || given;
  const first = node.type === 'ObjectExpression' ? node.properties[0] : undefined;
  const original = first?.type === 'SpreadElement' ? first.argument : copiedBy(analysis, node);
  return original && isKept(analysis, original) ? [original] : [];
}

/** A name, a path or a look-up of what the function has not just been given. */
function isKept(analysis: Analysis, node: AnyNode): boolean {
  const at = unchain(node);
  if (at.type === 'CallExpression') {
    return (
      at.callee.type === 'MemberExpression' &&
      /^(?:get|find|findLast|at)$/.test(memberName(at.callee) ?? '') &&
      isKept(analysis, at.callee.object)
    );
  }
  if (at.type === 'MemberExpression') return isKept(analysis, at.object);
  const variable = analysis.resolved.get(at);
  return at.type === 'ThisExpression' || (variable !== undefined && variable.kind !== 'param');
}

/** The expressions that a function may give. */
function returnedBy(analysis: Analysis, fn: FunctionInfo): AnyNode[] {
  const found: AnyNode[] = [];
  const add = (node: AnyNode): void => {
    const at = unchain(node);
    if (at.type === 'ConditionalExpression') [at.consequent, at.alternate].forEach(add);
    else if (at.type === 'LogicalExpression') [at.left, at.right].forEach(add);
    else found.push(at);
  };
  if (fn.node.type === 'ArrowFunctionExpression' && fn.node.body.type !== 'BlockStatement') add(fn.node.body);
  else for (const { argument } of ownNodes(analysis, 'ReturnStatement', fn)) if (argument) add(argument);
  return found;
}
