/**
 * Child processes, seen where every form of child_process and cluster ends: the native spawn. Each child gets our variables in a copy of its environment,
 * gives an OP_CHILD when it starts and an OP_CHILD_EXIT when its exit was handled.
 */
import * as W from '../../wire/events.ts';
import { nativeBinding, nativePrototype, patchNative } from '../bindings.ts';
import { apply, hideFrames, safeMap } from '../builtins.ts';
import { tracedPairs } from '../environment.ts';
import { recordBlockEnter, recordBlockExit } from '../recordIo.ts';
import { emit, isRecording, siteRegister } from '../recorder.ts';
import { forget, newestResourceId, onAfter, onResourceType } from './asyncTasks.ts';
import { observeChildChannel } from './ipc.ts';

interface SpawnOptions {
  readonly timeout?: number;
  readonly file?: string;
  readonly args?: readonly string[];
  readonly cwd?: unknown;
  readonly stdio?: unknown;
  envPairs?: string[];
}

interface Child {
  readonly pid?: number;
  readonly exitCode?: number | null;
  readonly signalCode?: string | null;
}

/** Process handle → its async id, while it runs. */
const children = safeMap<number, { readonly pid: number; readonly owner: Child | undefined }>();
let newestHandle = 0;

/** False when this process does not give out the bindings: children are then not traced unless they inherit process.env. */
export function installProcesses(): boolean {
  const binding = nativeBinding('process_wrap');
  const sync = nativeBinding('spawn_sync');
  if (binding === undefined || sync === undefined) return false;
  onResourceType('PROCESSWRAP', (id) => {
    newestHandle = id;
  });
  patchNative(nativePrototype(binding, 'Process'), 'spawn', observeSpawn);
  patchNative(sync, 'spawn', observeSpawnSync);
  return true;
}

/** Runs `work` with options whose environment traces the child; the caller's array stays as it is. */
function withTracedPairs<T>(options: SpawnOptions | undefined, work: () => T): T {
  const pairs = options?.envPairs;
  if (options === undefined || !Array.isArray(pairs)) return work();
  options.envPairs = tracedPairs(pairs, options.file, options.args, options.cwd);
  try {
    return work();
  } finally {
    options.envPairs = pairs;
  }
}

/** Place of the environment among the arguments of the newer form: spawn(file, args, cwd, envPairs, ...). */
const PAIRS_AT = 3;

/** Descriptors of a child that are told. */
const MAX_PIPES = 8;

function observeSpawn(original: Function): Function {
  return function spawn(this: Child & { getAsyncId?: () => number }, ...args: unknown[]): unknown {
    const isList = typeof args[0] === 'string';
    // SAFETY: the two forms that Node's own library calls: one options object (20, 22), or a list (24 and later).
    const options = (isList ? { file: args[0], args: args[1], cwd: args[PAIRS_AT - 1] } : args[0]) as SpawnOptions | undefined;
    let result;
    try {
      if (isList && Array.isArray(args[PAIRS_AT])) {
        args[PAIRS_AT] = tracedPairs(args[PAIRS_AT] as string[], options?.file, options?.args, options?.cwd);
      }
      result = withTracedPairs(options, () => apply(original, this, args) as unknown);
    } catch (error) {
      hideFrames(error, spawn);
      throw error;
    }
    const pid = this.pid;
    if (!isRecording() || typeof pid !== 'number' || pid <= 0) return result;
    const stdio = isList ? args[PAIRS_AT + 1] : options?.stdio;
    emit(W.OP_CHILD, pid, commandOf(options), siteRegister[0] as number, pipesIn(stdio));
    observeChildChannel(stdio, pid);
    const id = typeof this.getAsyncId === 'function' ? this.getAsyncId() : newestHandle || newestResourceId();
    emit(W.OP_HANDLE, id, `spawn ${commandOf(options)}`);
    children.set(id, { pid, owner: ownerOf(this) });
    onAfter(id, finish);
    return result;
  };
}

/** Bits of the descriptors that are pipes, with those for messages. */
function pipesIn(stdio: unknown): number {
  if (!Array.isArray(stdio)) return 0;
  let pipes = 0;
  for (let fd = 0; fd < stdio.length && fd < MAX_PIPES; fd++) {
    const type = (stdio[fd] as { readonly type?: unknown } | undefined)?.type;
    if (type === 'pipe' || type === 'overlapped') pipes |= 1 << fd;
  }
  return pipes;
}

/** The ChildProcess that owns a handle knows how it ended once the handle's callback has run. */
function ownerOf(handle: object): Child | undefined {
  for (const symbol of Object.getOwnPropertySymbols(handle)) {
    if (symbol.description === 'owner_symbol') return (handle as Record<symbol, unknown>)[symbol] as Child;
  }
  return undefined;
}

function finish(id: number): void {
  const child = children.get(id);
  forget(id);
  if (child === undefined) return;
  children.delete(id);
  const { owner } = child;
  emit(W.OP_CHILD_EXIT, child.pid, owner?.exitCode ?? -1, owner?.signalCode ?? '');
}

function observeSpawnSync(original: Function): Function {
  return function spawn(this: unknown, options: SpawnOptions | undefined): unknown {
    const site = siteRegister[0] as number;
    if ((options?.timeout ?? 0) > 0) emit(W.OP_BLOCK_ON, 0, 0, W.WAIT_LIMITED);
    recordBlockEnter('child_process.spawnSync');
    try {
      const result = withTracedPairs(
        options,
        () => apply(original, this, [options]) as { pid?: number; status?: number | null; signal?: string | null } | undefined,
      );
      const pid = result?.pid ?? 0;
      if (pid > 0) {
        emit(W.OP_CHILD, pid, commandOf(options), site, 0);
        emit(W.OP_CHILD_EXIT, pid, result?.status ?? -1, result?.signal ?? '');
      }
      return result;
    } finally {
      recordBlockExit();
    }
  };
}

/** Values that follow options of these names are not written down. */
const SECRET = /^(--?[\w-]*(?:token|key|pass|secret|auth)[\w-]*)(=.*)?$/i;

function commandOf(options: SpawnOptions | undefined): string {
  const args = options?.args;
  if (!Array.isArray(args)) return String(options?.file ?? '');
  const words: string[] = [];
  let masked = false;
  for (const arg of args) {
    const found = SECRET.exec(arg);
    words[words.length] = masked ? '***' : found?.[2] !== undefined ? `${found[1]}=***` : arg;
    masked = found !== null && found[2] === undefined;
  }
  return words.join(' ').slice(0, 500);
}
