/** Interpretation of expressions: evaluation order, reads, writes, calls and closures. See flow.ts. */
import type { AnyNode, AssignmentExpression, CallExpression, Class, MemberExpression, NewExpression, ObjectExpression } from 'acorn';
import { noteEntered } from './entered';
import { noteTallies } from './askedLoops';
import { noteChanged, ofProperty, readOriginal, writeAssigned } from './assigned';
import { type FunctionNode, isEquality, isFunction, keysOf, memberName, ownKeyAsked, runsInline, unchain } from '../scope/ast';
import { collectionEffect, isKeyed, keyArgument } from '../scope/collections';
import { givenList, listName } from '../scope/helpers';
import { dropBatch } from './batches';
import { chosen, leavesWhereTrue } from './branches';
import { givePicked, isChoice, pickedBy } from './chosen';
import {
  emptiedBy,
  emptiedByCall,
  keepCopies,
  noteArguments,
  noteAskedCopy,
  noteCopy,
  noteCopyBy,
  readContents,
  replaceWithOld,
} from './copies';
import { HAS_CALL } from '../scope/bindings';
import type { Flow } from './flow';
import { holdStored, isOwnSignal, validates } from './equality';
import { closure, declare, isRejected, noteCall, returnedBy, runCallbacks, runSteps, runClosure, runNamed } from './flowCallbacks';
import { bindPattern } from './flowPatterns';
import { noteLook } from './fileLooks';
import { noteNext } from '../facts/gates';
import { linkCall } from './links';
import { CONTENTS, type Location } from './locations';
import { forgetCompared, placesCompared } from './newest';
import { countOn, isCount, noteGiven, noteKey } from './numbers';
import { isFound, noteFilled, noteMerge, notePatch, valueOfThis } from './patches';
import { notePeek, noteWithoutOne, removePeeked, takeCutOff, takenBy, takePeeked } from './peeks';
import { noteAsked, remove } from './removal';
import { noteValue, readKey } from './presence';
import { ofLength, putInto } from './sizes';
import { addGuard, decidedAt, type Guard } from './state';
import { answeredFrom, handsOn, isAsking, setsHeader } from './validators';
import { placeInTable } from './tables';
import { AWAITED, changed, control, CROSSED, crossed, isAwaited, NOTHING, RECEIVER, union, type Value, without } from './values';
import { FLAG_CONDITION, FLAG_COUNTS_DOWN, FLAG_COUNTS_UP, FLAG_SUBTRACTS } from '../../wire/siteFlags';
import { isPositive, locationOfTarget, noteAssigned, noteCount, noteStored, putsOriginalBack, withDifference, withoutCut } from './stored';

/** Evaluates operands in order; what came first has crossed whatever boundary came after it. */
function evaluateAll(flow: Flow, nodes: readonly (AnyNode | null | undefined)[], each?: (node: AnyNode, value: Value) => Value): Value {
  let value = NOTHING;
  for (const node of nodes) {
    if (!node) continue;
    const { tick } = flow.state;
    const next = evaluate(flow, node);
    if (flow.state.tick !== tick) value = crossed(value);
    value = union(value, each ? each(node, next) : next);
  }
  return value;
}

/** Evaluates what decides a branch; `beside`: what it depends on as well, and which decides nothing. */
export function evaluateTest(flow: Flow, node: AnyNode, beside: Value = NOTHING): Guard {
  const outer = flow.validating;
  flow.validating = false;
  noteAsked(node);
  const { value: all, newest } = comparing(flow, () => evaluate(flow, node));
  const value = beside.length === 0 ? all : all.filter((taint) => !beside.includes(taint));
  const guard = { value, test: node, validated: flow.validating, newest };
  flow.validating = outer;
  markCondition(flow, value);
  return guard;
}

/** Evaluates, and tells the places that comparisons looked at; a test within a test counts for both. */
function comparing(flow: Flow, run: () => Value): { readonly value: Value; readonly newest: readonly Location[] } {
  const outer = flow.compared;
  const newest: Location[] = [];
  flow.compared = newest;
  const value = run();
  flow.compared = outer;
  outer?.push(...newest);
  return { value, newest };
}

