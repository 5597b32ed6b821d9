/** What scope analysis finds: bindings with their references, scopes, functions, classes and their `this`. Made by scopes.ts. */
import type { AnyNode, BinaryExpression, CallExpression, Identifier, MemberExpression, Program, ThisExpression } from 'acorn';
import type { FunctionNode } from './ast';

/** Bits of `Analysis.flags`, nested functions excluded. */
export const HAS_CALL = 1;
export const HAS_SUSPEND = 2;

/** Bits of `Ref.role`. */
export const REF_READ = 1;
export const REF_WRITE = 2;
export const REF_INIT = 4;
export const REF_CALLEE = 8;
export const REF_BASE = 16;
export const REF_RETURNED = 32;

export interface Ref {
  readonly node: Identifier;
  readonly fn: FunctionInfo;
  readonly scope: Scope;
  /** Written directly in the parameter list of `fn`. */
  readonly inParams: boolean;
  role: number;
}

export type VariableKind = 'var' | 'let' | 'const' | 'param' | 'function' | 'class' | 'catch' | 'import' | 'name';

export interface Variable {
  readonly id: number;
  readonly name: string;
  readonly kind: VariableKind;
  readonly scope: Scope;
  readonly fn: FunctionInfo;
  readonly start: number;
  readonly refs: Ref[];
  /** Initialiser expressions and assigned values; a pattern or loop head gives undefined. */
  readonly values: (AnyNode | undefined)[];
  /** `const { rows } = this`: the property of that object. */
  picked?: { readonly object: AnyNode; readonly name: string; readonly property: AnyNode };
  /** Where probes of the variable would not see its cell. */
  unsafe: boolean;
  /** Only assigned: it may not be there at all. */
  undeclared?: true;
}

export interface Scope {
  readonly kind: 'module' | 'function' | 'block' | 'for' | 'other';
  readonly node: AnyNode;
  readonly parent: Scope | null;
  readonly fn: FunctionInfo;
  readonly names: Map<string, Variable>;
}

/** What `this` means: one per non-arrow function, and one per class shared by its methods and fields (static ones have their own). */
export interface ThisContext {
  readonly id: number;
  /** Of a function that is a class (prototypes.ts) known only when a method is given to it. */
  cls: ClassInfo | null;
}

export interface ClassInfo {
  readonly name: string;
  readonly instance: ThisContext;
  readonly statics: ThisContext;
  /** By name; accessors as `get name` and `set name`. */
  readonly methods: Map<string, FunctionInfo>;
}

export interface FunctionInfo {
  readonly index: number;
  readonly node: FunctionNode | Program;
  readonly parent: FunctionInfo | null;
  readonly name: string;
  /** What it was registered for, in the author's words; '' when nothing says it (titles.ts). */
  readonly title: string;
  readonly async: boolean;
  readonly generator: boolean;
  readonly self: ThisContext;
  constructs: boolean;
  /** A getter or setter: run by whoever asks, or stores, and handed to nobody. */
  isAccessor: boolean;
  /** Written inside the parameter list of its parent: the parent's body scope is not visible. */
  readonly inParams: boolean;
  /** How it runs: `inline` before the surrounding expression is done, in the same task; `declared` by name; `escapes` whenever somebody calls it. */
  readonly usage: 'module' | 'inline' | 'now' | 'declared' | 'escapes';
  suspends: boolean;
}

export interface MemberWrite {
  readonly node: MemberExpression;
  readonly fn: FunctionInfo;
  /** The value of a plain assignment. */
  readonly value: AnyNode | undefined;
}

export interface Analysis {
  readonly module: FunctionInfo;
  readonly functions: FunctionInfo[];
  readonly infos: Map<AnyNode, FunctionInfo>;
  readonly variables: Variable[];
  readonly resolved: Map<AnyNode, Variable>;
  readonly flags: Map<AnyNode, number>;
  readonly selves: Map<ThisExpression, ThisContext>;
  readonly memberWrites: MemberWrite[];
  /** Calls, and what is given their value: a variable, property or field (`Class.field`). */
  readonly held: ReadonlyMap<AnyNode, string>;
  readonly calls: { readonly node: CallExpression; readonly fn: FunctionInfo }[];
  /** Comparisons for being the same. */
  readonly equalities: { readonly node: BinaryExpression; readonly fn: FunctionInfo }[];
  /** Comparisons that only choose one of two. */
  readonly choices: ReadonlyMap<AnyNode, readonly Identifier[]>;
  /** Methods by name, accessors as `get name` and `set name`, when only one class or object literal of the file has that name. */
  readonly methods: Map<string, FunctionInfo | null>;
  /** All methods by name. */
  readonly namesakes: ReadonlyMap<string, readonly FunctionInfo[]>;
  readonly topScope: Scope;
  /** Local names of imports from files beside this one. */
  readonly relativeImports: ReadonlySet<string>;
  /** What those bindings are there: the specifier, and the name, `*` for the namespace. */
  readonly imports: ReadonlyMap<Variable, { readonly from: string; readonly name: string }>;
  /** Local names of exports, with the names by which others import them. */
  readonly exported: ReadonlyMap<string, string>;
  /** Direct eval or `with` somewhere: variables cannot be followed. */
  readonly dynamic: boolean;
}

