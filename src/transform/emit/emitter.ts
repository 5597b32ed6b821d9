/** What all emitting code shares: the output, the table, the function at hand, and the ways to put text around an expression. The visitor is in emit.ts. */
import type { AnyNode, Identifier } from 'acorn';
import type { SiteKind } from '../../wire/sites';
import type { Access } from '../flow/access';
import {
  FLAG_CONDITION,
  FLAG_TESTED,
  FLAG_EXITS,
  FLAG_EXPECTED,
  FLAG_FOLLOWED,
  FLAG_GIVES_MARK,
  FLAG_GONE_LATE,
  FLAG_NEEDS_INIT,
  MORE_CAUGHT,
  FLAG_STANDS_IN,
  FLAG_NEVER,
  FLAG_POLL,
  FLAG_REJECTS,
  FLAG_SPIN,
  FLAG_UNCHECKED,
  FLAG_UNDONE,
  FLAG_USED,
  FLAG_WAKES,
} from '../../wire/siteFlags';
import { sendFlags } from '../facts/awaits';
import { hasOptional, isPathKey, memberName, rootOf } from '../scope/ast';
import { calleeText, eventText } from './calleeText';
import { findInitialValues, firstValueFlags, isEmptyInLiteral, type InitialValues, valueFlag } from '../scope/initial';
import { findGoneLate } from '../facts/goneLate';
import { LateListeners } from '../facts/lateListeners';
import type { Flow } from '../flow/flow';
import { isMadeElsewhere, isModuleState } from '../flow/links';
import { Output } from './output';
import { onlyRejects } from '../facts/rejects';
import { leftFlags } from '../facts/closedAtEnd';
import { exitsOnFailure } from '../facts/mainTask';
import { remainingFlags } from '../facts/remaining';
import { listenerNotes } from '../facts/unreadEnds';
import { ignoresResolvers, settlersOf, wakesBy } from '../facts/resolvers';
import type { Analysis, FunctionInfo, Variable } from '../scope/bindings';
import { groupByScope, HAS_CALL, hasSuspend } from '../scope/bindings';
import { SiteTableBuilder } from '../siteTable';
import type { Watch } from '../facts/watch';
import { propertyName } from '../scope/constants';
import { containerName } from '../scope/collections';

/** The function whose code is being emitted. */
export interface FunctionContext {
  readonly info: FunctionInfo;
  /** Name of the constant with its activation number; '' when it is no activation. */
  readonly act: string;
  /** A generator whose activation stops at each yield. */
  readonly yields: boolean;
  /** Whether its body has braces, ours or the author's: a place for the temporary. */
  readonly hasBody: boolean;
  usesTemp: boolean;
  inParams: boolean;
  /** How many `finally` blocks come after a return here. */
  finallys: number;
  /** A statement comes after the one that is being emitted. */
  isFollowed: boolean;
  /** Blocks around whose `catch` expects what is thrown. */
  expecting: number;
  /** Blocks around whose `catch` asks whether something exists already (`EEXIST`). */
  expectingThere: number;
  /** Blocks around whose `catch` keeps what is thrown to itself. */
  catching: number;
}

/** At the beginning of a function. */
export const NOTHING_AROUND = { isFollowed: false, expecting: 0, expectingThere: 0, catching: 0 };

/** A probe around the last argument of a call. */
export interface LateProbe {
  readonly helper: 'y' | 'I' | 'J';
  readonly site: number;
  /** Its arguments before the value, and after it. */
  readonly rest: string;
  readonly end: string;
}

