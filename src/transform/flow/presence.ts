/**
 * Whether a list holds anything at all: its first element is looked at (`rows[0] ?? null`, `const [first] = rows`), or the whole list given to somebody who counts or searches it
 * (`(await all()).length > 0`). Such a look counts only for tests that leave no doubt that nothing was there, and for what puts something there then.
 */
import type { AnyNode, MemberExpression } from 'acorn';
import { isCount, isEquality, memberName, unchain } from '../scope/ast';
import { onlyValue } from '../scope/bindings';
import type { Access } from './access';
import { contentsOf } from './copies';
import type { Flow } from './flow';
import { mayOverlap, type Location } from './locations';
import type { Guard } from './state';
import { adds, ERROR, methodOf, type SummaryWrite } from './summaries';
import { CHANGED, CONTROL, CROSSED, discharge, hasAged, NOTHING, originOf, union, type Value } from './values';

/** What calls and members gave when they were last evaluated. */
const GIVEN = new WeakMap<AnyNode, Value>();

export function noteValue(node: AnyNode, value: Value): Value {
  if (value.length > 0 && (node.type === 'CallExpression' || node.type === 'MemberExpression')) GIVEN.set(node, value);
  return value;
}

/** `return this.rows`, `return [...this.rows]`, `return this.rows.slice()`: whoever gets it may count what is there, or look for something. */
export function presenceGiven(flow: Flow, returned: AnyNode): Value {
  const at = unchain(returned);
  if (at.type === 'Identifier' || at.type === 'MemberExpression') return presenceOf(flow, at, flow.accesses.copy(at, flow.fn));
  if (at.type === 'ArrayExpression' && at.elements.length === 1 && at.elements[0]?.type === 'SpreadElement') {
    const list = at.elements[0].argument;
    return presenceOf(flow, list, flow.accesses.copy(list, flow.fn));
  }
  const isSlice = at.type === 'CallExpression' && methodOf(at) === 'slice' && at.arguments.length === 0;
  return isSlice ? presenceOf(flow, (at.callee as MemberExpression).object, flow.accesses.get(at, flow.fn)) : NOTHING;
}

export function presenceOf(flow: Flow, list: AnyNode, access: Access): Value {
  const contents = list.type === 'Identifier' || list.type === 'MemberExpression' ? contentsOf(flow, list) : null;
  return contents ? flow.origins.presence(access, contents) : NOTHING;
}

/** `ns = ns || {}`: what a name stands for may be made of the name. */
const MAX_NAMES = 4;
const SEARCHES = /^(?:some|find|findLast|includes|has|at|filter|slice|toSorted|toReversed)$/;

/** What is certain to have found nothing where a test is true (`isTrue`), or false: answers of calls, and looks whether there is anything. `names`: how many may still be looked up. */
export function emptyOn(flow: Flow, test: AnyNode, isTrue: boolean, names = MAX_NAMES): Value {
  const at = unchain(test);
  switch (at.type) {
    case 'UnaryExpression':
      return at.operator === '!' ? emptyOn(flow, at.argument, !isTrue, names) : NOTHING;
    case 'LogicalExpression': {
      const areBoth = at.operator === (isTrue ? '&&' : '||');
      return areBoth ? union(emptyOn(flow, at.left, isTrue, names), emptyOn(flow, at.right, isTrue, names)) : NOTHING;
    }
    case 'BinaryExpression':
      return isNothingOn(at, isTrue) ? answerOf(flow, at.left) : NOTHING;
    case 'Identifier': {
      const value = names > 0 ? onlyValue(flow.analysis.resolved.get(at)) : undefined;
      if (value && /^(?:Unary|Binary|Logical)Expression$/.test(value.type)) return emptyOn(flow, value, isTrue, names - 1);
      return isTrue ? NOTHING : answerOf(flow, at);
    }
    default:
      return isTrue ? NOTHING : answerOf(flow, at);
  }
}

/** `rows.length === 0`, `row === null`, `(await count()) < 1`, where it is true; `rows.length > 0`, where it is not. */
function isNothingOn({ operator, right }: AnyNode & { type: 'BinaryExpression' }, isTrue: boolean): boolean {
  const value = right.type === 'Literal' ? right.value : right.type === 'Identifier' && right.name === 'undefined' ? undefined : NaN;
  if (isEquality(operator)) return (value === 0 || value === null || value === undefined) && isTrue === operator.startsWith('=');
  return isTrue
    ? (operator === '<' && value === 1) || (operator === '<=' && value === 0)
    : (operator === '>' && value === 0) || (operator === '>=' && value === 1);
}