export function markCondition(flow: Flow, value: Value): void {
  for (const taint of value) {
    const { access } = flow.origins.get(taint);
    if (access) access.readFlags |= FLAG_CONDITION;
  }
}

export function evaluate(flow: Flow, node: AnyNode): Value {
  return noteValue(node, handsOn(node, interpret(flow, node)));
}

function interpret(flow: Flow, node: AnyNode): Value {
  switch (node.type) {
    case 'Identifier': {
      const variable = flow.analysis.resolved.get(node);
      if (!variable) return NOTHING;
      if (!flow.isLocal(variable)) {
        return union(flow.read(node, flow.locations.ofVariable(variable)), flow.state.locals.get(variable) ?? NOTHING);
      }
      return flow.state.locals.get(variable) ?? NOTHING;
    }
    case 'MemberExpression':
      return evaluateMember(flow, node);
    case 'CallExpression':
    case 'NewExpression':
      return evaluateCall(flow, node);
    case 'AwaitExpression': {
      flow.awaited = unchain(node.argument);
      const value = evaluate(flow, node.argument);
      flow.cross();
      return union(crossed(value), AWAITED);
    }
    case 'YieldExpression':
      if (node.argument) givePicked(flow, node.argument, evaluate(flow, node.argument));
      flow.cross();
      return AWAITED;
    case 'AssignmentExpression':
      return evaluateAssignment(flow, node);
    case 'UpdateExpression': {
      const value = evaluate(flow, node.argument);
      writeTarget(flow, node.argument, changed(value), node);
      noteCount(flow, node.argument, node.operator === '++' ? FLAG_COUNTS_UP : FLAG_COUNTS_DOWN);
      return node.prefix ? changed(value) : value;
    }
    case 'UnaryExpression':
      if (node.operator === 'delete' && node.argument.type === 'MemberExpression') {
        evaluateAll(flow, [node.argument.object, node.argument.computed ? node.argument.property : null]);
        if (flow.isTrackedMember(node.argument)) remove(flow, node.argument, flow.locations.find(node.argument));
        return NOTHING;
      }
      return evaluate(flow, node.argument);
    case 'BinaryExpression':
      return evaluateBinary(flow, node);
    case 'LogicalExpression': {
      if (!hasCall(flow, node.right)) {
        const place = node.operator === '&&' ? NOTHING : placeInTable(flow, node.left);
        return union(place, chosenQuietly(flow, evaluateTest(flow, node.left, place), [node.right]));
      }
      const guard = evaluateTest(flow, node.left);
      const { tick } = flow.state;
      const value = chosen(flow, guard, [() => evaluate(flow, node.right), () => guard.value], guard.value);
      if (flow.state.tick === tick) return value;
      forgetCompared(flow, guard);
      if (node.operator !== '&&' && !leavesWhereTrue(flow.analysis, node)) return value;
      // `free && (await confirm())`: where that is true, the look at what is free was made before the wait.
      const looked = union(guard.value, control(guard.value));
      const others = value.filter((taint) => !looked.includes(taint));
      return union(others, crossed(looked));
    }
    case 'ConditionalExpression': {
      const guard = evaluateTest(flow, node.test);
      const { consequent, alternate } = node;
      if (!hasCall(flow, consequent) && !hasCall(flow, alternate)) return chosenQuietly(flow, guard, [consequent, alternate]);
      const value = chosen(flow, guard, [() => evaluate(flow, consequent), () => evaluate(flow, alternate)], guard.value);
      // `left > 0 ? pay(who) : Promise.reject(new Error('sold out'))`: who goes on has passed the test.
      if ([consequent, alternate].some(isRejected)) addGuard(flow.state, guard);
      return value;
    }
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      closure(flow, node, true);
      return NOTHING;
    case 'FunctionDeclaration':
      declare(flow, node);
      return NOTHING;
    case 'ClassDeclaration':
    case 'ClassExpression':
      return evaluateClass(flow, node);
    case 'SequenceExpression': {
      let value = NOTHING;
      for (const part of node.expressions) value = evaluate(flow, part);
      return value;
    }
    case 'ArrayExpression':
      return evaluateAll(flow, node.elements);
    case 'ObjectExpression':
      return evaluateObject(flow, node);
    case 'TemplateLiteral':
      return evaluateAll(flow, node.expressions);
    case 'TaggedTemplateExpression':
      return evaluateAll(flow, [node.tag, ...node.quasi.expressions]);
    case 'ImportExpression':
      return evaluateAll(flow, [node.source, node.options]);
    case 'ChainExpression':
    case 'ParenthesizedExpression':
      return evaluate(flow, node.expression);
    case 'SpreadElement': {
      if (node.argument.type === 'ThisExpression') return valueOfThis(flow);
      const value = union(evaluate(flow, node.argument), readOriginal(flow, node.argument));
      return union(union(value, noteCopy(flow, node.argument)), readContents(flow, node.argument, node));
    }
    default:
      return NOTHING;
  }
}