export interface EmitterOptions {
  readonly source: string;
  readonly analysis: Analysis;
  readonly watch: Watch;
  readonly flow: Flow;
  /** Name of the runtime. */
  readonly prefix: string;
  /** What the names begin with that are declared for our own use. */
  readonly local: string;
  readonly isScript: boolean;
  /** A module of a file: it can say where it is. */
  readonly hasUrl: boolean;
  /** Names written in files transformed before this one. */
  readonly foreign: ReadonlySet<string>;
  /** Elements of typed arrays may be shared with other threads: all, or those that the file is given. '': none. */
  readonly sharesMemory: '' | 'all' | 'given';
  /** Names under which the file keeps typed arrays: variables, properties. */
  readonly views: ReadonlySet<string>;
  /** What the author wrote; of what may be used in the code (isNameable) also what stands in the source. */
  readonly slice: (node: AnyNode) => string;
  readonly visit: (emitter: Emitter, node: AnyNode) => void;
}

const GLOBALS_WITHOUT_STATE: ReadonlySet<string> = new Set([
  'Math', 'JSON', 'Object', 'Array', 'Number', 'String', 'Boolean', 'Symbol', 'BigInt', 'Promise', 'Reflect', 'Proxy', 'Date', 'RegExp', 'Error', 'TypeError', 'Map', 'Set', 'WeakMap',
  'WeakSet', 'Atomics', 'Intl', 'Buffer', 'console', 'URL', 'performance', 'require',
]); // prettier-ignore

export class Emitter {
  readonly source: string;
  readonly analysis: Analysis;
  readonly watch: Watch;
  readonly flow: Flow;
  /** Name of the runtime. */
  readonly il: string;
  /** What the names begin with that are declared for our own use. */
  readonly local: string;
  /** A script of `vm`: what it declares at its top is global, and the value of its last statement is its result. */
  readonly isScript: boolean;
  /** A module of a file: it can say where it is. */
  readonly hasUrl: boolean;
  readonly foreign: ReadonlySet<string>;
  readonly sharesMemory: EmitterOptions['sharesMemory'];
  readonly views: ReadonlySet<string>;
  readonly out: Output;
  readonly table: SiteTableBuilder;
  /** Functions around the code at hand, innermost last. */
  readonly stack: FunctionContext[] = [];
  /** Read but not probed, since nobody is known to write the name: another file may. */
  readonly candidates = new Set<string>();
  /** Calls whose value is the value of an expression statement. */
  readonly floating = new Set<AnyNode>();
  /** Calls of an optional chain whose site is stored before the whole chain. */
  readonly stored = new Set<AnyNode>();
  /** Names, members and calls whose probe stands in front of a larger expression. */
  readonly fronted = new Set<AnyNode>();
  /** Last arguments that await → the probe of their call, which comes after them. */
  readonly lateProbes = new Map<AnyNode, LateProbe>();
  /** Declarations in front of which no statement can stand. */
  readonly noFront = new Set<AnyNode>();
  /** Members that stand as callee of `new` without parentheses: nothing may be wrapped there. */
  readonly bare = new Set<AnyNode>();
  /** Optional chains whose value must stay a reference, so that a call of it keeps its `this`. */
  readonly references = new Set<AnyNode>();
  /** Top of the optional chain that is being entered. */
  chainTop: AnyNode | null = null;
  /** Calls whose first argument is a key to report: at once (-1), or with the value, of the access with this site. */
  readonly keyed = new Map<AnyNode, number>();
  /** Calls of collections whose key waits in a temporary for a probe in the arguments. */
  readonly heldKeys = new Map<AnyNode, { readonly open: string; readonly close: string }>();
  /** Paths that a dominating test or assignment has looked at. */
  readonly checked: string[] = [];
  /** Callbacks for each key of an object → the element that is there. */
  readonly listed = new Map<AnyNode, string>();
  /** How often a temporary was needed so far. */
  temps = 0;
  /** The elements of `checked` before this one were looked at before the last await. */
  freshFrom = 0;
  /** Start of the expression statement at hand. */
  statementStart = -1;
  /** The value that a function returns. */
  returned: AnyNode | undefined;
  /** Inside the test of a branch. */
  inCondition = false;
  /** Inside a key that is worked out (emitPathKeys.ts). */
  inKey = false;
  /** FLAG_BOUNDED, FLAG_ENDLESS or neither, of the innermost loop of the function at hand. */
  loop = 0;
  /** Names of the resolving functions of the executors at hand, innermost last. */
  readonly resolvers: string[] = [];
  /** Executors of `new Promise` that are to be entered. */
  readonly executors = new Set<AnyNode>();
  /** Inside a loop that nothing in it can end. */
  inSpin = false;
  /** The same with awaits, which let others end it; in the function of the loop. */
  inPoll = false;
  /** A read or await → FLAG_THROWS_*, FLAG_STANDS_IN, FLAG_ASKED_AGAIN: what stands around it says. */
  readonly readNotes = new Map<AnyNode, number>();
  readonly #more = new Map<AnyNode, number>();
  /** Targets of writes that are taken back by a later statement beside them. */
  readonly undone = new Set<AnyNode>();
  /** The node whose value must be an object, function or number. */
  baseUse: AnyNode | null = null;
  /** Reads that are arguments of functions of other files. */
  readonly passed: { readonly read: number; readonly call: AnyNode; readonly at: number }[] = [];
  /** The member that the call at hand calls, whatever it is. */
  called: AnyNode | null = null;
  readonly slice: (node: AnyNode) => string;
  readonly #visit: (emitter: Emitter, node: AnyNode) => void;
  #cells: Map<AnyNode, Variable[]> | undefined;
  #initial: InitialValues | undefined;
  #late: LateListeners | undefined;
  #goneLate: ReadonlyMap<AnyNode, number> | undefined;
  readonly #callSites = new Map<AnyNode, number>();
  /** Calls before a `.catch` that expects their error. */
  readonly expected = new Set<AnyNode>();
  /** Calls whose value is only asked whether it is true (FLAG_ASKED), or should have been given by the callback that they end (FLAG_NOT_GIVEN). */
  readonly valueFlags = new Map<AnyNode, number>();

