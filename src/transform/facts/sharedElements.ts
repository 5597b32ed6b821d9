/** Which elements may be those of a typed array on shared memory, and which calls may read or write such memory. */
import type { AnyNode, CallExpression, MemberExpression } from 'acorn';
import { hasOptional, memberName } from '../scope/ast';
import { onlyValue, REF_WRITE } from '../scope/bindings';
import type { Emitter } from '../emit/emitter';

/** An element whose base may be a view on shared memory. */
export function isSharedElement(e: Emitter, node: MemberExpression): boolean {
  if (
    e.sharesMemory === '' ||
    !node.computed ||
    node.object.type === 'Super' ||
    e.bare.has(node) ||
    node.property.type === 'PrivateIdentifier'
  ) {
    return false;
  }
  if (!isPureIndex(e, node.property)) return isComputedElement(e, node);
  if (!e.isNameable(node.object) && !isNamedView(e, node.object)) return false;
  if (e.flow.accesses.find(node)?.paired) return false;
  const value = onlyValue(e.analysis.resolved.get(node.object));
  if (e.sharesMemory === 'given' && (value?.type === 'NewExpression' || value?.type === 'CallExpression')) return false;
  return value?.type !== 'ArrayExpression' && value?.type !== 'ObjectExpression' && !isOwnMemory(e, value);
}

const VIEWS = /^(?:Big)?(?:Uint|Int|Float)\d+(?:Clamped)?Array$/;
const COPIES_FROM = /^(?:Array|Buffer)$/;
const COPIES = /^(?:map|filter|slice|toSorted|toReversed)$/;
const GIVES_ITSELF = /^(?:fill|sort|reverse)$/;

/** `new Float64Array(1_000_000).fill(1)`: made with a length or from a list, so that nobody else has its memory. */
function isOwnMemory(e: Emitter, value: AnyNode | undefined): boolean {
  if (value?.type === 'CallExpression' && value.callee.type === 'MemberExpression') {
    const [method, object] = [memberName(value.callee) ?? '', value.callee.object];
    if (object.type === 'Identifier' && VIEWS.test(object.name)) return method === 'from' || method === 'of';
    return COPIES.test(method) || (GIVES_ITSELF.test(method) && isOwnMemory(e, object));
  }
  if (value?.type !== 'NewExpression' || value.callee.type !== 'Identifier' || !VIEWS.test(value.callee.name)) return false;
  const [first] = value.arguments;
  return first === undefined || first.type === 'ArrayExpression' || isNumber(first) || isNumber(onlyValue(e.analysis.resolved.get(first)));
}

function isNumber(node: AnyNode | undefined): boolean {
  return node?.type === 'Literal' ? typeof node.value === 'number' : node?.type === 'BinaryExpression' && node.operator !== '+';
}

/**
 * `pixels[tile.at + x]`, `bins[Math.floor(value)]`: an index that is worked out once, for the access and for the runtime. Of arrays that the file makes, by a name that always means the
 * same one.
 */
function isComputedElement(e: Emitter, { object, property }: MemberExpression): boolean {
  if (e.hasSuspend(property)) return false;
  if (object.type !== 'Identifier') return isNamedView(e, object);
  const variable = e.analysis.resolved.get(object);
  if (!e.views.has(object.name) && variable?.kind !== 'param') return false;
  if (!variable || e.watch.variables.has(variable)) return false;
  return variable.kind === 'const' || variable.refs.every((ref) => (ref.role & REF_WRITE) === 0);
}

/** Whether the index of a shared element has to be worked out before the runtime is told of it. */
export function isComputedIndex(e: Emitter, node: MemberExpression): boolean {
  return !isPureIndex(e, node.property);
}

/** `this.counts`, `shared.bins` that the file makes as a typed array. */
function isNamedView(e: Emitter, node: AnyNode): boolean {
  if (node.type !== 'MemberExpression' || node.object.type === 'Super' || node.optional || hasOptional(node.object)) return false;
  const name = memberName(node)?.replace('#', '');
  return name !== undefined && e.views.has(name) && e.flow.accesses.find(node)?.paired !== true;
}

