/** Awaits that follow each other without data flow between them, and loops whose iterations do not need each other (SiteSequence). */
import type { AnyNode, AwaitExpression, CallExpression } from 'acorn';
import type { SiteSequence } from '../../wire/sites';
import { forEachChild, isFunction, memberName, pathText, rootOf, someChild, unchain } from '../scope/ast';
import { beginsWith, calledName, forEachAssigned, isForAwait, isLoop, LOOPS, ownerOfBody, sendFlags, usesConnection } from './awaits';
import { hasSuspend, type Analysis, type FunctionInfo, type Variable } from '../scope/bindings';
import { collectionEffect, isMutation } from '../scope/collections';
import { functionAround, nodesInOrder } from '../scope/tree';
import { callsItems, type Fold, foldOf, linksOf } from './folds';
import { nestOf } from './nests';
import { independentRounds, independentSteps } from './rounds';

const SIMPLE: ReadonlySet<string> = new Set([
  'ExpressionStatement',
  'VariableDeclaration',
  'ReturnStatement',
  'ExportNamedDeclaration',
  'ExportDefaultDeclaration',
]);

const LEAVES: ReadonlySet<string> = new Set(['ReturnStatement', 'ThrowStatement', 'TaggedTemplateExpression', 'LabeledStatement']);
/** What may decide something without leaving. */
const DECIDES: ReadonlySet<string> = new Set(['IfStatement', 'SwitchStatement', 'ForOfStatement', 'ForInStatement', 'ForStatement']);

/** First words of calls whose place in the order is their point: set-up and tear-down, pauses, locks, and what changes something outside. */
const ORDERED: ReadonlySet<string> = new Set(
  'listen init setup stop begin commit rollback acquire lock unlock release close end destroy dispose drain flush write append rename unlink rm mkdir copy truncate delay sleep wait pause once login logout migrate transaction save store insert update upsert delete remove create publish send post put patch set push emit enqueue runExclusive use withLock'.split(
    ' ',
  ),
);

/**
 * Calls that open something. Several of one function, each for its result, open different things; otherwise what is opened first may be needed by what follows. Of methods of one name the run
 * tells whether they are one function.
 */
const OPENING: ReadonlySet<string> = new Set(['connect', 'open', 'start']);
/** `openOrders`, `openTickets`: those that are open, rather than to open them. What such a call opened after all, the run tells. */
const OPEN_ONES = /^open[A-Z]\w*[^aisu]s$/;

function isOpening(name: string): boolean {
  return beginsWith(OPENING, name) && !OPEN_ONES.test(name);
}

/** Lists of statements, loops and calls. */
const FOLLOW_EACH_OTHER: ReadonlySet<string> = new Set(['Program', 'BlockStatement', 'SwitchCase', ...LOOPS, 'CallExpression']);

