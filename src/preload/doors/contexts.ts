/**
 * The contexts of `vm`: makes the runtime known in each, before transformed code runs there, as a global lexical variable. Unlike a property of the global object
 * nothing of the program can list it, and the program's sandbox object is not touched. What a context has of its own that shows transformed code
 * (Function.prototype.toString, the formatting of stacks) or that tells who waits for whom (Promise) is treated like ours.
 */
import vm from 'node:vm';
import { VM_RUNTIME } from '../../wire/runtime.ts';
import { ADAPT_KEY, VM_ADAPT } from '../adapters/files.ts';
import { apply, disguise, originalOf, safeWeakMap } from '../builtins.ts';
import { installCombinators } from '../hooks/combinators.ts';
import { RUNTIME_SYMBOL } from '../runtime/runtime.ts';
import { untransformed } from '../toString.ts';
import { type TransformedSource, addSource } from './sources.ts';
import { correctStacksOf } from './stacks.ts';

const VmScript = vm.Script;
const { runInContext, runInThisContext } = VmScript.prototype;

interface Realm {
  readonly functions: Function;
  readonly errors: unknown;
  readonly promises: unknown;
  /** A toString of this context: `apply` and what turns a function, and then its text, into what the program sees. */
  readonly toString: (
    original: Function,
    call: typeof apply,
    unwrap: (value: unknown) => unknown,
    show: (text: string) => string,
  ) => Function;
}

const SET_UP = `let ${VM_RUNTIME},${VM_ADAPT};(runtime,adapt)=>{"use strict";${VM_RUNTIME}=runtime;${VM_ADAPT}=adapt;return{
functions:(()=>{}).constructor,errors:typeof Error==="function"?Error:undefined,promises:typeof Promise==="function"?Promise:undefined,
toString:(original,call,unwrap,show)=>({toString(){return typeof this==="function"?show(call(original,unwrap(this),[])):call(original,this,[])}}).toString}}`;

/** Contexts by their sandbox or global object; false: it cannot be used. */
const known = safeWeakMap<object, boolean>();
let script: vm.Script | undefined;

/** What a context (undefined: the main one) is known by. The global object may be the sandbox of another one, too (`createContext(globalThis)`: jest-environment-node-single-context). */
export function keyOfContext(context: unknown): unknown {
  return context === undefined || (context === globalThis && !isContext(globalThis)) ? MAIN : context;
}
const MAIN = {};
const { isContext } = vm;

/** Makes the runtime known in a context (undefined: the main one). False when that is impossible: then only untransformed code can run there. */
export function prepareContext(context: unknown): boolean {
  const key = keyOfContext(context);
  const isMain = key === MAIN;
  if (typeof key !== 'object' || key === null) return false;
  const before = known.get(key);
  if (before !== undefined) return before;
  let isReady = false;
  try {
    script ??= new VmScript(SET_UP, { filename: 'evalmachine.<anonymous>' });
    const setUp = (isMain ? apply(runInThisContext, script, []) : apply(runInContext, script, [key])) as (...args: unknown[]) => Realm;
    const own = globalThis as unknown as Record<symbol, unknown>;
    const realm = setUp(own[Symbol.for(RUNTIME_SYMBOL)], own[Symbol.for(ADAPT_KEY)]);
    isReady = true;
    if (!isMain) treatRealm(realm);
  } catch {
    // No such context, or one in which these names are taken.
  }
  known.set(key, isReady);
  return isReady;
}

/** A transformed text is known from now on; undefined where it cannot run: ES modules find the runtime as a variable of the main context. */
export function admit(source: TransformedSource | undefined): TransformedSource | undefined {
  if (source === undefined || (source.name.startsWith('file:') && !prepareContext(undefined))) return undefined;
  addSource(source);
  return source;
}

function treatRealm(realm: Realm): void {
  const prototype = realm.functions.prototype as object;
  if (prototype === Function.prototype) return;
  const descriptor = Object.getOwnPropertyDescriptor(prototype, 'toString');
  if (typeof descriptor?.value === 'function' && descriptor.configurable === true) {
    const original = descriptor.value as Function;
    const show = (text: string): string => (text.includes('$il') ? untransformed(text) : text);
    const value = disguise(realm.toString(original, apply, originalOf, show), original);
    Object.defineProperty(prototype, 'toString', { ...descriptor, value });
  }
  if (typeof realm.errors === 'function' && realm.errors !== Error) correctStacksOf(realm.errors);
  if (typeof realm.promises === 'function' && realm.promises !== Promise) installCombinators(realm.promises);
}
