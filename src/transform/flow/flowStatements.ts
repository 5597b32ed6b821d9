/** Interpretation of statements: branches, loops, exits. See flow.ts. */
import type {
  AnyNode,
  BinaryExpression,
  CallExpression,
  Expression,
  IfStatement,
  MemberExpression,
  SwitchStatement,
  TryStatement,
  WhileStatement,
} from 'acorn';
import { answers, isCount, lastName, memberName, unchain, type FunctionNode } from '../scope/ast';
import { isNothing } from '../scope/initial';
import { nodesOf } from '../scope/tree';
import { overlaps } from './locations';
import { findRelevant } from './relevance';
import { Flow } from './flow';
import { guardFailedLook, isMissing } from './fileLooks';
import { isThere, noteAnswer, noteEnd } from '../facts/gates';
import { interpretEntries } from './links';
import { evaluate, evaluateTest, writeTarget } from './flowExpressions';
import { assignTakenApart, assignPattern, bindPattern } from './flowPatterns';
import { linkHalves } from './batches';
import { ageAssigned } from './branches';
import { freeOn, holdEqual } from './equality';
import { isAsked, leaves, noteTallies } from './askedLoops';
import { goesOn, noteAskedLoop, noteCopy, noteCounted, readContents } from './copies';
import { emptyOn, presenceGiven } from './presence';
import { noteKept, noteWalk } from './removal';
import { neverGoesOn, testOfAssertion } from './endings';
import { hasSuspend, type Analysis, type FunctionInfo } from '../scope/bindings';
import { noteRefusal } from '../facts/refusals';
import { addGuard, cloneState, crossState, joinStates, type Guard, type State } from './state';
import { isFailure, isSuccess, methodOf, type Frame } from './summaries';
import { AWAITED, control, NOTHING, union, type Value } from './values';
import type { Watch } from '../facts/watch';

/** Where `break` and `continue` go. */
interface Target {
  readonly label: string;
  readonly loops: boolean;
  readonly breaks: State[];
  readonly continues: State[];
}

/** Loops nested deeper than this are interpreted once. */
const MAX_TWICE = 2;
/** Tests by which a function throws. */
const MAX_ASSERTS = 8;
const targets: Target[] = [];
let labelAhead = '';

/** Runs the analysis over a file: over the module when it waits, else over each function in it that could hold or start a pair. */
export function analyzeFlow(analysis: Analysis, watch: Watch, foreign: ReadonlySet<string>): Flow {
  const flow = new Flow(analysis, watch, foreign, { runBody, evaluate, writeTarget });
  targets.length = 0;
  const relevant = findRelevant(analysis, watch, (callee) => flow.resolveCall(callee)?.info);
  const { node, suspends } = analysis.module;
  if (suspends && node.type === 'Program') {
    for (const statement of node.body) execute(flow, statement);
    flow.finishPending();
  }
  for (const fn of analysis.functions) {
    if (
      relevant.has(fn) &&
      !flow.summaries.has(fn) &&
      (fn.parent === analysis.module || fn.usage === 'module' || !isCovered(fn, relevant))
    ) {
      flow.start(fn);
    }
  }
  interpretEntries(flow);
  linkHalves(flow);
  return flow;
}

/** Whether a function is interpreted along with the one around it. */
function isCovered(fn: FunctionInfo, relevant: ReadonlySet<FunctionInfo>): boolean {
  for (let at = fn.parent; at; at = at.parent) if (relevant.has(at)) return true;
  return false;
}

/** Runs a function's parameters and body in the current state; its return value ends up in the frame's summary. */
function runBody(flow: Flow, node: FunctionNode): void {
  const info = flow.frame.fn;
  if (info.node === node) {
    const given = flow.given.get(info);
    node.params.forEach((p, i) => assignTakenApart(flow, p, union(flow.origins.param(info, i), given?.[i] ?? NOTHING)));
  }
  const outer = targets.splice(0);
  if (node.body.type === 'BlockStatement') for (const statement of node.body.body) execute(flow, statement);
  else giveBack(flow, union(evaluate(flow, node.body), presenceGiven(flow, node.body)));
  if (info.node === node) noteEnd(flow, info);
  targets.push(...outer);
}

