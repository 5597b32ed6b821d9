/**
 * `rows.forEach(async (row) => { found.push(await load(row)); }); return found;`: what an async function gives before the calls that it has made, and does not wait for, have put anything into it.
 */
import type { AnyNode, CallExpression, Statement } from 'acorn';
import { forEachChild, isFunction, memberName, rootOf, someChild, unchain, type FunctionNode } from '../scope/ast';
import type { Analysis, FunctionInfo, Variable } from '../scope/bindings';

const ADDS = /^(?:push|unshift|add|set|append)$/;

/** Of a call of `forEach`, or of `map`, in a statement of its own. */
export function isGivenEarly(analysis: Analysis, fn: FunctionInfo, node: CallExpression): boolean {
  const [callback] = node.arguments;
  const { node: home } = fn;
  if (!callback || !isFunction(callback) || !callback.async || !isFunction(home) || !home.async) return false;
  if (home.body.type !== 'BlockStatement') return false;
  const after = followersOf(home.body.body, node);
  const last = after.at(-1);
  if (last?.type !== 'ReturnStatement' || !last.argument || after.some((statement) => hasAwait(statement))) return false;
  const filled = filledLate(analysis, fn, callback);
  const isFilled = (child: AnyNode): boolean => {
    if (isFunction(child)) return false;
    const variable = child.type === 'Identifier' ? analysis.resolved.get(child) : undefined;
    return (variable !== undefined && filled.has(variable)) || someChild(child, isFilled);
  };
  return isFilled(last.argument);
}

/** The statements after the one that the call is, up to the first that returns. */
function followersOf(body: readonly AnyNode[], node: CallExpression): readonly Statement[] {
  const at = body.findIndex((statement) => statement.type === 'ExpressionStatement' && unchain(statement.expression) === node);
  if (at < 0) return [];
  const rest = body.slice(at + 1) as Statement[];
  const end = rest.findIndex((statement) => statement.type === 'ReturnStatement');
  return rest.slice(0, end + 1);
}

/** Variables of the function around, empty at first, that the callback changes only when it has waited. */
function filledLate(analysis: Analysis, fn: FunctionInfo, callback: FunctionNode): ReadonlySet<Variable> {
  const late = new Set<Variable>();
  const early = new Set<Variable>();
  let isBehindWait = false;
  const note = (target: AnyNode, hasWaited: boolean): void => {
    const root = rootOf(target);
    const variable = root.type === 'Identifier' ? analysis.resolved.get(root) : undefined;
    if (variable?.fn === fn && isEmpty(variable.values[0])) (hasWaited ? late : early).add(variable);
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
  for (const variable of early) late.delete(variable);
  return late;
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
