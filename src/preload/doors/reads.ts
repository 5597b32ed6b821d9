/**
 * The doors of Node before 22.15, where hooks in this thread do not exist: Node's own loaders read files through public functions, `fs.readFileSync(path, 'utf8')`
 * for CommonJS and `fs.promises.readFile(url)` for ES modules. What they read is replaced on the way; everybody else gets what is on the disk.
 * No hooks thread, and no frame of ours on the stack while the program runs.
 */
import fs from 'node:fs';
import { adaptSource, isAdapted } from '../adapters/files.ts';
import { apply, disguise, fileURLToPath, path, replacement } from '../builtins.ts';
import { expectPrepared, isChangedLater } from './commonjs.ts';
import { admit } from './contexts.ts';
import { nearestType } from './packages.ts';
import { callerText } from './stacks.ts';
import { transformFile } from './transformer.ts';

export interface ReadDoor {
  readonly isUserFile: (file: string) => boolean;
  /** False while the program's loader hooks run in a thread of their own, which reads by itself. */
  readonly isLoading: () => boolean;
}

/** ES module syntax at the start of a line: a file without a declared type that is one. */
const MODULE_SYNTAX = /^[^\S\n]*(?:import|export)\b(?!\s*\()/m;

/** Replaces the two functions. */
export function openReadDoor(door: ReadDoor): void {
  const readFileSync = fs.readFileSync as unknown as Function;
  const syncWrapper = replacement(function (this: unknown, ...args: unknown[]): unknown {
    // One more frame, so that the stack of an error still has the ten that the program sees.
    const limit = Error.stackTraceLimit;
    Reflect.set(Error, 'stackTraceLimit', limit + 1);
    let content: unknown;
    try {
      content = apply(readFileSync, this, args);
    } finally {
      Reflect.set(Error, 'stackTraceLimit', limit);
    }
    const [file, encoding] = args;
    if (args.length !== 2 || encoding !== 'utf8' || typeof file !== 'string' || typeof content !== 'string') return content;
    if (!door.isUserFile(file) || !callerText(syncWrapper, 1).includes('node:internal/modules/cjs/loader')) return content;
    return changeCommonJs(file, content) ?? content;
  }, readFileSync);
  fs.readFileSync = syncWrapper as unknown as typeof fs.readFileSync;

  const readFile = fs.promises.readFile as unknown as Function;
  // An async function has no `prototype`, and neither has a method.
  const methods = {
    read(this: unknown, ...args: unknown[]): unknown {
      const result = apply(readFile, this, args) as Promise<unknown>;
      const [url] = args;
      if (args.length !== 1 || !(url instanceof URL) || !door.isLoading()) return result;
      const wanted = isAdapted(url.href) || (url.protocol === 'file:' && door.isUserFile(fileURLToPath(url)));
      if (!wanted || !callerText(wrapper, 1).includes('node:internal/modules/esm/')) return result;
      return result.then((bytes) => (Buffer.isBuffer(bytes) ? (changeModule(url, bytes) ?? bytes) : bytes));
    },
  };
  const wrapper = disguise(methods.read, readFile);
  fs.promises.readFile = wrapper as unknown as typeof fs.promises.readFile;
}

function changeCommonJs(file: string, content: string): string | undefined {
  try {
    const extension = path.extname(file);
    if (extension === '.json' || extension === '.mjs' || isChangedLater(file)) return undefined;
    const type = extension === '.cjs' ? 'commonjs' : nearestType(file);
    // require() of an ES module passes through `_compile`, an entry point is read again by the other loader.
    if (type === 'module' || (type === undefined && MODULE_SYNTAX.test(content))) return undefined;
    const source = admit(transformFile(content, file, undefined, 'commonjs'));
    expectPrepared(file);
    return source?.code;
  } catch {
    // The program runs its own text.
    return undefined;
  }
}

function changeModule(url: URL, bytes: Buffer): Buffer | undefined {
  try {
    const text = bytes.toString('utf8');
    const adapted = adaptSource(url.href, text);
    if (adapted !== undefined) return Buffer.from(adapted);
    const file = fileURLToPath(url);
    if (!isModule(file, text)) return undefined;
    const source = admit(transformFile(text, file, url.href, 'module'));
    return source && Buffer.from(source.code);
  } catch {
    // The program runs its own text.
    return undefined;
  }
}

/** Whether the text that the ES module loader has read is a module. */
function isModule(file: string, text: string): boolean {
  const extension = path.extname(file);
  if (extension === '.mjs') return true;
  if (extension !== '.js' && extension !== '') return false;
  const type = nearestType(file);
  return type === 'module' || (type === undefined && MODULE_SYNTAX.test(text));
}
