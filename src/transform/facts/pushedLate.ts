/**
 * Streams that say at once that they are done with a chunk, and push when the answer for it is there: `translate(cue).then((text) => this.push(text)); callback();`. The next chunk is asked for
 * meanwhile, and chunks come out in the order of the answers, or when the stream has ended. Whether they did is for the run to say (analysis/rules/races/pushedLate.ts).
 */
import type { AnyNode, CallExpression, MemberExpression } from 'acorn';
import { forEachChild, isFunction, lastName, memberName, someChild, unchain, type FunctionNode } from '../scope/ast';
import { hasSuspend, type Analysis, type FunctionInfo, type Variable } from '../scope/bindings';
import { keyName } from '../scope/initial';

export interface LatePush {
  readonly callee: MemberExpression;
  readonly fn: FunctionInfo;
  /** The order in which they come out says something, and there is nothing else in them by which they could be put in it. */
  readonly isInOrder: boolean;
}

/** Who says so does not mind: `class UnorderedMap`, `{ ordered: false }`, `// The order does not matter.` */
const MINDS_NOT = /unordered|\bordered\b|\bany order|\border (?:does|doesn|is|isn|not)|concurren|parallel/i;

export function findPushedLate(analysis: Analysis, source: string): LatePush[] {
  if (!source.includes('this.push(') || !/\b_?transform\b/.test(source)) return [];
  const found: LatePush[] = [];
  const look = (node: AnyNode): void => {
    for (const method of transformsOf(node)) {
      const mindsNot = MINDS_NOT.test(source.slice(node.start, node.end));
      found.push(...latePushes(analysis, method, mindsNot));
    }
    forEachChild(node, look);
  };
  look(analysis.module.node);
  return found;
}

/** The functions that a class, or an object that makes a Transform, has for its chunks. */
function transformsOf(node: AnyNode): FunctionNode[] {
  if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') {
    if (!node.superClass) return [];
    return node.body.body.flatMap((member) =>
      member.type === 'MethodDefinition' && !member.static && !member.computed && keyName(member.key) === '_transform'
        ? [member.value]
        : [],
    );
  }
  if (node.type === 'NewExpression') {
    const [options] = node.arguments;
    if (options?.type !== 'ObjectExpression' || !lastName(node.callee).endsWith('Transform')) return [];
    return options.properties.flatMap((p) =>
      p.type === 'Property' && !p.computed && keyName(p.key) === 'transform' && p.value.type === 'FunctionExpression' ? [p.value] : [],
    );
  }
  if (node.type !== 'AssignmentExpression' || node.left.type !== 'MemberExpression' || node.right.type !== 'FunctionExpression') return [];
  return memberName(node.left) === '_transform' && lastName(node.left.object) === 'prototype' ? [node.right] : [];
}

function latePushes(analysis: Analysis, method: FunctionNode, mindsNot: boolean): LatePush[] {
  const info = analysis.infos.get(method);
  const done = method.params[2];
  if (!info || info.generator || done?.type !== 'Identifier' || method.body.type !== 'BlockStatement') return [];
  const isDone = (node: AnyNode): boolean => {
    const variable = node.type === 'Identifier' ? analysis.resolved.get(node) : undefined;
    return variable?.kind === 'param' && variable.fn === info && variable.name === done.name;
  };
  const first = method.body.body.findIndex((statement) => saysDone(statement, isDone));
  if (first < 0 || method.body.body.slice(0, first).some((statement) => hasSuspend(analysis, statement))) return [];
  // Kept for when there is room again: as many at a time as somebody wants to have.
  if (keeps(method.body, isDone)) return [];
  const found: LatePush[] = [];
  /** `isTold`: the run tells for which chunk it is. */
  const look = (node: AnyNode, fn: FunctionInfo, isLate: boolean, isTold: boolean): void => {
    if (node.type === 'CallExpression' && isLate && isPush(analysis, node, info)) {
      const isInOrder = isTold && !mindsNot && isUnnamed(analysis, node, info);
      found.push({ callee: unchain(node.callee) as MemberExpression, fn, isInOrder });
    }
    const thens = node.type === 'CallExpression' && fn === info && lastName(node.callee) === 'then' ? node.arguments : [];
    forEachChild(node, (child) => {
      const inner = isFunction(child) ? analysis.infos.get(child) : undefined;
      // Of a function in it, the run tells what it was made for.
      const isMade = inner && fn === info && (inner.async || thens.includes(child as (typeof thens)[number]));
      if (!inner) look(child, fn, isLate, isTold);
      else if (inner.usage !== 'inline') look(child, inner, true, isMade === true);
    });
  };
  forEachChild(method.body, (child) => look(child, info, info.async, true));
  return found;
}

/** `callback();`, `return callback();`, `callback(null);` */
function saysDone(statement: AnyNode, isDone: (node: AnyNode) => boolean): boolean {
  const value =
    statement.type === 'ExpressionStatement' ? statement.expression : statement.type === 'ReturnStatement' ? statement.argument : null;
  const call = value ? unchain(value) : undefined;
  if (call?.type !== 'CallExpression' || !isDone(call.callee)) return false;
  return call.arguments.every(
    (argument) =>
      (argument.type === 'Literal' && argument.value === null) || (argument.type === 'Identifier' && argument.name === 'undefined'),
  );
}

function keeps(node: AnyNode, isDone: (node: AnyNode) => boolean): boolean {
  if (node.type === 'AssignmentExpression' && isDone(unchain(node.right))) return true;
  const isAddition = node.type === 'CallExpression' && /^(?:push|add|set|unshift)$/.test(lastName(node.callee));
  if (isAddition && node.arguments.some(isDone)) return true;
  return someChild(node, (child) => keeps(child, isDone));
}

function isPush(analysis: Analysis, { callee }: CallExpression, info: FunctionInfo): boolean {
  const target = unchain(callee);
  if (target.type !== 'MemberExpression' || target.computed || memberName(target) !== 'push') return false;
  return target.object.type === 'ThisExpression' && analysis.selves.get(target.object) === info.self;
}

/** Of something that has no name or number of its own by which whoever takes it could put it in its place. */
function isUnnamed(analysis: Analysis, { arguments: args }: CallExpression, info: FunctionInfo): boolean {
  const [value] = args;
  if (!value || value.type === 'SpreadElement') return false;
  const isOwn = (variable: Variable | undefined): boolean => variable?.fn === info;
  const names = (node: AnyNode): boolean =>
    (node.type === 'Identifier' && isOwn(analysis.resolved.get(node))) || (!isFunction(node) && someChild(node, names));
  const isNamed = (node: AnyNode): boolean => {
    if (node.type === 'ObjectExpression' && node.properties.some((p) => p.type === 'Property' && names(p.value))) return true;
    if (node.type === 'ArrayExpression' && node.elements.some((e) => e !== null && names(e))) return true;
    return someChild(node, isNamed);
  };
  const saysSomething = (node: AnyNode): boolean => node.type === 'Identifier' || someChild(node, saysSomething);
  return saysSomething(value) && !isNamed(value);
}
