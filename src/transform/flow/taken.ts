/** Lists that a function takes as a whole, to leave an empty one to whoever comes later: `const batch = this.rows; this.rows = [];`. */
import type { AnyNode, MemberExpression } from 'acorn';
import { MORE_LEAVES_EMPTY } from '../../wire/siteFlags';
import { isFunction, unchain } from '../scope/ast';
import { onlyValue, type Variable } from '../scope/bindings';
import { containerName } from '../scope/collections';
import type { Flow } from './flow';
import { noteMore } from './stored';

const known = new WeakMap<Variable, number>();

/** Where whoever gave a list another name puts another one in its place, in any case: what is done by that name behind it is done to the one that was taken. Infinity where nobody does. */
export function replacedAt({ locations }: Flow, variable: Variable, path: MemberExpression): number {
  let at = known.get(variable);
  if (at === undefined) {
    const place = locations.find(path);
    const isReplaced = (node: AnyNode): boolean =>
      node.type === 'ExpressionStatement' &&
      node.start > variable.start &&
      node.expression.type === 'AssignmentExpression' &&
      node.expression.operator === '=' &&
      locations.find(node.expression.left) === place;
    known.set(variable, (at = place === null ? Infinity : (statementsIn(variable.scope.node).find(isReplaced)?.start ?? Infinity)));
  }
  return at;
}

/** Of a block, or the body of a function. */
function statementsIn(node: AnyNode): readonly AnyNode[] {
  if (node.type === 'BlockStatement' || node.type === 'Program') return node.body;
  return isFunction(node) && node.body.type === 'BlockStatement' ? node.body.body : [];
}

/** An empty collection is stored: has the function taken what was there? */
export function noteTaken(flow: Flow, left: AnyNode): void {
  const name = containerName(left);
  if (name === '') return;
  const isTaken = (variable: Variable): boolean => {
    const value = variable.fn === flow.fn ? onlyValue(variable) : undefined;
    return value?.type === left.type && containerName(value) === name;
  };
  const taken = flow.analysis.variables.filter(isTaken);
  if (taken.length === 0) return;
  if (flow.state.tick === flow.frame.entryTick) flow.drained.add(left);
  if (!taken.some((variable) => isPutBack(flow, variable))) noteMore(flow, left, MORE_LEAVES_EMPTY);
}

/** `this.rows = batch` */
function isPutBack({ analysis }: Flow, taken: Variable): boolean {
  const isIt = (value: AnyNode | undefined): boolean => value !== undefined && analysis.resolved.get(unchain(value)) === taken;
  return analysis.memberWrites.some(({ value }) => isIt(value)) || analysis.variables.some(({ values }) => values.some(isIt));
}
