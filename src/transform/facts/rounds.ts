/**
 * Loops whose rounds could run side by side. A round may follow from the one before as long as that takes no waiting: an index, an iterator, a list that is worked off. What an await
 * gives (and whatever is decided by it) must not reach the awaits of a later round, the test of the loop, or a way out of it; nor must anything that others can change meanwhile.
 */
import type { AnyNode, AwaitExpression, CallExpression } from 'acorn';
import { forEachChild, forEachTarget, type FunctionNode, isFunction, memberName, pathText, rootOf, someChild, unchain } from '../scope/ast';
import {
  awaitsOf,
  beginsWith,
  calledName,
  forEachAssigned,
  GIVES_NEXT,
  isBatch,
  isLoop,
  PAUSES,
  receiverOf,
  usesConnection,
  type Loop,
} from './awaits';
import { hasSuspend, type Analysis, type FunctionInfo, type Variable } from '../scope/bindings';
import { collectionEffect, isMutation } from '../scope/collections';
import { type Fold, linksOf, paramsOf } from './folds';
import { comesInTurn, isChangedElsewhere, isOwnTake, isSharedIterator, TAKES } from './takes';

/** The awaits of one round, in order; undefined when rounds need each other. */
export function independentRounds(
  analysis: Analysis,
  source: string,
  loop: Loop,
  fn: FunctionInfo,
): readonly AwaitExpression[] | undefined {
  if (comesInTurn(analysis, loop) || !hasSuspend(analysis, loop.body)) return undefined;
  const awaits = awaitsOf(loop);
  return awaits !== undefined && new Rounds(analysis, source, loop, fn).areIndependent() ? awaits : undefined;
}

/** What the steps of a chain wait for, after the place where each waits for the one before; undefined when they need each other. */
export function independentSteps(analysis: Analysis, source: string, fold: Fold, fn: FunctionInfo): readonly AnyNode[] | undefined {
  if (fold.parts.some((part) => part.async && awaitsOf(part) === undefined && hasSuspend(analysis, part.body))) return undefined;
  const rounds = new Rounds(analysis, source, fold, fn);
  return rounds.areIndependent() && rounds.awaited.size > 0 ? [...rounds.awaited] : undefined;
}

/** Where a value comes from: known without waiting, an await of the same round, an await of an earlier round (or others). */
type Origin = 0 | 1 | 2;
const FREE = 0;
const OWN_ROUND = 1;
const CARRIED = 2;

/** Under which conditions a statement runs. */
interface Flow {
  readonly control: Origin;
  /** An `if` (or `case`) decides about it. */
  readonly isGuarded: boolean;
  /** `break` and `continue` here are meant for an inner loop (or a switch). */
  readonly isInner: boolean;
}
const START: Flow = { control: FREE, isGuarded: false, isInner: false };

/** Global objects whose functions keep nothing. */
const PURE = new Set(['Math', 'Number', 'Object', 'Array', 'String']);
/** Others that do not change what they are given. */
const ONLY_LOOKS = new Set(['console', 'JSON', 'Date', 'Boolean']);

class Rounds {
  readonly #analysis: Analysis;
  readonly #source: string;
  readonly #loop: Loop | Fold;
  readonly #fn: FunctionInfo;
  /** What a step of a chain waits for. */
  readonly awaited = new Set<AnyNode>();
  /** What is returned here is waited for by the next step. */
  #isLinked = false;
  readonly #origins = new Map<Variable, Origin>();
  readonly #paths = new Set<string>();
  /** Lists and objects (their text) of which each round sets an element of its own: the others are of other rounds. */
  readonly #listed = new Set<string>();
  /** What was found was handed to them (or to a method of theirs), from this place of the round on: they may have kept it. */
  readonly #touched = new Map<Variable, number>();
  /** Those of them (and paths) to which it was handed otherwise than by an awaited call on them: another awaited call on the others is no use of it, anything else is. */
  readonly #told = new Set<Variable | string>();
  /** Calls that are awaited. */
  readonly #asking = new Set<AnyNode>();
  /** Handed to something that is awaited. */
  readonly #given = new Set<Variable>();
  readonly #assigned = new Set<Variable>();
  readonly #items = new Set<Variable>();
  #isDependent = false;
  #canEnd = false;
  #varies = false;

  constructor(analysis: Analysis, source: string, loop: Loop | Fold, fn: FunctionInfo) {
    this.#analysis = analysis;
    this.#source = source;
    this.#loop = loop;
    this.#fn = fn;
  }