  constructor(options: EmitterOptions) {
    this.source = options.source;
    this.local = options.local;
    this.isScript = options.isScript;
    this.hasUrl = options.hasUrl;
    this.analysis = options.analysis;
    this.watch = options.watch;
    this.flow = options.flow;
    this.il = options.prefix;
    this.foreign = options.foreign;
    this.sharesMemory = options.sharesMemory;
    this.views = options.views;
    this.out = new Output(options.source);
    this.table = new SiteTableBuilder(options.source);
    this.#visit = options.visit;
    this.slice = options.slice;
  }

  visit(node: AnyNode | null | undefined): void {
    if (node) this.#visit(this, node);
  }

  /** Visits an operand that is used as an object, function, iterable or number. */
  visitBase(node: AnyNode): void {
    this.baseUse = node;
    this.#visit(this, node);
    this.baseUse = null;
  }

  get context(): FunctionContext {
    const context = this.stack.at(-1);
    if (!context) throw new Error('no function');
    return context;
  }

  hasCall(node: AnyNode | null | undefined): boolean {
    return node ? ((this.analysis.flags.get(node) ?? 0) & HAS_CALL) !== 0 : false;
  }

  hasSuspend(node: AnyNode): boolean {
    return hasSuspend(this.analysis, node);
  }

  // --- putting text around things ---

  /** `(text,` before an expression, or `text,` where it opens its statement (a parenthesis there could continue the line above). Returns what closes it. */
  openBefore(start: number): string {
    if (start === this.statementStart && !this.out.hasInsertedAt(start)) return '';
    this.out.insert(start, '(');
    return ')';
  }

  /** `before NUMBER after` + expression + `end`; a sequence gets parentheses, since its own are outside of its range. */
  wrap(node: AnyNode, before: string, number: number, after: string, end: string, body: () => void): void {
    const isSequence = node.type === 'SequenceExpression';
    this.out.insertNumber(node.start, before, number, isSequence ? `${after}(` : after);
    body();
    this.out.insert(node.end, isSequence ? `)${end}` : end);
  }

