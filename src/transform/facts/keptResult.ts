/** Calls whose answer the function around does nothing with but call it: `const release = await mutex.acquire()`. When the function has ended, nobody has it. */
import type { AnyNode } from 'acorn';
import { FLAG_KEPT } from '../../wire/siteFlags';
import { unchain } from '../scope/ast';
import { onlyValue, REF_CALLEE, REF_READ, type Analysis, type FunctionInfo, type Variable } from '../scope/bindings';

/** By the call that is awaited: what its answer is put into. */
const ANSWERS = new WeakMap<Analysis, ReadonlyMap<AnyNode, Variable>>();

/** FLAG_KEPT or nothing, of a call in `fn`. */
export function keptFlag(analysis: Analysis, fn: FunctionInfo, node: AnyNode): number {
  if (node.type !== 'CallExpression' || analysis.dynamic || !fn.async) return 0;
  let answers = ANSWERS.get(analysis);
  if (!answers) ANSWERS.set(analysis, (answers = answersOf(analysis)));
  const variable = answers.get(node);
  if (variable?.fn !== fn) return 0;
  const uses = variable.refs.filter((ref) => (ref.role & REF_READ) !== 0);
  return uses.length > 0 && uses.every((ref) => ref.fn === fn && (ref.role & REF_CALLEE) !== 0) ? FLAG_KEPT : 0;
}

function answersOf(analysis: Analysis): Map<AnyNode, Variable> {
  const answers = new Map<AnyNode, Variable>();
  for (const variable of analysis.variables) {
    const value = onlyValue(variable);
    if (value?.type === 'AwaitExpression') answers.set(unchain(value.argument), variable);
  }
  return answers;
}