/** Finds the sequences of a file; `siteOf` gives the site number of an await. */
export function findSequences(analysis: Analysis, source: string, siteOf: (node: AnyNode) => number | undefined): SiteSequence[] {
  const found: SiteSequence[] = [];
  const finder = new Finder(analysis, source);
  const emit = (kind: SiteSequence['kind'], awaits: readonly AnyNode[], dropped = false, ofItems = false): void => {
    const sites = awaits.map(siteOf).filter((s) => s !== undefined);
    if (sites.length === awaits.length) found.push({ kind, sites, ...(dropped ? { dropped } : {}), ...(ofItems ? { ofItems } : {}) });
  };
  const nested = new Set<AnyNode>();
  const findChain = (node: CallExpression): void => {
    const fold = foldOf(analysis, node);
    if (fold) {
      finder.joints.add(fold.joint);
      const info = analysis.infos.get(fold.callback);
      const awaits = info && independentSteps(analysis, source, fold, info);
      if (awaits) emit('chain', [fold.joint, ...awaits], isDropped(fold, awaits), callsItems(analysis, fold, awaits));
    }
    const nest = nested.has(node) ? undefined : nestOf(analysis, node);
    if (!nest) return;
    for (const link of nest.links) nested.add(link);
    if (!nest.heads.some((head) => isOrderedCall(head) || isOpening(calledName(head)))) emit('nest', nest.links);
  };
  if (!analysis.functions.some((info) => info.suspends) && !source.includes('.reduce(') && !source.includes('.then(')) return found;
  for (const node of nodesInOrder(analysis, FOLLOW_EACH_OTHER)) {
    if (node.type === 'CallExpression') findChain(node);
    else if (isLoop(node)) {
      if (!hasSuspend(analysis, node.body)) continue;
      const awaits = independentRounds(analysis, source, node, functionAround(analysis, node));
      if (awaits) emit('loop', isForAwait(node) ? [node, ...awaits] : awaits, isRoundDropped(analysis, node.body, awaits));
    } else {
      const body = node.type === 'SwitchCase' ? node.consequent : 'body' in node ? (node.body as AnyNode[]) : [];
      if (!body.some((statement) => hasSuspend(analysis, statement))) continue;
      for (const run of finder.runsOf(body, functionAround(analysis, node))) emit('sequence', run.awaits, run.dropped);
    }
  }
  return found;
}

/** Nobody takes what the steps of a chain wait for: no step what the one before gave, and no callback what it was made of. */
function isDropped(fold: Fold, awaits: readonly AnyNode[]): boolean {
  const last = awaits.at(-1);
  if (last?.type === 'AwaitExpression') return fold.parts.some(({ body }) => dropsResult(body, last));
  return (
    fold.carried.length === 0 &&
    fold.parts.slice(1).every((part) => part.params.length === 0) &&
    fold.parts.every((part) => !takesResult(part.body, last))
  );
}

/** A callback or a function is given what `call` gives: `call(item).then(keep)`. */
function takesResult(node: AnyNode, call: AnyNode | undefined): boolean {
  const { head, links } = linksOf(node);
  if (head === call) return links.some(({ arguments: [given] }) => given && (!isFunction(given) || given.params.length > 0));
  return someChild(node, (child) => takesResult(child, call));
}

/** Nobody takes what a round waits for last. What comes with an answer has to be read, also by whoever wants nothing of it but its head. */
function isRoundDropped(analysis: Analysis, body: AnyNode, awaits: readonly AwaitExpression[]): boolean {
  const last = awaits.at(-1);
  return dropsResult(body, last) && !(last && awaits.length > 1 && takesHead(analysis, body, last));
}

function isThrow(node: AnyNode): boolean {
  return node.type === 'ThrowStatement' || (node.type === 'BlockStatement' && node.body.at(-1)?.type === 'ThrowStatement');
}

/** Something takes what was found beside the body that is read: `const { statusCode, body } = await request(url); await body.dump(); list.push(statusCode)`. */
function takesHead(analysis: Analysis, around: AnyNode, reading: AwaitExpression): boolean {
  const owner = ownerOfBody(reading.argument);
  const of = owner && analysis.resolved.get(rootOf(owner));
  const given = new Map<Variable, AnyNode>();
  forEachAssigned(around, (target, at) => {
    const variable = analysis.resolved.get(target);
    if (variable && at.type === 'VariableDeclarator' && at.init?.type === 'AwaitExpression') given.set(variable, at);
  });
  const from = of && given.get(of);
  const takes = (node: AnyNode): boolean => {
    if (node === reading) return false;
    const variable = node.type === 'Identifier' ? analysis.resolved.get(node) : undefined;
    if (variable && given.get(variable) === from) return true;
    // A test that only throws takes nothing of it.
    const isLeft = (child: AnyNode): boolean =>
      (node.type === 'IfStatement' && child === node.test && !node.alternate && isThrow(node.consequent)) ||
      (node.type === 'VariableDeclarator' && child === node.id);
    return someChild(node, (child) => !isLeft(child) && takes(child));
  };
  return from !== undefined && takes(around);
}

