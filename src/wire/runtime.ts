/**
 * What transformed code calls at run time: the ABI between `transform/` (emits these calls) and `preload/runtime/runtime.ts` (implements them).
 *
 * Every transformed module binds the runtime to a local name (default `$il`; another if the source contains that text):
 *   CommonJS:  `const $il=globalThis[Symbol.for("interleave.preload")];` on the first line after any directives
 * Files that declare a top-level `Symbol` or `globalThis` are left alone.
 *
 * ES modules, and what comes in through `vm` (which may run in another context, whose global object nothing is put on), bind nothing: for them the runtime is the global
 * lexical variable VM_RUNTIME (as a script's `let` is), which the preload declares in each context before transformed code runs there. An import would be seen by the
 * program's module hooks (import-in-the-middle, loaders that know no data: URLs), and a `const` is not there yet when a hoisted function is called from a cycle.
 *
 * Sites are numbers. The transform emits them relative to the file; `relocate` adds the base. Act = activation number, > 0.
 * All functions must be cheap, must never throw, and return their value argument unchanged (identity matters: promises, NaN, -0, proxies).
 */
export interface Runtime {
  /** `$il.s[0]=SITE`: the newest call site, read by the async hooks when a resource is created. */
  readonly s: Int32Array;
  /** Start of an async function or async generator body, or of a generator that reads before a yield what it writes after it: `const $a=$il.e(FN);` */
  e(fn: number): number;
  /** Start of a sync function that takes part in a cross-closure pair: as `e`, ended by `x`. `outer`: the activation of the enclosing function, 0 if none. */
  c(fn: number, outer: number): number;
  /** End of a sync activation (in a finally), or of an async one with non-simple parameters. */
  x(act: number): void;
  /** `await $il.w($a,SITE,value)`: about to suspend. */
  w<T>(act: number, site: number, value: T): T;
  /** `$il.u($a,SITE)`: running again, at the start of a `for await` body and after it; as a comma operand `($il.u($a,S),v)` is never needed for plain awaits. */
  u(act: number, site: number): void;
  /** `$il.v($a,SITE,yield ...)`: running again after a yield in such a generator; returns the value. */
  v<T>(act: number, site: number, value: T): T;
  /** `yield $il.Y($a,SITE,value)` in one: about to stop there until more is asked for. */
  Y<T>(act: number, site: number, value?: T): T | undefined;
  /** `return $il.R($a,SITE,value)` in an async function: when the value is a promise, the call lasts until that settles. */
  R<T>(act: number, site: number, value: T): T;
  /** `$il.F($a,SITE)`, right before a `for await`: about to wait there. */
  F(act: number, site: number): void;
  /** `foo(bar(),$il.k(SITE,last()))`: sets the call site after the arguments were evaluated; returns the value. */
  k<T>(site: number, value: T): T;

  /** `bus.on('order',$il.A(SITE,onOrder))`: a listener is about to be added by the call at SITE; returns it. */
  A<T>(site: number, value: T): T;

  /** One watched variable instance: `var $c1=$il.n(VARIABLE);` at the start of the scope that declares it. Probes tolerate an undefined cell (hoisting). */
  n(variable: number): Cell;
  /** The same for a variable that a module exports: `n(VARIABLE,import.meta.url,"name")`; the modules that import it get the same cell by `t`. */
  n(variable: number, url: string, name: string): Cell;
  /** The cell of what is imported from another file: `var $c1=$il.t(import.meta.url,"./state.mjs","name");`. */
  t(url: string, specifier: string, name: string): Cell;
  /** `import * as ns`: reads of its properties are reads of the variables behind them: `$il.t(import.meta.url,"./state.mjs","*",ns);`. */
  t(url: string, specifier: string, name: string, namespace: object): void;
  /** Variable read: `$il.r(SITE,$c1,x)`. `sought`: what is searched for in the list that is read, which is recorded instead of the list. */
  r<T>(site: number, cell: Cell | undefined, value: T, sought?: unknown): T;
  /** Same, for the read half of `x op= await ...`: `x += ($il.q(SITE,$c1), await ...)`. */
  q(site: number, cell: Cell | undefined): void;
  /** Variable write, around the whole assignment (keeps name inference): `$il.a(SITE,$c1,x = e)`. */
  a<T>(site: number, cell: Cell | undefined, value: T): T;
  /** Read-modify-write in one step: `$il.m(SITE,$c1,x += 1)`. */
  m<T>(site: number, cell: Cell | undefined, value: T): T;

