/**
 * The vm door: what test runners and sandboxes compile under the name of a user file (jest: vm.compileFunction, vitest: vm.runInThisContext and vm.Script, both:
 * vm.SourceTextModule). The text is transformed when it is compiled; before it runs the runtime is made known in its context (contexts.ts).
 *
 * Runners put a function expression around the text of a file. It is taken off for the transform, so that places and source maps are those of the file.
 */
import { types } from 'node:util';
import vm from 'node:vm';
import { VM_RUNTIME } from '../../wire/runtime.ts';
import { adaptSource, isAdapted } from '../adapters/files.ts';
import { observeClass } from '../bindings.ts';
import { apply, construct, fileURLToPath, safeWeakMap, withoutOwnFrames, wrapMethod } from '../builtins.ts';
import { keyOfContext, prepareContext } from './contexts.ts';
import { correctDecoration } from './fatal.ts';
import { type TransformedSource, addSource } from './sources.ts';
import { type VmText, transformVmText } from './transformer.ts';

interface Options {
  readonly filename?: unknown;
  readonly identifier?: unknown;
  readonly lineOffset?: unknown;
  readonly columnOffset?: unknown;
  readonly parsingContext?: unknown;
  readonly context?: unknown;
  readonly contextName?: unknown;
  readonly contextOrigin?: unknown;
  readonly contextCodeGeneration?: unknown;
  readonly microtaskMode?: unknown;
}

/** What runs instead of a text. */
interface Changed {
  readonly code: string;
  /** Of a script that declares global names of ours, which it can do once in a context. */
  readonly declared: string;
}

type Kind = 'script' | 'body' | 'vmModule';
type IsUserFile = (file: string) => boolean;

/** Replaces the functions and classes of `vm`. */
export function openVmDoor(isUserFile: IsUserFile): void {
  openScripts(isUserFile);
  wrapRun('runInContext', 2, isUserFile, (args) => args[1]);
  wrapRun('runInThisContext', 1, isUserFile, () => undefined);
  wrapRun('runInNewContext', 2, isUserFile, (args) => (args[1] = makeContext(args[1], args[2])));
  wrapMethod(vm, 'compileFunction', (original) => {
    return function (this: unknown, ...args: unknown[]): unknown {
      const options = args[2] as Options | undefined;
      const plain = (): unknown => apply(original, this, args);
      const changed = change(isUserFile, args[0], options, 'body');
      if (changed === undefined || !prepareContext(options?.parsingContext)) return withoutOwnFrames(plain);
      return withoutOwnFrames(() => orPlain(() => apply(original, this, [changed.code, ...args.slice(1)]), plain));
    };
  });
  const holder = vm as unknown as { SourceTextModule?: Function };
  const original = holder.SourceTextModule;
  if (original === undefined) return;
  holder.SourceTextModule = observeClass(
    original,
    (args, newTarget) => {
      const options = args[1] as Options | undefined;
      const plain = (): object => construct(original, args, newTarget) as object;
      const changed = change(isUserFile, args[0], options, 'vmModule');
      if (changed === undefined || !prepareContext(options?.context)) return withoutOwnFrames(plain);
      return withoutOwnFrames(() => orPlain(() => construct(original, [changed.code, ...args.slice(1)], newTarget) as object, plain));
    },
    'SourceTextModule',
  );
}

/** A function that compiles and runs at once; `at`: which argument has the options. */
function wrapRun(name: string, at: number, isUserFile: IsUserFile, contextOf: (args: unknown[]) => unknown): void {
  wrapMethod(vm, name, (original) => {
    return function (this: unknown, ...args: unknown[]): unknown {
      const changed = change(isUserFile, args[0], args[at], 'script');
      if (changed === undefined) return apply(original, this, args);
      const own = [...args];
      if (!mayRun(changed, contextOf(own))) return apply(original, this, args);
      own[0] = changed.code;
      try {
        return apply(original, this, own);
      } catch (error) {
        throw withOwnLine(error);
      }
    };
  });
}