function evaluateObject(flow: Flow, node: ObjectExpression): Value {
  const parts: AnyNode[] = [];
  const asking = new Set<AnyNode>();
  for (const p of node.properties) {
    if (p.type !== 'Property') parts.push(p);
    else {
      if (p.computed) parts.push(p.key);
      if (isFunction(p.value) && (p.method || p.kind !== 'init')) declare(flow, p.value);
      else parts.push(p.value);
      if (isAsking(p)) asking.add(p.value);
    }
  }
  return evaluateAll(flow, parts, (part, value) => {
    flow.parts.set(part, value);
    if (part.type === 'MemberExpression' && part.object.type === 'ThisExpression') return union(value, valueOfThis(flow));
    return asking.has(part) ? value.filter(isAwaited) : value;
  });
}

function hasCall(flow: Flow, node: AnyNode): boolean {
  return ((flow.analysis.flags.get(node) ?? 0) & HAS_CALL) !== 0;
}

/** `chosen` for branches that call nothing and so cross nothing: no need to keep their states apart. */
function chosenQuietly(flow: Flow, guard: Guard, branches: readonly AnyNode[]): Value {
  const { guards } = flow.state;
  let value = union(guard.value, control(guard.value));
  guards.push(guard);
  for (const branch of branches) value = union(value, evaluate(flow, branch));
  flow.state.guards.length = Math.min(flow.state.guards.length, guards.length - 1);
  return value;
}

function evaluateMember(flow: Flow, node: MemberExpression): Value {
  if (node.object.type === 'Super') return NOTHING;
  const object = evaluateAll(flow, [node.object, node.computed ? node.property : null]);
  if (memberName(node) === 'aborted' && isOwnSignal(flow, node)) flow.validating = true;
  noteAskedCopy(flow, node, object);
  const peeked = notePeek(flow, node);
  const getter = flow.resolveAccessor(node, 'get');
  const summary = getter && flow.summaryOf(getter.info);
  const through = getter && summary ? flow.applySummary(summary, getter.info, getter.self, [], []) : NOTHING;
  return union(union(union(ofProperty(flow, ofLength(flow, node, object), memberName(node)), through), readMember(flow, node)), peeked);
}

/** The read of the property itself, when it is tracked. */
function readMember(flow: Flow, node: MemberExpression): Value {
  const decided = flow.state.decided.size === 0 ? NOTHING : decidedAt(flow.state, flow.memberLocation(node));
  return flow.isTrackedMember(node) ? union(decided, flow.read(node, flow.memberLocation(node))) : decided;
}

const ADDITIVE: ReadonlySet<string> = new Set(['+', '-']);
const ARITHMETIC: ReadonlySet<string> = new Set([...ADDITIVE, '*', '/', '%', '**']);

