/** Functions given to calls: what their parameters get, when they run, and what the caller has from them. See flow.ts. */
import type { AnyNode, CallExpression, Identifier, MemberExpression, NewExpression } from 'acorn';
import { isFunction, lastName, memberName, someChild, unchain, type FunctionNode } from '../scope/ast';
import { homeOf, onlyValue, REF_CALLEE, type FunctionInfo } from '../scope/bindings';
import { containerName } from '../scope/collections';
import { notePicked, testsOf } from './chosen';
import type { Flow } from './flow';
import { keepCopies } from './copies';
import { rootLocation, type Location } from './locations';
import { assignTakenApart } from './flowPatterns';
import { addGuard, cloneState, joinStates, type Guard, type State } from './state';
import { isInside, isWithinFunction, MAX_SUMMARY_WRITES, methodOf, takesError, type Callee, type SummaryWrite } from './summaries';
import { linkCall } from './links';
import { binderOf, givenTo, translate } from './translate';
import { answeredFrom } from './validators';
import { AWAITED, CONTROL, control, crossed, isAwaited, NOTHING, originOf, union, type Value } from './values';

export function noteCall(flow: Flow, callee: Identifier, values: readonly Value[]): void {
  const variable = flow.analysis.resolved.get(callee);
  if (variable) flow.noteCall(variable, values);
}

const SETTLES = /^(?:then|catch|finally)$/;

/** An error-first callback is called once, with the answer. */
function isAnswer(node: FunctionNode): boolean {
  return node.params.length > 1 && takesError(node);
}

/**
 * Functions given to a call, written there or by name: what their parameters get is what the callee calls them with, what `then` waits for, or the answer of a
 * function of another file. Returns what the call's value gets from them: `then` hands on what they return, and that may say no more of the answer than whether there was one
 * (`.then((found) => { if (!found) return slug; … })`). `parts`: what the answer has of each argument.
 */
export function runCallbacks(
  flow: Flow,
  node: CallExpression | NewExpression,
  callee: AnyNode,
  target: Callee | undefined,
  { base, values, parts, answered }: { readonly base: Value; readonly values: Value[]; readonly parts: Value[]; readonly answered: Value },
): Value {
  let result = answered;
  // What the callee takes all of it has taken when it calls back.
  const summary = target && flow.summaryOf(target.info);
  if (summary) {
    keepCopies(flow, translate(flow, summary.copies, target.info, binderOf(flow, target.info, target.self, node.arguments), values));
  }
  const settles = callee.type === 'MemberExpression' ? SETTLES.exec(memberName(callee) ?? '')?.[0] : undefined;
  const isThen = settles === 'then';
  const isReply = listensForReply(flow, node, callee);
  const isHelper = !target && linkCall(flow, node, values).length > 0;
  for (const [i, argument] of node.arguments.entries()) {
    const callback = functionOf(flow, argument);
    if (!callback) {
      handOn(flow, node, i, target, { base, values });
      continue;
    }
    const { info } = callback;
    const fn = info.node as FunctionNode;
    let given: readonly Value[] = [];
    if (isThen) given = i === 0 ? [union(crossed(base), AWAITED)] : [];
    else if (target) given = givenTo(flow, target, i, node.arguments, values, (call) => !call.isHandedOn || isAnswer(fn)) ?? [];
    else if (isAnswer(fn)) given = fn.params.map((_, at) => answerOf(flow, node, base, values, at));
    else given = fn.params.map(() => union(linkCall(flow, node, values), isReply || isChunk(flow, node, callee) ? AWAITED : NOTHING));
    // That there was an error is not what was found.
    if (takesError(fn)) given = given.map((value, at) => (at === 0 ? value.filter((taint) => (taint & CONTROL) === 0) : value));
    const isTold =
      summary?.calls.some((call) => call.index === i && call.isLater) === true &&
      isOnlyCalled(flow, target?.info.node, i) &&
      !(fn.params.length === 1 && takesError(fn));
    if (settles !== undefined || isReply || isTold || isAnswer(fn)) flow.answers.add(info);
    // Of another function by its object nothing more is known than that it may be called at any time.
    else if (argument !== fn && argument.type !== 'Identifier') continue;
    const run = (): void => {
      if (argument === fn) {
        flow.given.set(info, given);
        if (isThen && i === 0) PASSED.set(node, runAfter(flow, fn, callee));
        else closure(flow, fn, true);
      } else callLater(flow, callback, given, flow.answers.has(info));
    };
    if (settles === 'catch' || (isThen && i === 1) || listensForErrors(node)) flow.afterFailure(flow.state.guards.length, run);
    else run();
    // What it gives back is what the callee gets where it calls it; a helper of another file may give it back in turn.
    const returns = returnedBy(flow, fn);
    values[i] = union(values[i] ?? NOTHING, returns);
    // `await query(() => rows.find(isIt))`: so it is part of the answer.
    if (argument === fn) parts[i] = values[i];
    const isHandedOn = (taint: number): boolean =>
      (settles === 'then' || settles === 'catch' || isHelper) &&
      !isAwaited(taint) &&
      !base.some((own) => originOf(own) === originOf(taint));
    if (isThen && i === 0) {
      const isOf = (taint: number, value: Value): boolean => value.some((other) => originOf(other) === originOf(taint));
      const plain = returns.filter((taint) => (taint & CONTROL) === 0);
      const decided = returns.filter((taint) => isOf(taint, base) && !isOf(taint, plain));
      const rest = result.filter((taint) => !isOf(taint, decided));
      result = union(rest, decided);
    }
    result = union(result, returns.filter(isHandedOn));
  }
  return result;
}

