/**
 * The ESM door. From Node 22.15 on: `module.registerHooks`, in this thread, for require() and import alike. Before: reads.ts, until the program itself uses
 * `module.register`, whose hooks run in a thread of their own (hooksThread.ts): from then on ours run there, too.
 *
 * The hook that was registered last runs first and sees what the others return. So when the program registers hooks (tsx, ts-node), ours are registered again.
 */
import nodeModule from 'node:module';
import workerThreads from 'node:worker_threads';
import { adaptSource, isAdapted } from '../adapters/files.ts';
import { apply, fileURLToPath, NODE_MAJOR, replacement } from '../builtins.ts';
import { hide } from '../hooks/asyncTasks.ts';
import { expectPrepared, isChangedLater } from './commonjs.ts';
import { admit, prepareContext } from './contexts.ts';
import { type TransformedSource, addSource, setSourceFetcher } from './sources.ts';
import { noteOnce, transformFile } from './transformer.ts';
import { javaScriptFormat } from './typescript.ts';

/** What a load hook returns. */
interface Loaded {
  format?: string | null;
  source?: unknown;
  shortCircuit?: boolean;
}

interface LoadContext {
  readonly format?: string | null;
  readonly conditions?: readonly string[];
}

type NextLoad = (url: string, context: LoadContext) => Loaded;

interface HooksApi {
  registerHooks?: (hooks: { load: (url: string, context: LoadContext, next: NextLoad) => Loaded }) => { deregister(): void };
  register?: (specifier: string | URL, parent?: unknown, options?: unknown) => unknown;
}

export interface EsmDoor {
  readonly isUserFile: (file: string) => boolean;
  readonly stripTypes: (content: string, file: string) => string | undefined;
  /** What the hooks thread needs; undefined when it cannot be used. */
  readonly hooksThread: { readonly file: string; readonly data: object } | undefined;
}

const api = nodeModule as unknown as HooksApi;
const decoder = new TextDecoder();

/** Opens the door, or prepares to open it. Returns how. */
export function openEsmDoor(door: EsmDoor): 'registerHooks' | 'register' | 'none' {
  if (api.registerHooks !== undefined) {
    const close = openWithRegisterHooks(door, api.registerHooks);
    // Node 22 cannot have both kinds of hooks: where the program brings its own thread of hooks, ours go there.
    if (NODE_MAJOR < 23 && api.register !== undefined && door.hooksThread !== undefined) {
      prepareRegister(door.hooksThread, api.register, close);
    }
    return 'registerHooks';
  }
  if (api.register !== undefined && door.hooksThread !== undefined) {
    prepareRegister(door.hooksThread, api.register, () => {});
    return 'register';
  }
  return 'none';
}

// --- in this thread ---------------------------------------------------------------------------------------------------------------

function openWithRegisterHooks(door: EsmDoor, registerHooks: NonNullable<HooksApi['registerHooks']>): () => void {
  const load = (url: string, context: LoadContext, next: NextLoad): Loaded => {
    const result = loadNext(url, context, next);
    return changeLoaded(door, url, context, result) ?? result;
  };
  let isAlone = true;
  const loadNext: typeof load = (url, context, next) => {
    try {
      return next(url, context);
    } catch (error) {
      const code = (error as { code?: unknown } | null | undefined)?.code;
      throw isAlone && code === 'ERR_INVALID_RETURN_PROPERTY_VALUE' && url.startsWith('data:') ? unknownFormat(url) : error;
    }
  };
  let own = registerHooks({ load });
  const again = (): void => {
    own.deregister();
    own = registerHooks({ load });
  };
  api.registerHooks = replacement(function (this: unknown, ...args: unknown[]) {
    const handle = apply(registerHooks, this, args) as object;
    isAlone = false;
    again();
    return handle;
  }, registerHooks) as unknown as NonNullable<HooksApi['registerHooks']>;
  return () => own.deregister();
}

/** What Node throws by itself of text that is no module; where there are hooks it says that they have returned no format. */
function unknownFormat(url: string): RangeError {
  const error = new RangeError(`Unknown module format: ${/^data:([^,;]*)/.exec(url)?.[1] ?? ''} for URL ${url}`);
  const code = 'ERR_UNKNOWN_MODULE_FORMAT';
  error.stack = `${error.stack}`.replace('RangeError', `RangeError [${code}]`);
  return Object.assign(error, { code });
}