/** The error that a transformed script has thrown: Node has put the line into its stack. */
function withOwnLine(error: unknown): unknown {
  try {
    if (types.isNativeError(error)) correctDecoration(error);
  } catch {
    // Then it shows the transformed line.
  }
  return error;
}

function orPlain<T>(transformed: () => T, plain: () => T): T {
  try {
    return transformed();
  } catch {
    return plain();
  }
}

// --- scripts ------------------------------------------------------------------------------------------------------------------------

interface Compiled {
  readonly changed: Changed;
  /** The same script without our doing. */
  readonly plain: () => object;
}

const compiled = safeWeakMap<object, Compiled>();

function openScripts(isUserFile: IsUserFile): void {
  const original = vm.Script as unknown as Function;
  const observed = observeClass(
    original,
    (args, newTarget) => {
      const plain = (): object => construct(original, args, newTarget) as object;
      const changed = change(isUserFile, args[0], args[1], 'script');
      if (changed === undefined) return withoutOwnFrames(plain);
      return withoutOwnFrames(() =>
        orPlain(() => {
          const script = construct(original, [changed.code, ...args.slice(1)], newTarget) as { sourceMapURL?: unknown };
          if (script.sourceMapURL === 'data:,') script.sourceMapURL = undefined;
          compiled.set(script, { changed, plain });
          return script;
        }, plain),
      );
    },
    'Script',
  );
  // Instances have the copied prototype. Their runInNewContext calls runInContext.
  for (const name of ['runInContext', 'runInThisContext']) wrapScriptRun(observed.prototype as object, name);
  (vm as unknown as { Script: Function }).Script = observed;
}

function wrapScriptRun(prototype: object, name: string): void {
  wrapMethod(prototype, name, (original) => {
    const methods = {
      run(this: object, ...args: unknown[]): unknown {
        const script = typeof this === 'object' && this !== null ? compiled.get(this) : undefined;
        if (script === undefined) return apply(original, this, args);
        const context = name === 'runInContext' ? args[0] : undefined;
        if (!mayRun(script.changed, context)) return apply(original, script.plain(), args);
        try {
          return apply(original, this, args);
        } catch (error) {
          throw withOwnLine(error);
        }
      },
    };
    return methods.run;
  });
}

/** The context that vm.runInNewContext would make; null: Node will say why not. */
function makeContext(sandbox: unknown, given: unknown): unknown {
  const options = (typeof given === 'object' ? given : undefined) as Options | null | undefined;
  const { contextName: name, contextOrigin: origin, contextCodeGeneration: codeGeneration, microtaskMode } = options ?? {};
  try {
    return apply(createContext, vm, [sandbox, { name, origin, codeGeneration, microtaskMode }]);
  } catch {
    return null;
  }
}
const createContext = vm.createContext;

/** Context → the names of ours that scripts have declared there. */
const declared = safeWeakMap<object, Set<string>>();

/** Whether the transformed script can run in a context; afterwards it counts as having run. */
function mayRun(changed: Changed, context: unknown): boolean {
  if (!prepareContext(context)) return false;
  if (changed.declared === '') return true;
  const key = keyOfContext(context) as object;
  let names = declared.get(key);
  if (names === undefined) declared.set(key, (names = new Set()));
  if (names.has(changed.declared)) return false;
  names.add(changed.declared);
  return true;
}

// --- texts --------------------------------------------------------------------------------------------------------------------------

/** More texts than this under one name are made up as the program runs: the others are not transformed. */
const MAX_TEXTS = 100;

/** The newest text of a name: runners compile the same one in many contexts. */
interface Text {
  readonly text: string;
  readonly kind: Kind;
  readonly offsets: string;
  readonly changed: Changed | undefined;
  /** Which one of its name it is, from 1 on. */
  readonly number: number;
}

const newest = new Map<string, Text>();