function giveBack(flow: Flow, value: Value): void {
  const { summary } = flow.frame;
  for (const part of [value, ...flow.state.guards.map((guard) => control(guard.value))]) summary.returns = union(summary.returns, part);
}

/** `if (Number.isNaN(this.total)) throw …` */
function endsInThrow(node: AnyNode): boolean {
  const last = node.type === 'BlockStatement' ? node.body.at(-1) : node;
  return last?.type === 'ThrowStatement';
}

/** `#ensureFree(seat) { if (this.seats.has(seat)) throw …; }` */
function noteAssert(flow: Flow, node: IfStatement, { value }: Guard): void {
  const { fn, frame } = flow;
  const body = fn.node.type === 'Program' ? undefined : fn.node.body;
  if (body?.type !== 'BlockStatement' || !endsInThrow(node.consequent) || !standsIn(body, node, flow.provisional > 0)) return;
  if (needsIt(flow.analysis, body, node)) return;
  const passed: Guard = {
    value,
    test: node.test,
    validated: false,
    found: looksFor(flow, node.test, false),
    there: isThere(node.test, false),
    empty: emptyOn(flow, node.test, false),
  };
  // `for (let i = 0; i < rows.length; i++) if (rows[i].id === id) throw …`: of all of them.
  const counted = flow.state.guards.filter(({ more }) => more !== undefined && more.length > 0);
  for (const { value: length, test } of counted) addAssert(frame, { value: length, test, validated: false });
  addAssert(frame, passed);
}

function addAssert({ summary: { asserts } }: Frame, guard: Guard): void {
  if (asserts.length < MAX_ASSERTS) asserts.push(guard);
}

/** `if (!this.line) throw …; return this.line.ask(stop);`: it asks for its own sake, not for whoever calls it. */
function needsIt(analysis: Analysis, body: AnyNode, { test, end }: IfStatement): boolean {
  const place =
    test.type === 'UnaryExpression' ? test.argument : test.type === 'BinaryExpression' && isNothing(test.right) ? test.left : undefined;
  const name = place ? lastName(place) : '';
  const isUse = (node: MemberExpression): boolean => node.start > end && node.end <= body.end && lastName(node.object) === name;
  return name !== '' && nodesOf(analysis, 'MemberExpression').some(isUse);
}

/** `async roomFor() { while (this.running >= this.limit) await pause(); }`: who comes to its end has passed that, too. */
function notePoll({ fn, frame, analysis }: Flow, node: WhileStatement, guards: readonly Guard[]): void {
  const body = fn.node.type === 'Program' ? undefined : fn.node.body;
  if (body?.type !== 'BlockStatement' || body.body.at(-1) !== node || !hasSuspend(analysis, node.body)) return;
  for (const guard of guards) addAssert(frame, guard);
}

/** Among the statements of a block, or of loops there (unless `isAgain`: they are gone through twice): nobody gets past it whom it stops. */
function standsIn(block: AnyNode, node: IfStatement, isAgain: boolean): boolean {
  if (block === node) return true;
  if (block.type === 'BlockStatement') return block.body.some((statement) => standsIn(statement, node, isAgain));
  return !isAgain && /^(?:For|While)/.test(block.type) && 'body' in block && standsIn(block.body as AnyNode, node, isAgain);
}