/** The replaced result of a load, or undefined when it stays as it is. */
function changeLoaded(door: EsmDoor, url: string, context: LoadContext, result: Loaded): Loaded | undefined {
  try {
    if (typeof url !== 'string' || !url.startsWith('file:') || result === null || typeof result !== 'object') return undefined;
    if (isAdapted(url)) return adapt(url, result);
    const format = result.format ?? context.format ?? undefined;
    const required = isRequire(context);
    // Imported CommonJS is read for its exports first and compiled later: the CommonJS door gets it.
    if (!isScriptFormat(format) || (!required && !isModuleFormat(format))) return undefined;
    const file = fileURLToPath(url);
    if (!door.isUserFile(file)) return undefined;
    if (required && isChangedLater(file)) return undefined;
    const original = textOf(result.source);
    if (original === undefined) return undefined;
    let text = original;
    let newFormat = format;
    if (format !== undefined && format.endsWith('typescript')) {
      const stripped = door.stripTypes(original, file);
      if (stripped === undefined) return undefined;
      text = stripped;
      newFormat = javaScriptFormat(format);
    }
    const type = newFormat === 'module' || newFormat === 'commonjs' ? newFormat : undefined;
    const source = admit(transformFile(text, file, url, type));
    if (required) expectPrepared(file);
    if (source === undefined) return undefined;
    // Node would take a text without a format for TypeScript once more.
    if (format === 'typescript') newFormat = source.name === file ? 'commonjs' : 'module';
    return newFormat === undefined ? { ...result, source: source.code } : { ...result, format: newFormat, source: source.code };
  } catch {
    // Whatever it was, the program runs its own text.
    return undefined;
  }
}

function adapt(url: string, result: Loaded): Loaded | undefined {
  const text = result.format === 'module' ? textOf(result.source) : undefined;
  const source = text === undefined ? undefined : adaptSource(url, text);
  return source === undefined ? undefined : { ...result, source };
}

function isRequire(context: LoadContext): boolean {
  return context.conditions?.includes('require') === true;
}

function isScriptFormat(format: string | undefined): boolean {
  return format === undefined || format === 'module' || format === 'commonjs' || format.endsWith('typescript');
}

function isModuleFormat(format: string | undefined): boolean {
  return format === 'module' || format === 'module-typescript';
}

function textOf(source: unknown): string | undefined {
  if (typeof source === 'string') return source;
  const isBytes = ArrayBuffer.isView(source) || source instanceof ArrayBuffer || source instanceof SharedArrayBuffer;
  return isBytes ? decoder.decode(source as Uint8Array) : undefined;
}

// --- in the hooks thread ------------------------------------------------------------------------------------------------------------

let register: NonNullable<HooksApi['register']> | undefined;
let hooksThread: EsmDoor['hooksThread'];
let sourcePort: workerThreads.MessagePort | undefined;
let registered = false;
let generation = 0;

/** `before` runs when the program is about to start the hooks thread. */
function prepareRegister(
  thread: NonNullable<EsmDoor['hooksThread']>,
  original: NonNullable<HooksApi['register']>,
  before: () => void,
): void {
  register = original;
  hooksThread = thread;
  api.register = replacement(function (this: unknown, ...args: unknown[]) {
    before();
    const result = apply(original, this, args);
    // Ours has to see what the new hooks return.
    registered = false;
    startHooksThread();
    return result;
  }, original) as unknown as NonNullable<HooksApi['register']>;
  setSourceFetcher(fetchSources);
}

/** Makes sure that ES modules are seen from now on. Does nothing where that is always so. */
export function startHooksThread(): void {
  if (registered || register === undefined || hooksThread === undefined) return;
  registered = true;
  const at = hooksThread;
  const start = register;
  try {
    if (!prepareContext(undefined)) throw new Error('the runtime cannot be made known');
    hide(() => {
      const { port1, port2 } = new workerThreads.MessageChannel();
      port1.unref();
      drain();
      sourcePort = port1;
      generation++;
      start(`${at.file}?${generation}`, { data: { ...at.data, port: port2, generation }, transferList: [port2] });
    });
  } catch (error) {
    noteOnce('ES modules', `not transformed, the hooks thread refused: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Whether modules are loaded in the hooks thread. */
export function usesHooksThread(): boolean {
  return registered;
}

function fetchSources(): void {
  if (sourcePort !== undefined) drain();
}

function drain(): void {
  if (sourcePort === undefined) return;
  for (;;) {
    const message = workerThreads.receiveMessageOnPort(sourcePort) as { message: TransformedSource } | undefined;
    if (message === undefined) return;
    addSource(message.message);
  }
}