  /** Name of the activation that is visible here, or '0'. */
  visibleAct(): string {
    for (let i = this.stack.length - 1; i >= 0; i--) {
      const context = this.stack[i];
      if (context && context.act !== '' && !context.inParams) return context.act;
    }
    return '0';
  }

  /** The temporary of the nearest body that can declare it. */
  temp(): string {
    this.temps++;
    for (let i = this.stack.length - 1; i >= 0; i--) {
      const context = this.stack[i];
      if (!context || !context.hasBody || context.inParams) continue;
      context.usesTemp = true;
      break;
    }
    return `${this.local}t`;
  }

  /** The cell of a watched variable, or '' when there is no scope start to declare it at. */
  cell(variable: Variable | undefined): string {
    if (!variable || !this.watch.variables.has(variable)) return '';
    const { node } = variable.scope;
    if (node.type === 'ArrowFunctionExpression' && node.body.type !== 'BlockStatement' && !node.async) return '';
    return `${this.local}c${variable.id}`;
  }

  /** Watched variables of a scope that have a cell. */
  cellsOf(scope: AnyNode): readonly Variable[] {
    this.#cells ??= groupByScope(this.watch.variables);
    return (this.#cells.get(scope) ?? []).filter((v) => this.cell(v) !== '');
  }

  /** Whether a declared function shares its name with no parameter, `var` or other function of the scope. */
  isOnlyFunction(id: Identifier): boolean {
    for (const v of this.analysis.variables) if (v.start === id.start) return v.kind === 'function' && v.values.length === 1;
    return false;
  }

  // --- sites ---

  site(kind: SiteKind, node: AnyNode, text: string, flags = 0, variable?: Variable, fn = this.context.info): number {
    const number = variable ? this.table.variable(variable) : undefined;
    return this.table.add({
      kind,
      node,
      text,
      fn,
      flags: flags | (this.inSpin ? FLAG_SPIN : 0) | (this.inPoll ? FLAG_POLL : 0),
      ...(number === undefined ? {} : { variable: number }),
      held: this.analysis.held.get(node),
      more: this.#more.get(node),
    });
  }

  /** Of a call or await whose site is made later: MORE_*. */
  noteMore(node: AnyNode, flag: number): void {
    this.#more.set(node, (this.#more.get(node) ?? 0) | flag);
  }

  callSite(node: AnyNode): number {
    let site = this.#callSites.get(node);
    if (site === undefined) {
      const callee = 'callee' in node ? node.callee : node.type === 'TaggedTemplateExpression' ? node.tag : node;
      const isExpected = this.context.expecting > 0 || this.expected.has(node);
      const asked = (this.valueFlags.get(node) ?? 0) | leftFlags(this.analysis, this.context.info, node);
      const noted = (this.readNotes.get(node) ?? 0) & (FLAG_NEEDS_INIT | FLAG_GIVES_MARK);
      const flags = this.#callFlags(node) | asked | (isExpected ? FLAG_EXPECTED : 0) | noted | (this.goneLate(node) & FLAG_GONE_LATE);
      const text = callee === node ? 'import' : calleeText(this, callee) + eventText(this, node, flags);
      const notes = listenerNotes(this.analysis, this.context.info, node);
      if (notes !== 0) this.noteMore(node, notes);
      site = this.site(node.type === 'NewExpression' ? 'new' : 'call', node, text, flags);
      this.#callSites.set(node, site);
    }
    return site;
  }

  /** FLAG_GONE_LATE, FLAG_TAKES_ONE or nothing, of a call or of the name of a list. */
  goneLate(node: AnyNode): number {
    this.#goneLate ??= findGoneLate(this.analysis, this.source);
    return this.#goneLate.get(node) ?? 0;
  }

  #callFlags(node: AnyNode): number {
    if (ignoresResolvers(node)) return FLAG_NEVER;
    if (onlyRejects(this.flow, node)) return FLAG_REJECTS;
    const settlers = settlersOf(this.analysis, this.context.info, node);
    if (settlers !== 0) return settlers;
    const sends = sendFlags(node);
    if (sends !== 0) return sends;
    if (node.type !== 'CallExpression') return 0;
    const remaining = remainingFlags(this.analysis, this.context.info, node, this.source);
    if (remaining !== 0) return remaining;
    const wakes = this.resolvers.length > 0 && wakesBy(this.analysis, node, this.resolvers) ? FLAG_WAKES : 0;
    return wakes | (exitsOnFailure(this.analysis, node) ? FLAG_EXITS : 0);
  }

