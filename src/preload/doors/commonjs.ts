/**
 * The CommonJS door: `Module.prototype._compile`, which every CommonJS file passes through, whoever loads it (require, tsx, ts-node, pirates, jest-free runners).
 *
 * It is an accessor: for a file whose source the ESM door already replaced it hands out Node's own function, so that no frame of ours is on the stack while the
 * program runs; otherwise it hands out a wrapper (whose frame stacks.ts takes out again).
 */
import nodeModule from 'node:module';
import { adaptSource, isAdapted } from '../adapters/files.ts';
import { apply, disguise, withoutOwnFrames } from '../builtins.ts';
import { admit } from './contexts.ts';
import { transformFile } from './transformer.ts';
import { javaScriptFormat } from './typescript.ts';

type Compile = (this: NodeModule & { filename?: string }, content: string, filename: string, format?: string) => unknown;

interface CommonJsDoor {
  readonly isUserFile: (file: string) => boolean;
  readonly stripTypes: (content: string, file: string) => string | undefined;
}

/** Files whose text another door has dealt with. */
const prepared = new Set<string>();

/** The next compilation of `file` needs no further work: its text was transformed when it was read, or has to stay as it is. */
export function expectPrepared(file: string): void {
  prepared.add(file);
}

/** Whether a tool (pirates, ts-node) will change the text of `file` between its reading and its compilation: then only the latter is ours. */
export function isChangedLater(file: string): boolean {
  const { _cache } = nodeModule as unknown as { _cache: Record<string, object | undefined> };
  const module = _cache[file];
  return override !== undefined || (module !== undefined && Object.hasOwn(module, '_compile'));
}

/** What the program put in the place of `_compile`. */
let override: Compile | undefined;

/** Puts the door in place. Returns Node's own function. */
export function openCommonJsDoor(door: CommonJsDoor): Function {
  const prototype = nodeModule.prototype as unknown as { _compile: Compile };
  const original = prototype._compile;
  const wrapper: Compile = function (this, content, filename, format) {
    const args: unknown[] = [];
    for (let i = 0; i < arguments.length; i++) args[i] = arguments[i];
    args[0] = change(door, this, content, filename, format);
    // A format that was stripped here goes on as JavaScript.
    if (args[0] !== content && format !== undefined) args[2] = javaScriptFormat(format);
    // What Node cannot strip, it refuses before anything of it runs.
    return args[0] === content && format?.endsWith('typescript') === true
      ? withoutOwnFrames(() => apply(original, this, args) as unknown)
      : apply(original, this, args);
  };
  disguise(wrapper, original);
  Object.defineProperty(prototype, '_compile', {
    configurable: true,
    enumerable: true,
    get(this: { filename?: unknown }): Compile {
      if (override !== undefined) return override;
      const file = this.filename;
      if (typeof file !== 'string') return wrapper;
      if (prepared.size > 0 && prepared.delete(file)) return original;
      if (!door.isUserFile(file) && !isAdapted(file)) return original;
      return wrapper;
    },
    set(this: object, value: Compile) {
      // Who replaces it has read the wrapper before and calls that.
      if (this === prototype) override = value === wrapper ? undefined : value;
      else Object.defineProperty(this, '_compile', { configurable: true, enumerable: true, writable: true, value });
    },
  });
  return original;
}

function change(door: CommonJsDoor, module: NodeModule, content: string, filename: string, format: string | undefined): string {
  try {
    if (typeof content !== 'string' || typeof filename !== 'string') return content;
    if (prepared.delete(filename)) return content;
    if (!door.isUserFile(filename)) return adaptSource(filename, content) ?? content;
    let text = content;
    if (format !== undefined && format.endsWith('typescript')) {
      const stripped = door.stripTypes(content, filename);
      if (stripped === undefined) return content;
      text = stripped;
    }
    const type =
      format === 'commonjs' || format === 'commonjs-typescript'
        ? 'commonjs'
        : format === 'module' || format === 'module-typescript'
          ? 'module'
          : undefined;
    // An entry point with ESM syntax is loaded once more, by the ESM loader.
    if (type === 'module' && module.id === '.') return content;
    return admit(transformFile(text, filename, undefined, type))?.code ?? content;
  } catch {
    // Whatever it was, the program runs its own text.
    return content;
  }
}
