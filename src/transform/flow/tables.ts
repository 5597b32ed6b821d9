/** Tables that nobody changes, and what says where they are looked into. */
import type { AnyNode, MemberExpression } from 'acorn';
import { memberName, unchain } from '../scope/ast';
import { HAS_CALL } from '../scope/bindings';
import { containerName } from '../scope/collections';
import type { Flow } from './flow';
import { CONTENTS } from './locations';
import { NOTHING, type Value } from './values';

/** `COLOURS[seats.length] ?? 'grey'`, `COLOURS.at(seats.length)`: the count says where a table is looked into that nobody changes, and not whether there is room among the seats. */
export function placeInTable(flow: Flow, node: AnyNode): Value {
  const looked = unchain(node);
  const index =
    looked.type === 'CallExpression' ? looked.arguments[0] : looked.type === 'MemberExpression' && looked.computed && looked.property;
  const table = looked.type === 'CallExpression' ? unchain(looked.callee) : looked;
  if (!index || table.type !== 'MemberExpression' || ((flow.analysis.flags.get(index) ?? 0) & HAS_CALL) !== 0) return NOTHING;
  const isOther = looked === table ? !flow.isTrackedMember(table) : isLookUp(table) && !flow.hasContents(containerName(table.object));
  return isOther ? flow.steps.evaluate(flow, index).filter((taint) => flow.origins.get(taint).location?.segment === CONTENTS) : NOTHING;
}

function isLookUp(node: MemberExpression): boolean {
  return /^(?:at|get)$/.test(memberName(node) ?? '');
}
