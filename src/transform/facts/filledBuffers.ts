/**
 * Calls that fill a buffer which outlives them, from its start: `await file.read(this.head, 0, 12, at)`, `chunk.copy(scratch)`. Whoever calls next fills the same one. Where only a part of it is filled
 * (`file.read(slab, slot * SIZE)`), each call may have a part of its own.
 */
import type { AnyNode, CallExpression, Identifier, MemberExpression } from 'acorn';
import { memberName } from '../scope/ast';
import { homeOf, type Analysis, type FunctionInfo } from '../scope/bindings';
import { isBuffer } from '../scope/builtIn';
import { keyName } from '../scope/initial';

/** A file is read, or it is filled at once. */
const FILLS = /^(?:read|readSync|copy|randomFillSync|encodeInto)$/;

/** The field, or the variable of a function around or of the module, that a call fills; that it does read a file, the run tells. */
export function filledBuffer(analysis: Analysis, node: AnyNode, fn: FunctionInfo): MemberExpression | Identifier | undefined {
  const method = node.type === 'CallExpression' && node.callee.type === 'MemberExpression' ? memberName(node.callee) : undefined;
  if (node.type !== 'CallExpression' || !FILLS.test(method ?? '')) return undefined;
  const at = node.arguments.findIndex((argument) => isBuffer(analysis, argument));
  const target = node.arguments[at];
  if (!target || !fillsFromStart(node, at + 1)) return undefined;
  if (target.type === 'MemberExpression') return target.object.type === 'ThisExpression' && !target.computed ? target : undefined;
  const variable = target.type === 'Identifier' ? analysis.resolved.get(target) : undefined;
  return target.type === 'Identifier' && variable && !variable.unsafe && homeOf(variable.fn) !== homeOf(fn) ? target : undefined;
}

export function filledBuffers(analysis: Analysis): AnyNode[] {
  return analysis.calls.flatMap(({ node, fn }) => filledBuffer(analysis, node, fn) ?? []);
}

function fillsFromStart(node: CallExpression, at: number): boolean {
  const offset = node.arguments[at];
  if (offset === undefined) return true;
  if (offset.type !== 'ObjectExpression') return offset.type === 'Literal' && offset.value === 0;
  return offset.properties.every((p) => p.type === 'Property' && !p.computed && keyName(p.key) !== 'offset');
}