/** Whether the last thing that a round waits for is a statement of its own. */
function dropsResult(body: AnyNode, last: AnyNode | undefined): boolean {
  if (body.type === 'ExpressionStatement') return body.expression === last;
  return someChild(body, (child) => !isFunction(child) && dropsResult(child, last));
}

/** The function or method that a statement opens something with; nothing when it opens nothing, undefined when it cannot be told what. */
function openedBy(awaits: readonly AwaitExpression[]): string | undefined {
  if (!awaits.some((a) => isOpening(calledName(a.argument)))) return '';
  const call = awaits.length === 1 && awaits[0] !== undefined ? unchain(awaits[0].argument) : undefined;
  if (call?.type !== 'CallExpression') return undefined;
  const callee = unchain(call.callee);
  if (callee.type === 'Identifier') return callee.name;
  const method = callee.type === 'MemberExpression' ? memberName(callee) : undefined;
  return method === undefined ? undefined : `.${method}`;
}

/** Bindings and paths that carry the result of an earlier await. */
class Taint {
  readonly variables = new Set<Variable>();
  readonly paths = new Set<string>();
  /** Objects with such paths: handed on as a whole they carry it, too. */
  readonly filled = new Set<Variable>();
  /** Objects that an awaited call was made on. Another awaited call on them is no use of the result, anything else is. */
  readonly receivers = new Set<Variable>();

  get isEmpty(): boolean {
    return this.variables.size === 0 && this.paths.size === 0 && this.receivers.size === 0;
  }
}

/** Awaits that follow each other. */
interface Run {
  readonly awaits: readonly AwaitExpression[];
  readonly dropped: boolean;
}

/** Its place in the order is its point. */
function hasOrder(node: AwaitExpression): boolean {
  return isOrderedCall(node.argument);
}

function isOrderedCall(call: AnyNode): boolean {
  return beginsWith(ORDERED, calledName(call)) || usesConnection(call) || sendFlags(unchain(call)) !== 0;
}

/** What a statement puts into a list: `lines.push(await next.read())` says nothing about what is in it. */
function collectedBy(statement: AnyNode): readonly AnyNode[] | undefined {
  const call = statement.type === 'ExpressionStatement' ? unchain(statement.expression) : undefined;
  if (call?.type !== 'CallExpression') return undefined;
  return call.callee.type === 'MemberExpression' && memberName(call.callee) === 'push' ? call.arguments : undefined;
}

class Finder {
  readonly #analysis: Analysis;
  readonly #source: string;

  /** Where steps wait for those before. */
  readonly joints = new Set<AnyNode>();

  constructor(analysis: Analysis, source: string) {
    this.#analysis = analysis;
    this.#source = source;
  }