/** The function does nothing with the parameter but call it: what is kept, or handed on, waits for its turn (handLocks.ts). */
function isOnlyCalled(flow: Flow, fn: AnyNode | undefined, at: number): boolean {
  const parameter = fn && isFunction(fn) ? fn.params[at] : undefined;
  const refs = parameter?.type === 'Identifier' ? flow.analysis.resolved.get(parameter)?.refs : undefined;
  return refs?.every(({ node, role }) => node === parameter || (role & REF_CALLEE) !== 0) === true;
}

/** Calls of `then` → the tests that everybody has passed who comes to the callback of the next one: what fails them throws. */
const PASSED = new WeakMap<AnyNode, readonly Guard[]>();

/** Interprets a callback of `then` with the tests that the callbacks before it in the chain have made. Returns these with its own. */
function runAfter(flow: Flow, fn: FunctionNode, callee: AnyNode): readonly Guard[] {
  const { guards } = flow.state;
  const passed = (callee.type === 'MemberExpression' && PASSED.get(unchain(callee.object))) || [];
  const outer = guards.length;
  guards.push(...passed);
  const end = closure(flow, fn, true);
  const own = end && onlyThrows(fn) ? end.guards.slice(outer + passed.length) : [];
  guards.length = outer;
  return [...passed, ...own];
}

/** It comes to its end, or throws (or gives a promise that is rejected): nothing else returns before the last statement. */
function onlyThrows({ body }: FunctionNode): boolean {
  const returns = (node: AnyNode): boolean => {
    if (node.type === 'ReturnStatement') return !isRejected(node.argument);
    return !isFunction(node) && someChild(node, returns);
  };
  if (body.type !== 'BlockStatement') return true;
  const end = body.body.at(-1)?.type === 'ReturnStatement' ? -1 : body.body.length;
  return !body.body.slice(0, end).some(returns);
}

/** `Promise.reject(new Error('taken'))` */
export function isRejected(node: AnyNode | null | undefined): boolean {
  const callee = node?.type === 'CallExpression' ? node.callee : undefined;
  return callee?.type === 'MemberExpression' && containerName(callee.object) === 'Promise' && memberName(callee) === 'reject';
}

/** What an error-first callback is called with at a place: the answer to what its call was given, as an await of that would be. */
function answerOf(flow: Flow, node: CallExpression | NewExpression, base: Value, values: readonly Value[], at: number): Value {
  let answer = at === 0 ? NOTHING : base;
  for (const [i, argument] of at === 0 ? [] : node.arguments.entries()) {
    if (!isFunction(argument)) answer = union(answer, answeredFrom(flow, argument, values[i] ?? NOTHING));
  }
  return union(union(crossed(answer), AWAITED), linkCall(flow, node, values));
}

/** A callback goes on with what a helper has read, or writes by one; or with what another callback of the same call has read. */
export function followAnswers(flow: Flow, reader: FunctionInfo): void {
  const callback = homeOf(flow.fn);
  if (!flow.answers.has(callback)) return;
  flow.follow(callback);
  for (const other of isInside(callback, reader) ? [] : flow.answers) if (other.parent === callback.parent) flow.follow(other);
}