function evaluateBinary(flow: Flow, node: AnyNode & { type: 'BinaryExpression' }): Value {
  if (node.left.type === 'PrivateIdentifier') return evaluate(flow, node.right);
  let left = evaluate(flow, node.left);
  const { tick } = flow.state;
  let right = evaluate(flow, node.right);
  if (node.operator === 'in') right = union(right, readKey(flow, node, node.right, node.left));
  if (flow.state.tick !== tick) left = crossed(left);
  if (isEquality(node.operator) && validates(flow, node, left, right)) flow.validating = true;
  flow.compared?.push(...placesCompared(flow, node, left, right));
  if (isChoice(flow, node)) return NOTHING;
  const both = ADDITIVE.has(node.operator) ? flow.origins.noteSum(union(left, right)) : union(left, right);
  return ARITHMETIC.has(node.operator) ? changed(both) : both;
}

// --- assignments ---

function evaluateAssignment(flow: Flow, node: AssignmentExpression): Value {
  const { left, operator } = node;
  if (operator === '=') {
    let key = NOTHING;
    if (left.type === 'MemberExpression' && left.object.type !== 'Super') {
      evaluate(flow, left.object);
      if (left.computed) key = evaluate(flow, left.property);
    }
    const { tick } = flow.state;
    const { value, newest } = comparing(flow, () => evaluate(flow, node.right));
    if (left.type === 'MemberExpression') flow.keys.set(left, flow.state.tick === tick ? key : crossed(key));
    // `state = next.at > state.at ? next : state`
    const isChosen = node.right.type === 'ConditionalExpression' && newest.length > 0;
    if (isChosen) flow.state.guards.push({ value: NOTHING, validated: false, newest });
    noteWithoutOne(flow, node);
    takeCutOff(flow, node);
    const target = locationOfTarget(flow, left);
    noteMerge(flow, left, node.right, value, target);
    bindPattern(flow, left, node.right, putsOriginalBack(flow, node) ? NOTHING : withDifference(flow, node, value), node);
    if (isChosen) flow.state.guards.pop();
    emptiedBy(flow, node, value, target);
    noteAssigned(flow, node, value, target);
    replaceWithOld(flow, node, target);
    holdStored(flow, node, target, value);
    return value;
  }
  const before = evaluate(flow, left);
  const { tick } = flow.state;
  if (operator === '&&=' || operator === '||=' || operator === '??=') {
    markCondition(flow, before);
    const guard: Guard = { value: before, validated: false };
    const run = (): Value => {
      const value = evaluate(flow, node.right);
      writeTarget(flow, left, value, node);
      return value;
    };
    return chosen(flow, guard, [run, () => before], before);
  }
  const right = evaluate(flow, node.right);
  const value = changed(union(flow.state.tick === tick ? before : crossed(before), right));
  if (left.type === 'Identifier' && ADDITIVE.has(operator.charAt(0))) flow.origins.noteSum(value);
  writeTarget(flow, left, value, node);
  if (operator === '+=' && isPositive(node.right)) noteCount(flow, left, FLAG_COUNTS_UP);
  if (/^[-|&^]=$/.test(operator)) noteCount(flow, left, operator === '-=' && isPositive(node.right) ? FLAG_COUNTS_DOWN : FLAG_SUBTRACTS);
  return value;
}

/** What the tests around an assignment to a local looked at: that the local has the new value, or kept the old one, depends on it. */
function decided(flow: Flow): Value {
  let value = NOTHING;
  for (const guard of flow.state.guards) value = union(value, guard.value);
  return control(value);
}