  /** The site of a suspension; numbered once, also for the table of sequences. */
  awaitSite(node: AnyNode, kind: 'await' | 'yield' | 'for-await', text: string): number {
    let site = this.#callSites.get(node);
    if (site === undefined) {
      const isUsed = kind === 'await' && node.start !== this.statementStart && node !== this.returned;
      // A `finally` asks for no end of a stream.
      const isFollowed = this.context.isFollowed && (kind !== 'for-await' || this.context.finallys === 0);
      const flags = this.loop | (isUsed || isFollowed ? FLAG_FOLLOWED : 0) | (isUsed ? FLAG_USED : 0) | (this.readNotes.get(node) ?? 0);
      this.#callSites.set(node, (site = this.site(kind, node, text, flags)));
    }
    return site;
  }

  /** Number of an await site that was emitted, or undefined. */
  findSite(node: AnyNode): number | undefined {
    return this.#callSites.get(node);
  }

  access(node: AnyNode): Access {
    return this.flow.accesses.get(node, this.context.info);
  }

  readSite(node: AnyNode, text: string, variable?: Variable, shown: AnyNode = node): number {
    const access = this.access(node);
    if (access.readSite < 0) {
      let flags = access.readFlags | (this.inCondition ? FLAG_CONDITION : 0);
      const isBase = this.baseUse === node || (this.called === node && this.#startsEmpty(node));
      const isUsed = (from: number): boolean => isBase && !this.checked.includes(this.slice(shown), from);
      if (isUsed(0) && !this.#isSetBefore(node)) flags |= FLAG_NEEDS_INIT | valueFlag(this.analysis, this.initialValues(), node);
      if (isUsed(this.freshFrom)) flags |= FLAG_UNCHECKED;
      flags |= (this.readNotes.get(node) ?? 0) | this.goneLate(node);
      if ((flags & FLAG_NEEDS_INIT) !== 0 && this.context.catching > 0) this.noteMore(shown, MORE_CAUGHT);
      access.readSite = this.site('read', shown, text, flags, variable);
    }
    return access.readSite;
  }

  /** Whether nobody has looked, as far as the file says, that something stands there. */
  mayBeMissing(read: AnyNode): boolean {
    return (
      !this.checked.includes(this.slice(read)) && !this.#isSetBefore(read) && valueFlag(this.analysis, this.initialValues(), read) === 0
    );
  }

  writeSite(node: AnyNode, kind: 'write' | 'update', text: string, variable?: Variable, adds = false): number {
    const access = this.access(node);
    if (access.writeSite < 0) {
      const first = adds ? 0 : firstValueFlags(this.analysis, this.initialValues(), node, this.context.info);
      const more = first | (this.undone.has(node) ? FLAG_UNDONE : 0) | (kind === 'update' && this.inCondition ? FLAG_TESTED : 0);
      access.writeSite = this.site(kind, node, text, access.writeFlags | more | this.goneLate(node), variable);
      if (kind === 'update' && this.floating.delete(node)) this.table.setFloating(access.writeSite);
    }
    return access.writeSite;
  }

  /** Whether the entries of a collection are all written by probed code. */
  startsWithoutEntries(container: AnyNode): boolean {
    return containerName(container) !== '' && !this.initialValues().hasElements(container);
  }

  /** A function that the file gives a property later, and says that it has none before: not one of a class. */
  #startsEmpty(member: AnyNode): boolean {
    const name = member.type === 'MemberExpression' ? memberName(member) : undefined;
    return isEmptyInLiteral(this.analysis, member) || (name !== undefined && this.initialValues().isDeclaredEmpty(name));
  }

  #isSetBefore(read: AnyNode): boolean {
    return (this.#late ??= new LateListeners(this.analysis)).isSetBefore(read);
  }

  initialValues(): InitialValues {
    return (this.#initial ??= findInitialValues(this.analysis));
  }

  // --- what to probe ---

  /** Whether the property read is worth a probe and can have one. */
  probesRead(node: AnyNode & { type: 'MemberExpression' }, isCallee = false): boolean {
    // Around what is before another `?.` a probe breaks nothing off: undefined ends both.
    if (node.object.type === 'Super' || this.bare.has(node) || (hasOptional(node.object) && !node.optional)) return false;
    return this.keyOf(node) !== '' && this.#isProbed(node, isCallee);
  }

  /** The same for `accounts[order.from]`, whose key is evaluated once (emitPathKeys.ts). */
  probesPathRead(node: AnyNode & { type: 'MemberExpression' }): boolean {
    if (node.object.type === 'Super' || this.bare.has(node) || node.optional || hasOptional(node.object)) return false;
    return this.hasPathKey(node) && this.#isProbed(node, false);
  }

  /** Whether the key of an element is evaluated once, for it and for its probe. One temporary has an object meanwhile that has no name. */
  hasPathKey(node: AnyNode & { type: 'MemberExpression' }): boolean {
    if (!this.isNameable(node.object) && (this.inKey || this.hasSuspend(node.property))) return false;
    return isPathKey(node, this.flow.accesses.find(node)?.paired === true);
  }

  #isProbed(node: AnyNode & { type: 'MemberExpression' }, isCallee: boolean): boolean {
    if (this.flow.accesses.find(node)?.paired) return true;
    const root = rootOf(node.object);
    if (root.type === 'Identifier' && GLOBALS_WITHOUT_STATE.has(root.name) && !this.analysis.resolved.has(root)) return false;
    if (root.type === 'MetaProperty') return false;
    const name = propertyName(this.analysis, node);
    // A function that another file exports is no state.
    if (this.flow.isTrackedMember(node) && (!isCallee || name === undefined || this.watch.names.has(name))) return true;
    if (this.flow.isPrivate(node.object)) return false;
    // What is answered where there is nothing shows which file fills it, which may be loaded later.
    if (((this.readNotes.get(node) ?? 0) & FLAG_STANDS_IN) !== 0) return true;
    return name !== undefined && this.isForeign(name);
  }

  /** Whether a property of that name is written in another file; noted for files that are loaded later. */
  isForeign(name: string): boolean {
    if (!this.foreign.has(name)) this.candidates.add(name);
    return this.foreign.has(name);
  }

  /** A cheap first look: reads of such a node can have a probe. */
  mayProbe(node: AnyNode): boolean {
    if (node.type === 'MemberExpression') {
      const name = propertyName(this.analysis, node);
      if (name === undefined) return false;
      const isOurs = this.watch.names.has(name) || this.foreign.has(name);
      return isOurs || isModuleState(this.analysis, node.object) || isMadeElsewhere(this.analysis, node.object);
    }
    const variable = node.type === 'Identifier' ? this.analysis.resolved.get(node) : undefined;
    return variable !== undefined && this.watch.variables.has(variable);
  }

  /** Source text of the key, as an argument; '' when evaluating it twice could be noticed. */
  keyOf(node: AnyNode & { type: 'MemberExpression' }): string {
    const { property } = node;
    if (!node.computed || property.type === 'PrivateIdentifier') return JSON.stringify(memberName(node) ?? '');
    if (property.type === 'Literal') return property.regex ? '' : this.slice(property);
    return property.type === 'Identifier' && this.analysis.resolved.has(property) ? property.name : '';
  }

  /** An object that can be named twice: `this` or a binding of this file. */
  isNameable(node: AnyNode): boolean {
    return node.type === 'ThisExpression' || (node.type === 'Identifier' && this.analysis.resolved.has(node));
  }
}
