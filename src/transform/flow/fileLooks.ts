/** `if (await stat(file).catch(() => null) === null) await appendFile(file, header)`: which look at a file decides what is added to one. Which file that is, the run tells. */
import type { AnyNode, CallExpression } from 'acorn';
import { exits, forEachChild, type FunctionNode, isEquality, isFunction, lastName, memberName, someChild, unchain } from '../scope/ast';
import type { Flow } from './flow';
import { addGuard } from './state';
import { NOTHING, union, type Value } from './values';

const LOOKS = /^(?:exists|access|[lf]?stat|readFile)(?:Sync)?$/;
/** They tell no more than what any file has: which side of the test is taken says whether there is one. */
const ASKS = /^(?:exists|access|[lf]?stat)(?:Sync)?$/;
const STATS = /^[lf]?stat$/;
const ADDS = /^appendFile(?:Sync)?$/;
const WRITES = /^write(?:Sync)?$/;
const MAX_LINKS = 256;

/** What the result of a look is known by; joins what adds to a file with the looks that it goes by. */
export function noteLook(flow: Flow, node: AnyNode, values: readonly Value[]): Value {
  if (node.type !== 'CallExpression') return NOTHING;
  const name = calledName(node);
  if (ADDS.test(name)) {
    joinLooks(flow, node, values);
    joinFailed(flow, node);
    joinPlaces(flow, node);
  }
  if (WRITES.test(name)) joinPosition(flow, node, values);
  return LOOKS.test(name) ? flow.origins.look(node) : NOTHING;
}

/** The look decides what the call adds. */
function link(flow: Flow, look: CallExpression, node: CallExpression): void {
  flow.links.set(`${look.end}:l${node.end}`, { read: look, write: node, kind: 'look' });
}

function joinLooks(flow: Flow, node: CallExpression, values: readonly Value[]): void {
  const join = (taint: number, isMissing: boolean): void => {
    const { look } = flow.origins.get(taint);
    if (!look || flow.links.size >= MAX_LINKS || (!isMissing && ASKS.test(calledName(look)))) return;
    link(flow, look, node);
  };
  for (const value of values) for (const taint of value) join(taint, false);
  for (const { value, missing } of flow.state.guards) for (const taint of value) join(taint, missing === true);
}

/** `access(file).catch(() => appendFile(file, header))`, `access(file, (err) => { if (err) appendFile(file, header, done); })`: that the look fails says that there is no file. */
function joinFailed(flow: Flow, node: CallExpression): void {
  const join = (look: CallExpression): void => {
    if (flow.links.size < MAX_LINKS) link(flow, look, node);
  };
  const walk = (at: AnyNode): void => {
    if (!holds(at, node)) return;
    const callback =
      at.type === 'CallExpression' ? at.arguments.filter((given) => isFunction(given)).find((fn) => holds(fn, node)) : undefined;
    if (at.type === 'CallExpression' && callback) {
      const { callee } = at;
      if (callee.type === 'MemberExpression' && memberName(callee) === 'catch') looksIn(callee.object).forEach(join);
      if (ASKS.test(calledName(at)) && isBehindFailure(at, callback, node)) join(at);
    }
    forEachChild(at, walk);
  };
  let outer = flow.fn;
  while (outer.parent && outer.parent !== flow.analysis.module) outer = outer.parent;
  walk(outer.node);
}

function holds(around: AnyNode, node: AnyNode): boolean {
  return around.start <= node.start && node.end <= around.end;
}

/** `(err) => { if (err) … }`, `(err) => { if (!err) return done(); … }`, `(there) => { if (!there) … }`: where the call stands, the look has found nothing. */
function isBehindFailure(look: CallExpression, callback: FunctionNode, node: AnyNode): boolean {
  const first = callback.params[0];
  if (first?.type !== 'Identifier') return false;
  const isFirst = (at: AnyNode): boolean => (at.type === 'Identifier' && at.name === first.name) || someChild(at, isFirst);
  const isFound = (test: AnyNode): boolean =>
    (test.type === 'UnaryExpression' && test.operator === '!') !== calledName(look).startsWith('exists');
  const isTest = (at: AnyNode): boolean => {
    if (at.type !== 'IfStatement' || !isFirst(at.test)) return at.start < node.start && someChild(at, isTest);
    if (holds(at.consequent, node)) return !isFound(at.test);
    return isFound(at.test) && ((at.alternate && holds(at.alternate, node)) || (node.start >= at.end && exits(at.consequent)));
  };
  return isTest(callback.body);
}