export function writeTarget(flow: Flow, target: AnyNode, value: Value, around: AnyNode): void {
  if (target.type === 'Identifier') {
    const variable = flow.analysis.resolved.get(target);
    if (!variable) return;
    if (flow.isLocal(variable)) flow.setLocal(variable, around.type === 'AssignmentExpression' ? union(value, decided(flow)) : value);
    else {
      flow.ends.set(target, around.end);
      if (isCount(around)) countOn(flow, target, flow.locations.ofVariable(variable));
      flow.write(target, flow.locations.ofVariable(variable), value, around.start);
      flow.setShared(variable, value);
    }
  } else if (target.type === 'MemberExpression') {
    const root = flow.localRoot(target);
    if (root && !setsHeader(target)) flow.addToObject(root, value);
    if (root) noteChanged(flow, root, target, value);
    const setter = flow.resolveAccessor(target, 'set');
    const summary = setter && flow.summaryOf(setter.info);
    if (setter && summary) flow.applySummary(summary, setter.info, setter.self, [target], [value]);
    if (flow.isTrackedMember(target)) {
      flow.ends.set(target, around.end);
      // Which element is written depends on the key: `list[next] = x` with a next that was list.length.
      const place = flow.keys.get(target) ?? NOTHING;
      noteKey(flow, place);
      // A place that is found anew says nothing about what is put there.
      const key = target.property.type === 'Identifier' ? place : place.filter((taint) => (taint & CROSSED) !== 0);
      if (isCount(around)) countOn(flow, target, flow.locations.find(target));
      flow.write(target, flow.locations.find(target), union(value, key), around.start);
    }
  }
}

// --- calls and closures ---

function evaluateCall(flow: Flow, node: CallExpression | NewExpression): Value {
  const callee = unchain(node.callee);
  if (runSteps(flow, node, callee)) return NOTHING;
  const isNew = node.type === 'NewExpression';
  const isAwaited = flow.awaited === node;
  const asked = ownKeyAsked(node);
  let base = NOTHING;
  const { tick } = flow.state;
  if (callee.type === 'MemberExpression') {
    if (memberName(callee) === 'then') flow.awaited = unchain(callee.object);
    // `Object.keys(held).includes(seat)` asks for one of them.
    const listed = asked && keysOf(callee.object);
    if (callee.object.type !== 'Super') base = evaluateAll(flow, [listed ?? callee.object, callee.computed ? callee.property : null]);
    if (!listed) noteAskedCopy(flow, callee, base);
    const name = memberName(callee);
    if (name === undefined || flow.watch.names.has(name)) base = union(base, readMember(flow, callee));
  } else if (callee.type !== 'Super' && !isFunction(callee)) base = evaluate(flow, callee);
  const inline = runsInline(node);
  const values: Value[] = [];
  const functions: FunctionNode[] = [];
  for (const argument of node.arguments) {
    const at = flow.state.tick;
    if (isFunction(argument) && (inline || !isNew)) {
      functions.push(argument);
      values.push(NOTHING);
      continue;
    }
    const value = union(evaluate(flow, argument), readOriginal(flow, argument));
    if (flow.state.tick !== at) for (let i = 0; i < values.length; i++) values[i] = crossed(values[i] ?? NOTHING);
    values.push(value);
  }
  if (flow.state.tick !== tick) base = crossed(base);
  if (isFunction(callee)) functions.push(callee);
  const answered = isAwaited && !isNew ? values.map((value, i) => answeredFrom(flow, node.arguments[i] as AnyNode, value)) : values;
  let result = union(withoutCut(flow, callee, base, values), takenBy(flow, callee, answered.reduce(union, NOTHING)));
  const immediate = inline || isFunction(callee);
  const target = isNew ? undefined : flow.resolveCall(callee);
  if (!target) result = union(result, noteArguments(flow, node, isAwaited));
  // `const user = await User.find(id)` … `user.save()`
  if (!isNew && callee.type === 'MemberExpression' && isFound(flow, callee.object, base)) {
    while (values.length < RECEIVER) values.push(NOTHING);
    values[RECEIVER] = base;
  }
  if (node.type === 'CallExpression') {
    noteGiven(flow, node, values, isAwaited);
    dropBatch(flow, node);
    notePatch(flow, node, values);
    noteFilled(flow, node, values);
  }
  writeAssigned(flow, node, values);
  if (immediate) {
    const executor = isNew && functions[0] ? flow.analysis.infos.get(functions[0]) : undefined;
    if (executor) flow.settled.set(executor, NOTHING);
    for (const fn of functions) result = union(result, runClosure(flow, fn, true, result));
    if (inline) result = union(result, runNamed(flow, node, result));
    // An async function that is called where it stands gives its result in a later step.
    if (isFunction(callee) && callee.async && !callee.generator) result = union(result, returnedBy(flow, callee));
    if (executor) result = union(result, flow.settled.get(executor) ?? NOTHING);
  } else if (!isNew) result = runCallbacks(flow, node, callee, target, { base, values, parts: answered, answered: result });
  if (callee.type === 'Identifier') noteCall(flow, callee, values);
  if (node.type === 'CallExpression') noteNext(flow, node);
  // Where the receiver may be a collection or something of the file with a method of that name, the run tells which it was.
  const held =
    callee.type === 'MemberExpression' && !isNew && callee.object.type !== 'Super' ? applyCollection(flow, node, callee, values) : NOTHING;
  noteTallies(flow, node, union(base, held));
  result = union(result, asked ? union(held, readKey(flow, node, asked.object, asked.key)) : held);
  const summary = target && flow.summaryOf(target.info);
  if (!target || !summary) return union(result, union(linkCall(flow, node, values, isAwaited), noteLook(flow, node, values)));
  const isOver = isAwaited || !target.info.async;
  const given = flow.applySummary(summary, target.info, target.self, node.arguments, values, false, isOver);
  return union(held, without(given, values, answered));
}

