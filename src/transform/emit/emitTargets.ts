/** Members that are written: whether they get a probe, how it names them, and where their object ends in the source. */
import type { MemberExpression } from 'acorn';
import { rootOf } from '../scope/ast';
import type { Emitter } from './emitter';
import { propertyName } from '../scope/constants';
import { holderName } from '../scope/collections';

/** How a member that is written is named in its probe. */
export interface Target {
  /** Text for the object argument, when it can be named twice; '' when it goes through the temporary. */
  readonly object: string;
  readonly key: string;
}

export function targetOf(e: Emitter, node: MemberExpression, key = e.keyOf(node)): Target | undefined {
  if (node.object.type === 'Super') return undefined;
  if (key === '') return undefined;
  const root = rootOf(node.object);
  if (root.type === 'MetaProperty') return undefined;
  if (e.flow.accesses.find(node)?.paired) return { object: e.isNameable(node.object) ? e.slice(node.object) : '', key };
  if (e.flow.isPrivate(node.object)) return undefined;
  const name = propertyName(e.analysis, node);
  const home = e.context.info;
  // What the module assigns while it is loaded is set-up, unless somebody rewrites it later.
  if (home.node.type === 'Program' && !home.suspends && !(name !== undefined && e.watch.names.has(name))) return undefined;
  if (name === undefined && holderName(node.object) === '') return undefined;
  return { object: e.isNameable(node.object) ? e.slice(node.object) : '', key };
}

/** Where the object ends, parentheses of its own included. */
export function endOfObject(e: Emitter, node: MemberExpression): number {
  let end = node.object.end;
  if (node.start === node.object.start) return end;
  for (let i = end; i < node.property.start; i++) {
    const c = e.source[i];
    if (c === '/' && (e.source[i + 1] === '*' || e.source[i + 1] === '/')) i = skipComment(e.source, i);
    else if (c === ')') end = i + 1;
    else if (c === '.' || c === '[') break;
  }
  return end;
}

/** How many parentheses are around a target: `(a.b) = 1`, of which `start` is the start. */
export function parenthesesBefore(e: Emitter, start: number, node: MemberExpression): number {
  let count = 0;
  for (let i = start; i < node.start; i++) {
    const c = e.source[i];
    if (c === '/') i = skipComment(e.source, i);
    else if (c === '(') count++;
  }
  return count;
}

/** Index of the last character of the comment that starts at `start`. */
export function skipComment(source: string, start: number): number {
  if (source[start + 1] === '*') return source.indexOf('*/', start + 2) + 1;
  let i = start;
  while (i + 1 < source.length && !/[\n\r\u2028\u2029]/.test(source[i + 1] ?? '')) i++;
  return i;
}
