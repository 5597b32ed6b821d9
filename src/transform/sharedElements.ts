/** Which elements may be those of a typed array on shared memory, and which calls may read or write such memory. */
import type { AnyNode, CallExpression, MemberExpression } from 'acorn';
import { hasOptional, memberName } from './ast';
import { onlyValue } from './bindings';
import type { Emitter } from './emitter';

/** An element whose base may be a view on shared memory. */
export function isSharedElement(e: Emitter, node: MemberExpression): boolean {
  if (!e.sharesMemory || !node.computed || node.object.type === 'Super' || e.bare.has(node) || node.property.type === 'PrivateIdentifier') {
    return false;
  }
  if ((!e.isNameable(node.object) && !isNamedView(e, node.object)) || !isPureIndex(e, node.property)) return false;
  if (e.flow.accesses.find(node)?.paired) return false;
  const value = onlyValue(e.analysis.resolved.get(node.object));
  return value?.type !== 'ArrayExpression' && value?.type !== 'ObjectExpression';
}

/** `this.counts`, `shared.bins` that the file makes as a typed array. */
function isNamedView(e: Emitter, node: AnyNode): boolean {
  if (node.type !== 'MemberExpression' || node.object.type === 'Super' || node.optional || hasOptional(node.object)) return false;
  const name = memberName(node)?.replace('#', '');
  return name !== undefined && e.views.has(name) && e.flow.accesses.find(node)?.paired !== true;
}

/** What a call does to shared memory, in the words of the runtime's `g`: method, key and value; `isLate`: the key is its first argument, told when it is known. */
export interface SharedMethod {
  readonly kind: 'read' | 'write';
  readonly rest: string;
  readonly isLate: boolean;
}

const OF_DATA_VIEW = /^([gs])et(?:Int|Uint|Float|BigInt|BigUint)(?:8|16|32|64)$/;
const READS_WHOLE =
  /^(?:reduce|reduceRight|join|slice|map|filter|forEach|every|some|find|findIndex|findLast|includes|indexOf|toSorted|toReversed)$/;
const WRITES_WHOLE = /^(?:sort|reverse)$/;

/** The methods of a DataView go by their names, those of a typed array by the name of an array that the file makes. */
export function sharedMethod(e: Emitter, node: CallExpression, callee: MemberExpression): SharedMethod | undefined {
  const method = memberName(callee) ?? '';
  const args = node.arguments;
  const [first, second] = args;
  if (!e.sharesMemory || callee.optional || node.optional || hasOptional(callee.object)) return undefined;
  if (args.some((arg) => e.hasSuspend(arg))) return undefined;
  const ofData = OF_DATA_VIEW.exec(method);
  if (ofData && first && first.type !== 'SpreadElement') {
    const isPlain = isPureIndex(e, first);
    return { kind: ofData[1] === 's' ? 'write' : 'read', rest: `,"${method}"${isPlain ? `,${e.slice(first)}` : ''})`, isLate: !isPlain };
  }
  const object = callee.object;
  const isView = (object.type === 'Identifier' && e.views.has(object.name) && e.isNameable(object)) || isNamedView(e, object);
  if (!isView) return undefined;
  const numbers = args.map((arg) => (isPureIndex(e, arg) ? e.slice(arg) : undefined));
  const write = (name: string, key: string | undefined, value: string | undefined): SharedMethod | undefined =>
    key === undefined || value === undefined ? undefined : { kind: 'write', rest: `,"${name}",${key},${value})`, isLate: false };
  if (method === 'fill' && args.length > 0) {
    return write('view.fill', args.length > 1 ? numbers[1] : 'void 0', args.length > 2 ? numbers[2] : 'void 0');
  }
  if (method === 'copyWithin' && args.length === 2) return write('view.copyWithin', numbers[0], numbers[1]);
  if (method === 'set' && first && args.length < 3) {
    const isList = first.type === 'ArrayExpression' && !first.elements.some((part) => part?.type === 'SpreadElement');
    const count = isList ? String(first.elements.length) : e.isNameable(first) ? e.slice(first) : undefined;
    if (count === undefined && !second && first.type !== 'SpreadElement') return { kind: 'write', rest: ',"view.set")', isLate: true };
    return write('view.set', count, second ? numbers[1] : '0');
  }
  if (READS_WHOLE.test(method)) return { kind: 'read', rest: ',"view.read",void 0)', isLate: false };
  return WRITES_WHOLE.test(method) ? { kind: 'write', rest: ',"view.write",void 0)', isLate: false } : undefined;
}

function isPureIndex(e: Emitter, node: AnyNode): boolean {
  if (node.type === 'Literal') return typeof node.value === 'number';
  if (node.type === 'Identifier') return e.analysis.resolved.has(node);
  return (
    node.type === 'BinaryExpression' && node.left.type !== 'PrivateIdentifier' && isPureIndex(e, node.left) && isPureIndex(e, node.right)
  );
}