/** A callback that stores an answer, itself or by a helper: whose answer, the run tells. */
export function followStore(flow: Flow, { access, through }: SummaryWrite): void {
  const by = [flow.fn, ...through];
  if (access.fn === flow.fn || by.some((fn) => flow.answers.has(homeOf(fn)))) for (const fn of by) flow.follow(fn);
}

/** What a function of its own activation gives back in a later step, without what it is called with. */
export function returnedBy(flow: Flow, node: FunctionNode): Value {
  const info = flow.analysis.infos.get(node);
  const summary = info && flow.summaries.get(info);
  const isOwn = (taint: number): boolean => flow.origins.get(taint).kind === 'param' && flow.origins.get(taint).fn === info;
  return crossed((summary?.returns ?? NOTHING).filter((t) => !isOwn(t)));
}

/** What a server is given by its clients answers nothing that it asked. */
const ASKS = /req|sock|conn|client|peer|stdin/i;

/** `get(url, (response) => { response.on('data', (chunk) => …) })`: a part of the answer. */
function isChunk(flow: Flow, { arguments: [event] }: CallExpression | NewExpression, callee: AnyNode): boolean {
  if (callee.type !== 'MemberExpression' || memberName(callee) !== 'on' || callee.object.type !== 'Identifier') return false;
  if (event?.type !== 'Literal' || event.value !== 'data' || ASKS.test(callee.object.name)) return false;
  const variable = flow.analysis.resolved.get(callee.object);
  const around = variable?.kind === 'param' ? variable.fn.node : undefined;
  return around !== undefined && isFunction(around) && around.params.length === 1;
}

/** Events that bring no answer. */
const NO_REPLY = /^(?:abort|close|connect|drain|error|listening|open|ready|secureConnect|spawn|timeout)$/;

/** `const asked = lookUp(word); asked.once('found', (entry) => …)`: what the function has asked for with what it was given comes as an event of its own. */
function listensForReply(flow: Flow, { arguments: [event] }: CallExpression | NewExpression, callee: AnyNode): boolean {
  if (callee.type !== 'MemberExpression' || memberName(callee) !== 'once' || callee.object.type !== 'Identifier') return false;
  if (event?.type !== 'Literal' || NO_REPLY.test(String(event.value))) return false;
  const variable = flow.analysis.resolved.get(callee.object);
  const asked = variable?.fn === flow.fn ? onlyValue(variable) : undefined;
  const isGiven = (node: AnyNode): boolean =>
    (node.type === 'Identifier' && flow.analysis.resolved.get(node)?.kind === 'param') || someChild(node, isGiven);
  return asked?.type === 'CallExpression' && asked.arguments.some(isGiven);
}

/** `socket.on('error', () => …)` */
function listensForErrors(node: CallExpression | NewExpression): boolean {
  const [event] = node.arguments;
  return event?.type === 'Literal' && event.value === 'error' && /^(?:on|once|addListener|addEventListener)$/.test(methodOf(node) ?? '');
}

/** The function that an argument is: written there, or a function of this file by its name (`this.show`, `this.show.bind(this)`). */
function functionOf(flow: Flow, argument: AnyNode): Callee | undefined {
  if (isFunction(argument)) {
    const info = flow.analysis.infos.get(argument);
    return info && { info, self: null };
  }
  const isBound = methodOf(argument) === 'bind' && argument.type === 'CallExpression' && argument.arguments.length === 1;
  const named = isBound ? (argument.callee as MemberExpression).object : argument;
  const callee = named.type === 'Identifier' || named.type === 'MemberExpression' ? flow.resolveCall(named) : undefined;
  return callee && isFunction(callee.info.node) ? callee : undefined;
}

/** A function of this file is called in a later step, with what it is given; one of the call at hand that goes on with an answer also where that is not known. */
function callLater(flow: Flow, { info, self }: Callee, given: readonly Value[], isAnswer: boolean): void {
  const isOwn = isAnswer && info.parent?.node.type !== 'Program';
  const summary = (given.length > 0 || isOwn) && flow.provisional === 0 ? flow.summaryOf(info, true) : undefined;
  if (!summary) return;
  const { state } = flow;
  flow.state = flow.closureState(true);
  flow.applySummary(summary, info, self, [], given, isAnswer);
  flow.state = state;
}