/** What to compile instead of `code`, or undefined. */
function change(isUserFile: IsUserFile, code: unknown, given: unknown, kind: Kind): Changed | undefined {
  try {
    if (typeof code !== 'string') return undefined;
    const options = (typeof given === 'string' ? { filename: given } : given) as Options | null | undefined;
    const name = kind === 'vmModule' ? options?.identifier : options?.filename;
    if (typeof name !== 'string' || name === '') return undefined;
    if (isAdapted(name)) return adapt(name, code, kind);
    const isUrl = name.startsWith('file:');
    const path = isUrl ? fileURLToPath(name) : name.replace(/[?#].*$/s, '');
    if (!isUserFile(path)) return undefined;
    const lineOffset = numberOf(options?.lineOffset);
    const columnOffset = numberOf(options?.columnOffset);
    const offsets = `${lineOffset} ${columnOffset}`;
    const known = newest.get(name);
    if (known !== undefined && known.text === code && known.kind === kind && known.offsets === offsets) return known.changed;
    if (known !== undefined && known.number >= MAX_TEXTS) return undefined;
    const source = transform(code, kind, { name, file: isUrl ? name : path, lineOffset, columnOffset });
    // Where nothing is told there is nothing to change.
    const isChanged = source?.code.includes(`${VM_RUNTIME}.`) === true;
    if (isChanged) addSource(source);
    const changed = isChanged ? { code: source.code, declared: kind === 'script' ? declaredBy(source) : '' } : undefined;
    newest.set(name, { text: code, kind, offsets, changed, number: (known?.number ?? 0) + 1 });
    return changed;
  } catch {
    // Whatever it was, the program runs its own text.
    return undefined;
  }
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

type Place = Pick<VmText, 'name' | 'file' | 'lineOffset' | 'columnOffset'>;

function transform(code: string, kind: Kind, place: Place): TransformedSource | undefined {
  const parts = kind === 'script' ? splitFunction(code) : undefined;
  const inner = parts && transformVmText({ ...place, ...parts, type: parts.isAsync ? 'asyncBody' : 'body' });
  return inner ?? transformVmText({ ...place, head: '', text: code, tail: '', type: kind });
}

/** The name that a script's declarations of ours begin with; '' when they are in a block. */
function declaredBy(source: TransformedSource): string {
  const start = source.insertions[0];
  if (start === undefined) return '';
  const match = DECLARATION.exec(source.code.slice(start, start + 60));
  return match?.[1] ?? '';
}
const DECLARATION = new RegExp(`^;?let (\\${VM_RUNTIME}_\\w+)`);

const HEAD = /^(?:'use strict';|"use strict";)?(\(?)(\{"[^"\n]*":)?(async )?(?:function ?\w* ?\([\w$, ]*\)|\([\w$, ]*\) ?=>) ?(\{\{?) ?/;

/** Takes a text apart that is nothing but one function expression, as runners put it around the text of a file. */
function splitFunction(code: string): { head: string; text: string; tail: string; isAsync: boolean } | undefined {
  const match = HEAD.exec(code);
  if (match === null) return undefined;
  const [head, parenthesis = '', object = '', isAsync, braces = ''] = match;
  const end = `${braces.replaceAll('{', '}')}${object === '' ? '' : '}'}${parenthesis === '' ? '' : ')'}`;
  const text = code.trimEnd().replace(/;$/, '');
  if (!text.endsWith(end)) return undefined;
  const at = text.length - end.length;
  return at < head.length ? undefined : { head, text: code.slice(head.length, at), tail: code.slice(at), isAsync: isAsync !== undefined };
}

/** A library whose locks or queues are recorded. */
function adapt(name: string, code: string, kind: Kind): Changed | undefined {
  const parts = kind === 'script' ? splitFunction(code) : undefined;
  const text = adaptSource(name, parts?.text ?? code, true);
  if (text === undefined || (kind === 'script' && parts === undefined)) return undefined;
  return { code: parts === undefined ? text : `${parts.head}${text}\n${parts.tail}`, declared: '' };
}
