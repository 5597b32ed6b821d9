/**
 * Dependence analysis: which reads of a location reach which writes of it with a boundary between (SitePair). An abstract interpretation of every function,
 * statement by statement (flowStatements.ts) and expression by expression (flowExpressions.ts); this file holds what both share: state, accesses, the rules
 * that make a pair, and summaries of functions for calls within the file.
 */
import type { AnyNode, CallExpression, MemberExpression } from 'acorn';
import type { SitePatch } from '../../wire/sites';
import { isCount, memberName, rootOf, unchain, type FunctionNode } from '../scope/ast';
import { keepCopies, noteEmptied } from './copies';
import { Accesses, type Access, type Pair } from './access';
import { certaintyOf } from '../facts/certain';
import { isMarkOf } from '../facts/openPuts';
import { findRechecks, type Rechecks } from '../facts/rechecked';
import { byChoice } from './chosen';
import { noteClaim } from './claims';
import type { Part } from './drafts';
import { FLAG_ANEW, FLAG_AWAITED, FLAG_DECIDED, FLAG_HANDED_ON, FLAG_MARK, FLAG_TOKEN_GUARD } from '../../wire/siteFlags';
import type { Carry } from './carries';
import { Counts } from './counts';
import { dischargeGuard, pairCounted } from './presence';
import { isFound, noteLooks, pairWrite } from './pairWrite';
import { followAnswers, followStore } from './flowCallbacks';
import { followPair } from './followed';
import type { Gate } from '../facts/gates';
import { functionNamed, givenName, methodNamed } from '../scope/helpers';
import { isFilledElsewhere, isMadeElsewhere, isModuleState, linkThrough, linkWrite, type Link } from './links';
import { CONTENTS, Locations, mayOverlap, ownerFlags, rootLocation, type Location } from './locations';
import { homeOf, type Analysis, type FunctionInfo, type Variable } from '../scope/bindings';
import { isToldOfError, MAX_SUMMARY_WRITES, rank, type Callee, type Frame, type Summary, type SummaryWrite } from './summaries';
import { cloneState, crossState, emptyState, noteDecided, type State } from './state';
import { CONTROL, control, crossed, isAwaited, NOTHING, Origins, union, type Value } from './values';
import { NewestStores } from './newest';
import type { Merge } from './patches';
import { binderOf, passTests, translate } from './translate';
import type { Watch } from '../facts/watch';
import { propertyName } from '../scope/constants';
import { containerName, holderName } from '../scope/collections';

/** Calls are followed this deep. */
const MAX_DEPTH = 12;

/** What interprets the code itself, in files that build on this one. */
export interface Steps {
  runBody(flow: Flow, node: FunctionNode): void;
  evaluate(flow: Flow, node: AnyNode): Value;
  writeTarget(flow: Flow, target: AnyNode, value: Value, around: AnyNode): void;
}