/** A typed array that the file makes, by its name: `for (const level of map)` reads all of it. */
export function isSharedView(e: Emitter, node: AnyNode): boolean {
  if (e.sharesMemory === '') return false;
  return (node.type === 'Identifier' && e.views.has(node.name) && e.isNameable(node)) || isNamedView(e, node);
}

/** `Array.from(levels)`, `Buffer.from(levels)`, `new Float32Array(levels)`: the view that is copied as a whole. */
export function copiedView(e: Emitter, node: AnyNode): AnyNode | undefined {
  if (e.sharesMemory === '' || (node.type !== 'CallExpression' && node.type !== 'NewExpression')) return undefined;
  const { callee } = node;
  const isFrom = node.type === 'CallExpression' && callee.type === 'MemberExpression' && memberName(callee) === 'from';
  const maker = isFrom && !hasOptional(node) ? callee.object : node.type === 'NewExpression' ? callee : undefined;
  const [first] = node.arguments;
  if (maker?.type !== 'Identifier' || !first || !(VIEWS.test(maker.name) || (isFrom && COPIES_FROM.test(maker.name)))) return undefined;
  return isSharedView(e, first) ? first : undefined;
}

/** What a call does to shared memory, in the words of the runtime's `g`: method, key and value; `isLate`: the key is its first argument, told when it is known. */
export interface SharedMethod {
  readonly kind: 'read' | 'write';
  readonly rest: string;
  readonly isLate: boolean;
}

const OF_DATA_VIEW = /^([gs])et(?:Int|Uint|Float|BigInt|BigUint)(?:8|16|32|64)$/;
const OF_BUFFER = /^(read|write)(U?Int|Float|Double|BigU?Int64)(8|16|32)?(?:LE|BE)?$/;
const READS_WHOLE =
  /^(?:reduce|reduceRight|join|slice|map|filter|forEach|every|some|find|findIndex|findLast|includes|indexOf|toSorted|toReversed)$/;
const WRITES_WHOLE = /^(?:sort|reverse)$/;

/** The methods of a DataView go by their names, those of a typed array by the name of an array that the file makes. */
export function sharedMethod(e: Emitter, node: CallExpression, callee: MemberExpression): SharedMethod | undefined {
  const method = memberName(callee) ?? '';
  const args = node.arguments;
  const [first, second] = args;
  if (e.sharesMemory === '' || callee.optional || node.optional || hasOptional(callee.object)) return undefined;
  if (args.some((arg) => e.hasSuspend(arg))) return undefined;
  const ofData = OF_DATA_VIEW.exec(method);
  if (ofData && first && first.type !== 'SpreadElement') {
    const isPlain = isPureIndex(e, first);
    return { kind: ofData[1] === 's' ? 'write' : 'read', rest: `,"${method}"${isPlain ? `,${e.slice(first)}` : ''})`, isLate: !isPlain };
  }
  const ofBuffer = bufferMethod(e, method, args);
  if (ofBuffer) return ofBuffer;
  if (!isSharedView(e, callee.object)) return undefined;
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

/** `bytes.writeUInt32LE(n, 4)` of a Buffer on such memory, in the words of a DataView. */
function bufferMethod(e: Emitter, method: string, args: CallExpression['arguments']): SharedMethod | undefined {
  const [, verb, type = '', bits] = OF_BUFFER.exec(method) ?? [];
  if (verb !== 'read' && verb !== 'write') return undefined;
  const at = args[verb === 'read' ? 0 : 1];
  if (at && !isPureIndex(e, at)) return undefined;
  const name =
    type === 'Float'
      ? 'Float32'
      : type === 'Double'
        ? 'Float64'
        : type.startsWith('Big')
          ? type.replace('UI', 'Ui')
          : type.replace('UI', 'Ui') + bits;
  const key = at ? e.slice(at) : '0';
  return { kind: verb, rest: `,"${verb === 'read' ? 'get' : 'set'}${name}",${key})`, isLate: false };
}

function isPureIndex(e: Emitter, node: AnyNode): boolean {
  if (node.type === 'Literal') return typeof node.value === 'number';
  if (node.type === 'Identifier') return e.analysis.resolved.has(node);
  return (
    node.type === 'BinaryExpression' && node.left.type !== 'PrivateIdentifier' && isPureIndex(e, node.left) && isPureIndex(e, node.right)
  );
}
