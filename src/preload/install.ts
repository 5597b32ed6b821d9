/** Installs the recorder in one thread: log and arena, hooks, code doors. Called once by preload.ts. */
import os from 'node:os';
import workerThreads from 'node:worker_threads';
import * as W from '../wire/events.ts';
import { CHUNK_META, WIRE_VERSION } from '../wire/format.ts';
import type { MetaRecord } from '../wire/meta.ts';
import { configureLocks } from './adapters/files.ts';
import { installAdapters } from './adapters/registry.ts';
import { A_CHANNELS, A_FD, A_PID, A_SITES, A_THREADS, arenaHeader, claimSlot, createArena } from './arena.ts';
import { isMainThread, nowNs, openSync, path, threadId, writeSync } from './builtins.ts';
import { FILE_HEADER, jsonChunk } from './chunks.ts';
import { type PreloadOptions, OPTIONS_VARIABLE, parseOptions, SHARED_KEY } from './config.ts';
import { installDoors } from './doors.ts';
import { handOnEnvironment, takeEnvironment } from './environment.ts';
import { reasonToStepAside } from './gate.ts';
import { hide, installAsyncHooks, onScriptEnd } from './hooks/asyncTasks.ts';
import { installBlocking } from './hooks/blocking.ts';
import { installCombinators } from './hooks/combinators.ts';
import { installContexts } from './hooks/contexts.ts';
import { installExit } from './hooks/exit.ts';
import { installFs } from './hooks/fs.ts';
import { installGarbage } from './hooks/garbage.ts';
import { installHandles } from './hooks/handles.ts';
import { installHttp } from './hooks/http.ts';
import { installIpc } from './hooks/ipc.ts';
import { installListeners } from './hooks/listeners.ts';
import { channelToWorker, FIRST_CHANNEL, installPorts } from './hooks/ports.ts';
import { installProcesses } from './hooks/processes.ts';
import { installTimers } from './hooks/timers.ts';
import { installUserHooks } from './hooks/userHooks.ts';
import { startWatching } from './hooks/watch.ts';
import { installWorkers } from './hooks/workers.ts';
import { leaveScript, setThreadCpuClock } from './recordAsync.ts';
import { appendChunk, emit, startRecorder } from './recorder.ts';
import { installAtomics } from './shared/sharedMemoryAtomics.ts';
import { installPasses } from './shared/sharedMemoryPasses.ts';
import { threadCpuUs } from './threadCpu.ts';
import { hideWatchdogThread, visibleThread } from './threads.ts';
import { keepValues } from './runtime/runtimeKeptValues.ts';
import { installToString } from './toString.ts';

/** What the threads of a process share. */
interface Shared {
  readonly arena: SharedArrayBuffer;
  readonly options: string;
}

/** Starts recording this thread, if it is to be recorded. Throws when that is impossible. */
export function install(): void {
  const reason = reasonToStepAside(process.argv);
  if (reason !== undefined) {
    const options = isMainThread ? parseOptions(process.env[OPTIONS_VARIABLE]) : undefined;
    if (options !== undefined) handOnEnvironment(options.directory);
    return;
  }
  if (isMainThread) installInMain();
  else installInWorker();
}

/** A test file that runs by itself with this measures its own coverage. */
const TEST_COVERAGE = '--experimental-test-coverage';

function installInMain(): void {
  const text = process.env[OPTIONS_VARIABLE];
  const given = parseOptions(text);
  if (given === undefined || text === undefined) return;
  // Node writes that file when nothing of ours can run any more: it must be about the program's own text.
  const measuresCoverage = (process.env['NODE_V8_COVERAGE'] ?? '') !== '' || process.execArgv.includes(TEST_COVERAGE);
  const isCovered = given.level === 'full' && measuresCoverage;
  const options: PreloadOptions = isCovered ? { ...given, level: 'light' } : given;
  if (options.version !== WIRE_VERSION) throw new Error(`host and preload differ in version (${options.version} and ${WIRE_VERSION})`);
  const arena = startProcess(options);
  takeEnvironment(__filename, text, options.directory, options.grants);
  const shared: Shared = { arena, options: isCovered ? JSON.stringify(options) : text };
  workerThreads.setEnvironmentData(SHARED_KEY, shared as unknown as workerThreads.Serializable);
  installAsyncHooks();
  // First of all workers, before those of the program are looked at.
  const why = startWatching(options, arena, arenaHeader(arena));
  if (why !== '') emit(W.OP_NOTE, 0, why);
  if (isCovered) {
    emit(
      W.OP_NOTE,
      0,
      'coverage is measured (NODE_V8_COVERAGE): your code is not instrumented, and races are not looked for (level light)',
    );
  }
  installHooks(options, arena, 0);
}

