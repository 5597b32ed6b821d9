/**
 * Functions that only give what is at a place (`getDb() { return db; }`, `const pool = () => state.pool`), and calls whose result is used as an object at once (`getDb().find(id)`) or wherever the
 * constant that has it stands: who calls such a function everywhere like that needs the value.
 */
import type { AnyNode } from 'acorn';
import { isFunction, memberName } from '../scope/ast';
import { collectionEffect } from '../scope/collections';
import { isNothing } from '../scope/initial';
import type { Analysis, Variable } from '../scope/bindings';

/** What such functions read, and those that only say whether it is there. */
export function findGiven({ functions }: Analysis): AnyNode[] {
  return functions.flatMap(({ node, name, usage, async, generator }) => {
    if (!isFunction(node) || name === '' || async || generator) return [];
    let value: AnyNode | null | undefined = node.body;
    if (value.type === 'BlockStatement') {
      const [only, ...others]: AnyNode[] = value.body;
      value = only?.type === 'ReturnStatement' && others.length === 0 ? only.argument : undefined;
    }
    const read = value && (askedIn(value) ?? (usage === 'escapes' ? partAsked(value) : undefined) ?? value);
    return read?.type === 'Identifier' || read?.type === 'MemberExpression' || (read && isEntry(read)) ? [read] : [];
  });
}

/** `services.get(name)` */
function isEntry(value: AnyNode): boolean {
  if (value.type !== 'CallExpression' || value.optional || value.callee.type !== 'MemberExpression') return false;
  return memberName(value.callee) === 'get' && value.arguments.length === 1 && value.arguments[0]?.type === 'Identifier';
}

/** What is asked whether it is there: `db !== null`, `!!db`, `Boolean(db)`. */
function askedIn(value: AnyNode): AnyNode | undefined {
  if (value.type === 'BinaryExpression' && /^[!=]==?$/.test(value.operator) && isNothing(value.right)) return value.left;
  if (value.type === 'UnaryExpression' && value.operator === '!') return askedIn(value.argument) ?? value.argument;
  const isBoolean = value.type === 'CallExpression' && value.callee.type === 'Identifier' && value.callee.name === 'Boolean';
  const given = isBoolean ? value.arguments[0] : undefined;
  return given && (askedIn(given) ?? partAsked(given) ?? given);
}

/** What a callback asks for a part of it, where it is there: `() => db && db.open`, `() => db?.size > 0`. (A function of the program's own that does so may only show it.) */
function partAsked(value: AnyNode): AnyNode | undefined {
  if (value.type === 'BinaryExpression' && /^(?:[!=]==?|[<>]=?)$/.test(value.operator)) return optionalIn(value.left);
  if (value.type === 'LogicalExpression' && value.operator === '&&') return askedIn(value.left) ?? value.left;
  return optionalIn(value);
}

/** `db` of `db?.pool?.size`. */
function optionalIn(value: AnyNode): AnyNode | undefined {
  let found: AnyNode | undefined;
  let at: AnyNode | undefined = value.type === 'ChainExpression' ? value.expression : undefined;
  while (at?.type === 'MemberExpression' || at?.type === 'CallExpression') {
    const base: AnyNode = at.type === 'MemberExpression' ? at.object : at.callee;
    if (at.optional) found = base;
    at = base;
  }
  return found;
}

function isName(node: AnyNode): boolean {
  return node.type === 'Literal' && typeof node.value === 'string';
}

/** What is taken out of a result must be in it: `getDb().rows`, `const { rows } = getDb()`. */
const TAKES = /^\s*[.[]/;
const TAKEN = /\}\s*=\s*$/;
/** So many characters before a call are looked at. */
const BEFORE = 16;

/** Calls whose result must be an object; true: without arguments or by a name (`service('mailer').send(text)`), not by something else (`connectionOf(id).query(text)`). `isOnlyUsed`: so must what the constant has. */
export function findUsedResults(
  analysis: Analysis,
  source: string,
  isOnlyUsed: (variable: Variable) => boolean,
): ReadonlyMap<AnyNode, boolean> {
  const found = new Map<AnyNode, boolean>();
  const add = (node: AnyNode | null | undefined): void => {
    if (node?.type !== 'CallExpression' || node.optional || node.arguments.some(isFunction)) return;
    // `list.values().next()`: what a collection is asked for, it has.
    const isOfCollection = node.callee.type === 'MemberExpression' && collectionEffect(memberName(node.callee) ?? '');
    if (!isOfCollection) found.set(node, node.arguments.every(isName));
  };
  for (const { node } of analysis.calls) {
    const { start, end } = node;
    if (TAKES.test(source.slice(end, end + BEFORE)) || TAKEN.test(source.slice(Math.max(0, start - BEFORE), start))) add(node);
  }
  for (const variable of analysis.variables) if (variable.kind === 'const' && isOnlyUsed(variable)) add(variable.values[0]);
  return found;
}
