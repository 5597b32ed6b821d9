/** Handlers that say by the exit status of the program that something failed: what they look after is what the program is there for. */
import type { AnyNode, CallExpression } from 'acorn';
import { lastName, memberName, someChild, unchain } from '../scope/ast';
import type { Analysis } from '../scope/bindings';
import { functionOf } from './remaining';

/** `main().catch((err) => { process.exitCode = 1; })`, `build().then(show, fail)` where `fail` calls `process.exit`. */
export function exitsOnFailure(analysis: Analysis, call: CallExpression): boolean {
  const name = lastName(call.callee);
  const handler = name === 'then' ? call.arguments[1] : name === 'catch' ? call.arguments[0] : undefined;
  const fn = handler && functionOf(analysis, handler);
  return fn !== undefined && setsStatus(fn.body);
}

function setsStatus(node: AnyNode): boolean {
  if (node.type === 'AssignmentExpression' && isOfProcess(node.left, 'exitCode')) return true;
  if (node.type === 'CallExpression' && isOfProcess(node.callee, 'exit')) return true;
  return someChild(node, setsStatus);
}

function isOfProcess(node: AnyNode, name: string): boolean {
  const at = unchain(node);
  return at.type === 'MemberExpression' && memberName(at) === name && at.object.type === 'Identifier' && at.object.name === 'process';
}