  /** Maximal runs of at least two independent awaits in a statement list. */
  runsOf(body: readonly AnyNode[], fn: FunctionInfo): Run[] {
    const runs: Run[] = [];
    let run: AwaitExpression[] = [];
    let taint = new Taint();
    let isDropped = false;
    let opened = '';
    const flush = (): void => {
      if (run.length === 0) return;
      if (run.length > 1) runs.push({ awaits: run, dropped: isDropped });
      run = [];
      taint = new Taint();
    };
    for (const statement of body) {
      if (!hasSuspend(this.#analysis, statement) || this.#readsBodies(statement, taint)) {
        if (run.length === 0) continue;
        if (!this.#uses(statement, taint)) continue;
        if (SIMPLE.has(statement.type) || (DECIDES.has(statement.type) && this.#isOfOwn(statement, fn))) this.#define(statement, taint);
        else flush();
        continue;
      }
      const { awaits, given } = this.#plainAwaits(statement);
      if (given.length > 1 && openedBy(given) === '' && !given.some(hasOrder)) runs.push({ awaits: given, dropped: false });
      if (awaits.length === 0 || awaits.some((a) => hasOrder(a) || this.joints.has(a))) {
        flush();
        continue;
      }
      // What nobody takes the result of was done for its effect: it prepares what follows, or comes after it.
      const drops = statement.type === 'ExpressionStatement' && statement.expression.type === 'AwaitExpression';
      const opens = openedBy(awaits);
      if (opens === undefined || (opens !== '' && drops)) {
        flush();
        continue;
      }
      const asksAgain = awaits.some((a) => run.some((other) => this.#text(a) === this.#text(other)));
      if (drops !== isDropped || opens !== opened || asksAgain || this.#uses(statement, taint)) flush();
      isDropped = drops;
      opened = opens;
      run.push(...awaits);
      this.#define(statement, taint);
      for (const a of awaits) this.#defineReceiver(a, taint);
      if (statement.type === 'ReturnStatement') flush();
    }
    flush();
    return runs;
  }

  /** All that it waits for are the bodies of answers that the run has waited for: they belong to those requests. */
  #readsBodies(statement: AnyNode, taint: Taint): boolean {
    const isBody = (node: AnyNode): boolean => {
      const asked = node.type === 'AwaitExpression' ? ownerOfBody(node.argument) : undefined;
      const variable = asked && this.#analysis.resolved.get(rootOf(asked));
      return variable !== undefined && taint.variables.has(variable);
    };
    const areBodies = (node: AnyNode): boolean =>
      isBody(node) ||
      (node.type !== 'AwaitExpression' &&
        !isFunction(node) &&
        node.type !== 'YieldExpression' &&
        !someChild(node, (child) => !areBodies(child)));
    return !taint.isEmpty && SIMPLE.has(statement.type) && areBodies(statement);
  }

  /**
   * The awaits of a statement when each is evaluated whatever the others give; none otherwise. `given`: those whose results are handed to the one call that is awaited then:
   * `await Promise.all([await a(), await b()])`.
   */
  #plainAwaits(statement: AnyNode): { readonly awaits: readonly AwaitExpression[]; readonly given: readonly AwaitExpression[] } {
    const list: AwaitExpression[] = [];
    const around: AwaitExpression[] = [];
    let plain = SIMPLE.has(statement.type);
    const walk = (node: AnyNode): void => {
      if (isFunction(node)) return;
      if (node.type === 'AwaitExpression') {
        // `await (await fetch(url)).json()` is one request.
        const asked = ownerOfBody(node.argument);
        if (asked?.type === 'AwaitExpression') return walk(asked);
        const isAround = hasSuspend(this.#analysis, node.argument);
        (isAround ? around : list).push(node);
        if (isAround) walk(node.argument);
        return;
      }
      if (node.type === 'YieldExpression' || (node.type === 'AssignmentExpression' && around.length > 0)) plain = false;
      if ((node.type === 'LogicalExpression' || node.type === 'ConditionalExpression') && hasSuspend(this.#analysis, node)) plain = false;
      forEachChild(node, walk);
    };
    if (plain) walk(statement);
    const [outer] = around;
    if (!plain || around.length > 1) return { awaits: [], given: [] };
    return outer
      ? { awaits: [], given: list.filter(({ start }) => start > outer.start && start < outer.end) }
      : { awaits: list, given: [] };
  }

  #uses(node: AnyNode, taint: Taint): boolean {
    if (taint.isEmpty) return false;
    let used = false;
    const walk = (at: AnyNode, isBase = false): void => {
      if (used) return;
      if (at.type === 'AwaitExpression') {
        const call = unchain(at.argument);
        if (call.type === 'CallExpression' && call.callee.type === 'MemberExpression' && rootOf(call.callee).type === 'Identifier') {
          const variable = this.#analysis.resolved.get(rootOf(call.callee));
          if (variable && (taint.variables.has(variable) || taint.filled.has(variable))) used = true;
          for (const argument of call.arguments) walk(argument);
          return;
        }
      }
      if (at.type === 'Identifier') {
        const variable = this.#analysis.resolved.get(at);
        if (!variable) return;
        if (taint.variables.has(variable) || taint.receivers.has(variable) || (!isBase && taint.filled.has(variable))) used = true;
      } else if (at.type === 'MemberExpression') {
        if (taint.paths.size > 0 && taint.paths.has(this.#text(at))) used = true;
        // `object[key]` may be any of its paths.
        walk(at.object, !at.computed);
        if (at.computed) walk(at.property);
      } else forEachChild(at, (child) => walk(child));
    };
    const collected = collectedBy(node);
    if (collected) for (const item of collected) walk(item);
    else walk(node);
    return used;
  }

  /** Whatever it decides, what comes after it is reached, and it changes nothing but what the function has made itself. */
  #isOfOwn(statement: AnyNode, fn: FunctionInfo): boolean {
    const isOwn = (path: AnyNode): boolean => {
      const root = rootOf(path);
      const variable = this.#analysis.resolved.get(root);
      // Those of the language keep nothing.
      return variable ? variable.fn === fn : root.type === 'Identifier' && root !== path;
    };
    let isAll = true;
    forEachAssigned(statement, (target) => {
      isAll &&= isOwn(target);
    });
    const isHarmless = (node: AnyNode, isInner: boolean): boolean => {
      if (isFunction(node) || LEAVES.has(node.type)) return false;
      if (node.type === 'BreakStatement' || node.type === 'ContinueStatement') return isInner && !node.label;
      if (node.type === 'CallExpression' && !isOwn(node.callee)) return false;
      const isIn = isInner || isLoop(node) || node.type === 'SwitchStatement';
      return !someChild(node, (child) => !isHarmless(child, isIn));
    };
    return isAll && isHarmless(statement, false);
  }

  /** Everything that a statement declares or assigns, or puts something into, carries what it used. */
  #define(statement: AnyNode, taint: Taint): void {
    const add = (target: AnyNode): void => {
      const variable = this.#analysis.resolved.get(rootOf(target));
      if (target.type === 'MemberExpression') {
        taint.paths.add(this.#text(target));
        if (variable) taint.filled.add(variable);
      } else if (variable) taint.variables.add(variable);
    };
    forEachAssigned(statement, add);
    const isFound = (node: AnyNode): boolean => hasSuspend(this.#analysis, node) || this.#uses(node, taint);
    /** `isSure`: whether it is called, or with what, was decided by what was found. */
    const fill = (node: AnyNode, isSure: boolean): void => {
      const callee = node.type === 'CallExpression' ? unchain(node.callee) : node;
      if (node.type === 'CallExpression' && callee.type === 'MemberExpression' && (isSure || node.arguments.some(isFound))) {
        const effect = collectionEffect(memberName(callee) ?? '');
        const receiver = unchain(callee.object);
        if ((effect === undefined || isMutation(effect)) && this.#analysis.resolved.get(rootOf(receiver))?.kind !== 'import') add(receiver);
      }
      const isIn = isSure || isFunction(node) || /^(?:Logical|Conditional)Expression$/.test(node.type);
      forEachChild(node, (child) => fill(child, isIn));
    };
    fill(statement, DECIDES.has(statement.type));
  }

  /** What is read from an object after a call on it was awaited carries the result too: `await app.ready(); const url = app.url`. */
  #defineReceiver(node: AwaitExpression, taint: Taint): void {
    const call = unchain(node.argument);
    if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return;
    const variable = this.#analysis.resolved.get(rootOf(call.callee));
    if (variable && variable.kind !== 'import') taint.receivers.add(variable);
  }

  #text(node: AnyNode): string {
    return pathText(this.#source, node);
  }
}
