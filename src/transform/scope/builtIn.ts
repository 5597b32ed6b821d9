/**
 * Names under which a file keeps collections of the language, timers and buffers: `this.stock.get(sku)` is then no call of a method `get` that a class of the file has, nor is
 * `this.timer.refresh()` one of its `refresh`.
 */
import type { AnyNode } from 'acorn';
import { memberName } from './ast';
import type { Analysis } from './bindings';
import { isNothing, keyName } from './initial';
import { containerName } from './collections';
import { nodesOf } from './tree';

const COLLECTIONS = /^(?:Map|Set|WeakMap|WeakSet|Array)$/;

const TIMERS = /^set(?:Timeout|Interval|Immediate)$/;
const OF_TIMERS = /^(?:refresh|close|ref|unref|hasRef)$/;

/** What the language can have something called by: what has another method is made by the program, or by a library. */
const BUILT_IN = [Array, String, Map, Set, Promise, Uint8Array].map(({ prototype }): object => prototype);

interface Names {
  readonly collections: ReadonlySet<string>;
  readonly timers: ReadonlySet<string>;
  readonly buffers: ReadonlySet<string>;
  /** What methods are called on that nothing of the language has. */
  readonly others: ReadonlySet<string>;
}

const known = new WeakMap<Analysis, Names>();

/** Whether all that the file stores under the name of a container are collections of the language. */
export function isBuiltInCollection(analysis: Analysis, object: AnyNode): boolean {
  return namesOf(analysis).collections.has(containerName(object));
}

/** Whether a method of that name is the one of a timer, which is all that the file stores under the name of its object. */
export function isOfTimer(analysis: Analysis, object: AnyNode, method: string): boolean {
  return OF_TIMERS.test(method) && namesOf(analysis).timers.has(containerName(object));
}

/** Whether all that the file stores under the name of a place are buffers that it makes. */
export function isBuffer(analysis: Analysis, place: AnyNode): boolean {
  return namesOf(analysis).buffers.has(containerName(place));
}

/**
 * Whether the file calls, on what goes by the name of an object, a method that no list or text has: `sent.includes(to)` with a `sent.remember(to)` beside it asks a method of the
 * program's own, which is called as one of a list is.
 */
export function hasOwnMethods(analysis: Analysis, object: AnyNode): boolean {
  const name = containerName(object);
  return name !== '' && namesOf(analysis).others.has(name) && !isBuiltInCollection(analysis, object);
}

function namesOf(analysis: Analysis): Names {
  let names = known.get(analysis);
  if (!names) known.set(analysis, (names = findNames(analysis)));
  return names;
}

function findNames(analysis: Analysis): Names {
  const found = new Set<string>();
  const timers = new Set<string>();
  const empty = new Set<string>();
  const others = new Set<string>();
  const buffers = new Set<string>();
  const foreign = new Set<string>();
  const note = (name: string | undefined, value: AnyNode | null | undefined): void => {
    if (name === undefined || !value) return;
    if (isTimer(value)) timers.add(name);
    else if (isCollection(value)) found.add(name);
    else if (isNothing(value)) empty.add(name);
    else {
      others.add(name);
      (makesBuffer(value) ? buffers : foreign).add(name);
    }
  };
  for (const type of ['Property', 'PropertyDefinition'] as const) {
    for (const { computed, key, value } of nodesOf(analysis, type)) if (!computed) note(keyName(key), value);
  }
  for (const { id, init } of nodesOf(analysis, 'VariableDeclarator')) if (id.type === 'Identifier') note(id.name, init);
  for (const { left, right } of nodesOf(analysis, 'AssignmentExpression')) {
    if (left.type === 'MemberExpression') note(memberName(left), right);
    else if (left.type === 'Identifier') note(left.name, right);
  }
  return {
    collections: new Set([...found].filter((name) => !others.has(name) && !empty.has(name) && !timers.has(name))),
    timers: new Set([...timers].filter((name) => !others.has(name) && !found.has(name))),
    buffers: new Set([...buffers].filter((name) => !foreign.has(name) && !found.has(name) && !timers.has(name))),
    others: findOthers(analysis),
  };
}

function findOthers(analysis: Analysis): Set<string> {
  const found = new Set<string>();
  for (const { callee } of nodesOf(analysis, 'CallExpression')) {
    const method = callee.type === 'MemberExpression' ? memberName(callee) : undefined;
    if (callee.type !== 'MemberExpression' || method === undefined || BUILT_IN.some((prototype) => method in prototype)) continue;
    found.add(containerName(callee.object));
  }
  return found;
}

function isTimer(node: AnyNode): boolean {
  return node.type === 'CallExpression' && node.callee.type === 'Identifier' && TIMERS.test(node.callee.name);
}

/** `Buffer.alloc(12)`, `new Uint8Array(12)`. */
function makesBuffer(node: AnyNode): boolean {
  if (node.type === 'NewExpression') return node.callee.type === 'Identifier' && node.callee.name === 'Uint8Array';
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || node.callee.object.type !== 'Identifier') return false;
  return node.callee.object.name === 'Buffer' && (memberName(node.callee) ?? '').startsWith('alloc');
}

function isCollection(node: AnyNode): boolean {
  if (node.type === 'ArrayExpression') return true;
  return node.type === 'NewExpression' && node.callee.type === 'Identifier' && COLLECTIONS.test(node.callee.name);
}