  areIndependent(): boolean {
    // What is assigned late in a round is used early in the next.
    for (let known = -1; known !== this.#size();) {
      known = this.#size();
      this.#isDependent = false;
      this.#canEnd = false;
      this.#varies = false;
      this.#round();
    }
    return !this.#isDependent && this.#canEnd && this.#varies;
  }

  #size(): number {
    let sum = this.#paths.size + this.#listed.size + this.#assigned.size + this.#touched.size + this.#given.size + this.#told.size;
    for (const origin of this.#origins.values()) sum += origin + 1;
    return sum;
  }

  #round(): void {
    const loop = this.#loop;
    if (isFold(loop)) return this.#step(loop);
    if (loop.type === 'ForOfStatement' || loop.type === 'ForInStatement') {
      // Once, before the first round; but a list that grows with what was found has more rounds.
      const isShared = isSharedIterator(this.#analysis, this.#fn, loop.right);
      if (isShared || this.#originOf(loop.right) === CARRIED || this.#isGiven(loop.right)) this.#isDependent = true;
      this.#canEnd = true;
      const target = loop.left.type === 'VariableDeclaration' ? loop.left.declarations[0]?.id : loop.left;
      if (target) forEachTarget(target, (t) => this.#begin(t));
      this.#visit(loop.body, START);
      return;
    }
    if (loop.type === 'ForStatement' && loop.init) forEachAssigned(loop.init, (t) => this.#assign(t, FREE));
    const { test } = loop;
    if (loop.type !== 'DoWhileStatement' && test) this.#test(test);
    this.#visit(loop.body, START);
    if (loop.type === 'ForStatement' && loop.update) this.#visit(loop.update, START);
    if (loop.type === 'DoWhileStatement') this.#test(loop.test);
  }

  #step({ joint, parts, carried, items }: Fold): void {
    this.#canEnd = true;
    for (const item of items) {
      this.#items.add(item);
      this.#assigned.add(item);
    }
    for (const variable of carried) this.#raise(variable, CARRIED);
    for (const [i, part] of parts.entries()) {
      if (i > 0) this.#gets(part);
      this.#isLinked = joint.type === 'CallExpression' && !part.async;
      this.#body(part);
    }
  }

  /** What was found in this step. */
  #gets({ params }: FunctionNode): void {
    for (const variable of paramsOf(this.#analysis, params)) this.#raise(variable, OWN_ROUND);
  }

  #body({ body }: FunctionNode): void {
    if (body.type !== 'BlockStatement' && this.#isLinked) this.#linked(body, START);
    else this.#visit(body, START);
  }

  /** A promise that is given back is waited for, with what is chained to it. */
  #linked(node: AnyNode, flow: Flow): void {
    const { head, links } = linksOf(node);
    if (head.type === 'ConditionalExpression') {
      this.#visit(head.test, flow);
      const inner: Flow = { ...flow, control: max(flow.control, this.#originOf(head.test)), isGuarded: true };
      for (const branch of [head.consequent, head.alternate]) this.#linked(branch, inner);
    } else {
      this.#visit(head, flow);
      if (head.type === 'NewExpression' || (head.type === 'CallExpression' && !this.#isSum(head))) this.#await(head, head, flow);
    }
    for (const argument of links.flatMap((link) => link.arguments)) {
      if (!isFunction(argument)) continue;
      if (argument.async) this.#isDependent = true;
      this.#gets(argument);
      this.#body(argument);
    }
  }

  /** What was found is added to what had been found before: nothing to wait for. */
  #isSum(call: CallExpression): boolean {
    const callee = unchain(call.callee);
    const isOfCollection = callee.type === 'MemberExpression' && collectionEffect(memberName(callee) ?? '') !== undefined;
    return (isOfCollection && this.#originOf(call) === CARRIED) || this.#isPure(call);
  }

  /** The item of a round. It stays another one in each round when something that was found is put into it. */
  #begin(target: AnyNode): void {
    const item = this.#analysis.resolved.get(target);
    if (item && this.#isOfRound(item)) this.#items.add(item);
    this.#assign(target, FREE);
  }

  #test(test: AnyNode): void {
    this.#visit(test, START);
    const isFree = !hasSuspend(this.#analysis, test) && this.#originOf(test) === FREE;
    if (!isFree || this.#isGiven(test) || this.#asksOthers(test)) this.#isDependent = true;
    if (test.type !== 'Literal') this.#canEnd = true;
  }

  /** A call in the test of the loop, other than of an iterator or list of its own, may answer differently once something has been waited for. */
  #asksOthers(node: AnyNode): boolean {
    if (isFunction(node)) return false;
    if (node.type === 'CallExpression' && !this.#isOwnTake(node) && !this.#isPure(node)) return true;
    return someChild(node, (child) => this.#asksOthers(child));
  }

  #isPure(call: CallExpression): boolean {
    const root = rootOf(call.callee);
    return root.type === 'Identifier' && PURE.has(root.name) && !this.#analysis.resolved.has(root);
  }

  /** `read(file)`, `fetchOne(name)` of the item of the round: no next piece of one thing. */
  #isOfItem(call: AnyNode): boolean {
    const variable = call.type === 'Identifier' ? this.#analysis.resolved.get(call) : undefined;
    if (variable && this.#items.has(variable)) return true;
    return someChild(call, (child) => this.#isOfItem(child));
  }

  #isGiven(node: AnyNode): boolean {
    if (this.#given.size === 0) return false;
    const variable = node.type === 'Identifier' ? this.#analysis.resolved.get(node) : undefined;
    if (variable && this.#given.has(variable) && !this.#assigned.has(variable)) return true;
    return someChild(node, (child) => this.#isGiven(child));
  }

  #isOwnTake(call: CallExpression): boolean {
    return isOwnTake(this.#analysis, this.#fn, call);
  }

  #isOfRound(variable: Variable): boolean {
    const loop = this.#loop;
    if (isFold(loop)) return variable.start >= loop.callback.start && variable.start < loop.callback.end;
    // The item of `for … of` is made anew for each round; a counter in the head of the loop goes on.
    const from = loop.type === 'ForOfStatement' || loop.type === 'ForInStatement' ? loop.left.start : loop.body.start;
    return variable.kind !== 'var' && variable.start >= from && variable.start < loop.body.end;
  }

  #assign(target: AnyNode, origin: Origin): void {
    if (target.type === 'MemberExpression') {
      const root = this.#analysis.resolved.get(rootOf(target));
      if (root && this.#isOfRound(root)) this.#raise(root, origin);
      else if (this.#isOwnElement(target)) this.#listed.add(this.#text(target.object));
      else this.#addPath(target, true);
      return;
    }
    const variable = this.#analysis.resolved.get(target);
    if (!variable) return;
    this.#assigned.add(variable);
    if (this.#isOfRound(variable)) this.#raise(variable, origin);
    else if (origin !== FREE || variable.fn !== this.#fn || isChangedElsewhere(variable, this.#fn)) this.#raise(variable, CARRIED);
  }

  /** `list[i]`, where `i` is another one in each round. */
  #isOwnElement(node: AnyNode): boolean {
    const index = node.type === 'MemberExpression' && node.computed ? this.#analysis.resolved.get(node.property) : undefined;
    return index !== undefined && this.#assigned.has(index) && !this.#origins.has(index);
  }

  #raise(variable: Variable, origin: Origin): void {
    if (origin > (this.#origins.get(variable) ?? FREE)) this.#origins.set(variable, origin);
  }

  /** `at`: where it is used. */
  #originOfVariable(variable: Variable, at: number): Origin {
    const own = this.#origins.get(variable) ?? FREE;
    const from = this.#touched.get(variable);
    if (from === undefined) return own;
    // What belongs to the round is new in the next one.
    if (this.#isOfRound(variable)) return at < from ? own : max(own, OWN_ROUND);
    return CARRIED;
  }

  /** The latest of what an expression is made from. */
  #originOf(node: AnyNode): Origin {
    let origin: Origin = FREE;
    let asked: AnyNode | undefined;
    const walk = (at: AnyNode): void => {
      if (this.#listed.size > 0 && (at.type === 'MemberExpression' || at.type === 'Identifier')) {
        const isMeant = at.type === 'MemberExpression' && (memberName(at) === 'length' || this.#isOwnElement(at));
        if (isMeant && this.#listed.has(this.#text(at.object))) return;
        if (this.#listed.has(this.#text(at))) origin = CARRIED;
      }
      if (at.type === 'AwaitExpression') {
        origin = max(origin, OWN_ROUND);
        asked = receiverOf(at.argument);
      } else if (at.type === 'Identifier') {
        const variable = this.#analysis.resolved.get(at);
        const isAsked = variable && at === asked && !this.#told.has(variable);
        if (variable) origin = max(origin, isAsked ? (this.#origins.get(variable) ?? FREE) : this.#originOfVariable(variable, at.start));
      } else if (at.type === 'MemberExpression' && this.#paths.size > 0 && this.#paths.has(this.#text(at))) {
        if (at !== asked || this.#told.has(this.#text(at))) origin = CARRIED;
      } else if (at.type === 'CallExpression' && this.#takesFromOthers(at)) origin = CARRIED;
      forEachChild(at, walk);
    };
    walk(node);
    return origin;
  }

  /** Takes the next one from something that other tasks take from as well, or asks a function that keeps count by itself. */
  #takesFromOthers(call: CallExpression): boolean {
    const callee = unchain(call.callee);
    const name = callee.type === 'MemberExpression' ? (memberName(callee) ?? '') : '';
    const root = rootOf(callee);
    const variable = this.#analysis.resolved.get(root);
    if (TAKES.has(name)) return !this.#isOwnTake(call) && !(variable && this.#isOfRound(variable));
    if (call.arguments.length > 0) return false;
    if (callee.type === 'Identifier') return variable !== undefined && !this.#assigned.has(variable);
    return root.type === 'ThisExpression' || (variable !== undefined && /^(?:next|take|pull|read|dequeue|receive)/.test(name));
  }

  /** Gives what decides whether the rest of the round is reached. */
  #visit(node: AnyNode, flow: Flow): Origin {
    switch (node.type) {
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        // Called now or later, perhaps with what was found.
        forEachAssigned(node.body, (target) => {
          if (isFold(this.#loop) || this.#analysis.resolved.get(target)?.fn === this.#fn) this.#assign(target, CARRIED);
        });
        return FREE;
      case 'IfStatement':
      case 'ConditionalExpression':
        return this.#branches(node.test, node.alternate ? [node.consequent, node.alternate] : [node.consequent], flow);
      case 'LogicalExpression':
        return this.#branches(node.left, [node.right], flow);
      case 'SwitchStatement':
        return this.#branches(node.discriminant, node.cases, { ...flow, isInner: true });
      case 'TryStatement': {
        const rest = this.#statements(node.block.body, flow, node.handler !== null && node.handler !== undefined);
        const failed = node.handler ? this.#visit(node.handler.body, { ...flow, control: max(flow.control, OWN_ROUND) }) : FREE;
        if (node.finalizer) this.#visit(node.finalizer, flow);
        return max(rest, failed);
      }
      case 'BlockStatement':
        return this.#statements(node.body, flow, false);
      case 'SwitchCase':
        if (node.test) this.#visit(node.test, flow);
        return this.#statements(node.consequent, flow, false);
      case 'BreakStatement':
        if (!flow.isInner || node.label) this.#leave(flow);
        return FREE;
      case 'ReturnStatement':
        if (isFold(this.#loop)) {
          // The end of this step.
          if (node.argument && this.#isLinked) this.#linked(node.argument, flow);
          else if (node.argument) this.#visit(node.argument, flow);
          return flow.control;
        }
        if (node.argument) this.#visit(node.argument, flow);
        this.#leave(flow);
        return FREE;
      case 'ContinueStatement':
        if (node.label) this.#isDependent = true;
        return flow.isInner ? FREE : flow.control;
      default:
        return this.#plain(node, flow);
    }
  }

  #leave(flow: Flow): void {
    if (flow.control !== FREE || !flow.isGuarded) this.#isDependent = true;
    else this.#canEnd = true;
  }

  #branches(test: AnyNode, branches: readonly AnyNode[], flow: Flow): Origin {
    this.#visit(test, flow);
    const inner: Flow = { control: max(flow.control, this.#originOf(test)), isGuarded: true, isInner: flow.isInner };
    let rest: Origin = FREE;
    for (const branch of branches) rest = max(rest, this.#visit(branch, inner));
    return rest;
  }

  /** `isTried`: what follows an await is only reached when it did not fail. */
  #statements(body: readonly AnyNode[], flow: Flow, isTried: boolean): Origin {
    let rest: Origin = FREE;
    for (const statement of body) {
      rest = max(rest, this.#visit(statement, { ...flow, control: max(flow.control, rest) }));
      if (isTried && hasSuspend(this.#analysis, statement)) rest = max(rest, OWN_ROUND);
    }
    return isTried ? FREE : rest;
  }

  #plain(node: AnyNode, flow: Flow): Origin {
    if (isLoop(node)) {
      const head = 'right' in node ? node.right : node.test;
      const inner: Flow = { control: max(flow.control, head ? this.#originOf(head) : FREE), isGuarded: flow.isGuarded, isInner: true };
      forEachChild(node, (child) => void this.#visit(child, inner));
      return FREE;
    }
    let rest: Origin = FREE;
    if (node.type === 'AwaitExpression') this.#asking.add(unchain(node.argument));
    forEachChild(node, (child) => {
      rest = max(rest, this.#visit(child, flow));
    });
    if (node.type === 'AwaitExpression') this.#await(node, node.argument, flow);
    else if (node.type === 'CallExpression') this.#call(node, flow);
    else if (node.type === 'VariableDeclarator') {
      const origin = max(flow.control, node.init ? this.#originOf(node.init) : FREE);
      forEachTarget(node.id, (t) => this.#assign(t, origin));
    } else if (node.type === 'AssignmentExpression') {
      const before = node.operator === '=' ? FREE : this.#originOf(node.left);
      const origin = max(flow.control, max(before, this.#originOf(node.right)));
      forEachTarget(node.left, (t) => this.#assign(t, origin));
    } else if (node.type === 'UpdateExpression') {
      this.#assign(node.argument, max(flow.control, this.#originOf(node.argument)));
    }
    return rest;
  }

  /** `node`: where `awaited` is waited for. */
  #await(node: AnyNode, awaited: AnyNode, flow: Flow): void {
    if (isFold(this.#loop)) {
      if (node === this.#loop.joint) return;
      this.awaited.add(node);
    }
    const call = unchain(awaited);
    const name = calledName(call);
    const givesNext = GIVES_NEXT.test(name) && !this.#isOfItem(call);
    if (flow.control === CARRIED || beginsWith(PAUSES, name) || givesNext || isBatch(call) || usesConnection(call)) {
      this.#isDependent = true;
    }
    const isCall = call.type === 'CallExpression';
    for (const part of isCall ? call.arguments : [call]) {
      if (this.#originOf(part) === CARRIED) this.#isDependent = true;
      const variable = this.#analysis.resolved.get(part);
      if (isCall && variable && !this.#isOfRound(variable)) this.#given.add(variable);
    }
    if (isCall) {
      // A method of something that was given results is no use of them.
      const root = this.#analysis.resolved.get(rootOf(call.callee));
      if (root && this.#origins.get(root) === CARRIED) this.#isDependent = true;
    }
    this.#varies ||= this.#usesChanging(call);
  }

  /** What is asked for is another one in each round, not the same again. */
  #usesChanging(node: AnyNode): boolean {
    const variable = node.type === 'Identifier' ? this.#analysis.resolved.get(node) : undefined;
    if (variable && this.#assigned.has(variable) && (this.#items.has(variable) || !this.#origins.has(variable))) return true;
    if (node.type === 'CallExpression' && this.#isOwnTake(node)) return true;
    return someChild(node, (child) => this.#usesChanging(child));
  }

  /** What was found is handed on: to a collection, or to a function beside something that it may be put into. */
  #call(call: CallExpression, flow: Flow): void {
    let origin = flow.control;
    for (const argument of call.arguments) origin = max(origin, this.#originOf(argument));
    if (origin === FREE) return;
    const callee = unchain(call.callee);
    // A later round of an inner loop comes back to what stands before it.
    const from = flow.isInner ? 0 : call.start;
    if (callee.type === 'MemberExpression') {
      const root = rootOf(callee);
      if (root.type === 'Identifier' && (PURE.has(root.name) || ONLY_LOOKS.has(root.name)) && !this.#analysis.resolved.has(root)) return;
      const effect = collectionEffect(memberName(callee) ?? '');
      const receiver = unchain(callee.object);
      if (effect === undefined || isMutation(effect)) this.#touch(receiver, from, effect !== undefined || !this.#asking.has(call));
      // A collection takes what it is given as it is.
      if (effect !== undefined) return;
    }
    for (const argument of call.arguments) this.#touch(unchain(argument), from);
  }

  #touch(node: AnyNode, from: number, isTold = true): void {
    if (node.type === 'MemberExpression') {
      const root = this.#analysis.resolved.get(rootOf(node));
      if ((!root || !this.#isOfRound(root)) && !this.#isOwnElement(node)) this.#addPath(node, isTold);
      return;
    }
    const variable = this.#analysis.resolved.get(node);
    if (!variable || variable.kind === 'import' || variable.kind === 'function' || variable.kind === 'class') return;
    // A counter is a value, into which nothing can be put.
    if (this.#isOfRound(variable) || !this.#assigned.has(variable)) {
      this.#touched.set(variable, Math.min(from, this.#touched.get(variable) ?? Infinity));
      if (isTold) this.#told.add(variable);
    }
  }

  #addPath(node: AnyNode, isTold: boolean): void {
    const text = this.#text(node);
    this.#paths.add(text);
    if (isTold) this.#told.add(text);
  }

  #text(node: AnyNode): string {
    return pathText(this.#source, node);
  }
}

function isFold(loop: Loop | Fold): loop is Fold {
  return 'joint' in loop;
}

function max(a: Origin, b: Origin): Origin {
  return a > b ? a : b;
}