/** Finds the binding a name refers to, or undefined for globals. */
export function lookup(scope: Scope, name: string): Variable | undefined {
  for (let at: Scope | null = scope; at; at = at.parent) {
    const variable = at.names.get(name);
    if (variable) return variable;
  }
  return undefined;
}

/** The function whose task a function runs in: inline callbacks belong to the function around them. */
export function homeOf(fn: FunctionInfo): FunctionInfo {
  let at = fn;
  while (at.usage === 'inline' && at.parent) at = at.parent;
  return at;
}

/** The scope that `var` declarations of a scope belong to. */
export function functionScope(scope: Scope): Scope {
  let at = scope;
  while (at.kind !== 'function' && at.kind !== 'module' && at.node.type !== 'StaticBlock' && at.parent) at = at.parent;
  return at;
}

/** Whether a reference stands in the parameter list of `owner`, from where the body is not visible. */
export function seenFromParams(ref: Ref, owner: FunctionInfo): boolean {
  if (ref.fn === owner) return ref.inParams;
  for (let at: FunctionInfo | null = ref.fn; at && at !== owner; at = at.parent) {
    if (at.parent === owner) return at.inParams;
  }
  return false;
}

/** Whether an expression or statement suspends the function that it is in. */
export function hasSuspend(analysis: Analysis, node: AnyNode): boolean {
  return ((analysis.flags.get(node) ?? 0) & HAS_SUSPEND) !== 0;
}

/** Notes that a function suspends; gives the flags of the suspending expression. */
export function suspend(fn: FunctionInfo): number {
  fn.suspends = true;
  return HAS_CALL | HAS_SUSPEND;
}

/** What a variable holds wherever it is used: its one value; undefined when it has several, or one that is not known. */
export function onlyValue(variable: Variable | undefined): AnyNode | undefined {
  return variable?.values.length === 1 ? variable.values[0] : undefined;
}

/** `this.rows` of `const { rows } = this` */
function fieldOf({ picked, start }: Variable): AnyNode | undefined {
  if (!picked) return undefined;
  const property = { type: 'Identifier', name: picked.name, start, end: start };
  return { type: 'MemberExpression', object: picked.object, property, computed: false, optional: false, start, end: start } as AnyNode;
}

/** `const rows = this.lists[name]`, `const { rows } = this`: the path by which the object has the name that an expression is; the expression itself where it is no such name. */
export function heldPath(analysis: Analysis, node: AnyNode): AnyNode {
  const variable = node.type === 'Identifier' ? analysis.resolved.get(node) : undefined;
  const value = variable === undefined || variable.kind === 'param' ? undefined : (onlyValue(variable) ?? fieldOf(variable));
  if (variable && value && firstNamed(analysis, variable) !== variable) return heldPath(analysis, value);
  return value?.type === 'MemberExpression' && value.object.type !== 'Super' ? value : node;
}

/** `all` of `const rows = all`, where nothing else is ever called so; the variable itself where it is no such name. */
export function firstNamed(analysis: Analysis, variable: Variable, depth = 0): Variable {
  const value = variable.kind === 'const' && depth < MAX_NAMES ? onlyValue(variable) : undefined;
  const named = value?.type === 'Identifier' ? analysis.resolved.get(value) : undefined;
  const isLasting = named && (named.kind === 'const' || named.kind === 'import' || (named.kind !== 'param' && named.values.length === 1));
  return isLasting ? firstNamed(analysis, named, depth + 1) : variable;
}

/** Names for names are followed this far. */
const MAX_NAMES = 3;

/** Variables by the node of the scope that they are declared in. */
export function groupByScope(variables: Iterable<Variable>): Map<AnyNode, Variable[]> {
  const groups = new Map<AnyNode, Variable[]>();
  for (const v of variables) {
    const list = groups.get(v.scope.node);
    if (list) list.push(v);
    else groups.set(v.scope.node, [v]);
  }
  return groups;
}