export class Flow {
  readonly accesses = new Accesses();
  readonly origins: Origins;
  readonly locations: Locations;
  readonly activations = new Set<FunctionInfo>();
  readonly pairs = new Map<string, Pair>();
  readonly links = new Map<string, Link>();
  readonly carries = { into: new Map<string, Carry>(), out: new Map<string, Carry>() };
  readonly patches = new Map<CallExpression, SitePatch>();
  readonly merges = new Map<Access, Merge>();
  /** Generators that read before a yield what they write after it: whoever drives them may wait in between. */
  readonly coroutines = new Set<FunctionInfo>();
  /** What other files may write, and none does so far: names as in `foreign`. */
  readonly candidates = new Set<string>();
  readonly summaries = new Map<FunctionInfo, Summary>();
  readonly #running = new Set<FunctionInfo>();
  /** Callbacks that are given to a function of this file, or to `then`: what their parameters get. */
  readonly given = new Map<FunctionInfo, readonly Value[]>();
  /** Executors of promises: what they settle them with. */
  readonly settled = new Map<FunctionInfo, Value>();
  /** Callbacks that go on with the work around them once there is an answer: given to `then`, or error-first. */
  readonly answers = new Set<FunctionInfo>();
  /** What decides whether a request is let through, and the functions that answer it where it is not (gates.ts). */
  readonly gates = new Set<Gate>();
  readonly answering = new Set<FunctionInfo>();
  /** In how many `catch` blocks the code at hand is. */
  catching = 0;
  /** Callbacks from which something is read for somebody else. */
  readonly delivered = new Set<FunctionInfo>();
  state: State = emptyState();
  /** Innermost function of the code at hand (an inline callback has no frame of its own). */
  fn: FunctionInfo;
  frame: Frame;
  /** Set while a comparison of a token with its location has been seen in the test at hand. */
  validating = false;
  /** Places that comparisons in the test at hand look at; null outside of tests. */
  compared: Location[] | null = null;
  readonly #newest = new NewestStores();
  readonly counts = new Counts();
  readonly rechecks: Rechecks;
  /** The call that is the operand of the await at hand. */
  awaited: AnyNode | null = null;
  /** In a `catch`: the guards from outside of it. Noting a failure is not what they allowed. */
  caught = 0;
  /** What the values in an object literal depend on. */
  readonly parts = new Map<AnyNode, Value>();
  /** What properties of objects in local variables were given, by variable and name. */
  readonly changed = new Map<Variable, Map<string, Value>>();
  /** First passes over a loop body do not interpret closures. */
  provisional = 0;
  #tick = 0;

  readonly analysis: Analysis;
  readonly watch: Watch;
  /** Names that other files write. */
  readonly foreign: ReadonlySet<string>;
  readonly steps: Steps;

  constructor(analysis: Analysis, watch: Watch, foreign: ReadonlySet<string>, steps: Steps) {
    this.analysis = analysis;
    this.origins = new Origins(analysis.module.node.end);
    this.watch = watch;
    this.foreign = foreign;
    this.steps = steps;
    this.locations = new Locations(analysis, (name) => !watch.names.has(name) && !foreign.has(name));
    this.rechecks = findRechecks(analysis);
    this.fn = analysis.module;
    this.frame = this.newFrame(analysis.module, null);
  }

  newFrame(fn: FunctionInfo, outer: Frame | null): Frame {
    return {
      fn,
      summary: { returns: NOTHING, writes: [], calls: [], copies: NOTHING, emptied: [], passes: new Map(), asserts: [] },
      entryTick: this.state.tick,
      ever: new Map(),
      pending: [],
      outer,
    };
  }

  nextTick = (): number => ++this.#tick;

  cross(): void {
    crossState(this.state, this.nextTick());
  }

  // --- locals ---

  /** A variable that is followed by its assignments; a watched one is a location instead. */
  isLocal(variable: Variable): boolean {
    return !this.watch.variables.has(variable);
  }

  setLocal(variable: Variable, value: Value): void {
    const own = homeOf(variable.fn) === homeOf(this.fn);
    const next = own ? value : union(this.state.locals.get(variable) ?? NOTHING, value);
    if (next.length === 0) this.state.locals.delete(variable);
    else this.state.locals.set(variable, next);
    if (value.length > 0) this.frame.ever.set(variable, union(this.frame.ever.get(variable) ?? NOTHING, value));
  }

  /** A watched variable of a function carries on what it was given, except for its own earlier values. */
  setShared(variable: Variable, value: Value): void {
    if (variable.scope.kind === 'module') return;
    const own = this.locations.ofVariable(variable);
    this.setLocal(
      variable,
      value.filter((t) => this.origins.get(t).location !== own),
    );
  }

  addToLocal(variable: Variable, value: Value): void {
    if (value.length > 0 && (this.isLocal(variable) || variable.scope.kind !== 'module')) {
      this.setLocal(variable, union(this.state.locals.get(variable) ?? NOTHING, value));
    }
  }

