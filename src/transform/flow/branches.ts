/** What comes out of branches of which some wait and some do not. See flow.ts. */
import type { AnyNode } from 'acorn';
import { exits } from '../scope/ast';
import type { Analysis, Variable } from '../scope/bindings';
import { aroundOf } from '../scope/tree';
import type { Flow } from './flow';
import { cloneState, joinStates, type Guard, type State } from './state';
import { control, crossed, NOTHING, originOf, union, type Value } from './values';

/** A value that a test selects from branches: the branches' own, plus the control dependence on the test. */
export function chosen(flow: Flow, guard: Guard, branches: readonly (() => Value)[], test: Value): Value {
  const depth = flow.state.guards.length;
  const before = cloneState(flow.state);
  let value = NOTHING;
  let [atOnce, decided] = [NOTHING, test];
  let joined = null;
  for (const branch of branches) {
    flow.state = cloneState(before);
    flow.state.guards.push(guard);
    const given = branch();
    value = union(value, given);
    if (flow.state.tick === before.tick) atOnce = union(atOnce, given);
    else decided = union(decided, crossed(test));
    joined = joined ? joinStates(joined, flow.state, depth, flow.nextTick) : flow.state;
  }
  if (joined) flow.state = joined;
  flow.state.guards.length = Math.min(flow.state.guards.length, depth);
  if (decided !== test) value = union(value, aged(atOnce, guard.value));
  return union(value, control(decided));
}

/** What one branch has read itself is not what there is now, where the other one has waited. */
function aged(value: Value, test: Value): Value {
  const asked = new Set(test.map(originOf));
  return crossed(value.filter((taint) => !asked.has(originOf(taint))));
}

/** The same of the locals that a branch has given a value. */
export function ageAssigned({ locals }: State, before: ReadonlyMap<Variable, Value>, test: Value): void {
  for (const [variable, value] of locals) {
    if (value !== before.get(variable)) locals.set(variable, union(value, aged(value, test)));
  }
}

/** `if (full || !(await confirm())) return;`: whoever goes on has found the first false, and has waited for the second. */
export function leavesWhereTrue(analysis: Analysis, test: AnyNode): boolean {
  const around = aroundOf(analysis, test);
  if (around?.type === 'LogicalExpression') return around.operator === '||' && leavesWhereTrue(analysis, around);
  return around?.type === 'IfStatement' && around.test === test && around.alternate == null && exits(around.consequent);
}
