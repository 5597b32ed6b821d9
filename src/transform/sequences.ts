/** Awaits that follow each other without data flow between them, and loops whose iterations do not need each other (SiteSequence). */
import type { AnyNode, AwaitExpression, Program } from 'acorn';
import type { SiteSequence } from '../wire/sites';
import { forEachChild, forEachTarget, isFunction, memberName, unchain } from './ast';
import { rootOf } from './watch';
import { HAS_SUSPEND, type Analysis, type Variable } from './bindings';

const SIMPLE: ReadonlySet<string> = new Set([
  'ExpressionStatement',
  'VariableDeclaration',
  'ReturnStatement',
  'ExportNamedDeclaration',
  'ExportDefaultDeclaration',
]);

/** Names of calls whose place in the order is their point: set-up and tear-down, pauses, locks, and what changes something outside. */
const ORDERED =
  /^(?:connect|open|listen|init|setup|start|stop|begin|commit|rollback|acquire|lock|unlock|release|close|end|destroy|dispose|drain|flush|write|append|rename|unlink|rm|mkdir|copy|truncate|delay|sleep|wait|pause|once|login|logout|migrate|transaction|save|store|insert|update|upsert|delete|remove|create|publish|send|post|put|patch|set|push|emit|enqueue|runExclusive|use|withLock)(?![a-z])/;
const PAUSES = /^(?:delay|sleep|wait|pause|acquire|lock|runExclusive|withLock|once|tick|yield|breathe)(?![a-z])/;

/** Last name of the callee of an awaited call. */
function calledName(node: AwaitExpression): string {
  const call = unchain(node.argument);
  if (call.type === 'NewExpression') return 'wait'; // a promise made by hand is a pause or an event
  const callee = call.type === 'CallExpression' ? unchain(call.callee) : call;
  return callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' ? (memberName(callee) ?? '') : '';
}

/** Finds the sequences of a file; `siteOf` gives the site number of an await. */
export function findSequences(
  analysis: Analysis,
  program: Program,
  source: string,
  siteOf: (node: AnyNode) => number | undefined,
): SiteSequence[] {
  const found: SiteSequence[] = [];
  const finder = new Finder(analysis, source);
  const emit = (kind: SiteSequence['kind'], awaits: readonly AwaitExpression[]): void => {
    const sites = awaits.map(siteOf).filter((s) => s !== undefined);
    if (sites.length === awaits.length) found.push({ kind, sites });
  };
  const walk = (node: AnyNode): void => {
    if (node.type === 'Program' || node.type === 'BlockStatement') for (const run of finder.runsOf(node.body)) emit('sequence', run);
    else if (node.type === 'SwitchCase') for (const run of finder.runsOf(node.consequent)) emit('sequence', run);
    else if (node.type === 'ForStatement' || node.type === 'ForOfStatement' || node.type === 'ForInStatement') {
      const single = finder.independentLoop(node);
      if (single) emit('loop', [single]);
    }
    forEachChild(node, walk);
  };
  for (const fn of analysis.functions) {
    if (fn.suspends) {
      walk(program);
      break;
    }
  }
  return found;
}

/** Bindings and paths that carry the result of an earlier await. */
class Taint {
  readonly variables = new Set<Variable>();
  readonly paths = new Set<string>();
  /** Objects that an awaited call was made on. Another awaited call on them is no use of the result, anything else is. */
  readonly receivers = new Set<Variable>();

  get isEmpty(): boolean {
    return this.variables.size === 0 && this.paths.size === 0 && this.receivers.size === 0;
  }
}

class Finder {
  readonly #analysis: Analysis;
  readonly #source: string;

  constructor(analysis: Analysis, source: string) {
    this.#analysis = analysis;
    this.#source = source;
  }