  /** The object a local names was given a value; what was read from the object itself is nothing new. */
  addToObject(variable: Variable, value: Value): void {
    const own = this.locations.ofVariable(variable);
    this.addToLocal(
      variable,
      value.filter((t) => {
        const { location } = this.origins.get(t);
        return !location || rootLocation(location) !== own;
      }),
    );
  }

  /** The local variable at the root of a path, if it is one. */
  localRoot(node: AnyNode): Variable | undefined {
    const variable = this.analysis.resolved.get(rootOf(node));
    return variable && this.isLocal(variable) ? variable : undefined;
  }

  // --- accesses ---

  /** Whether nobody but the activation at hand can have the object. */
  isPrivate(object: AnyNode): boolean {
    const root = rootOf(object);
    if (root.type === 'ThisExpression') return homeOf(this.fn).constructs;
    const variable = this.analysis.resolved.get(root);
    return variable !== undefined && this.watch.isFresh(variable);
  }

  /** `queue.length`, `cache.size` of a container whose contents change; an object of the program may have a property of that name. */
  isElementCount(node: MemberExpression): boolean {
    return isCount(node) && (this.hasContents(containerName(node.object)) || this.hasContents(givenName(this.analysis, node.object)));
  }

  /** Whether this file or another one changes what containers of that name hold. */
  hasContents(container: string): boolean {
    return this.watch.contents.has(container) || (container !== '' && this.foreign.has(`${container}<>`));
  }

  /** Whether what that object holds by keys changes. */
  isHeld(object: AnyNode): boolean {
    const { contents } = this.watch;
    return contents.has(holderName(object)) || contents.has(givenName(this.analysis, object));
  }

  isTrackedMember(node: AnyNode): boolean {
    if (node.type !== 'MemberExpression' || node.object.type === 'Super') return false;
    if (this.isElementCount(node)) return !this.isPrivate(node.object);
    const name = memberName(node);
    const { names, keyed } = this.watch;
    const isWritten = (key = ''): boolean => key !== '' && (names.has(key) || this.foreign.has(key));
    const watched =
      name === undefined
        ? this.isHeld(node.object) || isFilledElsewhere(this, node.object) || isWritten(propertyName(this.analysis, node))
        : isWritten(name) ||
          keyed.has(holderName(node.object)) ||
          isModuleState(this.analysis, node.object) ||
          isMadeElsewhere(this.analysis, node.object);
    return watched && !this.isPrivate(node.object);
  }

  memberLocation(node: MemberExpression): Location | null {
    if (!this.isElementCount(node)) return this.locations.find(node);
    const object = this.locations.find(node.object) ?? this.locations.ofGiven(node.object);
    return object && this.locations.child(object, CONTENTS);
  }

  read(node: AnyNode, location: Location | null): Value {
    return location ? this.origins.read(this.accesses.get(node, this.fn), location) : NOTHING;
  }

  /** A write of a location: makes the pairs that end here. `from` is the start of the expression that holds the write. */
  write(node: AnyNode, location: Location | null, value: Value, from = node.start): void {
    if (!location) return;
    const access = this.accesses.get(node, this.fn);
    this.record(
      { access, location, value, late: false, fresh: [], asked: [], validated: false, there: true, through: [], free: false, noted: false },
      from,
    );
  }

