/**
 * A number is given away and counted on only later: `await insert(nextId, row); nextId++`. Whoever comes in between is given the same one. Found along with the dependences (flow.ts); a pair
 * of kind `value` joins the read and what counts.
 */
import type { AnyNode, CallExpression } from 'acorn';
import { isFunction, lastName, memberName, unchain } from '../scope/ast';
import { noteBatch } from './batches';
import type { Flow } from './flow';
import { CONTENTS, type Location } from './locations';
import { CONTROL, CROSSED, union, type Value } from './values';

/** They only tell of the number, or wait as long as it says: two that have the same do no harm. */
const TELLS =
  /^(?:log|trace|debug|info|warn|error|emit|notify|report|render|draw|progress|tick|sleep|delay|wait|pause|timeout|setTimeout|backoff)|(?:log|sleep|delay|timeout|progress)$|^(?:expect|assert|Number|String|Boolean)$/i;

/** They only wait, as long as the number says. */
const WAITS = /sleep|delay|wait|pause|timeout|backoff|retry/i;

/** `await print(next, who)`, `await insert({ id: next, row })`, `print(next, () => …)`, `const id = next; await check(); rows.set(id, row)`: from now on the numbers that it was given are in use. */
export function noteGiven(flow: Flow, node: CallExpression, values: readonly Value[], isAwaited: boolean): void {
  // A call that nobody waits for says something only of a number that was read before an await.
  const isLasting = isAwaited || node.arguments.some(isFunction);
  if (isLasting) noteBatch(flow, values);
  const callee = unchain(node.callee);
  const name = lastName(callee);
  if (isLasting && !WAITS.test(name) && !isTeller(callee)) {
    // All that a collection holds is looked after by itself (copies.ts).
    const isOfRead = (taint: number): boolean => isRead(flow, taint) && flow.origins.get(taint).location?.segment !== CONTENTS;
    flow.state.sent = values.reduce<Value>((sent, value) => union(sent, value.filter(isOfRead)), flow.state.sent);
  }
  if (TELLS.test(name) || isTeller(callee)) return;
  for (const [i, argument] of node.arguments.entries()) {
    for (const part of argument.type === 'ObjectExpression' ? argument.properties.map(valueOf) : [argument]) {
      if (part?.type !== 'Identifier' && part?.type !== 'MemberExpression') continue;
      const value = (values[i] ?? []).filter((taint) => (isLasting || (taint & CROSSED) !== 0) && isReadFor(flow, taint, part));
      flow.state.numbers = union(flow.state.numbers, value);
    }
  }
}

function isRead(flow: Flow, taint: number): boolean {
  return (taint & CONTROL) === 0 && flow.origins.get(taint).kind === 'read';
}

function isTeller(callee: AnyNode): boolean {
  if (callee.type !== 'MemberExpression') return false;
  const object = unchain(callee.object);
  const name = object.type === 'Identifier' ? object.name : object.type === 'MemberExpression' ? (memberName(object) ?? '') : '';
  return /^(?:console|log|logger|spinner|bar|Math|JSON|Number|String|assert|expect|t)$/i.test(name);
}

function valueOf(property: AnyNode): AnyNode | undefined {
  return property.type === 'Property' ? unchain(property.value) : undefined;
}

/** The read stands in the argument, or is what its variable holds. */
function isReadFor(flow: Flow, taint: number, part: AnyNode): boolean {
  const { kind, access } = flow.origins.get(taint);
  if (kind !== 'read' || access === null || (taint & CONTROL) !== 0) return false;
  if (access.node === part) return true;
  const variable = part.type === 'Identifier' ? flow.analysis.resolved.get(part) : undefined;
  return variable !== undefined && (flow.state.locals.get(variable) ?? []).includes(taint);
}

/** `rows[next] = row`: the place of this number is taken. */
export function noteKey(flow: Flow, key: Value): void {
  flow.state.numbers = union(
    flow.state.numbers,
    key.filter((taint) => isRead(flow, taint)),
  );
}

/** Upwards: what is counted up and down (`active++; await run(active); active--`) tells how many there are. */
export function isCount(node: AnyNode): boolean {
  return node.type === 'UpdateExpression' ? node.operator === '++' : node.type === 'AssignmentExpression' && node.operator === '+=';
}

/** `next++`, `offset += written`: the number that was given away before the last boundary is used up only now. */
export function countOn(flow: Flow, target: AnyNode, location: Location | null): void {
  if (location === null || flow.state.guards.some((guard) => guard.validated)) return;
  for (const number of flow.state.numbers) {
    const { access: read, location: from } = flow.origins.get(number);
    if (read && from === location && (number & CROSSED) !== 0) flow.pair(read, flow.accesses.get(target, flow.fn), 'value');
  }
  flow.state.numbers = flow.state.numbers.filter((number) => flow.origins.get(number).location !== location);
}
