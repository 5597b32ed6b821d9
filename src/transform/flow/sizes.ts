/** How long something is does not depend on what was put into it: `parts.push(count); count = parts.join('').length` is no count that goes on from the old one. */
import type { AnyNode, MemberExpression } from 'acorn';
import { memberName, unchain } from '../scope/ast';
import { onlyValue, type Variable } from '../scope/bindings';
import type { Flow } from './flow';
import { NOTHING, originOf, type Value } from './values';

const LENGTHS = /^(?:length|byteLength)$/;
/** Steps from a text or list back to what it was made of. */
const MAX_STEPS = 4;

/** What objects in local variables depend on only because it was put into them. */
const PUT = new WeakMap<Flow, Map<Variable, Set<number>>>();

/** `list.push(value)`, `report.add(name, value)`: the object in a local variable gets a value. */
export function putInto(flow: Flow, variable: Variable, value: Value): void {
  const known = new Set((flow.state.locals.get(variable) ?? NOTHING).map(originOf));
  const all = PUT.get(flow) ?? new Map<Variable, Set<number>>();
  PUT.set(flow, all);
  const put = all.get(variable) ?? new Set();
  all.set(variable, put);
  for (const taint of value) if (!known.has(originOf(taint))) put.add(originOf(taint));
  flow.addToObject(variable, value);
}

/** What `list.length` depends on, of all that the list does. */
export function ofLength(flow: Flow, node: MemberExpression, value: Value): Value {
  const all = value.length > 0 && LENGTHS.test(memberName(node) ?? '') ? PUT.get(flow) : undefined;
  const variables = all ? madeOf(flow, node.object) : [];
  return variables.length === 0 ? value : value.filter((taint) => !variables.some((v) => all?.get(v)?.has(originOf(taint))));
}

/** The local variables of which a text or list is made. */
function madeOf(flow: Flow, node: AnyNode, steps = 0): Variable[] {
  const at = unchain(node);
  if (steps > MAX_STEPS) return [];
  if (at.type === 'ConditionalExpression') return [at.consequent, at.alternate].flatMap((side) => madeOf(flow, side, steps + 1));
  if (at.type === 'CallExpression') {
    const callee = unchain(at.callee);
    return callee.type === 'MemberExpression' ? madeOf(flow, callee.object, steps + 1) : [];
  }
  const variable = at.type === 'Identifier' ? flow.analysis.resolved.get(at) : undefined;
  if (!variable) return [];
  const made = onlyValue(variable);
  return [variable, ...(made ? madeOf(flow, made, steps + 1) : [])];
}