  /** The part of `write` that also serves writes done by a callee. */
  record(written: SummaryWrite, from: number): void {
    const write = byChoice(this, written);
    const { access, location, value } = write;
    const guards = this.state.guards;
    const [fresh, asked] = [[...write.fresh], [...write.asked]];
    let { validated, free, there } = write;
    const matches = (taint: number): boolean => {
      const origin = this.origins.get(taint);
      return origin.location !== null && mayOverlap(origin.location, location);
    };
    for (const guard of guards) {
      validated ||= guard.validated && !write.late;
      free ||= !write.late && guard.free?.some((place) => mayOverlap(place, location)) === true;
      const known = asked.length;
      if (!write.late) noteLooks(this, guard, write, fresh, asked);
      there &&= asked.length === known || guard.there === true || isFound(this, guard);
    }
    if (validated) access.writeFlags |= FLAG_TOKEN_GUARD;
    if (fresh.some((f) => mayOverlap(f, location)) || this.catching > 0 || isToldOfError(access.fn)) access.writeFlags |= FLAG_ANEW;
    this.#newest.note(this, access, location);
    noteDecided(this.state, location, value);
    if (value.some(isAwaited)) access.writeFlags |= FLAG_AWAITED;
    if (guards.some((g) => g.value.some(isAwaited))) access.writeFlags |= FLAG_DECIDED;
    access.writeFlags |= ownerFlags(location, access.fn, this.frame.fn, this.state.tick === this.frame.entryTick);
    if (!this.#judged.has(access)) this.#judge(access);
    if (value.some(isAwaited)) followStore(this, write);
    if (!write.late) noteClaim(this, access, location);
    if (!validated) pairWrite(this, { ...write, fresh, asked, free }, from, matches);
    linkWrite(this, { ...write, fresh, asked, validated });
    if (!write.late || write.access.fn === this.fn) {
      this.state.guards = guards.map((guard) => dischargeGuard(this, guard, write, matches));
    }
    const { writes } = this.frame.summary;
    if (writes.length < MAX_SUMMARY_WRITES) {
      const late = write.late || this.state.tick !== this.frame.entryTick;
      writes.push({ ...write, late, fresh, asked, validated, there, free, noted: write.noted || this.catching > 0 });
    }
  }

  /** Writes of which the code alone has said whether they are certain. */
  readonly #judged = new Set<Access>();

  #judge(access: Access): void {
    this.#judged.add(access);
    const { flag, waits } = certaintyOf(this.analysis, access.fn, access.node);
    access.writeFlags |= flag;
    for (const wait of waits) this.waitsForStores.add(wait);
  }

  /** What the key of the element that is written goes by (`list[list.length] = await load(id)`): it is found before what is stored. */
  readonly keys = new Map<AnyNode, Value>();
  /** What stands for all properties of a copied object → those of them that are asked for, by name. */
  readonly copied = new Map<AnyNode, Map<string, Part>>();
  /** Awaits with FLAG_COMES_TO_STORE. */
  readonly waitsForStores = new Set<AnyNode>();
  /** Targets of writes that store a list without one of its elements; and targets, and calls, that take all that is there. */
  readonly withoutOne = new Set<AnyNode>();
  readonly drained = new Set<AnyNode>();
  /** Reads, and calls of functions of other files, by which somebody is turned away (refusals.ts; true: who finds nothing), and reads by which one is passed over. */
  readonly refusals = new Map<AnyNode, boolean>();
  readonly passedOver = new Set<AnyNode>();
  /** Targets of assignments: bits of `Site.more`. */
  readonly storeNotes = new Map<AnyNode, number>();
  /** End of the expression around a write, noted by the assignment that made it. */
  readonly ends = new Map<AnyNode, number>();

  endOf(access: Access): number {
    return this.ends.get(access.node) ?? access.node.end;
  }

  pair(read: Access, write: Access, kind: Pair['kind'], through: readonly FunctionInfo[] = [], again = false): void {
    const reader = homeOf(read.fn);
    const writer = homeOf(write.fn);
    if (reader.node.type === 'Program' && !reader.suspends) return;
    if (through.length > 0 || this.delivered.has(reader)) {
      for (const fn of [reader, writer, homeOf(this.fn), ...through]) this.follow(fn);
    }
    if (reader !== writer) followAnswers(this, reader);
    else if (reader.generator && !reader.async) this.coroutines.add(reader);
    if (!followPair(this, reader, writer)) return;
    const key = `${read.id}:${write.id}`;
    const known = this.pairs.get(key);
    const apart = reader === writer && homeOf(this.fn) !== reader && (known?.apart ?? true);
    if (!known) this.pairs.set(key, { read, write, kind, again, apart });
    else Object.assign(known, rank(kind) > rank(known.kind) ? { kind, again, apart } : { apart });
  }

