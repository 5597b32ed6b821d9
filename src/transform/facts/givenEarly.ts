/**
 * `rows.forEach(async (row) => { found.push(await load(row)); }); return found;`: what an async function gives before the calls that it has made, and does not wait for, have put anything into it.
 */
import type { AnyNode, CallExpression, Statement } from 'acorn';
import { FLAG_GIVEN_EARLY, FLAG_GIVEN_IN_PART } from '../../wire/siteFlags';
import { forEachChild, isFunction, memberName, rootOf, someChild, unchain, type FunctionNode } from '../scope/ast';
import type { Analysis, FunctionInfo, Variable } from '../scope/bindings';

export const ADDS = /^(?:push|unshift|add|set|append)$/;

/** Of a call of `forEach`, or of `map`, in a statement of its own. */
export function givenEarlyFlag(analysis: Analysis, fn: FunctionInfo, node: CallExpression): number {
  const [callback] = node.arguments;
  const { node: home } = fn;
  if (!callback || !isFunction(callback) || !callback.async || !isFunction(home) || !home.async) return 0;
  if (home.body.type !== 'BlockStatement') return 0;
  const after = followersOf(home.body.body, node);
  const last = after.at(-1);
  if (last?.type !== 'ReturnStatement' || !last.argument || after.some((statement) => hasAwait(statement))) return 0;
  const filled = filledLate(analysis, fn, callback);
  let flag = 0;
  const look = (child: AnyNode): void => {
    if (isFunction(child)) return;
    const variable = child.type === 'Identifier' ? analysis.resolved.get(child) : undefined;
    if (variable) flag |= filled.get(variable) ?? 0;
    forEachChild(child, look);
  };
  look(last.argument);
  return (flag & FLAG_GIVEN_EARLY) === 0 ? flag : FLAG_GIVEN_EARLY;
}

/** The statements after the one that the call is, up to the first that returns. */
function followersOf(body: readonly AnyNode[], node: CallExpression): readonly Statement[] {
  const at = body.findIndex((statement) => statement.type === 'ExpressionStatement' && unchain(statement.expression) === node);
  if (at < 0) return [];
  const rest = body.slice(at + 1) as Statement[];
  const end = rest.findIndex((statement) => statement.type === 'ReturnStatement');
  return rest.slice(0, end + 1);
}

/** Variables of the function around, empty at first, that the callback changes only when it has waited; and those of which that is true of a part (`{ saved: 0, skipped: 0 }`). */
function filledLate(analysis: Analysis, fn: FunctionInfo, callback: FunctionNode): ReadonlyMap<Variable, number> {
  /** Variable → its parts ('': all of it) → whether they are changed before it has waited. */
  const changed = new Map<Variable, Map<string, boolean>>();
  let isBehindWait = false;
  const note = (target: AnyNode, hasWaited: boolean): void => {
    const root = rootOf(target);
    const variable = root.type === 'Identifier' ? analysis.resolved.get(root) : undefined;
    if (variable?.fn !== fn) return;
    const part = target.type === 'MemberExpression' && unchain(target.object) === root ? (memberName(target) ?? '') : '';
    const parts = changed.get(variable) ?? new Map<string, boolean>();
    parts.set(part, (parts.get(part) ?? false) || !hasWaited);
    changed.set(variable, parts);
  };
  const look = (child: AnyNode): void => {
    if (child.type === 'CallExpression') {
      const callee = unchain(child.callee);
      // What is put in has been waited for, too.
      const isAddition = callee.type === 'MemberExpression' && ADDS.test(memberName(callee) ?? '');
      if (isAddition && callee.type === 'MemberExpression') note(callee.object, isBehindWait || child.arguments.some(hasAwait));
    } else if (child.type === 'AssignmentExpression') note(child.left, isBehindWait || hasAwait(child.right));
    else if (child.type === 'UpdateExpression') note(child.argument, isBehindWait);
    if (!isFunction(child)) forEachChild(child, look);
    if (child.type === 'AwaitExpression') isBehindWait = true;
  };
  look(callback.body);
  const late = new Map<Variable, number>();
  for (const [variable, parts] of changed) {
    const [value] = variable.values;
    const isEarly = [...parts.values()].some(Boolean);
    // `{ saved: 0, failed: 0 }` says as little as `[]`.
    const isUntold = isEmpty(value) || (value !== undefined && [...parts.keys()].every((part) => isEmpty(partOf(value, part))));
    if (!isEarly && isUntold) late.set(variable, FLAG_GIVEN_EARLY);
    else if (isEarly && value && parts.get('') !== true && [...parts].some(([part, early]) => !early && isEmpty(partOf(value, part)))) {
      late.set(variable, FLAG_GIVEN_IN_PART);
    }
  }
  return late;
}

function partOf(value: AnyNode, part: string): AnyNode | undefined {
  if (value.type !== 'ObjectExpression') return undefined;
  const property = value.properties.find((p) => p.type === 'Property' && p.key.type === 'Identifier' && p.key.name === part);
  return property?.type === 'Property' ? property.value : undefined;
}

function hasAwait(node: AnyNode): boolean {
  return node.type === 'AwaitExpression' || (!isFunction(node) && someChild(node, hasAwait));
}

function isEmpty(value: AnyNode | undefined): boolean {
  if (value?.type === 'ArrayExpression') return value.elements.length === 0;
  if (value?.type === 'ObjectExpression') return value.properties.length === 0;
  if (value?.type === 'NewExpression') return value.arguments.length === 0;
  return value?.type === 'Literal' && (value.value === 0 || value.value === '' || value.value === false || value.value === null);
}