/** What takes an error first is called with at most so many values. */
const ANSWERS = 3;
/** What is put into a collection is called by others. */
const KEEPS = /^(?:set|add|push|unshift)$/;

/** `load(id, callback)`: the callee calls what this function was given; so does a timer, and, with its answer, a function of another file. */
function handOn(
  flow: Flow,
  node: CallExpression | NewExpression,
  i: number,
  target: Callee | undefined,
  { base, values }: { readonly base: Value; readonly values: readonly Value[] },
): void {
  const argument = node.arguments[i] as AnyNode;
  const variable = argument.type === 'Identifier' ? flow.analysis.resolved.get(argument) : undefined;
  if (variable?.kind !== 'param') return;
  const pass = (given: readonly Value[] | undefined, isLater: boolean, isHandedOn = false): void => {
    if (given) flow.noteCall(variable, given, isLater || given.some((value) => value.some(isAwaited)), isHandedOn);
  };
  if (target) {
    pass(
      givenTo(flow, target, i, node.arguments, values, (call) => !call.isHandedOn),
      false,
    );
    pass(
      givenTo(flow, target, i, node.arguments, values, (call) => call.isHandedOn),
      true,
      true,
    );
  } else if (i === 0) pass(givenByTimer(unchain(node.callee), values), true);
  else if (i === node.arguments.length - 1 && !KEEPS.test(methodOf(node)) && !flow.settled.has(variable.fn)) {
    pass(
      Array.from({ length: ANSWERS }, (_, at) => answerOf(flow, node, base, values, at)),
      true,
      true,
    );
  }
}

/** Where the values begin that a timer calls its function with. */
const TIMED: ReadonlyMap<string, number> = new Map([
  ['setTimeout', 2],
  ['setImmediate', 1],
  ['nextTick', 1],
]);

/** `setTimeout(callback, 20, null, rows)`: what the callback gets stands here. */
function givenByTimer(callee: AnyNode, values: readonly Value[]): Value[] | undefined {
  const name = callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' ? memberName(callee) : undefined;
  const from = TIMED.get(name ?? '') ?? values.length;
  return from < values.length ? values.slice(from).map(crossed) : undefined;
}

/** A function that gets its own activation: at once (an async function called where it stands) or later (a callback). */
export function closure(flow: Flow, node: FunctionNode, later: boolean): State | undefined {
  const info = flow.analysis.infos.get(node);
  if (!info || flow.provisional > 0) return undefined;
  const start = flow.closureState(later);
  const before = new Map(start.locals);
  const end = flow.interpret(info, start);
  passOn(flow, info, later);
  if (!flow.crossesFrom(flow.fn)) return end;
  for (const [variable, value] of end.locals) {
    const known = before.get(variable);
    // Only what the closure assigned comes back, and comes back later.
    if (variable.fn !== info && value !== known) flow.addToLocal(variable, crossed(value.filter((t) => !known?.includes(t))));
  }
  return end;
}

/** A function written as an argument or called where it stands. */
export function runClosure(flow: Flow, node: FunctionNode, immediate: boolean, receives: Value): Value {
  const info = flow.analysis.infos.get(node);
  if (!info) return NOTHING;
  if (!immediate || node.async || node.generator) {
    if (immediate) flow.given.set(info, [receives]);
    whileGoingThrough(flow, immediate ? receives : NOTHING, () => closure(flow, node, !immediate));
    return NOTHING;
  }
  const { fn, state } = flow;
  const { summary } = flow.frame;
  const outer = summary.returns;
  const depth = state.guards.length;
  const before = cloneState(state);
  summary.returns = NOTHING;
  flow.fn = info;
  addGuard(flow.state, guardOf(flow, receives));
  for (const p of node.params) assignTakenApart(flow, p, receives);
  flow.steps.runBody(flow, node);
  const returned = summary.returns;
  summary.returns = outer;
  flow.fn = fn;
  flow.state.dead = before.dead;
  flow.state = joinStates(before, flow.state, depth, flow.nextTick);
  return returned;
}