/** The answer itself, or what it holds, and nothing that was only made with it. */
function answerOf(flow: Flow, node: AnyNode): Value {
  const at = unchain(node);
  const isAnswer = (taint: number): boolean => {
    const { kind } = flow.origins.get(taint);
    return (taint & CONTROL) === 0 && (kind === 'presence' || kind === 'call');
  };
  switch (at.type) {
    case 'ParenthesizedExpression':
      return answerOf(flow, at.expression);
    case 'AwaitExpression':
      return answerOf(flow, at.argument);
    case 'Identifier': {
      const variable = flow.analysis.resolved.get(at);
      // `if (err) return done(err);`: that there was no error is not that nothing was found.
      if (variable?.kind === 'param' && ERROR.test(at.name)) return NOTHING;
      return (variable && flow.state.locals.get(variable)?.filter(isAnswer)) ?? NOTHING;
    }
    case 'MemberExpression':
      if (isCount(at)) return answerOf(flow, at.object);
      return at.computed ? (GIVEN.get(at) ?? NOTHING).filter(isAnswer) : NOTHING;
    case 'CallExpression': {
      const callee = unchain(at.callee);
      if (callee.type === 'MemberExpression' && callee.object.type !== 'Super' && SEARCHES.test(memberName(callee) ?? '')) {
        return answerOf(flow, callee.object);
      }
      const isOwn = (taint: number): boolean => isAnswer(taint) && (flow.origins.get(taint).call ?? at) === at;
      return (GIVEN.get(at) ?? NOTHING).filter(isOwn);
    }
    default:
      return NOTHING;
  }
}

/** Whether, behind a test, what a record stands for is certain not to have been there. */
export function isEmptyBehind({ empty }: Guard, taint: number): boolean {
  return empty?.some((other) => originOf(other) === originOf(taint)) === true;
}

/** Lists of which the test of the same step has seen that they hold nothing, or something. */
export function presentNow(flow: Flow, value: Value): Location[] {
  return value.flatMap((taint) => ((taint & CROSSED) === 0 ? (flow.origins.get(taint).presence?.list ?? []) : []));
}

/** Joins what puts something into a list with the looks before the last boundary that found nothing there. */
export function pairEmpty(flow: Flow, { access, location, late, through }: SummaryWrite, { empty }: Guard): void {
  if (!adds(access.node)) return;
  for (const taint of empty ?? NOTHING) {
    const { presence } = flow.origins.get(taint);
    if (presence && hasAged(taint, late) && mayOverlap(presence.list, location)) flow.pair(presence.access, access, 'guard', through);
  }
}

/**
 * `const all = await rows.all(); await rows.insert({ id: all.length + 1 })`: a number that was worked out with a list is put into it when others may have put something there, as `insert` waits
 * before it does so. The list itself may be the one that is there by now.
 */
export function pairCounted(
  flow: Flow,
  { access, through, late, value }: SummaryWrite,
  location: Location,
  translated: (value: Value) => Value,
): void {
  const isGiven = (taint: number): boolean => flow.origins.get(taint).kind === 'param';
  for (const taint of late && adds(access.node) ? translated(value.filter(isGiven)) : []) {
    const { presence } = flow.origins.get(taint);
    const isNumber = (taint & (CHANGED | CONTROL)) === CHANGED;
    if (presence && isNumber && mayOverlap(presence.list, location)) flow.pair(presence.access, access, 'value', through);
  }
}

/** What is written in the step of the look is its answer. `matches`: it is a look at what is written. */
export function dischargeGuard(flow: Flow, guard: Guard, { access, location }: SummaryWrite, matches: (taint: number) => boolean): Guard {
  const value = discharge(guard.value, (taint) => {
    if (!flow.origins.matchesInSum(taint, matches)) return false;
    const read = matches(taint) ? null : flow.origins.get(taint).access;
    if (!read || flow.links.size >= MAX_RESERVED) return true;
    flow.links.set(`r${read.id}:w${access.id}:reserved`, { read, write: access, kind: 'reserved' });
    return true;
  });
  const isOf = (taint: number): boolean => {
    const { presence } = flow.origins.get(taint);
    return presence !== undefined && mayOverlap(presence.list, location);
  };
  const empty = guard.empty && discharge(guard.empty, isOf);
  return value === guard.value && empty === guard.empty ? guard : { ...guard, value, empty };
}

/** Of a file. */
const MAX_RESERVED = 256;

/** Looks that functions give to those that call them from other files; all of them have to be told. */
export function presencesOf(flow: Flow): Map<number, Set<Access>> {
  const found = new Map<number, Set<Access>>();
  for (const [info, { returns, calls }] of flow.summaries) {
    if (info.name === '' || info.name === '(anonymous)' || info.constructs) continue;
    const given = [returns, ...calls.filter((call) => !call.isHandedOn).flatMap(({ values }) => values)].flat();
    for (const taint of given) {
      const { presence } = flow.origins.get(taint);
      if (!presence || (taint & CONTROL) !== 0) continue;
      presence.access.paired = true;
      found.set(info.index, (found.get(info.index) ?? new Set()).add(presence.access));
    }
  }
  return found;
}

/** `key in container` and `Object.hasOwn(container, key)` read that element. */
export function readKey(flow: Flow, node: AnyNode, container: AnyNode, key: AnyNode): Value {
  const isNamed = key.type === 'Literal' && flow.watch.names.has(String(key.value));
  if ((!isNamed && !flow.isHeld(container)) || flow.isPrivate(container)) return NOTHING;
  const object = flow.locations.find(container);
  return object ? flow.read(node, flow.locations.keyed(object, key, '[]')) : NOTHING;
}
