/** What the code says about what an assignment stores: an answer for this call, a count and its way, and where. */
import type { AnyNode } from 'acorn';
import type { Flow } from './flow';
import type { Location } from './locations';
import { FLAG_COUNTS_DOWN, FLAG_COUNTS_UP } from '../../wire/siteFlags';
import { rootOf } from '../facts/watch';

/** `await load(request)`, of a parameter of the function at hand; or a variable that has its only value from there. */
export function isForCall(flow: Flow, node: AnyNode): boolean {
  if (node.type === 'Identifier') {
    const variable = flow.analysis.resolved.get(node);
    const value = variable?.fn === flow.fn && variable.values.length === 1 ? variable.values[0] : undefined;
    return value?.type === 'AwaitExpression' && isForCall(flow, value);
  }
  if (node.type !== 'AwaitExpression' || node.argument.type !== 'CallExpression') return false;
  return node.argument.arguments.some((argument) => {
    const root = rootOf(argument);
    const variable = root.type === 'Identifier' ? flow.analysis.resolved.get(root) : undefined;
    return variable?.kind === 'param' && variable.fn === flow.fn;
  });
}

export function isPositive(node: AnyNode): boolean {
  return node.type === 'Literal' && typeof node.value === 'number' && node.value > 0;
}

/** `left--`, `done += 1`: which way a count goes. */
export function noteCount(flow: Flow, target: AnyNode, isUp: boolean): void {
  if (locationOfTarget(flow, target)) flow.accesses.get(target, flow.fn).writeFlags |= isUp ? FLAG_COUNTS_UP : FLAG_COUNTS_DOWN;
}

export function locationOfTarget(flow: Flow, target: AnyNode): Location | null {
  if (target.type === 'Identifier') {
    const variable = flow.analysis.resolved.get(target);
    return variable && !flow.isLocal(variable) ? flow.locations.ofVariable(variable) : null;
  }
  if (target.type === 'MemberExpression' && flow.isTrackedMember(target)) return flow.locations.find(target);
  return null;
}