  /** What a property holds that a look searches for: `$il.p(SITE,shop,"seats",$il.D(order,"seat"))`. Runs no getter and no trap: undefined where it would have to. Of a text
   * what a method of its makes of it (`$il.D(mail,"trim")`). Of several things what they make together (`$il.D([realm,name])`), and of an object
   * that names what is searched for all that it holds (`$il.D(where,"*")`). */
  D(object: unknown, key?: string): unknown;
  /** Property read: `$il.p(SITE,object,"name").name`. Returns the object. Never touches the object's properties. Also for `#name` (key "#name"). */
  p<T>(site: number, object: T, key: unknown, sought?: unknown): T;
  /** Read of a property deeper in an object, before a pattern takes it: `$il.P(SITE,state,"total","counts")`. Runs no getter and no trap on the way. Returns the object. */
  P<T>(site: number, object: T, key: unknown, first: string | number, second?: string | number, third?: string | number): T;
  /** Read of all properties of an object that is about to be copied: `{...$il.C(SITE,row)}`. Runs no getter. Returns the object. With `part` that of the first elements of a list. */
  C<T>(site: number, object: T, part?: string): T;
  /**
   * What a loop goes through: `const $w=$il.M(jobs,"*");` for an array, a set or the values of a map, with another part for what stands there in each element of an array
   * (`for (const [id, { done }] of pairs)`), and with "" for all that an object holds. Runs nobody's code.
   */
  M(holder: unknown, part: string): object | undefined;
  /** What a round reads of its element, which has no name there: `$il.N(SITE,$w,true,"done");`, true for the first read of the round. */
  N(site: number, rounds: object | undefined, isFirst: boolean, key: string): void;
  /** Property write, after the assignment: `$il.o(SITE,object,"name",object.name = e)`; `object` is an identifier, `this`, or a temporary. */
  o<T>(site: number, object: unknown, key: unknown, value: T): T;
  /** The same where the value is only what is added to the one that was there: `object[$v=key] += $il.o(SITE,object,$v,e,true)`. */
  o<T>(site: number, object: unknown, key: unknown, value: T, isPart: true): T;
  /** The same of a property that a call writes: `$il.B(SITE,object,"name",Object.assign(object,…))`. What it holds then is looked up, without a getter. Without a key: of all that the object has then; with
   * an object for it: of those that this one has, and with null of none. Without an object it is what the call gives. */
  B<T>(site: number, object: unknown, key: PropertyKey | object | null | undefined, value: T): T;
  /** Property read-modify-write in one step: `$il.z(SITE,object,"name",object.name++)`. */
  z<T>(site: number, object: unknown, key: unknown, value: T): T;
  /** The same before it is made: `object[($il.z(SITE,object,$v=key),$v)]++`. */
  z(site: number, object: unknown, key: unknown): void;
  /** Property delete: `$il.d(SITE,object,"name",delete object.name)`. */
  d<T>(site: number, object: unknown, key: unknown, value: T): T;