  #suspends(node: AnyNode): boolean {
    return ((this.#analysis.flags.get(node) ?? 0) & HAS_SUSPEND) !== 0;
  }

  /** Maximal runs of at least two independent awaits in a statement list. */
  runsOf(body: readonly AnyNode[]): AwaitExpression[][] {
    const runs: AwaitExpression[][] = [];
    let run: AwaitExpression[] = [];
    let taint = new Taint();
    const flush = (): void => {
      if (run.length > 1) runs.push(run);
      run = [];
      taint = new Taint();
    };
    for (const statement of body) {
      if (!this.#suspends(statement)) {
        if (run.length === 0) continue;
        const depends = this.#uses(statement, taint);
        if (depends && !SIMPLE.has(statement.type)) flush();
        else if (depends) this.#define(statement, taint);
        continue;
      }
      const awaits = SIMPLE.has(statement.type) ? this.#plainAwaits(statement) : [];
      if (awaits.length === 0 || awaits.some((a) => ORDERED.test(calledName(a)))) {
        flush();
        continue;
      }
      if (this.#uses(statement, taint)) flush();
      run.push(...awaits);
      this.#define(statement, taint);
      for (const a of awaits) this.#defineReceiver(a, taint);
      if (statement.type === 'ReturnStatement') flush();
    }
    flush();
    return runs;
  }

  /** The awaits of a statement when each is evaluated whatever the others give; none otherwise. */
  #plainAwaits(statement: AnyNode): AwaitExpression[] {
    const list: AwaitExpression[] = [];
    let plain = true;
    const walk = (node: AnyNode): void => {
      if (isFunction(node)) return;
      if (node.type === 'AwaitExpression') {
        if (this.#suspends(node.argument)) plain = false;
        list.push(node);
        return;
      }
      if (node.type === 'YieldExpression') plain = false;
      if ((node.type === 'LogicalExpression' || node.type === 'ConditionalExpression') && this.#suspends(node)) plain = false;
      forEachChild(node, walk);
    };
    walk(statement);
    return plain ? list : [];
  }

  #uses(node: AnyNode, taint: Taint): boolean {
    if (taint.isEmpty) return false;
    let used = false;
    const walk = (at: AnyNode): void => {
      if (used) return;
      if (at.type === 'AwaitExpression') {
        const call = unchain(at.argument);
        if (call.type === 'CallExpression' && call.callee.type === 'MemberExpression' && rootOf(call.callee).type === 'Identifier') {
          const variable = this.#analysis.resolved.get(rootOf(call.callee));
          if (variable && taint.variables.has(variable)) used = true;
          for (const argument of call.arguments) walk(argument);
          return;
        }
      }
      if (at.type === 'Identifier') {
        const variable = this.#analysis.resolved.get(at);
        if (variable && (taint.variables.has(variable) || taint.receivers.has(variable))) used = true;
      } else if (at.type === 'MemberExpression' && taint.paths.size > 0 && taint.paths.has(this.#text(at))) used = true;
      forEachChild(at, walk);
    };
    walk(node);
    return used;
  }

  /** Everything a statement declares or assigns carries what it used. */
  #define(statement: AnyNode, taint: Taint): void {
    const add = (target: AnyNode): void => {
      if (target.type === 'MemberExpression') taint.paths.add(this.#text(target));
      const variable = this.#analysis.resolved.get(target);
      if (variable) taint.variables.add(variable);
    };
    forEachAssigned(statement, add);
  }

  /** What is read from an object after a call on it was awaited carries the result too: `await app.ready(); const url = app.url`. */
  #defineReceiver(node: AwaitExpression, taint: Taint): void {
    const call = unchain(node.argument);
    if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return;
    const variable = this.#analysis.resolved.get(rootOf(call.callee));
    if (variable && variable.kind !== 'import') taint.receivers.add(variable);
  }

  #text(node: AnyNode): string {
    return this.#source.slice(node.start, node.end).replace(/\s+/g, '');
  }

  /** The only await of a loop body, when no iteration needs what an earlier one found or changed. */
  independentLoop(loop: AnyNode & { type: 'ForStatement' | 'ForOfStatement' | 'ForInStatement' }): AwaitExpression | undefined {
    if ((loop.type === 'ForOfStatement' && loop.await) || !this.#suspends(loop.body)) return undefined;
    const awaits: AwaitExpression[] = [];
    let regular = true;
    const collect = (node: AnyNode): void => {
      if (isFunction(node)) return;
      if (node.type === 'AwaitExpression') awaits.push(node);
      if (node.type === 'YieldExpression' || (node.type === 'ForOfStatement' && node.await)) regular = false;
      if (node !== loop && /^(?:For|While|DoWhile)/.test(node.type) && this.#suspends(node)) regular = false;
      forEachChild(node, collect);
    };
    collect(loop.body);
    const [only] = awaits;
    if (!regular || !only || awaits.length !== 1 || PAUSES.test(calledName(only))) return undefined;
    if (loop.type === 'ForStatement' && !loop.test) return undefined;
    const carried = new Taint();
    const results = new Taint();
    forEachAssigned(loop.body, (target, around) => {
      const variable = this.#analysis.resolved.get(target);
      const outside = !variable || variable.start < loop.body.start || variable.start > loop.body.end;
      if (target.type === 'MemberExpression') carried.paths.add(this.#text(target));
      else if (variable && outside) carried.variables.add(variable);
      if (variable && this.#suspends(around)) results.variables.add(variable);
    });
    // What the await is given, and whether it runs at all, must not come from an earlier iteration.
    if (this.#uses(only.argument, carried)) return undefined;
    if (loop.type === 'ForStatement' && loop.test && this.#uses(loop.test, carried)) return undefined;
    return this.#leavesEarly(loop.body, only, results, carried) ? undefined : only;
  }

  /** An exit or a test that looks at the result of the await, or at what iterations change, makes the order matter. */
  #leavesEarly(body: AnyNode, only: AwaitExpression, results: Taint, carried: Taint): boolean {
    let found = false;
    const walk = (node: AnyNode): void => {
      if (found || isFunction(node)) return;
      if (node.type === 'IfStatement' || node.type === 'ConditionalExpression') {
        const { test } = node;
        if (this.#suspends(test) || this.#uses(test, carried)) found = true;
        else if (this.#uses(test, results) && hasExit(node)) found = true;
      } else if (node.type === 'BreakStatement' || node.type === 'ReturnStatement') {
        if (node.start > only.end) found = true;
      }
      forEachChild(node, walk);
    };
    walk(body);
    return found;
  }
}

function hasExit(node: AnyNode): boolean {
  let found = false;
  const walk = (at: AnyNode): void => {
    if (isFunction(at)) return;
    if (at.type === 'BreakStatement' || at.type === 'ReturnStatement' || at.type === 'ThrowStatement') found = true;
    forEachChild(at, walk);
  };
  walk(node);
  return found;
}

function forEachAssigned(node: AnyNode, visit: (target: AnyNode, around: AnyNode) => void): void {
  const walk = (at: AnyNode): void => {
    if (isFunction(at)) return;
    if (at.type === 'VariableDeclarator') forEachTarget(at.id, (t) => visit(t, at));
    else if (at.type === 'AssignmentExpression') forEachTarget(at.left, (t) => visit(t, at));
    else if (at.type === 'UpdateExpression') visit(at.argument, at);
    forEachChild(at, walk);
  };
  walk(node);
}