function execute(flow: Flow, node: AnyNode): void {
  const label = labelAhead;
  labelAhead = '';
  if (flow.state.dead && node.type !== 'FunctionDeclaration') return;
  switch (node.type) {
    case 'ExpressionStatement': {
      const assertion = testOfAssertion(flow, node.expression);
      if (assertion) executeAssertion(flow, assertion.call, assertion.test);
      else checkedElsewhere(flow, node.expression, evaluate(flow, node.expression));
      if (neverGoesOn(flow, node.expression)) flow.state.dead = true;
      return;
    }
    case 'VariableDeclaration':
      for (const d of node.declarations) {
        noteKept(flow, d);
        const value = d.init ? evaluate(flow, d.init) : NOTHING;
        if (d.id.type !== 'Identifier') bindPattern(flow, d.id, d.init ?? null, value, d.id);
        else if (d.init) {
          const variable = flow.analysis.resolved.get(d.id);
          if (variable && flow.isLocal(variable)) flow.setLocal(variable, value);
          else if (variable) flow.setShared(variable, value);
        }
      }
      return;
    case 'ReturnStatement':
      if (node.argument) giveBack(flow, union(evaluate(flow, node.argument), presenceGiven(flow, node.argument)));
      else if (answers(flow.frame.fn.node)) giveBack(flow, NOTHING);
      noteAnswer(flow, node.argument);
      flow.state.dead = true;
      return;
    case 'ThrowStatement':
      evaluate(flow, node.argument);
      flow.state.dead = true;
      return;
    case 'BlockStatement':
    case 'StaticBlock':
      if (label === '') for (const statement of node.body) execute(flow, statement);
      else breakable(flow, label, false, () => node.body.forEach((statement) => execute(flow, statement)));
      return;
    case 'LabeledStatement':
      labelAhead = node.label.name;
      execute(flow, node.body);
      labelAhead = '';
      return;
    case 'BreakStatement':
    case 'ContinueStatement': {
      const wanted = node.label?.name;
      const isContinue = node.type === 'ContinueStatement';
      const target = targets.findLast((t) => (wanted ? t.label === wanted : isContinue ? t.loops : t.label === '' || t.loops));
      (isContinue ? target?.continues : target?.breaks)?.push(cloneState(flow.state));
      flow.state.dead = true;
      return;
    }
    case 'IfStatement': {
      const guard = evaluateTest(flow, node.test);
      noteAssert(flow, node, guard);
      noteRefusal(flow, node, guard.value);
      const depth = flow.state.guards.length;
      const otherwise = cloneState(flow.state);
      addGuard(flow.state, {
        ...guard,
        found: looksFor(flow, node.test, true),
        there: isThere(node.test, true),
        more: moreIn(node.test, true),
        missing: isMissing(node.test, true),
        empty: emptyOn(flow, node.test, true),
        free: freeOn(flow, node.test, true),
      });
      holdEqual(flow, node.test, true);
      if (isFailure(flow.fn, node.test)) flow.afterFailure(depth, () => execute(flow, node.consequent));
      else execute(flow, node.consequent);
      const consequent = flow.state;
      const before = new Map(otherwise.locals);
      const { tick } = otherwise;
      flow.state = otherwise;
      holdEqual(flow, node.test, false);
      addGuard(flow.state, {
        ...guard,
        value: endsInThrow(node.consequent) ? flow.origins.withoutReplaced(guard.value, flow.state.tick) : guard.value,
        found: looksFor(flow, node.test, false),
        there: isThere(node.test, false),
        more: moreIn(node.test, false),
        missing: isMissing(node.test, false),
        empty: emptyOn(flow, node.test, false),
        free: freeOn(flow, node.test, false),
      });
      const { alternate } = node;
      if (alternate && isSuccess(flow.fn, node.test)) flow.afterFailure(depth, () => execute(flow, alternate));
      else if (alternate) execute(flow, alternate);
      if (consequent.tick === tick && flow.state.tick !== tick) ageAssigned(consequent, before, guard.value);
      if (consequent.tick !== tick && flow.state.tick === tick) ageAssigned(flow.state, before, guard.value);
      flow.state = joinStates(consequent, flow.state, depth, flow.nextTick);
      return;
    }
    case 'WhileStatement': {
      const passed = flow.state.guards.length;
      const body = (): void => execute(flow, node.body);
      runLoop(flow, label, { before: () => evaluateLoop(flow, node.test), body }, isEndless(node.test));
      return notePoll(flow, node, flow.state.guards.slice(passed));
    }
    case 'DoWhileStatement':
      return runLoop(
        flow,
        label,
        { body: () => execute(flow, node.body), after: () => evaluateTest(flow, node.test) },
        isEndless(node.test),
      );
    case 'ForStatement': {
      const { init, test, update } = node;
      if (init?.type === 'VariableDeclaration') execute(flow, init);
      else if (init) evaluate(flow, init);
      const before = test ? (): Guard => evaluateLoop(flow, test) : undefined;
      const next = update ? (): void => void evaluate(flow, update) : undefined;
      noteCounted(flow, node);
      return runLoop(flow, label, { before, body: () => execute(flow, node.body), next }, !test || isEndless(test));
    }
    case 'ForInStatement':
    case 'ForOfStatement': {
      const read = union(evaluate(flow, node.right), readContents(flow, node.right, node));
      const waits = node.type === 'ForOfStatement' && node.await;
      // A loop that waits goes on with what is there when it comes to it.
      const isAtOnce = node.type === 'ForOfStatement' && !waits && !hasSuspend(flow.analysis, node.body);
      const all = isAtOnce ? union(read, noteCopy(flow, node.right)) : read;
      if (!isAtOnce) goesOn(flow, node.right);
      const isAskedAtOnce = !waits && !hasSuspend(flow.analysis, node.body) && isAsked(flow, node);
      const items = isAskedAtOnce ? noteAskedLoop(flow, node, all) : all;
      const left = node.left.type === 'VariableDeclaration' ? node.left.declarations[0]?.id : node.left;
      const body = (): void => {
        if (waits) flow.cross();
        if (left && waits) assignPattern(flow, left, union(items, AWAITED), left);
        else if (left) assignTakenApart(flow, left, items);
        if (node.type === 'ForOfStatement' && !isAtOnce && !waits) noteWalk(flow, node);
        execute(flow, node.body);
      };
      const before = (): Guard => ({ value: control(items.filter((taint) => isOfElement(flow, taint))), validated: false });
      runLoop(flow, label, { before, body }, false);
      if (isAskedAtOnce) noteTallies(flow, node, items);
      if (isAskedAtOnce && leaves(flow, node)) addGuard(flow.state, { value: control(items), validated: false });
      if (waits) flow.cross();
      return;
    }
    case 'SwitchStatement':
      return runSwitch(flow, node);
    case 'TryStatement':
      return runTry(flow, node);
    case 'ExportNamedDeclaration':
      if (node.declaration) execute(flow, node.declaration);
      return;
    case 'ExportDefaultDeclaration':
      evaluate(flow, node.declaration);
      return;
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      evaluate(flow, node);
      return;
    default:
      return;
  }
}