function applyCollection(flow: Flow, node: CallExpression | NewExpression, callee: MemberExpression, values: readonly Value[]): Value {
  const effect = collectionEffect(memberName(callee) ?? '');
  if (!effect) return NOTHING;
  const container = givenList(flow.analysis, callee.object);
  const root = flow.localRoot(callee.object);
  if (root && effect !== 'read-key' && effect !== 'read-all') putInto(flow, root, values.reduce(union, pickedBy(flow, node.arguments)));
  if (effect === 'write-all') noteEntered(flow, node, callee.object, values.reduce(union, NOTHING));
  const isTracked = flow.hasContents(listName(flow.analysis, container));
  if (!isTracked) noteCopyBy(flow, node, container);
  if (!isTracked || flow.isPrivate(container)) return NOTHING;
  // What a call holds (`const { rooms } = openHotel(name)`) has no path, but a name here.
  const object = flow.locations.find(container) ?? flow.locations.ofGiven(container) ?? flow.locations.find(callee.object);
  if (!object) return NOTHING;
  const key = keyArgument(memberName(callee) ?? '', node.arguments);
  const location = isKeyed(effect) ? (key ? flow.locations.keyed(object, key, '<>') : null) : flow.locations.child(object, CONTENTS);
  emptiedByCall(flow, node, memberName(callee) ?? '');
  if (node.type === 'CallExpression') takePeeked(flow, node, container, memberName(callee) ?? '');
  if (effect === 'delete-key') remove(flow, node, location);
  if (effect === 'delete-key' && node.type === 'CallExpression') removePeeked(flow, node, container);
  switch (effect) {
    case 'read-key':
      return flow.read(node, location);
    case 'read-all':
      if (node.type === 'CallExpression' && /^(?:at|slice)$/.test(memberName(callee) ?? '')) notePeek(flow, node);
      return keepCopies(flow, flow.read(node, location));
    case 'write-key':
      noteMerge(flow, node, node.arguments[1], values[1] ?? NOTHING, location);
      flow.write(node, location, union(values[0] ?? NOTHING, values[1] ?? NOTHING));
      noteStored(flow, node, values[1] ?? NOTHING, location);
      return NOTHING;
    case 'write-all':
      flow.write(node, location, values.reduce(union, NOTHING));
      return NOTHING;
    case 'update-all': {
      const value = flow.read(node, location);
      flow.write(node, location, NOTHING);
      return value;
    }
    default:
      return NOTHING;
  }
}

function evaluateClass(flow: Flow, node: Class & AnyNode): Value {
  if (node.superClass) evaluate(flow, node.superClass);
  for (const member of node.body.body) {
    if (member.type === 'StaticBlock') continue;
    if (member.computed) evaluate(flow, member.key);
    if (member.value && isFunction(member.value)) declare(flow, member.value);
  }
  return NOTHING;
}
