/**
 * Functions that exist only after what they use has been set: `rules = parse(text); bus.on('job', onJob)`, `done = resolve; setTimeout(() => done())`. No event comes to
 * a listener before it is added, and nobody calls a function before it is made: `rules` has its value in `onJob`, and in what only `onJob` calls.
 */
import type { AnyNode, MemberExpression } from 'acorn';
import { exits, forEachChild, isFunction, memberName, type FunctionNode } from '../scope/ast';
import { onlyValue, type Analysis } from '../scope/bindings';
import { isNothing } from '../scope/initial';
import { functionAround, nodesInOrder, nodesOf } from '../scope/tree';
import { ADDS, REMOVES } from './listenerNames';

/** Only the file itself calls a method of such a name. */
const OWN_METHOD = /^[#_]/;
const MADE: ReadonlySet<string> = new Set(['FunctionExpression', 'ArrowFunctionExpression']);
/** Calls that are followed from a listener. */
const MAX_DEPTH = 3;

/** Something that has a name is set, from the end of the statement to the end of the block that it is in. */
interface Setting {
  readonly name: string;
  readonly by: AnyNode;
  readonly from: number;
  readonly to: number;
}

/** What one function does itself. */
interface Steps {
  readonly sets: Setting[];
  readonly adds: { readonly at: number; readonly listener: AnyNode }[];
  /** The functions that it makes, in their order. */
  readonly made: FunctionNode[];
}

export class LateListeners {
  readonly #analysis: Analysis;
  readonly #steps = new Map<AnyNode, Steps>();
  /** First arguments, and the calls that are given them. */
  #called: ReadonlyMap<AnyNode, AnyNode> | undefined;
  readonly #settings = new Map<string, Setting[]>();
  /** Members by name. */
  readonly #members = new Map<string, AnyNode[]>();
  /** Listeners that are taken away. */
  readonly #removed = new Set<AnyNode>();
  /** Listeners, and what only they call, by what has been set before they are added. */
  readonly #regions = new Map<string, AnyNode[]>();

  constructor(analysis: Analysis) {
    this.#analysis = analysis;
    this.#gather(analysis);
    for (const { sets, adds } of this.#steps.values()) {
      for (const { at, listener } of adds) {
        const names = new Set(sets.filter((set) => set.from <= at && at < set.to).map((set) => set.name));
        const functions = names.size === 0 ? [] : this.#reach(listener);
        for (const name of names) listOf(this.#regions, name).push(...functions);
      }
    }
  }

  /** Is this read of a variable or property made where the value has been set? */
  isSetBefore(read: AnyNode): boolean {
    const name = nameOf(read);
    if (this.#isListed(read) || isInside(this.#regions.get(name) ?? [], read)) return true;
    return this.#settings.get(name)?.some((setting) => this.#isMadeLater(setting, read)) === true;
  }

  /** `Object.keys(open).forEach((name) => open[name].close())`: each of them is there. */
  #isListed(read: AnyNode): boolean {
    const key = read.type === 'MemberExpression' && read.computed && this.#analysis.resolved.get(read.property);
    if (!key || key.kind !== 'param') return false;
    this.#called ??= new Map(this.#analysis.calls.flatMap(({ node }) => (node.arguments[0] ? [[node.arguments[0], node] as const] : [])));
    let at: AnyNode | undefined = this.#called.get(key.fn.node);
    while (at?.type === 'CallExpression' && at.callee.type === 'MemberExpression') {
      const [listed] = at.arguments;
      if (listed && memberName(at.callee) === 'keys') return nameOf(listed) === nameOf((read as MemberExpression).object);
      at = at.callee.object;
    }
    return false;
  }

  /** The read is in a function that is made after the setting, by whoever set it. */
  #isMadeLater({ by, from, to }: Setting, read: AnyNode): boolean {
    const { made } = this.#stepsOf(by);
    let [low, high] = [0, made.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((made[middle] as FunctionNode).start <= read.start) low = middle + 1;
      else high = middle;
    }
    const around = made[low - 1];
    return around !== undefined && read.end <= around.end && from <= around.start && around.end <= to;
  }

  #gather(analysis: Analysis): void {
    for (const type of ['Program', 'BlockStatement'] as const) {
      for (const block of nodesOf(analysis, type)) {
        for (const statement of block.body) {
          for (const name of namesSet(statement)) {
            const by = functionAround(analysis, block).node;
            const setting = { name, by, from: statement.end, to: block.end };
            this.#stepsOf(by).sets.push(setting);
            listOf(this.#settings, name).push(setting);
          }
        }
      }
    }
    for (const { node, fn } of analysis.calls) {
      const { callee, arguments: args } = node;
      if (callee.type !== 'MemberExpression' || !args[1]) continue;
      const name = memberName(callee) ?? '';
      if (ADDS.test(name)) this.#stepsOf(fn.node).adds.push({ at: node.start, listener: args[1] });
      else if (REMOVES.test(name)) this.#removed.add(args[1]);
    }
    for (const node of nodesOf(analysis, 'MemberExpression')) {
      const name = memberName(node) ?? '';
      if (OWN_METHOD.test(name)) listOf(this.#members, name).push(node);
    }
    for (const node of nodesInOrder(analysis, MADE)) this.#stepsOf(functionAround(analysis, node).node).made.push(node as FunctionNode);
  }

  #stepsOf(fn: AnyNode): Steps {
    let steps = this.#steps.get(fn);
    if (!steps) this.#steps.set(fn, (steps = { sets: [], adds: [], made: [] }));
    return steps;
  }

  /** The listener, and the functions of the file that nothing else calls. */
  #reach(listener: AnyNode): AnyNode[] {
    const found: AnyNode[] = isFunction(listener) ? [listener] : [];
    const named = this.#functionOf(listener);
    if (named && this.#isOnlyIn([listener], listener)) found.push(named);
    for (let i = 0, depth = found.length; i < found.length && i < depth + MAX_DEPTH; i++) {
      const look = (node: AnyNode): void => {
        const fn = node.type === 'Identifier' || node.type === 'MemberExpression' ? this.#functionOf(node) : undefined;
        if (fn && !found.includes(fn) && this.#isOnlyIn([...found, listener], node)) found.push(fn);
        forEachChild(node, look);
      };
      look(found[i] as AnyNode);
    }
    return found;
  }

  /** `onJob`, `this.#take`, `this.#take.bind(this)`. */
  #functionOf(node: AnyNode): FunctionNode | undefined {
    if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && memberName(node.callee) === 'bind') {
      return this.#functionOf(node.callee.object);
    }
    if (node.type === 'MemberExpression') {
      const name = memberName(node) ?? '';
      const method = OWN_METHOD.test(name) ? this.#analysis.methods.get(name)?.node : undefined;
      return method && isFunction(method) ? method : undefined;
    }
    const variable = node.type === 'Identifier' ? this.#analysis.resolved.get(node) : undefined;
    const value = variable && !this.#analysis.exported.has(variable.name) ? onlyValue(variable) : undefined;
    return value && isFunction(value) ? value : undefined;
  }

  /** Nothing outside of these nodes names the function, but to take it away. */
  #isOnlyIn(nodes: readonly AnyNode[], by: AnyNode): boolean {
    const target = by.type === 'CallExpression' && by.callee.type === 'MemberExpression' ? by.callee.object : by;
    if (target.type === 'MemberExpression') {
      return listOf(this.#members, memberName(target) ?? '').every((member) => this.#removed.has(member) || isInside(nodes, member));
    }
    const variable = target.type === 'Identifier' ? this.#analysis.resolved.get(target) : undefined;
    return (
      variable !== undefined &&
      variable.refs.every((ref) => this.#removed.has(ref.node) || isInside(nodes, ref.node) || variable.values[0]?.start === ref.node.start)
    );
  }
}

function listOf<T>(lists: Map<string, T[]>, name: string): T[] {
  let list = lists.get(name);
  if (!list) lists.set(name, (list = []));
  return list;
}

function isInside(nodes: readonly AnyNode[], node: AnyNode): boolean {
  return nodes.some((around) => around.start <= node.start && node.end <= around.end);
}

/** What has a value once the statement is over: `a = b = 1`, `const all = new Promise((resolve) => { done = resolve; })`. */
function namesSet(node: AnyNode | null | undefined): string[] {
  switch (node?.type) {
    case 'ExpressionStatement':
      return namesSet(node.expression);
    case 'VariableDeclaration':
      return node.declarations.flatMap(({ init }) => namesSet(init));
    case 'AwaitExpression':
      return namesSet(node.argument);
    case 'BlockStatement':
      return node.body.flatMap(namesSet);
    case 'IfStatement':
      return namesOfBoth(node.consequent, node.alternate);
    case 'TryStatement':
      return [...(node.handler ? namesOfBoth(node.block, node.handler.body) : namesSet(node.block)), ...namesSet(node.finalizer)];
    case 'AssignmentExpression': {
      const name = node.operator === '=' && !isNothing(node.right) ? nameOf(node.left) : '';
      return [...(name === '' ? [] : [name]), ...namesSet(node.right)];
    }
    case 'NewExpression': {
      const executor = node.callee.type === 'Identifier' && node.callee.name === 'Promise' ? node.arguments[0] : undefined;
      if (!executor || !isFunction(executor)) return [];
      return executor.body.type === 'BlockStatement' ? executor.body.body.flatMap(namesSet) : namesSet(executor.body);
    }
    default:
      return [];
  }
}

/** `try { line = await open(); } catch { return; }`: what is set whichever way the function goes on. */
function namesOfBoth(one: AnyNode, other: AnyNode | null | undefined): string[] {
  if (!other) return [];
  const [mine, theirs] = [namesSet(one), namesSet(other)];
  if (leaves(one)) return theirs;
  return leaves(other) ? mine : mine.filter((name) => theirs.includes(name));
}

function leaves(node: AnyNode): boolean {
  const last = node.type === 'BlockStatement' ? node.body.at(-1) : node;
  const call = last?.type === 'ExpressionStatement' ? last.expression : undefined;
  return exits(node) || (call?.type === 'CallExpression' && call.callee.type === 'MemberExpression' && memberName(call.callee) === 'exit');
}

/** A variable, or a property of that name. */
function nameOf(node: AnyNode): string {
  if (node.type === 'Identifier') return node.name;
  const name = node.type === 'MemberExpression' ? memberName(node) : undefined;
  return name === undefined ? '' : `.${name}`;
}