/** Read from an element, by what has chosen it: `rows.filter((row) => !row.sent)`. */
function isOfElement(flow: Flow, taint: number): boolean {
  const { kind, location } = flow.origins.get(taint);
  return kind === 'read' && location !== null && location.segment.startsWith('.');
}

/** Whoever comes to the next statement has passed the test. */
function executeAssertion(flow: Flow, call: CallExpression, test: Expression): void {
  evaluate(flow, call.callee);
  const guard = evaluateTest(flow, test);
  for (const argument of call.arguments.slice(1)) evaluate(flow, argument);
  holdEqual(flow, test, true);
  addGuard(flow.state, { ...guard, found: looksFor(flow, test, true) });
}

/** `assertFree(seat);` of another file: what comes after it relies on what it has looked at, as far as that file says that it throws (entriesOf). */
const CHECKS = /^_?(?:assert|ensure|check|require|verify|validate|guard|must|refuse|forbid|prevent|demand|throwIf)/i;

function checkedElsewhere(flow: Flow, node: AnyNode, value: Value): void {
  const call = unchain(node.type === 'AwaitExpression' ? node.argument : node);
  if (call.type !== 'CallExpression') return;
  const callee = unchain(call.callee);
  const name = callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' ? memberName(callee) : undefined;
  if (name === undefined || !CHECKS.test(name)) return;
  const asked = value.filter((taint) => flow.origins.get(taint).call === call);
  if (asked.length > 0) addGuard(flow.state, { value: control(asked), validated: false });
}