function installInWorker(): void {
  const shared = workerThreads.getEnvironmentData(SHARED_KEY) as unknown as Shared | undefined;
  if (shared === undefined || !(shared.arena instanceof SharedArrayBuffer)) return;
  const options = parseOptions(shared.options);
  if (options === undefined) return;
  const header = arenaHeader(shared.arena);
  takeEnvironment(__filename, shared.options, options.directory, options.grants);
  hideWatchdogThread(header);
  const thread = visibleThread(threadId);
  Atomics.add(header, A_THREADS, 1);
  startRecorder(claimSlot(shared.arena), header, thread);
  installAsyncHooks();
  installHooks(options, shared.arena, thread);
}

function startProcess(options: PreloadOptions): SharedArrayBuffer {
  const startNs = nowNs();
  const arena = createArena();
  const header = arenaHeader(arena);
  const file = path.join(options.directory, `p${process.pid}-${startNs.toString(36)}.log`);
  const fd = openSync(file, 'ax', 0o600);
  header[A_FD] = fd;
  header[A_PID] = process.pid;
  header[A_SITES] = 1;
  header[A_THREADS] = 1;
  header[A_CHANNELS] = FIRST_CHANNEL;
  const record: MetaRecord = {
    type: 'process',
    pid: process.pid,
    ppid: process.ppid,
    node: process.version,
    argv: process.argv,
    cwd: workingFolder(),
    platform: process.platform,
    startNs,
    transformed: options.level === 'full',
    debugged: options.debugged,
    poolSize: Number(process.env['UV_THREADPOOL_SIZE']) || 4,
    cores: os.availableParallelism(),
  };
  writeSync(fd, FILE_HEADER);
  startRecorder(claimSlot(arena), header, 0);
  appendChunk(jsonChunk(CHUNK_META, process.pid, 0, record));
  return arena;
}

/** '' where somebody has removed it. */
function workingFolder(): string {
  try {
    return process.cwd();
  } catch {
    return '';
  }
}

/** The hooks of one thread. Each stands alone: where one cannot be installed the trace says so and the others work. */
function installHooks(options: PreloadOptions, arena: SharedArrayBuffer, thread: number): void {
  if (options.values) keepValues();
  setThreadCpuClock(() => hide(threadCpuUs));
  const header = arenaHeader(arena);
  guard('exit', () => installExit(arena));
  guard('toString', installToString);
  guard('timers', installTimers);
  guard('fs', () => requireTrue(installFs([__dirname, options.directory, options.cacheDir], options.level === 'full')));
  guard('blocking', installBlocking);
  guard('garbage collection', installGarbage);
  guard('handles', installHandles);
  guard('http', installHttp);
  guard('processes', () => requireTrue(installProcesses()));
  guard('ipc', () => {
    if (thread === 0) installIpc();
  });
  guard('threads', () => {
    if (thread === 0) hideWatchdogThread(header);
  });
  guard('shared memory', () => {
    installAtomics(arena, header);
    installPasses(header, thread === 0 ? 0 : channelToWorker(thread));
  });
  guard('ports', () => installPorts(arena, header, thread));
  guard('workers', () => installWorkers(arena, thread));
  guard('combinators', () => installCombinators());
  guard('listeners', installListeners);
  guard('contexts', installContexts);
  guard('hooks of the program', installUserHooks);
  guard('adapters', () => {
    configureLocks(options.locks, options.level === 'light');
    installAdapters(options.locks);
  });
  guard('doors', () => hide(() => installDoors(options, arena, thread)));
  onScriptEnd(endOfScript);
}

function requireTrue(installed: boolean): void {
  if (!installed) throw new Error('this process does not allow it');
}

function guard(name: string, installHook: () => void): void {
  try {
    installHook();
  } catch (error) {
    emit(W.OP_NOTE, 0, `${name} not seen: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function endOfScript(): void {
  leaveScript();
  // An ES module as main script is still to be loaded then; its end is told by the loader's door.
  const main = process.mainModule;
  if (main?.loaded === true && isMainThread) emit(W.OP_READY);
}
