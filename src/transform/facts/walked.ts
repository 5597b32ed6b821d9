/**
 * Lists that a loop goes through while it waits (`for (const hook of this.hooks) await hook(event)`), and from which another function of the file takes elements out of the middle
 * (`this.hooks.splice(at, 1)`): what stood behind moves up, and the loop passes over one of them. Of a list that a method has given (`const hooks = registry.hooksFor(name)`) another file may take them.
 */
import type { AnyNode, CallExpression, ForOfStatement, ForStatement, MemberExpression } from 'acorn';
import { forEachChild, isFunction, memberName, unchain } from '../scope/ast';
import { hasSuspend, onlyValue, type Analysis, type FunctionInfo } from '../scope/bindings';
import { collectionEffect, containerName } from '../scope/collections';
import { awaitsIn } from '../scope/tree';

export interface Walk {
  /** The list, where the loop begins; or its length, where the loop asks for it. */
  readonly list: AnyNode;
  readonly isLength: boolean;
  readonly fn: FunctionInfo;
  /** The awaits of its body. */
  readonly waits: readonly AnyNode[];
}

const REMOVES = /^(?:splice|shift)$/;

export function findWalks(analysis: Analysis, source: string): Walk[] {
  if (!/\bfor\b/.test(source)) return [];
  const removed = new Map<string, Set<FunctionInfo>>();
  for (const { node, fn } of analysis.calls) {
    for (const list of removedFrom(analysis, node)) {
      const known = removed.get(list);
      if (known) known.add(fn);
      else removed.set(list, new Set([fn]));
    }
  }
  const found: Walk[] = [];
  for (const fn of analysis.functions) {
    if (!fn.suspends || (!fn.async && fn.node.type !== 'Program')) continue;
    for (const loop of loopsOf(fn)) {
      const at = loop.type === 'ForStatement' ? countedLength(loop) : loop.await ? undefined : loop.right;
      const list = at && unchain(loop.type === 'ForStatement' ? (at as MemberExpression).object : at);
      if (!at || !list || !(isPath(list) || isPlainLookUp(list)) || !hasSuspend(analysis, loop.body)) continue;
      const others = namesOf(analysis, list).flatMap((name) => [...(removed.get(name) ?? [])]);
      if (!others.some((other) => other !== fn) && !isGivenByMethod(analysis, list)) continue;
      found.push({ list: at, isLength: loop.type === 'ForStatement', fn, waits: awaitsIn(analysis, loop.body) });
    }
  }
  return found;
}

/** `hooks.length` of `for (let i = 0; i < hooks.length; i++)`. */
export function countedLength({ init, test, update }: ForStatement): MemberExpression | undefined {
  const [counter] = init?.type === 'VariableDeclaration' ? init.declarations : [];
  if (counter?.id.type !== 'Identifier' || counter.init?.type !== 'Literal' || counter.init.value !== 0) return undefined;
  if (update?.type !== 'UpdateExpression' || update.operator !== '++') return undefined;
  if (test?.type !== 'BinaryExpression' || test.operator !== '<') return undefined;
  const { left, right } = test;
  if (left.type !== 'Identifier' || left.name !== counter.id.name) return undefined;
  return right.type === 'MemberExpression' && memberName(right) === 'length' && right.object.type !== 'Super' ? right : undefined;
}

function isPath(node: AnyNode): boolean {
  return node.type === 'Identifier' || node.type === 'MemberExpression';
}

/** `const hooks = registry.hooksFor(name)`: whether it is a list of its own, the run tells. What methods of lists give is one. */
function isGivenByMethod(analysis: Analysis, list: AnyNode): boolean {
  const variable = list.type === 'Identifier' ? analysis.resolved.get(list) : undefined;
  const value = variable?.kind === 'const' ? onlyValue(variable) : undefined;
  const call = value && unchain(value.type === 'AwaitExpression' ? value.argument : value);
  const callee = call?.type === 'CallExpression' ? unchain(call.callee) : undefined;
  return callee?.type === 'MemberExpression' && collectionEffect(memberName(callee) ?? '') === undefined;
}

/** `hooks.get(name)` of `hooks.get(name) ?? []`. */
function lookedUp(node: AnyNode): AnyNode | undefined {
  const at = node.type === 'LogicalExpression' && node.operator !== '&&' && isEmptyList(node.right) ? unchain(node.left) : node;
  const callee = at.type === 'CallExpression' ? at.callee : undefined;
  return callee?.type === 'MemberExpression' && memberName(callee) === 'get' ? at : undefined;
}

/** With a list that stands in: what a loop goes over by itself is quoted by V8 (emitFront.ts). */
function isPlainLookUp(node: AnyNode): boolean {
  return node.type === 'LogicalExpression' && lookedUp(node) !== undefined;
}

function isEmptyList(node: AnyNode): boolean {
  return node.type === 'ArrayExpression' && node.elements.length === 0;
}

/** The words by which functions know a list: its own name, and that of the collection out of which it was taken, `hooks<>` of `const list = hooks.get(name) ?? []`. */
function namesOf(analysis: Analysis, list: AnyNode): string[] {
  const value = (list.type === 'Identifier' && onlyValue(analysis.resolved.get(list))) || list;
  const found = lookedUp(unchain(value));
  const names = [isPath(list) ? containerName(list) : '', found ? containerName(found) : ''];
  return names.filter((name) => name !== '');
}

/** The list that a call takes something out of, by its names. */
function removedFrom(analysis: Analysis, { callee }: CallExpression): string[] {
  if (callee.type !== 'MemberExpression' || callee.object.type === 'Super' || !REMOVES.test(memberName(callee) ?? '')) return [];
  return namesOf(analysis, unchain(callee.object));
}

function loopsOf(fn: FunctionInfo): (ForOfStatement | ForStatement)[] {
  const found: (ForOfStatement | ForStatement)[] = [];
  const walk = (node: AnyNode): void => {
    if (node.type === 'ForOfStatement' || node.type === 'ForStatement') found.push(node);
    if (!isFunction(node)) forEachChild(node, walk);
  };
  forEachChild(fn.node, walk);
  return found;
}
