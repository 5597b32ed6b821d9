/** Functions of the file that only look something up: `const accountOf = (id) => accounts.get(id)`. */
import type { AnyNode, CallExpression } from 'acorn';
import { isFunction, memberName, someChild, unchain, type FunctionNode } from './ast';
import type { Analysis, FunctionInfo } from './bindings';

export interface Helper {
  readonly info: FunctionInfo;
  readonly node: FunctionNode;
  /** What it is called on; null for a function without one. */
  readonly object: AnyNode | null;
  readonly returned: AnyNode;
}

/** The function that a call reaches, when all that it gives back is one expression, or a constant with the value of one. */
export function helperOf(analysis: Analysis, call: CallExpression): Helper | undefined {
  const callee = unchain(call.callee);
  const object = callee.type === 'MemberExpression' && callee.object.type !== 'Super' ? unchain(callee.object) : null;
  const info = object ? methodOf(analysis, object, callee) : functionOf(analysis, callee);
  const node = info?.node;
  if (!info || !node || !isFunction(node) || info.async || info.generator) return undefined;
  const returned = returnedBy(analysis, node);
  return returned && { info, node, object, returned };
}

function functionOf(analysis: Analysis, callee: AnyNode): FunctionInfo | undefined {
  const variable = analysis.resolved.get(callee);
  const value = variable?.values.length === 1 ? variable.values[0] : undefined;
  return value && analysis.infos.get(value);
}

function methodOf(analysis: Analysis, object: AnyNode, callee: AnyNode): FunctionInfo | undefined {
  const name = callee.type === 'MemberExpression' ? memberName(callee) : undefined;
  if (name === undefined) return undefined;
  const own = object.type === 'ThisExpression' ? analysis.selves.get(object)?.cls?.methods.get(name) : undefined;
  return own ?? analysis.methods.get(name) ?? undefined;
}

function returnedBy(analysis: Analysis, { body }: FunctionNode): AnyNode | undefined {
  if (body.type !== 'BlockStatement') return body;
  const last = body.body.at(-1);
  const value = last?.type === 'ReturnStatement' ? last.argument : undefined;
  if (!value || body.body.slice(0, -1).some(returns)) return undefined;
  const variable = value.type === 'Identifier' ? analysis.resolved.get(value) : undefined;
  return variable?.kind === 'const' && variable.values.length === 1 ? variable.values[0] : value;
}

function returns(node: AnyNode): boolean {
  return node.type === 'ReturnStatement' || (!isFunction(node) && someChild(node, returns));
}