/** `rows.filter(isOpen)`, `pending.map(send)`: the same of a function of this file by its name. */
export function runNamed(flow: Flow, node: CallExpression | NewExpression, receives: Value): Value {
  const [argument] = node.arguments;
  const callback = argument && !isFunction(argument) && flow.provisional === 0 ? functionOf(flow, argument) : undefined;
  if (!callback) return NOTHING;
  const { info, self } = callback;
  let returned = NOTHING;
  whileGoingThrough(flow, receives, () => {
    const summary = info.async ? undefined : flow.summaryOf(info);
    if (summary) returned = flow.applySummary(summary, info, self, [], [receives]);
    else callLater(flow, callback, [receives], false);
  });
  if (isFunction(info.node) && info.node.params.length === 1) notePicked(flow, returned);
  return returned;
}

/** Who goes through what a test has left (`rows.filter((row) => !row.sent).map(async (row) => …)`) does it because of that. */
function whileGoingThrough(flow: Flow, items: Value, run: () => void): void {
  const { guards } = flow.state;
  const depth = guards.length;
  addGuard(flow.state, guardOf(flow, items));
  run();
  guards.length = Math.min(depth, guards.length);
}

function guardOf(flow: Flow, items: Value): Guard {
  return { value: control(testsOf(flow, items)), validated: false };
}

/** What a callback writes, and takes all of, is written and taken, later, by the function that has it. */
function passOn(flow: Flow, callback: FunctionInfo, isLater: boolean): void {
  const own = flow.summaries.get(callback);
  if (!own) return;
  const isOwn = (location: Location): boolean => {
    const { variable, self } = rootLocation(location);
    return variable ? isWithinFunction(variable.fn, callback) : self !== null && self === callback.self && self !== flow.fn.self;
  };
  const { writes } = flow.frame.summary;
  for (const write of own.writes) {
    // `this.run((rows) => rows.set(id, row))`: what a function of the file hands it is no object of its own.
    const isGiven = flow.given.has(callback) && rootLocation(write.location).variable?.kind === 'param' && write.location.parent !== null;
    if ((isOwn(write.location) && !isGiven) || writes.length >= MAX_SUMMARY_WRITES) continue;
    writes.push({ ...write, late: isLater || write.late, through: [...write.through, callback] });
  }
  const copies = own.copies.filter((taint) => !isOwn(flow.origins.get(taint).location as Location));
  keepCopies(flow, isLater ? crossed(copies) : copies);
}

/** A function that runs later, if at all. */
export function declare(flow: Flow, node: FunctionNode): void {
  const info = flow.provisional === 0 && flow.analysis.infos.get(node);
  if (info) flow.frame.pending.push(info);
}

/** `async.waterfall([(next) => load(id, next), (row, next) => save(row, next)], done)`: each function is called with what the one before it has called its `next` with. False for another call. */
export function runSteps(flow: Flow, node: CallExpression | NewExpression, callee: AnyNode): boolean {
  const [list, done] = node.arguments;
  if (lastName(callee) !== 'waterfall' || list?.type !== 'ArrayExpression') return false;
  const steps = list.elements.flatMap((step) => (step && isFunction(step) ? [step as FunctionNode] : []));
  if (steps.length < list.elements.length || (done && !isFunction(done) && done.type !== 'Identifier')) return false;
  let given: Value[] = [];
  for (const step of steps) {
    runStep(flow, step, given);
    given = handedOn(flow, step);
  }
  // What comes first there is an error.
  if (done && isFunction(done)) runStep(flow, done, [NOTHING, ...given]);
  return true;
}

function runStep(flow: Flow, step: FunctionNode, given: readonly Value[]): void {
  const info = flow.analysis.infos.get(step);
  if (!info) return;
  flow.answers.add(info);
  flow.given.set(info, given);
  closure(flow, step, true);
}

/** What a function calls its last parameter with, behind the error, itself or by whoever it has given it to; or, of an async function, what it returns. */
function handedOn(flow: Flow, step: FunctionNode): Value[] {
  if (step.async) return [returnedBy(flow, step)];
  const info = flow.analysis.infos.get(step);
  const calls = (info && flow.summaries.get(info)?.calls) ?? [];
  const given: Value[] = [];
  const isOwn = (taint: number): boolean => flow.origins.get(taint).kind === 'param' && flow.origins.get(taint).fn === info;
  for (const { index, values } of calls) {
    if (index !== step.params.length - 1) continue;
    for (const [at, value] of values.slice(1).entries()) {
      const later = union(crossed(value.filter((taint) => !isOwn(taint))), AWAITED);
      given[at] = union(given[at] ?? NOTHING, later);
    }
  }
  return Array.from(given, (value) => value ?? NOTHING);
}
