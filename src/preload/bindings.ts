/**
 * Node's native bindings, as far as `process.binding` still hands them out (the same objects that Node's own library calls, on Node 20 to 26).
 * Hooking there instead of wrapping `fs.readFile` and its like keeps every public function, its identity, its promisify symbol and its ESM export
 * exactly as it was, and no frame of ours stands in the stacks of the program.
 */
import { apply, disguise, replacement, wrapMethod } from './builtins.ts';

type Binding = Record<string, unknown>;

type GiveBinding = (this: NodeJS.Process, name: string) => Binding;

const givenBinding = (process as unknown as { binding?: GiveBinding }).binding;
const underneath: unknown = givenBinding === undefined ? undefined : Reflect.getPrototypeOf(givenBinding);

/** With --pending-deprecation: what is deprecated warns once, and that shall be the program's own first use. */
export const hasPendingDeprecations = typeof underneath === 'function' && underneath !== Function.prototype;

/** Node gives the function that warns the original for its prototype. */
const processBinding = hasPendingDeprecations ? (underneath as GiveBinding) : givenBinding;

/** The binding, or undefined where Node does not give it out (permission model, a name that this version does not list). */
export function nativeBinding(
  name: 'async_wrap' | 'fs' | 'process_wrap' | 'spawn_sync' | 'tcp_wrap' | 'pipe_wrap' | 'udp_wrap' | 'stream_wrap',
): Binding | undefined {
  try {
    return withoutDeprecation(() => processBinding?.call(process, name));
  } catch {
    return undefined;
  }
}

/** Some bindings warn whenever they are asked for, on some versions. */
function withoutDeprecation<T>(work: () => T): T {
  const flags = process as unknown as { noDeprecation?: boolean };
  const had = Object.hasOwn(flags, 'noDeprecation');
  const before = flags.noDeprecation;
  try {
    // With --no-deprecation it is true already, and cannot be written.
    Reflect.set(flags, 'noDeprecation', true);
    return work();
  } finally {
    if (had) Reflect.set(flags, 'noDeprecation', before);
    else Reflect.deleteProperty(flags, 'noDeprecation');
  }
}

/** Replaces function `key` of a binding or of a native prototype. Does nothing where it is missing. */
export function patchNative(owner: object | undefined, key: string, make: (original: Function) => Function): void {
  if (owner !== undefined) wrapMethod(owner, key, make);
}

/** The prototype of a native class of a binding. */
export function nativePrototype(binding: Binding | undefined, name: string): object | undefined {
  const constructor = binding?.[name];
  return typeof constructor === 'function' ? (constructor.prototype as object) : undefined;
}

type Construct = (args: unknown[], newTarget: Function) => object;

/** V8 names methods on a stack after the class as it is written, so each has one of its own (no other top-level name of the bundle may be the same). */
const CLASSES = {
  Worker(construct: Construct) {
    class Worker {
      constructor(...args: unknown[]) {
        return construct(args, new.target);
      }
    }
    return Worker;
  },
  Script(construct: Construct) {
    class Script {
      constructor(...args: unknown[]) {
        return construct(args, new.target);
      }
    }
    return Script;
  },
  SourceTextModule(construct: Construct) {
    class SourceTextModule {
      constructor(...args: unknown[]) {
        return construct(args, new.target);
      }
    }
    return SourceTextModule;
  },
};

/**
 * A stand-in for a class of Node's library whose construction we see: prints, subclasses and checks like the original. `construct` does what `new` would
 * have done. (A Proxy would do too, but util.inspect of Node 26 shows it.)
 */
export function observeClass<T extends Function>(
  original: T,
  construct: (args: unknown[], newTarget: Function) => object,
  name: keyof typeof CLASSES,
): T {
  const wrapper = CLASSES[name](construct);
  Object.setPrototypeOf(wrapper, Object.getPrototypeOf(original) as object);
  // The prototype of a class cannot be replaced, so it becomes a copy; instances get it through new.target.
  const from = original.prototype as object;
  Object.setPrototypeOf(wrapper.prototype, Object.getPrototypeOf(from) as object);
  for (const key of Reflect.ownKeys(from)) {
    if (key !== 'constructor') {
      Object.defineProperty(wrapper.prototype, key, Object.getOwnPropertyDescriptor(from, key) as PropertyDescriptor);
    }
  }
  return disguise(wrapper, original) as unknown as T;
}

/** The same for a constructor that is a function: it shares the original's prototype. */
export function observeConstructor<T extends Function>(original: T, construct: (args: unknown[], newTarget: Function) => object): T {
  function wrapper(this: unknown, ...args: unknown[]): unknown {
    if (new.target === undefined) return apply(original, this, args);
    return construct(args, new.target);
  }
  return replacement(wrapper, original) as unknown as T;
}