/** Looks that are made where it stands. */
function looksIn(node: AnyNode): CallExpression[] {
  if (isFunction(node)) return [];
  const inner: CallExpression[] = [];
  forEachChild(node, (child) => inner.push(...looksIn(child)));
  return node.type === 'CallExpression' && LOOKS.test(calledName(node)) ? [node, ...inner] : inner;
}

/** Blocks of `try` → the looks in them. */
const TRIED = new WeakMap<AnyNode, readonly CallExpression[]>();

/** `try { await access(file); } catch { … }`: what is done where the look has failed goes by that. */
export function guardFailedLook(flow: Flow, block: AnyNode): Flow {
  const looks = TRIED.get(block) ?? looksIn(block);
  TRIED.set(block, looks);
  const value = looks.reduce((all, look) => union(all, flow.origins.look(look)), NOTHING);
  if (value.length > 0) addGuard(flow.state, { value, validated: false, missing: true });
  return flow;
}

/** `const { size } = await file.stat(); await file.write(bytes, 0, bytes.length, size)`: what is written is put where the file ended. */
function joinPosition(flow: Flow, node: CallExpression, values: readonly Value[]): void {
  for (const [i, value] of values.entries()) {
    // What is written comes first.
    for (const taint of i === 0 ? NOTHING : value) {
      const { look } = flow.origins.get(taint);
      if (!look || flow.links.size >= MAX_LINKS || !STATS.test(calledName(look))) continue;
      link(flow, look, node);
    }
  }
}

/**
 * `const { size } = await stat(file); await appendFile(file, record); index.set(id, size)`: where what is added begins is known from before. Who only compares the size
 * looks at it before the addition.
 */
function joinPlaces(flow: Flow, node: CallExpression): void {
  const walk = (at: AnyNode): void => {
    if (at.start >= node.start) return;
    if (at.type === 'VariableDeclarator' && at.init?.type === 'AwaitExpression') {
      const look = unchain(at.init.argument);
      if (look.type === 'CallExpression' && STATS.test(calledName(look)) && isSizeUsed(flow.fn.node, at.id, node.end)) {
        link(flow, look, node);
      }
    }
    forEachChild(at, walk);
  };
  if (flow.links.size < MAX_LINKS) walk(flow.fn.node);
}

/** Whether the size in what a pattern takes is used behind a place. */
function isSizeUsed(body: AnyNode, pattern: AnyNode, after: number): boolean {
  const isSize = (node: AnyNode): boolean => {
    if (pattern.type === 'Identifier') {
      return (
        node.type === 'MemberExpression' &&
        memberName(node) === 'size' &&
        node.object.type === 'Identifier' &&
        node.object.name === pattern.name
      );
    }
    if (pattern.type !== 'ObjectPattern' || node.type !== 'Identifier') return false;
    return pattern.properties.some(
      (p) => p.type === 'Property' && keyOf(p.key) === 'size' && p.value.type === 'Identifier' && p.value.name === node.name,
    );
  };
  const isUsed = (node: AnyNode): boolean => node.end > after && ((node.start >= after && isSize(node)) || someChild(node, isUsed));
  return isUsed(body);
}

function keyOf(key: AnyNode): string {
  return key.type === 'Identifier' ? key.name : '';
}

function calledName(node: CallExpression): string {
  return lastName(node.callee);
}

/** `!there`, `there === null`, `!stats || stats.size === 0`: where the test is `isTrue`, nothing is there. */
export function isMissing(test: AnyNode, isTrue: boolean): boolean {
  if (test.type === 'UnaryExpression' && test.operator === '!') return isMissing(test.argument, !isTrue);
  if (test.type === 'LogicalExpression') {
    return (test.operator === '||') === isTrue && (isMissing(test.left, isTrue) || isMissing(test.right, isTrue));
  }
  if (test.type !== 'BinaryExpression') return !isTrue;
  const { right } = test;
  const isNothing =
    right.type === 'Literal' ? right.value === null || right.value === 0 : right.type === 'Identifier' && right.name === 'undefined';
  return isNothing && isEquality(test.operator) && isTrue === test.operator.startsWith('=');
}
