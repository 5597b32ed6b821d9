/** Methods of Map, Set, WeakMap, WeakSet and Array that read or change what the collection holds, and what stores of libraries call those of a Map; and the names of collections. */
import type { AnyNode } from 'acorn';
import { forEachChild, keptPlace, memberName, unchain } from './ast';

export type CollectionEffect = 'read-key' | 'write-key' | 'delete-key' | 'read-all' | 'write-all' | 'update-all' | 'clear';

/** null: of names that have been asked for, and do nothing to a collection. */
const EFFECTS = new Map<string, CollectionEffect | null>([
  ['get', 'read-key'],
  ['has', 'read-key'],
  ['set', 'write-key'],
  ['add', 'write-key'],
  ['delete', 'delete-key'],
  ['getItem', 'read-key'],
  ['setItem', 'write-key'],
  ['put', 'write-key'],
  ['del', 'delete-key'],
  ['removeItem', 'delete-key'],
  ['clear', 'clear'],
  ['push', 'write-all'],
  ['unshift', 'write-all'],
  ['splice', 'write-all'],
  ['pop', 'update-all'],
  ['shift', 'update-all'],
  ...[
    'includes',
    'indexOf',
    'lastIndexOf',
    'find',
    'findIndex',
    'findLast',
    'findLastIndex',
    'some',
    'every',
    'at',
    'filter',
    'keys',
    'values',
    'entries',
    'forEach',
    'map',
    'reduce',
    'reduceRight',
    'flat',
    'flatMap',
    'slice',
    'join',
    'concat',
    'toSorted',
    'toReversed',
    'toSpliced',
  ].map((name): [string, CollectionEffect] => [name, 'read-all']),
]);

/** Methods of a DataView, whose fields go by their offsets as the entries of a Map by their keys. */
const OF_DATA_VIEW = /^[gs]et(Big)?(Int|Uint|Float)\d+$/;

/** The same of a Buffer: `head.readUInt32LE(4)`, `head.writeUInt32LE(n, 4)`. */
const OF_BUFFER = /^(?:read|write)(?:(?:Big)?U?[Ii]nt(?:8|(?:16|32|64)[BL]E)|(?:Float|Double)[BL]E)$/;

export function isFieldMethod(method: string): boolean {
  return OF_DATA_VIEW.test(method) || isBufferMethod(method);
}

export function isBufferMethod(method: string): boolean {
  return OF_BUFFER.test(method);
}

/** The argument that is the key of the location: a Buffer is given what it stores first. */
export function keyArgument(method: string, args: readonly AnyNode[]): AnyNode | undefined {
  return method.startsWith('write') && isBufferMethod(method) ? args[1] : args[0];
}

/** What a method of that name does if its receiver is a collection; undefined for other names. */
export function collectionEffect(method: string): CollectionEffect | undefined {
  let effect = EFFECTS.get(method);
  if (effect === undefined) {
    effect = isFieldMethod(method) ? (/^[gr]/.test(method) ? 'read-key' : 'write-key') : null;
    EFFECTS.set(method, effect);
  }
  return effect ?? undefined;
}

export function isMutation(effect: CollectionEffect): boolean {
  return effect !== 'read-key' && effect !== 'read-all';
}

/** Whether the first argument is the key of the location. */
export function isKeyed(effect: CollectionEffect): boolean {
  return effect === 'read-key' || effect === 'write-key' || effect === 'delete-key';
}

const MAKERS: readonly object[] = [Array.prototype, String.prototype, Map.prototype, Set.prototype, Promise.prototype, Date.prototype];

/** `this` in a class that extends a collection of the language: it is itself what `this.push(row)` is called on. */
const OWN = new WeakSet<AnyNode>();
const OWN_NAME = 'this[]';

/** Notes it; the names of what holds one: `this.queue = new FetchQueue()`. */
export function noteOwnCollections(program: AnyNode): ReadonlySet<string> {
  const classes = new Set<string>();
  const names = new Set<string>();
  const walk = (node: AnyNode, isOwn: boolean): void => {
    let within = isOwn;
    if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') {
      within = node.superClass?.type === 'Identifier' && /^(?:Array|Map|Set)$/.test(node.superClass.name);
      if (within && node.id) classes.add(node.id.name);
    } else if (node.type === 'FunctionDeclaration' || node.type === 'ObjectExpression') within = false;
    if (within && node.type === 'ThisExpression') OWN.add(node);
    forEachChild(node, (child) => walk(child, within));
  };
  const find = (node: AnyNode): void => {
    const [to, value] =
      node.type === 'VariableDeclarator'
        ? [node.id, node.init]
        : node.type === 'PropertyDefinition'
          ? [node.key, node.value]
          : node.type === 'AssignmentExpression'
            ? [node.left, node.right]
            : [];
    const cls = to && value?.type === 'NewExpression' && value.callee.type === 'Identifier' ? value.callee.name : '';
    if (to && classes.has(cls)) names.add(containerName(to));
    forEachChild(node, find);
  };
  walk(program, false);
  if (classes.size > 0) find(program);
  return names;
}

/** The word a container is known by across functions: the last name on its path; '' when it has none. */
export function containerName(node: AnyNode): string {
  const at = unchain(node);
  if (at.type === 'Identifier') return at.name;
  // `(rooms[id] ??= new Set())`
  const kept = keptPlace(at);
  if (kept) return containerName(kept);
  if (at.type === 'ThisExpression') return OWN.has(at) ? OWN_NAME : '';
  if (at.type === 'MemberExpression') return memberName(at) ?? (at.object.type === 'Super' ? '' : `${containerName(at.object)}[]`);
  if (at.type === 'CallExpression' && at.callee.type === 'MemberExpression' && memberName(at.callee) === 'get') {
    return `${containerName(at.callee.object)}<>`;
  }
  const giver = giverName(at);
  return giver === '' ? '' : `${giver}()`;
}

/**
 * `rooms` of `rooms()`, `this.rooms()`, `context.rooms()`, and of `this.rooms(city)`, a method of the object's own: what gives, perhaps, the same collection each time; '' of what makes a new one in
 * any case.
 */
export function giverName(node: AnyNode): string {
  if (node.type !== 'CallExpression') return '';
  const isOwn = node.callee.type === 'MemberExpression' && node.callee.object.type === 'ThisExpression';
  if (node.arguments.length > 0 && !isOwn) return '';
  const name =
    node.callee.type === 'Identifier' ? node.callee.name : node.callee.type === 'MemberExpression' ? (memberName(node.callee) ?? '') : '';
  return MAKERS.some((prototype) => name in prototype) ? '' : name;
}

/** The same of what an element is written to: `this[lane] = 1`, too. */
export function holderName(node: AnyNode): string {
  return node.type === 'ThisExpression' ? 'this' : containerName(node);
}