/** Whether a test is true (`isTrue`), or false, only where something was found: `if (row)`, `const free = !seats.find(isTaken); if (free) … else …`. */
function looksFor(flow: Flow, test: AnyNode, isTrue: boolean): boolean {
  if (test.type === 'UnaryExpression' && test.operator === '!') return looksFor(flow, test.argument, !isTrue);
  const variable = test.type === 'Identifier' ? flow.analysis.resolved.get(test) : undefined;
  const value = variable?.kind === 'const' ? variable.values[0] : undefined;
  if (value && /^(?:Unary|Binary|Logical|Conditional)Expression$/.test(value.type)) return looksFor(flow, value, isTrue);
  // `rows.every(isFree)` is true of no row as well.
  const isSearch = test.type === 'CallExpression' && methodOf(test) !== 'every';
  return isTrue && (test.type === 'Identifier' || isSearch || (test.type === 'BinaryExpression' && test.operator === 'in'));
}

/** The test of a loop, for its body. */
function evaluateLoop(flow: Flow, test: AnyNode): Guard {
  return { ...evaluateTest(flow, test), more: moreIn(test, true) };
}

/** The lengths that are larger than something where a test is true (`isTrue`), or false: there are more than that. */
function moreIn(test: AnyNode, isTrue: boolean): AnyNode[] {
  if (test.type === 'UnaryExpression' && test.operator === '!') return moreIn(test.argument, !isTrue);
  if (test.type === 'LogicalExpression') {
    const areBoth = test.operator === (isTrue ? '&&' : '||');
    return areBoth ? [...moreIn(test.left, isTrue), ...moreIn(test.right, isTrue)] : [];
  }
  const larger = test.type === 'BinaryExpression' && /^[<>]=?$/.test(test.operator) ? largerOf(test, isTrue) : isTrue ? test : undefined;
  return larger?.type === 'MemberExpression' && isCount(larger) ? [larger] : [];
}

function largerOf({ operator, left, right }: BinaryExpression, isTrue: boolean): AnyNode {
  return operator.startsWith('<') === isTrue ? right : left;
}

function isEndless(test: AnyNode): boolean {
  return test.type === 'Literal' && Boolean(test.value);
}

interface Loop {
  readonly before?: (() => Guard) | undefined;
  readonly body: () => void;
  readonly after?: (() => Guard) | undefined;
  readonly next?: (() => void) | undefined;
}

/** Interprets a loop body twice, so that what one iteration leaves reaches the next, then leaves through the test or the breaks. */
function runLoop(flow: Flow, label: string, loop: Loop, endless: boolean): void {
  const depth = flow.state.guards.length;
  const target: Target = { label, loops: true, breaks: [], continues: [] };
  const passes = targets.filter((t) => t.loops).length < MAX_TWICE ? 2 : 1;
  const { tick } = flow.state;
  const written = flow.frame.summary.writes.length;
  targets.push(target);
  let last: Guard | undefined;
  let passed: readonly Guard[] = [];
  for (let pass = 0; pass < passes; pass++) {
    const isLast = pass === passes - 1;
    if (!isLast) flow.provisional++;
    const entry = cloneState(flow.state);
    const guard = loop.before?.();
    if (guard) flow.state.guards.push(guard);
    loop.body();
    for (const state of target.continues.splice(0)) flow.state = joinStates(flow.state, state, depth + (guard ? 1 : 0), flow.nextTick);
    loop.next?.();
    last = flow.state.dead ? undefined : loop.after?.();
    // `for (const line of lines) if (!isThere(line)) throw …`: whoever comes out of the loop has passed the test with all of them.
    passed = flow.state.dead ? [] : flow.state.guards.slice(depth + (guard ? 1 : 0));
    flow.state.guards.length = Math.min(flow.state.guards.length, depth);
    if (!isLast) {
      flow.provisional--;
      flow.state = joinStates(entry, flow.state, depth, flow.nextTick);
    } else if (loop.before) flow.state = joinStates(entry, flow.state, depth, flow.nextTick);
  }
  targets.pop();
  if (loop.before && !endless && !flow.state.dead) last = loop.before();
  if (endless) flow.state.dead = true;
  const { breaks } = target;
  for (const state of breaks) flow.state = joinStates(flow.state, state, depth, flow.nextTick);
  flow.state.guards.length = Math.min(flow.state.guards.length, depth);
  if (breaks.length === 0 && !endless && !flow.state.dead) for (const guard of passed) addGuard(flow.state, guard);
  if (!last || breaks.length > 0 || endless) return;
  if (flow.state.tick !== tick || !isWorkedOff(flow, last, written)) flow.state.guards.push({ ...last, more: undefined });
}

