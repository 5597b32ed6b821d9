/** What constants were made of. */
import type { AnyNode, MemberExpression } from 'acorn';
import { forEachChild, isFunction, memberName, rootOf, someChild, unchain } from './ast';
import { onlyValue, type Analysis } from './bindings';

/** Constants are followed this far. */
const MAX_CONSTANTS = 3;

/** What a constant was made of. */
export function constantOf(analysis: Analysis, node: AnyNode): AnyNode {
  const variable = node.type === 'Identifier' ? analysis.resolved.get(node) : undefined;
  return unchain((variable?.kind === 'const' && onlyValue(variable)) || node);
}

/** `INDEX` of `this[INDEX]`, a constant of the module that holds a name or a symbol: one key for the whole file. */
function fixedKey(analysis: Analysis, key: AnyNode): { readonly name: string; readonly isText: boolean } | undefined {
  const variable = key.type === 'Identifier' ? analysis.resolved.get(key) : undefined;
  if (!variable || variable.scope !== analysis.topScope) return undefined;
  const symbol = { name: `[${variable.name}]`, isText: false };
  if (variable.kind === 'import') return symbol;
  if (variable.kind !== 'const') return undefined;
  const value = onlyValue(variable);
  if (value === undefined || value.type === 'MemberExpression') return symbol;
  if (value.type === 'Literal') return typeof value.value === 'string' ? { name: value.value, isText: true } : undefined;
  const callee = value.type === 'CallExpression' ? rootOf(value.callee) : undefined;
  return callee?.type === 'Identifier' && callee.name === 'Symbol' && !analysis.resolved.has(callee) ? symbol : undefined;
}

/** The name of a property, also of one whose name or symbol a constant of the module holds: that is `[INDEX]` then. */
export function propertyName(analysis: Analysis, node: MemberExpression): string | undefined {
  return memberName(node) ?? (node.computed ? fixedKey(analysis, node.property)?.name : undefined);
}

/** The same of a computed key alone, `[INDEX]: 0`. */
export function nameOfKey(analysis: Analysis, key: AnyNode): string | undefined {
  return fixedKey(analysis, key)?.name;
}

/** The text that a constant of the module holds, as a key. */
export function textOfKey(analysis: Analysis, key: AnyNode): string | undefined {
  const fixed = fixedKey(analysis, key);
  return fixed?.isText ? fixed.name : undefined;
}

const NAMES = new WeakMap<AnyNode, ReadonlySet<string>>();

/** `likes` of `post.likes + 1`, of `likes + 1`, and of a constant that was made of that. */
export function namesIn(analysis: Analysis, node: AnyNode): ReadonlySet<string> {
  let names = NAMES.get(node);
  if (!names) {
    const found = new Set<string>();
    addNames(analysis, node, found, 0);
    NAMES.set(node, (names = found));
  }
  return names;
}

function addNames(analysis: Analysis, node: AnyNode, found: Set<string>, depth: number): void {
  if (isFunction(node) || node.type === 'AwaitExpression' || node.type === 'NewExpression') return;
  const member = node.type === 'MemberExpression' ? memberName(node) : undefined;
  if (member !== undefined) found.add(member);
  const variable = node.type === 'Identifier' ? analysis.resolved.get(node) : undefined;
  if (node.type === 'Identifier' && variable) {
    found.add(node.name);
    const value = depth < MAX_CONSTANTS ? onlyValue(variable) : undefined;
    if (value) addNames(analysis, value, found, depth + 1);
  } else forEachChild(node, (child) => addNames(analysis, child, found, depth));
}

/**
 * Whether what is given as a property of that name is made of what was found there: by the name (`likes: post.likes + 1`), or, where no other property is named, as a sum of what a function
 * gave (`const n = await likesOf(id); … likes: n + 1`).
 */
export function isMadeOf(analysis: Analysis, node: AnyNode, name: string): boolean {
  return namesIn(analysis, node).has(name) || isSumOfGiven(analysis, node);
}

function isSumOfGiven(analysis: Analysis, node: AnyNode): boolean {
  const sum = constantOf(analysis, node);
  if (sum.type !== 'BinaryExpression' || (sum.operator !== '+' && sum.operator !== '-')) return false;
  return !namesIn(analysis, sum).has('now') && !asksOrNames(sum) && [sum.left, sum.right].some((part) => isGivenByCall(analysis, part));
}

function asksOrNames(node: AnyNode): boolean {
  return node.type === 'CallExpression' || node.type === 'MemberExpression' || someChild(node, asksOrNames);
}

/** A local that a call gave, or a part of what it gave. */
function isGivenByCall(analysis: Analysis, node: AnyNode): boolean {
  const variable = node.type === 'Identifier' ? analysis.resolved.get(node) : undefined;
  if (variable === undefined || variable.values.length !== 1) return false;
  const value = onlyValue(variable);
  if (value === undefined) return variable.kind === 'const';
  const from = unchain(value.type === 'AwaitExpression' ? value.argument : value);
  return from.type === 'CallExpression';
}

/** Under which names what is in an expression was taken from objects, as `isTakenAs` asks for one. What is only named there is not made into anything. */
export function namesTaken(analysis: Analysis, node: AnyNode, isMade = false): string[] {
  if (isFunction(node)) return [];
  if (node.type === 'Identifier' || node.type === 'MemberExpression') {
    const names = isMade ? namesIn(analysis, node) : [];
    return [...names].filter((name) => isTakenAs(analysis, node, name));
  }
  const found: string[] = [];
  forEachChild(node, (child) => void found.push(...namesTaken(analysis, child, true)));
  return found;
}

/** Something in an expression was taken from an object under a name: `cart` of `const { cart } = getState()`, `before` of `const before = account.cents`, `account.cents` itself; not of a parameter. */
export function isTakenAs(analysis: Analysis, node: AnyNode, name: string): boolean {
  if (isFunction(node)) return false;
  if (node.type === 'MemberExpression') {
    const root = rootOf(node);
    const isGiven = root.type === 'Identifier' && analysis.resolved.get(root)?.kind === 'param';
    return memberName(node) === name ? !isGiven : isTakenAs(analysis, node.object, name);
  }
  if (node.type !== 'Identifier') return someChild(node, (child) => isTakenAs(analysis, child, name));
  const variable = analysis.resolved.get(node);
  if (variable === undefined || variable.kind === 'param' || variable.values.length !== 1) return false;
  const value = onlyValue(variable);
  return value === undefined
    ? variable.name === name && variable.kind !== 'import'
    : value.type === 'MemberExpression' && isTakenAs(analysis, value, name);
}
