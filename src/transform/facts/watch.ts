/**
 * Static pruning: which variables and property names can be shared between tasks and change after their initialisation. Everything else gets no probe.
 */
import type { AnyNode } from 'acorn';
import { assignedBy } from '../flow/assigned';
import { OPEN } from '../artefact';
import { answersPut, filledEntry, hasOpenPuts, namesGiven } from './openPuts';
import { isFunction, memberName, rootOf, unchain, type FunctionNode } from '../scope/ast';
import { propertyName } from '../scope/constants';
import { collectionEffect, containerName, holderName, isMutation } from '../scope/collections';
import { givenList, listName } from '../scope/helpers';
import {
  type Analysis,
  type FunctionInfo,
  homeOf,
  REF_BASE,
  REF_CALLEE,
  REF_INIT,
  REF_RETURNED,
  REF_WRITE,
  type Variable,
} from '../scope/bindings';

export interface Watch {
  /** Variables that need a shadow cell. */
  readonly variables: ReadonlySet<Variable>;
  /** Property names assigned in this file outside constructors, literals and top-level set-up. */
  readonly names: ReadonlySet<string>;
  /** Names of containers (`cache` in `this.cache[k] = v` and `cache.set(k, v)`) whose contents change. */
  readonly contents: ReadonlySet<string>;
  /** Those of them whose elements are written by a computed name: `cache[k] = v` may write what `cache.users` reads. */
  readonly keyed: ReadonlySet<string>;
  /** Lists whose elements get other places (`splice`, `unshift`), and are never written by their own: `lines[row]` is another one then. */
  readonly placed: ReadonlySet<string>;
  /** The file writes properties by names that it is given. */
  readonly isOpen: boolean;
  /** Names that calls give to what may write properties by them. */
  readonly given: ReadonlySet<string>;
  /** Whether the variable holds an object made in the same activation that nobody else can have. */
  readonly isFresh: (variable: Variable) => boolean;
}

/** Applies the pruning rules to one file. `own`: what holds a collection of a class of the file. `buffers`: fields and variables whose contents change by calls. `foreign`: what other files write. */
export function selectWatched(
  analysis: Analysis,
  {
    hasUrl,
    buffers,
    own,
    foreign,
  }: {
    readonly hasUrl: boolean;
    readonly buffers: readonly AnyNode[];
    readonly own: ReadonlySet<string>;
    readonly foreign: ReadonlySet<string>;
  },
): Watch {
  const elsewhere = runsElsewhere(analysis);
  const fresh = new Map<Variable, boolean>();
  const isFresh = (variable: Variable): boolean => {
    let known = fresh.get(variable);
    if (known === undefined) fresh.set(variable, (known = computeFresh(analysis, variable)));
    return known;
  };
  const variables = new Set<Variable>();
  for (const v of analysis.dynamic ? [] : analysis.variables) {
    if (isShared(v, elsewhere) || (hasUrl && isLiveImport(analysis, v, elsewhere))) variables.add(v);
  }
  const names = new Set<string>();
  const contents = new Set(own);
  const keyed = new Set<string>();
  const placed = new Set<string>();
  const isSetUp = (base: AnyNode, fn: FunctionInfo): boolean => {
    const home = homeOf(fn);
    const root = rootOf(base);
    if (home.node.type === 'Program' && !home.suspends) return true;
    if (root.type === 'ThisExpression') return home.constructs;
    const variable = analysis.resolved.get(root);
    return variable !== undefined && isFresh(variable);
  };
  for (const v of variables) for (const value of v.values) addReplaced(names, value);
  for (const node of buffers) {
    const variable = analysis.resolved.get(node);
    if (variable) variables.add(variable);
    else names.add(containerName(node));
  }
  for (const { node, fn, value } of analysis.memberWrites) {
    if (isSetUp(node.object, fn)) continue;
    const name = propertyName(analysis, node);
    addReplaced(names, value);
    if (name !== undefined) names.add(name);
    if (memberName(node) === undefined) {
      const holder = (name === undefined ? holderName(node.object) : containerName(node.object)) || listName(analysis, node.object);
      contents.add(holder);
      keyed.add(holder);
    }
  }
  for (const { node, fn } of analysis.calls) {
    const callee = node.callee;
    const assigned = assignedBy(analysis, node);
    if (assigned && !isSetUp(assigned.target, fn)) for (const { name } of assigned.properties) names.add(name);
    const [put] = answersPut(analysis, node).length > 0 ? node.arguments : [];
    if (put && !isSetUp(put, fn)) keyed.add(containerName(put));
    const filled = filledEntry(analysis, node)?.callee;
    if (filled?.type === 'MemberExpression' && !isSetUp(filled.object, fn)) contents.add(containerName(filled.object));
    if (callee.type !== 'MemberExpression' || callee.object.type === 'Super') continue;
    const method = memberName(callee) ?? '';
    const effect = collectionEffect(method);
    if (!effect || !isMutation(effect) || isSetUp(callee.object, fn)) continue;
    contents.add(containerName(callee.object)).add(listName(analysis, givenList(analysis, callee.object)));
    if (method === 'splice' || method === 'unshift') placed.add(containerName(callee.object));
  }
  const isOpen = hasOpenPuts(analysis, (target, { fn }) => isSetUp(target, fn));
  const given = namesGiven(analysis);
  if (isOpen || foreign.has(OPEN)) for (const name of given) names.add(name);
  for (const name of ['', ...keyed]) placed.delete(name);
  contents.delete('');
  keyed.delete('');
  return { variables, names, contents, keyed, placed, isOpen, given, isFresh };
}