/**
 * `while (left > 0 && queue.length > 0) { left--; … }`: that it has come to its end is what it did itself, in one step, and no look at what others do. What only says where it looks
 * (`while (taken.has(seat)) seat++`) it has not worked off.
 */
function isWorkedOff(flow: Flow, { value }: Guard, written: number): boolean {
  const writes = flow.frame.summary.writes.slice(written);
  const places = value.map((taint) => flow.origins.get(taint).location).filter((location) => location !== null);
  const keys = new Set(places.filter(({ parent }) => parent !== null).map(({ variable }) => variable));
  return places.some(
    (place) => !(place.parent === null && keys.has(place.variable)) && writes.some((write) => overlaps(write.location, place)),
  );
}

function breakable(flow: Flow, label: string, loops: boolean, body: () => void): void {
  const depth = flow.state.guards.length;
  const target: Target = { label, loops, breaks: [], continues: [] };
  targets.push(target);
  body();
  targets.pop();
  for (const state of target.breaks) flow.state = joinStates(flow.state, state, depth, flow.nextTick);
}

/** Where a case returns or throws, whoever comes to what follows has passed the test, as after `if (…) return`. */
function runSwitch(flow: Flow, node: SwitchStatement): void {
  const guard = evaluateTest(flow, node.discriminant);
  const target: Target = { label: '', loops: false, breaks: [], continues: [] };
  targets.push(target);
  const before = cloneState(flow.state);
  const passed = before.guards.push(guard);
  let isRefused = false;
  flow.state.dead = true;
  for (const c of node.cases) {
    const fallen = flow.state;
    flow.state = cloneState(before);
    if (c.test) evaluate(flow, c.test);
    flow.state = joinStates(flow.state, fallen, passed, flow.nextTick);
    const broken = target.breaks.length;
    for (const statement of c.consequent) execute(flow, statement);
    isRefused ||= flow.state.dead && target.breaks.length === broken;
  }
  if (!node.cases.some((c) => !c.test)) flow.state = joinStates(flow.state, before, passed, flow.nextTick);
  targets.pop();
  for (const state of target.breaks) flow.state = joinStates(flow.state, state, passed, flow.nextTick);
  if (!isRefused) flow.state.guards.length = Math.min(flow.state.guards.length, passed - 1);
}

function runTry(flow: Flow, node: TryStatement): void {
  const depth = flow.state.guards.length;
  const before = cloneState(flow.state);
  execute(flow, node.block);
  const done = flow.state;
  if (node.handler || node.finalizer) {
    // Thrown from anywhere in the block: from before it, and from after whatever boundaries it has.
    const thrown = cloneState(before);
    if (done.tick !== before.tick) crossState(thrown, flow.nextTick());
    for (const [variable, value] of done.locals) thrown.locals.set(variable, union(thrown.locals.get(variable) ?? NOTHING, value));
    for (let i = 0; i < depth; i++) {
      const discharged = done.guards[i];
      if (discharged && done.tick !== before.tick) thrown.guards[i] = discharged;
    }
    if (node.handler) {
      flow.state = cloneState(thrown);
      if (node.handler.param) assignPattern(flow, node.handler.param, NOTHING, node.handler);
      const { block, handler } = node;
      flow.afterFailure(depth, () => execute(guardFailedLook(flow, block), handler.body));
      flow.state = joinStates(done, flow.state, depth, flow.nextTick);
    }
    if (node.finalizer) {
      const { dead } = flow.state;
      if (dead) flow.state = { ...flow.state, dead: false };
      execute(flow, node.finalizer);
      flow.state.dead ||= dead;
    }
  }
}
