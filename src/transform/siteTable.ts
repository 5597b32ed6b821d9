/** Collects the static table of a file: sites, functions, variables, with lines and columns. */
import type { AnyNode } from 'acorn';
import type { Site, SiteFunction, SiteKind, SiteVariable } from '../wire/sites';
import { lastName } from './scope/ast';
import { onlyValue, REF_CALLEE, REF_INIT, REF_READ, REF_WRITE, type Analysis, type FunctionInfo, type Variable } from './scope/bindings';
import { methodsReturned } from './scope/helpers';

const MAX_TEXT = 80;

/** Offsets at which lines start, with the line breaks of the language (also a lone carriage return and the two Unicode ones). */
export function findLineStarts(source: string): number[] {
  const starts = [0];
  if (/\r(?!\n)|[\u2028\u2029]/.test(source)) {
    for (const match of source.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) starts.push(match.index + match[0].length);
  } else {
    for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  }
  return starts;
}

/** Index of the last element that is not above `offset`. */
export function findLine(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

export interface SiteOptions {
  readonly kind: SiteKind;
  readonly node: AnyNode;
  readonly text: string;
  readonly fn: FunctionInfo;
  readonly flags?: number;
  readonly variable?: number;
  readonly held?: string | undefined;
  /** MORE_* */
  readonly more?: number | undefined;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** `let x;`, `let x = undefined`, `let x = null`. */
function isUninitialised(variable: Variable): boolean {
  if (variable.kind !== 'let' && variable.kind !== 'var') return false;
  if (!variable.refs.some((ref) => (ref.role & REF_INIT) !== 0)) return true;
  const first = variable.values[0];
  return (
    first !== undefined &&
    ((first.type === 'Literal' && first.value === null && first.raw === 'null') ||
      (first.type === 'Identifier' && first.name === 'undefined'))
  );
}

/** `let config = await load()`, `let config = JSON.parse(readFileSync(file))` */
function isLoaded({ values: [first] }: Variable): boolean {
  return first?.type === 'AwaitExpression' || (first?.type === 'CallExpression' && /^(?:load|parse|read)/i.test(lastName(first.callee)));
}

/** It has one value, and is used for nothing but calls of that. */
function isOnlyCalled(variable: Variable): boolean {
  if (!onlyValue(variable) || variable.refs.some(({ role }) => (role & REF_WRITE) !== 0 && (role & REF_INIT) === 0)) return false;
  const uses = variable.refs.filter(({ role }) => (role & REF_READ) !== 0);
  return uses.length > 0 && uses.every(({ role }) => (role & REF_CALLEE) !== 0);
}

export class SiteTableBuilder {
  readonly sites: Mutable<Site>[] = [];
  readonly variables: SiteVariable[] = [];
  readonly lineStarts: number[];
  readonly #source: string;
  #line = 0;
  readonly #variableNumbers = new Map<Variable, number>();

  constructor(source: string) {
    this.#source = source;
    this.lineStarts = findLineStarts(source);
  }

  /** Local number of a new site. */
  add(options: SiteOptions): number {
    const { line, column } = this.locate(this.#anchor(options.node));
    const site: Mutable<Site> = { line, column, kind: options.kind, fn: options.fn.index, text: this.#shorten(options.text) };
    if (options.flags) site.flags = options.flags;
    if (options.variable !== undefined) site.variable = options.variable;
    if (options.held !== undefined) site.held = options.held;
    if (options.more) site.more = options.more;
    this.sites.push(site);
    return this.sites.length - 1;
  }

  setFloating(site: number): void {
    const entry = this.sites[site];
    if (entry) entry.floating = true;
  }

  variable(variable: Variable): number {
    let number = this.#variableNumbers.get(variable);
    if (number === undefined) {
      number = this.variables.length;
      this.#variableNumbers.set(variable, number);
      const entry: Mutable<SiteVariable> = {
        name: variable.name,
        ...this.locate(variable.start),
        module: variable.scope.kind === 'module',
      };
      if (isUninitialised(variable)) entry.uninitialised = true;
      if (isLoaded(variable)) entry.loaded = true;
      this.variables.push(entry);
    }
    return number;
  }

  functions(
    analysis: Analysis,
    usedLater: ReadonlyMap<FunctionInfo, readonly number[]>,
    needed: ReadonlyMap<FunctionInfo, readonly number[]>,
    parts: ReadonlyMap<FunctionInfo, readonly string[]>,
    rechecks: ReadonlyMap<FunctionInfo, ReadonlySet<string>>,
  ): SiteFunction[] {
    const { functions, variables, infos } = analysis;
    const called = new Set([
      ...variables.flatMap((variable) => (isOnlyCalled(variable) ? (infos.get(onlyValue(variable) as AnyNode) ?? []) : [])),
      ...functions.flatMap((fn) => methodsReturned(analysis, fn)),
    ]);
    return functions.map((fn) => ({
      name: fn.title !== '' && (fn.name === '(anonymous)' || fn.title.endsWith(`.${fn.name}`)) ? fn.title : fn.name,
      ...this.locate(fn.node.start),
      async: fn.async || (fn.parent === null && fn.suspends),
      generator: fn.generator,
      parent: fn.parent ? fn.parent.index : -1,
      ...((called.has(fn) || fn.isAccessor) && { called: true as const }),
      ...(usedLater.has(fn) && { later: usedLater.get(fn) ?? [] }),
      ...(needed.has(fn) && { needs: needed.get(fn) ?? [] }),
      ...(parts.has(fn) && { parts: parts.get(fn) ?? [] }),
      ...(rechecks.has(fn) && { rechecks: [...(rechecks.get(fn) ?? [])] }),
    }));
  }

  locate(offset: number): { line: number; column: number } {
    let line = this.#line;
    // Sites come in roughly the order of the source: look near the last one first.
    if ((this.lineStarts[line] ?? 0) > offset || (this.lineStarts[line + 1] ?? Infinity) <= offset) {
      line = findLine(this.lineStarts, offset);
    }
    this.#line = line;
    return { line: line + 1, column: offset - (this.lineStarts[line] ?? 0) };
  }

  /** Where a reader looks for it: the start of the expression, or the last name when that is on a later line. */
  #anchor(node: AnyNode): number {
    const callee = node.type === 'CallExpression' ? node.callee : node;
    if (callee.type !== 'MemberExpression') return node.start;
    const property = callee.property.start;
    const lineBreak = this.#source.indexOf('\n', node.start);
    return lineBreak < 0 || lineBreak > property || this.locate(property).line === this.locate(node.start).line ? node.start : property;
  }

  #shorten(text: string): string {
    const line = text.replace(/\s+/g, ' ');
    return line.length <= MAX_TEXT ? line : `${line.slice(0, MAX_TEXT - 1)}…`;
  }

  text(node: AnyNode): string {
    return this.#source.slice(node.start, Math.min(node.end, node.start + 4 * MAX_TEXT));
  }
}