/** `state = { ...state, count: 1 }` writes the count of the state, though the object is another one. */
function addReplaced(names: Set<string>, value: AnyNode | undefined): void {
  if (value?.type !== 'ObjectExpression' || !value.properties.some((p) => p.type === 'SpreadElement')) return;
  for (const p of value.properties) if (p.type === 'Property' && !p.computed && p.key.type === 'Identifier') names.add(p.key.name);
}

function isShared(variable: Variable, elsewhere: ReadonlySet<FunctionInfo>): boolean {
  if (variable.unsafe || variable.kind === 'const') return false;
  const home = homeOf(variable.fn);
  let written = false;
  let captured = false;
  let apart = false;
  for (const ref of variable.refs) {
    if (ref.role & REF_WRITE) written = true;
    const user = homeOf(ref.fn);
    if (user !== home) captured = true;
    if (elsewhere.has(user)) apart = true;
  }
  return written && captured && apart;
}

/** What another module exports may be a variable that it changes. Functions that are only called, and classes, are none. */
function isLiveImport(analysis: Analysis, variable: Variable, elsewhere: ReadonlySet<FunctionInfo>): boolean {
  const name = analysis.imports.get(variable)?.name ?? '*';
  if (name === '*' || /^[A-Z][a-z]/.test(name)) return false;
  return variable.refs.some((ref) => (ref.role & REF_CALLEE) === 0 && elsewhere.has(homeOf(ref.fn)));
}

/** By file: functions in which one stands that is given away, or kept, and may run when they are over. */
const LEAVING = new WeakMap<Analysis, ReadonlySet<FunctionInfo>>();

/** What the function does may go on when the call is over: it waits, or a callback of it runs later. */
function goesOnLater(analysis: Analysis, node: FunctionNode): boolean {
  let leaving = LEAVING.get(analysis);
  if (leaving === undefined) {
    const found = new Set<FunctionInfo>();
    for (const { usage, parent } of analysis.functions) {
      if (usage !== 'escapes') continue;
      for (let at = parent; at !== null && !found.has(at); at = at.parent) found.add(at);
    }
    LEAVING.set(analysis, (leaving = found));
  }
  const info = analysis.infos.get(node);
  return info !== undefined && (info.suspends || leaving.has(info));
}

/** Whether the methods of an object, or of a class of the program, can have it as their `this`, in calls that nobody waits for. */
function hasMethods(analysis: Analysis, value: AnyNode): boolean {
  if (value.type === 'ObjectExpression') {
    return value.properties.some((p) => p.type === 'Property' && isFunction(p.value) && goesOnLater(analysis, p.value));
  }
  if (value.type !== 'NewExpression') return false;
  const name = unchain(value.callee);
  const made = analysis.resolved.get(name)?.values[0];
  if (made === undefined && name.type === 'Identifier' && analysis.resolved.has(name)) return true;
  const cls = made?.type === 'ClassExpression' || made?.type === 'ClassDeclaration' ? made : undefined;
  return cls?.body.body.some((m) => 'value' in m && m.value && isFunction(m.value) && goesOnLater(analysis, m.value)) === true;
}

function computeFresh(analysis: Analysis, variable: Variable): boolean {
  const value = variable.values[0];
  if (variable.values.length !== 1 || !value) return false;
  if (value.type !== 'ObjectExpression' && value.type !== 'ArrayExpression' && value.type !== 'NewExpression') return false;
  if (hasMethods(analysis, value)) return false;
  const home = homeOf(variable.fn);
  return variable.refs.every(
    (ref) => (ref.role & (REF_BASE | REF_RETURNED | REF_INIT)) !== 0 && (ref.role & REF_WRITE) === 0 && homeOf(ref.fn) === home,
  );
}

/** Functions of which some part can run in another segment than the module's first. */
function runsElsewhere(analysis: Analysis): Set<FunctionInfo> {
  const byValue = new Map<FunctionInfo, Variable>();
  for (const v of analysis.variables) {
    // The name that a function expression has for itself does not say who else has it.
    if (v.kind === 'name') continue;
    for (const value of v.values) {
      const info = value && isFunction(value) ? analysis.infos.get(value) : undefined;
      if (info) byValue.set(info, v);
    }
  }
  const found = new Set<FunctionInfo>();
  const queue: FunctionInfo[] = [];
  const add = (fn: FunctionInfo): void => {
    if (found.has(fn)) return;
    found.add(fn);
    queue.push(fn);
  };
  if (analysis.module.suspends) add(analysis.module);
  for (const fn of analysis.functions) {
    if (fn.usage === 'module' || fn.usage === 'inline') continue;
    const variable = byValue.get(fn);
    const escapes =
      !variable ||
      (variable.scope === analysis.topScope && analysis.exported.has(variable.name)) ||
      variable.refs.some((ref) => (ref.role & (REF_CALLEE | REF_INIT | REF_WRITE)) === 0);
    if (fn.async || fn.generator || escapes) add(fn);
  }
  const callees = new Map<FunctionInfo, FunctionInfo[]>();
  for (const [info, variable] of byValue) {
    for (const ref of variable.refs) {
      if ((ref.role & REF_CALLEE) === 0) continue;
      const caller = homeOf(ref.fn);
      const list = callees.get(caller);
      if (list) list.push(info);
      else callees.set(caller, [info]);
    }
  }
  for (let fn = queue.pop(); fn; fn = queue.pop()) for (const callee of callees.get(fn) ?? []) add(callee);
  return found;
}