  /** Makes activations of a function and of those around it: the run then tells which call of which a callback belongs to. */
  follow(fn: FunctionInfo): void {
    for (let at: FunctionInfo | null = homeOf(fn); at; at = at.parent && homeOf(at.parent)) {
      if (!at.async && !at.generator && at.node.type !== 'Program') this.activations.add(at);
    }
  }

  /** What is done about a failure: nothing that was asked before allowed it. `depth`: so many guards come from outside of it. */
  afterFailure(depth: number, interpret: () => void): void {
    const { caught } = this;
    this.caught = depth;
    this.catching++;
    interpret();
    this.catching--;
    this.caught = caught;
  }

  // --- functions ---

  /** Interprets a function with its own frame, starting from `start`. Returns what it did to locals of the functions around it. */
  interpret(info: FunctionInfo, start: State): State {
    const { node } = info;
    const saved = {
      state: this.state,
      frame: this.frame,
      fn: this.fn,
      validating: this.validating,
      compared: this.compared,
      caught: this.caught,
    };
    this.caught = Math.min(this.caught, start.guards.length);
    this.compared = null;
    this.state = start;
    this.fn = info;
    this.frame = this.newFrame(info, saved.frame);
    this.#running.add(info);
    if (node.type !== 'Program') this.steps.runBody(this, node);
    this.finishPending();
    this.#running.delete(info);
    this.summaries.set(info, this.frame.summary);
    const end = this.state;
    Object.assign(this, saved);
    return end;
  }

  /** Interprets a function from nothing. */
  start(info: FunctionInfo): void {
    this.interpret(info, emptyState(this.nextTick()));
  }

  /** The summary of a function that is called here, or in a later step, made on first use; undefined while it is being made (recursion). */
  summaryOf(info: FunctionInfo, later = false): Summary | undefined {
    const known = this.summaries.get(info);
    if (known || this.#running.has(info) || info.generator || this.#running.size > MAX_DEPTH) return known;
    this.interpret(info, info.parent === this.fn ? this.closureState(later) : emptyState(this.nextTick()));
    return this.summaries.get(info);
  }

  isRunning(info: FunctionInfo): boolean {
    return this.#running.has(info);
  }

  /** Functions declared in the frame see everything its locals ever held, across a boundary. */
  finishPending(): void {
    const { pending, ever } = this.frame;
    for (const info of pending.splice(0)) {
      const start = emptyState(this.nextTick());
      if (this.crossesFrom(this.frame.fn)) for (const [variable, value] of ever) start.locals.set(variable, crossed(value));
      this.interpret(info, start);
    }
  }

  /** A module without top-level await runs once, in one segment: nothing it read counts as read by a task. */
  crossesFrom(fn: FunctionInfo): boolean {
    return fn.node.type !== 'Program' || fn.suspends;
  }

  /** The state in which a closure written here starts: at once, or in a later segment. */
  closureState(later: boolean): State {
    if (!this.crossesFrom(this.fn)) return emptyState(this.nextTick());
    const state = cloneState(this.state);
    state.dead = false;
    if (later) crossState(state, this.nextTick());
    return state;
  }

  /** The function of this file that a call reaches, with the location of its `this`. */
  resolveCall(callee: AnyNode): Callee | undefined {
    const node = unchain(callee);
    if (node.type === 'Identifier') {
      const info = functionNamed(this.analysis, node);
      return info ? { info, self: null } : undefined;
    }
    return node.type === 'MemberExpression' ? this.#resolveMember(node, memberName(node)) : undefined;
  }

  /** The getter or setter of this file behind a property, when only one can be meant. */
  resolveAccessor(node: MemberExpression, kind: 'get' | 'set'): Callee | undefined {
    const name = memberName(node);
    return name === undefined ? undefined : this.#resolveMember(node, `${kind} ${name}`);
  }

  #resolveMember(node: MemberExpression, name: string | undefined): Callee | undefined {
    const object = unchain(node.object);
    const info = methodNamed(this.analysis, object, name);
    return info ? { info, self: this.locations.find(object) } : undefined;
  }