  /** Call of a method that a Map, Set, WeakMap, WeakSet or Array has: `$il.g(SITE,receiver,"get",key).get(key)` with a key that is a plain identifier or literal.
   * Records nothing unless the receiver is such a collection. Returns the receiver. For `set`/`add` the value is in `value` when it is plain too. */
  g<T>(site: number, receiver: T, method: string, key: unknown, value?: unknown): T;
  /** The same around a last argument that awaits: `map.set(key,$il.y(SITE,map,"set",key,await load()))`. Returns the value. */
  y<T>(site: number, receiver: unknown, method: string, key: unknown, value: T): T;
  /** All that the collection in a property holds is read: `($il.G(SITE,object,"name"),[...object.name])`. Runs no getter. */
  G(site: number, object: unknown, key: string, sought?: unknown): void;
  /** Two-step form for keys that are expressions: `$il.h(SITE,receiver,"get").get($il.i(key()))`. */
  h<T>(site: number, receiver: T, method: string): T;
  i<T>(key: T): T;
  /** Two-step form for values that are expressions: `$il.H(SITE,receiver,"set").set(key,$il.I(SITE,key,value()))`. */
  H<T>(site: number, receiver: T, method: string): T;
  I<T>(site: number, key: unknown, value: T): T;
  /** Where both are expressions: `$il.H(SITE,receiver,"set").set($il.K(SITE,key()),$il.J(SITE,value()))`. The write is recorded behind what its value reads. */
  K<T>(site: number, key: T): T;
  J<T>(site: number, value: T): T;

  /** Value of an expression statement that is a call: `$il.f(SITE, call())`; `$il.f(SITE, list.map(…), true)` when it may be a list of promises. */
  f<T>(site: number, value: T, isMapped?: boolean): T;
  /** `catch (error) {$il.E(error);…}`: what is caught is about to be looked at; its message must have none of our text. Returns it. */
  E<T>(error: T): T;
  /** An answer that the call has waited for and is about to keep: `this.rows=$il.Q(SITE,await load())`. What stands in it is told, where it is plain data. Returns it. */
  Q<T>(site: number, value: T): T;
  /** `new Promise($il.j(SITE, executor))` — returns an executor that behaves the same; tracks the resolving functions for the orphan proof. */
  j<T>(site: number, executor: T): T;
  /** Typed-array element read/write in files that mention shared memory: `$il.l(SITE,array,index)[index]`, `$il.b(SITE,array,index,array[index] = v)`. */
  l<T>(site: number, array: T, index: unknown): T;
  b<T>(site: number, array: unknown, index: unknown, value: T): T;
  /** The read of an element whose index is computed: `array[$il.L(SITE,array,index)]`. */
  L<T>(site: number, array: unknown, index: T): T;
}

/** Shadow of one variable instance. Opaque to transformed code. */
export interface Cell {
  readonly variable: number;
}

/** What is transformed: a file as Node's loaders read it, or a text that `vm` gets: a script, the body of a (possibly async) function, a module. */
export type SourceForm = 'commonjs' | 'module' | 'script' | 'body' | 'asyncBody' | 'vmModule';

/** Name of the runtime in sources that come in through `vm`. */
export const VM_RUNTIME = '$ilvm';

/**
 * Value hashes (field `value` of READ and WRITE), 31 bits:
 *   0               not known
 *   1 … 6           undefined, null, false, true, 0, ''
 *   8 … 2^30 - 1    hash of another primitive (type and value; NaN is one value, 0 and -0 differ; strings by their first 64 characters and their length)
 *   VALUE_OBJECT | n                   the object with number n (per thread), 0: an object without a number
 *   VALUE_OBJECT | VALUE_PROMISE | n   the promise with id n (modulo 2^29)
 * VALUE_HELD is added to the hash of what a property or entry held when it was read: looked up only where the user asked for values, and for them alone; rules know nothing of it.
 */
export const VALUE_UNKNOWN = 0;
export const VALUE_UNDEFINED = 1;
export const VALUE_NULL = 2;
export const VALUE_FALSE = 3;
export const VALUE_TRUE = 4;
export const VALUE_ZERO = 5;
export const VALUE_EMPTY = 6;
/** The hash of -1. */
export const VALUE_MINUS_ONE = 865_781_531;
/** The hash of 1. */
export const VALUE_ONE = 998_242_968;
export const VALUE_OBJECT = 0x40000000;
export const VALUE_PROMISE = 0x20000000;
export const VALUE_HELD = 0x80000000;
