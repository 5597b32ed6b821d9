/**
 * User code comes in through four doors, and is transformed on the way: CommonJS (doors/commonjs.ts), ES modules (doors/esm.ts), vm scripts (doors/vm.ts);
 * require(esm) takes one of the first two. The sources of libraries that have adapters (adapters/files.ts) come through the same doors. Reading order: userCode.ts (what is transformed) → doors/transformer.ts → the doors → doors/stacks.ts.
 */
import nodeModule from 'node:module';
import vm from 'node:vm';
import { CHUNK_SITES } from '../wire/format.ts';
import { OP_NOTE } from '../wire/events.ts';
import { arenaHeader } from './arena.ts';
import { apply, path, pathToFileURL, readFileSync } from './builtins.ts';
import { textChunk } from './chunks.ts';
import type { PreloadOptions } from './config.ts';
import { openCommonJsDoor } from './doors/commonjs.ts';
import { openEsmDoor, startHooksThread, usesHooksThread } from './doors/esm.ts';
import { installFatal } from './doors/fatal.ts';
import { openReadDoor } from './doors/reads.ts';
import { installStacks } from './doors/stacks.ts';
import { type TransformModule, setTransformerHost } from './doors/transformer.ts';
import { stripTypes } from './doors/typescript.ts';
import { openVmDoor } from './doors/vm.ts';
import { appendChunk, emit } from './recorder.ts';
import { countAsOwn } from './recordAsync.ts';
import { installRuntime } from './runtime/runtime.ts';
import { isUserFile, userCodeRules } from './userCode.ts';

/**
 * Opens the doors of this thread. `arena` is the shared memory of the process, `thread` the number of this thread in the log.
 * At level `light` only the libraries with adapters are changed, no user code.
 */
export function installDoors(options: PreloadOptions, arena: SharedArrayBuffer, thread: number): void {
  const full = options.level === 'full';
  const rules = userCodeRules(options, __dirname);
  const transformPath = path.join(__dirname, 'transform.js');
  const isUser = (file: string): boolean => full && isUserFile(file, rules);
  if (full) installRuntime();
  setTransformerHost({
    arena: arenaHeader(arena),
    cacheDir: options.cacheDir,
    debugged: options.debugged || process.execArgv.some((flag) => flag.startsWith('--inspect')),
    loadTransform: () => loadTransform(transformPath),
    writeTable: (text) => appendChunk(textChunk(CHUNK_SITES, process.pid, thread, text)),
    note: (text) => emit(OP_NOTE, 0, text),
    countAsOwn,
  });
  installStacks(__filename);
  // Nobody looks for a module of this name, and the program may list the cache.
  delete nodeModule.createRequire(__filename).cache[__filename];
  const way = openEsmDoor({
    isUserFile: isUser,
    stripTypes,
    hooksThread: {
      file: pathToFileURL(path.join(__dirname, 'hooksThread.mjs')).href,
      data: { arena, rules, locks: options.locks, cacheDir: options.cacheDir, transformPath, full },
    },
  });
  const compile = openCommonJsDoor({ isUserFile: isUser, stripTypes });
  openVmDoor(isUser);
  if (way === 'register') {
    openReadDoor({ isUserFile: isUser, isLoading: () => !usesHooksThread() });
    if (usesLoaderOption()) startHooksThread();
  }
  installFatal(compile, __filename);
  // ES modules import the replaced functions of `module` and `fs` by name.
  nodeModule.syncBuiltinESMExports();
}

/** An option of this process starts the hooks thread before anything else. */
function usesLoaderOption(): boolean {
  const flags = [...process.execArgv, ...(process.env['NODE_OPTIONS'] ?? '').split(' ')];
  return flags.some((flag) => /^--(?:loader|experimental-loader)\b/.test(flag));
}

/** Loads the transform without a module of its own: nothing shows in require.cache or in anybody's children. */
function loadTransform(file: string): TransformModule {
  const module = { exports: {} as TransformModule };
  const wrapper = compileFunction(readFileSync(file, 'utf8'), ['module', 'exports', 'require', '__filename', '__dirname'], {
    filename: __filename,
  });
  apply(wrapper, undefined, [module, module.exports, requireBuiltin, file, path.dirname(file)]);
  return module.exports;
}

const compileFunction = vm.compileFunction;
const requireBuiltin = nodeModule.createRequire(__filename);