  /** Uses the summary of a callee: performs its writes and returns what its result depends on. `isCallback`: it is called in a later step. `isOver`: the caller goes on when it has come to its end. */
  applySummary(
    summary: Summary,
    info: FunctionInfo,
    self: Location | null,
    args: readonly AnyNode[],
    values: readonly Value[],
    isCallback = false,
    isOver = !info.async,
  ): Value {
    if (info.node.type === 'Program' || this.origins.left < 0) return NOTHING;
    const bind = binderOf(this, info, self, args);
    for (const write of summary.writes) {
      const location = this.locations.substitute(write.location, bind) ?? this.locations.unnamed(write.location);
      if (!location) continue;
      const fresh = write.fresh.map((f) => this.locations.substitute(f, bind) ?? this.locations.unnamed(f)).filter((f) => f !== null);
      const isMark = (taint: number): boolean => (taint & CONTROL) === 0 && isMarkOf(this.origins.get(taint), info, args);
      if ((write.access.writeFlags & FLAG_HANDED_ON) !== 0 && write.value.some(isMark)) write.access.writeFlags |= FLAG_MARK;
      // What the caller passed in has aged when the callee waits before it writes; what the callee read itself is marked already.
      const passed = write.late ? values.map(crossed) : values;
      const through = isCallback || write.through.length > 0 ? [...write.through, info] : write.through;
      this.record({ ...write, location, fresh, value: translate(this, write.value, info, bind, passed), through }, Number.MAX_SAFE_INTEGER);
      pairCounted(this, write, location, (value) => translate(this, value, info, bind, passed));
    }
    keepCopies(this, translate(this, summary.copies, info, bind, values));
    for (const { access, contents } of summary.emptied) {
      const location = this.locations.substitute(contents, bind);
      if (location) noteEmptied(this, access, location);
    }
    linkThrough(this, info, summary.passes, values);
    const result = translate(this, summary.returns, info, bind, values);
    keepCopies(this, result);
    if (!isCallback && isOver) passTests(this, summary.asserts, info, bind, values);
    return result;
  }

  /** A parameter is called: by the function that has it, or by a callback in that; `isLater`: with an answer, by what it is handed on to. Which values it gets may depend on a test. */
  noteCall(callee: Variable, given: readonly Value[], isLater = false, isHandedOn = false): void {
    if (callee.kind !== 'param') return;
    const decided = control(this.state.guards.reduce((all, guard) => union(all, guard.value), NOTHING));
    const values = given.map((value) => union(value, isLater ? crossed(decided) : decided));
    if (this.settled.has(callee.fn)) {
      this.settled.set(callee.fn, union(this.settled.get(callee.fn) ?? NOTHING, values.reduce(union, NOTHING)));
      if (homeOf(this.fn) !== homeOf(callee.fn)) this.delivered.add(homeOf(this.fn));
      return;
    }
    const { node } = callee.fn;
    if (node.type === 'Program') return;
    const index = node.params.findIndex((p) => p.type === 'Identifier' && p.name === callee.name);
    const through: FunctionInfo[] = [];
    let frame: Frame | null = this.frame;
    for (; frame && frame.fn !== callee.fn; frame = frame.outer) through.push(frame.fn);
    if (!frame || index < 0 || frame.summary.calls.length >= MAX_SUMMARY_WRITES) return;
    if (isLater || through.length > 0) this.delivered.add(homeOf(this.fn));
    frame.summary.calls.push({ index, values, through, isLater: isLater || through.length > 0, isHandedOn });
  }
}
