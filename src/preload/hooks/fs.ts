/**
 * File system operations, seen at the native binding that every form of the fs API goes through (callback, promise, FileHandle, stream, sync).
 * Each gives an OP_FS with its class and absolute path, and an OP_FS_DONE: when the sync call returns, or when the callback of its request starts.
 *
 * Known limits: the error of an asynchronous operation is not seen (its code is '?'); fs.readFile with a callback shows as the opening of the file;
 * the module loader's own look-ups and reads of source files are left out; `opendir` and what `cpSync` copies have bindings that Node does not give out.
 */
import * as W from '../../wire/events.ts';
import { nativeBinding, nativePrototype, observeConstructor, patchNative } from '../bindings.ts';
import { S_BLOCKED, WRITES_OUTPUT } from '../arena.ts';
import { apply, construct, hideFrames, path, readFileSync, readlinkSync, safeMap } from '../builtins.ts';
import { recordBlockExit, recordFs, recordFsDone, recordShortBlockEnter } from '../recordIo.ts';
import { emit, head, isRecording, logDescriptor, siteRegister } from '../recorder.ts';
import { forget, hide, isHiding, newestResourceId, onAfter, onBefore, onResourceType } from './asyncTasks.ts';

/** What a function of the binding does. `at`: where its path is; `flags`: index of open flags that decide the class. */
interface Operation {
  readonly api: string;
  readonly kind: number;
  readonly at: 'path' | 'fd' | 'second' | 'both' | 'pathOrFd';
  readonly flags?: number;
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  access: { api: 'fs.accessSync', kind: W.FS_CHECK, at: 'path' },
  existsSync: { api: 'fs.existsSync', kind: W.FS_CHECK, at: 'path' },
  stat: { api: 'fs.statSync', kind: W.FS_CHECK, at: 'path' },
  lstat: { api: 'fs.lstatSync', kind: W.FS_CHECK, at: 'path' },
  readlink: { api: 'fs.readlinkSync', kind: W.FS_CHECK, at: 'path' },
  open: { api: 'fs.openSync', kind: W.FS_READ, at: 'path', flags: 1 },
  openFileHandle: { api: 'fs.openSync', kind: W.FS_READ, at: 'path', flags: 1 },
  readFileUtf8: { api: 'fs.readFileSync', kind: W.FS_READ, at: 'pathOrFd' },
  read: { api: 'fs.readSync', kind: W.FS_READ, at: 'fd' },
  readBuffers: { api: 'fs.readvSync', kind: W.FS_READ, at: 'fd' },
  writeFileUtf8: { api: 'fs.writeFileSync', kind: W.FS_WRITE, at: 'pathOrFd', flags: 2 },
  writeBuffer: { api: 'fs.writeSync', kind: W.FS_WRITE, at: 'fd' },
  writeBuffers: { api: 'fs.writevSync', kind: W.FS_WRITE, at: 'fd' },
  writeString: { api: 'fs.writeSync', kind: W.FS_WRITE, at: 'fd' },
  ftruncate: { api: 'fs.ftruncateSync', kind: W.FS_WRITE, at: 'fd' },
  fstat: { api: 'fs.fstatSync', kind: W.FS_META, at: 'fd' },
  fsync: { api: 'fs.fsyncSync', kind: W.FS_META, at: 'fd' },
  fdatasync: { api: 'fs.fdatasyncSync', kind: W.FS_META, at: 'fd' },
  rename: { api: 'fs.renameSync', kind: W.FS_RENAME, at: 'both' },
  unlink: { api: 'fs.unlinkSync', kind: W.FS_DELETE, at: 'path' },
  rmdir: { api: 'fs.rmdirSync', kind: W.FS_DELETE, at: 'path' },
  rmSync: { api: 'fs.rmSync', kind: W.FS_DELETE, at: 'path' },
  mkdir: { api: 'fs.mkdirSync', kind: W.FS_CREATE_EXCLUSIVE, at: 'path' },
  mkdtemp: { api: 'fs.mkdtempSync', kind: W.FS_CREATE_EXCLUSIVE, at: 'path' },
  readdir: { api: 'fs.readdirSync', kind: W.FS_LIST, at: 'path' },
  copyFile: { api: 'fs.copyFileSync', kind: W.FS_CREATE, at: 'second' },
  link: { api: 'fs.linkSync', kind: W.FS_CREATE_EXCLUSIVE, at: 'second' },
  symlink: { api: 'fs.symlinkSync', kind: W.FS_CREATE_EXCLUSIVE, at: 'second' },
  chmod: { api: 'fs.chmodSync', kind: W.FS_META, at: 'path' },
  chown: { api: 'fs.chownSync', kind: W.FS_META, at: 'path' },
  utimes: { api: 'fs.utimesSync', kind: W.FS_META, at: 'path' },
};

const WRITE_JOB = OPERATIONS['writeFileUtf8'] as Operation;

/** Source files are read by the module loader all the time. */
const SOURCE_FILE = /(?:\.[cm]?[jt]sx?|\.node|\.wasm|[\\/]package\.json)$/;

/** Node reads what a package says of itself natively: a call of the user's code is one that may change it. */
function isSource(file: string): boolean {
  return SOURCE_FILE.test(file) && !(siteRegister[0] !== 0 && file.endsWith('package.json'));
}

let requestClass: Function = Object;
let getAsyncId: Function | undefined;
let usePromises: unknown;
let operations = 0;
/** Request → operation under way. */
const pending = safeMap<number, number>();
interface OpenFile {
  readonly path: string;
  /** What is written is put at its end, wherever that is by then. */
  readonly appends: boolean;
  /** The operation that opened it as a plain descriptor; 0. */
  readonly operation: number;
  /** How many files had been opened asynchronously when it was known that the descriptor has this file. */
  since: number;
}

/** Request → file, of opens whose descriptor comes later. */
const opening = safeMap<number, OpenFile>();
/** A new descriptor is not known when the callback of its request starts, and may be one whose number was used before. */
let arrivals = 0;
/** Descriptor → file; certain where nothing has arrived since. */
const openFiles = safeMap<number, OpenFile>();
/** By the last part of their path: plain descriptors that are open, or were asked for, and whose number is not certain. */
const looseFiles = safeMap<string, OpenFile[]>();
/** Of names that could not be opened more are kept than this only until the next one comes. */
const MAX_LOOSE = 1024;
/** Bytes behind this place of a file are not told apart. */
const MAX_RANGE = 2 ** 31;
/** Whether the user's code says where it calls. */
let hasSites = false;
let ignoredFolders: readonly string[] = [];
let newHandle: object | undefined;

/** Installs the hooks; operations inside the `ignored` folders (our own) are not recorded. False when this process does not give out the binding. */
export function installFs(ignored: readonly string[], isTransformed: boolean): boolean {
  hasSites = isTransformed;
  ignoredFolders = ignored.filter((folder) => folder !== '').map((folder) => folder + path.sep);
  const binding = nativeBinding('fs');
  const request = binding?.['FSReqCallback'];
  if (binding === undefined || typeof request !== 'function') return false;
  requestClass = request;
  usePromises = binding['kUsePromises'];
  const prototype = request.prototype as { getAsyncId?: Function };
  getAsyncId = prototype.getAsyncId;
  for (const [name, operation] of Object.entries(OPERATIONS)) patchNative(binding, name, (original) => observe(original, name, operation));
  patchNative(binding, 'close', forgetPath);
  patchNative(nativePrototype(binding, 'FileHandle'), 'close', forgetHandle);
  patchNative(nativePrototype(binding, 'FileHandle'), 'releaseFD', forgetHandle);
  onResourceType('FILEHANDLE', initFileHandle);
  // Node 26 reads and writes whole files in one job, which learns the path when it runs.
  patchNative(nativePrototype(binding, 'ReadFileJob'), 'run', (original) => observeJob(original, W.FS_READ));
  patchNative(nativePrototype(binding, 'WriteFileJob'), 'run', (original) => observeJob(original, W.FS_WRITE));
  // How it writes is known to its constructor only. (The callback form has a reference of its own to the class: its appending is recorded as writing, and the model goes by the name in the call.)
  patchNative(binding, 'WriteFileJob', (original) =>
    observeConstructor(original, (args) => {
      jobFlags = args[1];
      return construct(original, args) as object;
    }),
  );
  return true;
}

function observe(original: Function, name: string, operation: Operation): Function {
  const mayBeLoader = name === 'lstat' || name === 'readFileUtf8';
  const isOpen = name === 'open' || name === 'openFileHandle';
  return function wrapper(this: unknown, ...args: unknown[]): unknown {
    if (!isRecording() || isHiding()) return apply(original, this, args);
    const request = requestOf(args);
    if (operation.at === 'fd' && isOutput(args[0])) {
      return request === undefined && operation.kind === W.FS_WRITE ? print(original, this, args) : apply(original, this, args);
    }
    // Whoever reads a whole file asks for its size, too.
    if (name === 'fstat' && (request === undefined || siteRegister[0] === 0)) return apply(original, this, args);
    // The module loader follows links.
    if (name === 'readlink' && request === undefined && siteRegister[0] === 0) return apply(original, this, args);
    if (request === undefined && mayBeLoader && (name === 'lstat' || isSource(String(args[0])))) return apply(original, this, args);
    const kind = classOf(name, operation, args);
    const first = operation.at === 'second' ? args[1] : args[0];
    const met = typeof first === 'number' ? pathOfDescriptor(first) : absolute(first);
    const closed = closedPath(met, first);
    const file = closed === '' ? met : '';
    if (isIgnored(file) || (kind === W.FS_READ && isLoading(file))) return apply(original, this, args);
    const second = operation.at === 'both' ? absolute(args[1]) : name === 'copyFile' ? absolute(args[0]) : closed;
    const number = ++operations;
    if (request === undefined) return runSync(wrapper, original, this, args, operation.api, number, kind, file, second, isOpen);
    recordFs(number, kind, file, second, 1);
    recordRange(number, name, args);
    let result;
    try {
      result = apply(original, this, args) as unknown;
    } catch (error) {
      recordFsDone(number, codeOf(error));
      hideFrames(error, wrapper);
      throw error;
    }
    // A promise form creates its request inside the call, the callback form before.
    const id = request === usePromises ? newestResourceId() : (apply(getAsyncId as Function, request, []) as number);
    pending.set(id, number);
    if (isOpen) {
      const isPlain = name === 'open' && !isOfWhole(request);
      opening.set(id, { path: file, appends: isAppending(args[1]), operation: isPlain ? number : 0, since: 0 });
    }
    onBefore(id, finish);
    return result;
  };
}

/** `file.read(buffer, 0, 512, at)` */
function recordRange(number: number, name: string, args: readonly unknown[]): void {
  const length = args[3];
  const at = args[4];
  if ((name !== 'read' && name !== 'writeBuffer') || typeof at !== 'number' || typeof length !== 'number') return;
  if (at >= 0 && at < MAX_RANGE) emit(W.OP_FS_RANGE, number, at, length);
}

/**
 * Our own log; and standard output and errors: into a file Node writes them with the calls of this binding, into a pipe or a terminal with others. What a
 * program prints is the same everywhere, so nobody sees where it goes: no effect of the code that prints, and no call that it could have made another way.
 */
function isOutput(fd: unknown): boolean {
  return fd === logDescriptor() || ((fd === 1 || fd === 2) && !openFiles.has(fd));
}

/** Into a pipe that nobody reads it may take for ever: the watchdog sees that the thread is in it. */
function print(original: Function, self: unknown, args: unknown[]): unknown {
  if (args[0] !== 1 && args[0] !== 2) return apply(original, self, args);
  head[S_BLOCKED] = WRITES_OUTPUT + args[0] - 1;
  try {
    return apply(original, self, args) as unknown;
  } finally {
    head[S_BLOCKED] = 0;
  }
}

function runSync(
  wrapper: Function,
  original: Function,
  self: unknown,
  args: unknown[],
  api: string,
  number: number,
  kind: number,
  file: string,
  second: string,
  isOpen: boolean,
): unknown {
  recordShortBlockEnter(api);
  recordFs(number, kind, file, second, 0);
  let error = '';
  try {
    const result = apply(original, self, args) as unknown;
    if (isOpen && typeof result === 'number') {
      openFiles.set(result, { path: file, appends: isAppending(args[1]), operation: number, since: arrivals });
      emit(W.OP_DESCRIPTOR, number, 0);
    }
    const context = args.at(-1);
    // Node 20 reports some errors in an object instead of throwing.
    if (typeof context === 'object' && context !== null) error = codeOf(context);
    if (error === '' && isMissing(api, result)) error = 'ENOENT';
    return result;
  } catch (caught) {
    error = codeOf(caught);
    hideFrames(caught, wrapper);
    throw caught;
  } finally {
    recordFsDone(number, error);
    recordBlockExit();
  }
}

/** An answer that says that there is no such file, without an error. */
function isMissing(api: string, result: unknown): boolean {
  return api === 'fs.existsSync' ? result === false : (api === 'fs.statSync' || api === 'fs.lstatSync') && result === undefined;
}

/** The request of an asynchronous call, kUsePromises for a promise form, undefined for a sync call. */
function requestOf(args: readonly unknown[]): unknown {
  for (let i = args.length - 1; i > 0; i--) {
    const arg = args[i];
    if (arg === usePromises || (typeof arg === 'object' && arg instanceof requestClass)) return arg;
  }
  return undefined;
}

/** A callback of the request starts: the operation has ended. */
function finish(id: number): void {
  const number = pending.get(id);
  if (number === undefined) return;
  pending.delete(id);
  forget(id);
  const opened = opening.get(id);
  if (opened !== undefined) {
    arrivals++;
    loosen(opened);
    newHandle = undefined;
    onAfter(id, learnDescriptor);
  }
  recordFsDone(number, '?');
}

/** A FileHandle comes to life inside the callback of its request; its native part cannot be asked before that has ended. */
function initFileHandle(_id: number, resource: object): void {
  newHandle = resource;
}

function learnDescriptor(id: number): void {
  forget(id);
  const file = opening.get(id);
  opening.delete(id);
  const fd = (newHandle as { fd?: number } | undefined)?.fd;
  newHandle = undefined;
  if (file === undefined || typeof fd !== 'number' || fd < 0) return;
  file.since = arrivals;
  openFiles.set(fd, file);
}

function loosen(file: OpenFile): void {
  if (file.operation === 0) return;
  const name = path.basename(file.path);
  const others = looseFiles.get(name);
  if (others !== undefined) {
    others[others.length] = file;
    return;
  }
  if (looseFiles.size >= MAX_LOOSE) looseFiles.clear();
  looseFiles.set(name, [file]);
}

/** The plain descriptor has this path by now: which of those that were asked for it is. */
function findLoose(fd: number, file: string): OpenFile | undefined {
  const name = path.basename(file);
  const files = looseFiles.get(name);
  if (files === undefined) return undefined;
  // A path that leads through a link has another text here.
  let at = files.length - 1;
  while (at > 0 && files[at]?.path !== file) at--;
  const found = files[at] as OpenFile;
  files[at] = files[files.length - 1] as OpenFile;
  files.length--;
  if (files.length === 0) looseFiles.delete(name);
  found.since = arrivals;
  openFiles.set(fd, found);
  emit(W.OP_DESCRIPTOR, found.operation, 0);
  return found;
}

/** fs.readFile reads a whole file with a descriptor of its own, and closes it. */
function isOfWhole(request: unknown): boolean {
  return (request as { readonly context?: unknown } | undefined)?.context !== undefined;
}

function forgetPath(original: Function): Function {
  return function close(this: unknown, ...args: unknown[]): unknown {
    const fd = args[0] as number;
    if (isRecording() && !isHiding() && fd > 2 && fd !== logDescriptor() && !isOfWhole(args[1])) noteClose(fd);
    openFiles.delete(fd);
    return apply(original, this, args);
  };
}

/** What the descriptors had that were closed; only Linux tells whether one is in use again. */
const closedFiles = new Map<number, string>();
const MAX_CLOSED = 64;
const DEV_NULL = '/dev/null';

/**
 * The file that a descriptor had which the program has not opened since. What Node opens for itself may have the number by now: sockets, pipes, and
 * `/dev/null`, which libuv keeps for each loop with a stream.
 */
function closedPath(file: string, first: unknown): string {
  if (typeof first !== 'number' || (file !== DEV_NULL && file.startsWith('/')) || fileOf(first) !== undefined) return '';
  return closedFiles.get(first) ?? '';
}

function noteClose(fd: number): void {
  const file = pathOfDescriptor(fd);
  if (process.platform === 'linux') {
    if (closedFiles.size >= MAX_CLOSED) closedFiles.clear();
    closedFiles.set(fd, file);
  }
  const known = fileOf(fd);
  // What the module loader has read it closes, too; what has no path is no file.
  if (known === undefined && (SOURCE_FILE.test(file) || isIgnored(file) || (file !== '' && !file.startsWith('/')))) return;
  if (known === undefined || known.operation !== 0) emit(W.OP_DESCRIPTOR, known?.operation ?? 0, 1);
}

function forgetHandle(original: Function): Function {
  return function close(this: { fd?: number; getAsyncId?: () => number }, ...args: unknown[]): unknown {
    const fd = this.fd;
    if (typeof fd === 'number') openFiles.delete(fd);
    if (isRecording() && typeof this.getAsyncId === 'function') emit(W.OP_HANDLE_CLOSE, this.getAsyncId());
    return apply(original, this, args);
  };
}

/** Open flags of the job that was made last and does not run yet. */
let jobFlags: unknown;

function observeJob(original: Function, kind: number): Function {
  return function run(this: { getAsyncId?: () => number }, ...args: unknown[]): unknown {
    if (!isRecording() || isHiding()) return apply(original, this, args);
    const number = ++operations;
    const actual =
      kind === W.FS_WRITE && typeof jobFlags === 'number' ? classOf('writeFileUtf8', WRITE_JOB, [undefined, undefined, jobFlags]) : kind;
    jobFlags = undefined;
    recordFs(number, actual, absolute(args[0]), '', 1);
    const failure = apply(original, this, args) as unknown;
    const id = getAsyncId === undefined ? 0 : (apply(getAsyncId, this, []) as number);
    if (failure !== undefined) recordFsDone(number, codeOf(failure));
    else {
      pending.set(id, number);
      onBefore(id, finish);
    }
    return failure;
  };
}

const O_CREAT = process.platform === 'win32' ? 0x100 : process.platform === 'linux' ? 0o100 : 0x200;
const O_EXCL = process.platform === 'win32' ? 0x400 : process.platform === 'linux' ? 0o200 : 0x800;
const O_TRUNC = process.platform === 'win32' ? 0x200 : process.platform === 'linux' ? 0o1000 : 0x400;
const O_APPEND = process.platform === 'linux' ? 0o2000 : 8;
/** Linux says so after the path of what was deleted. */
const DELETED = ' (deleted)';
/** In the text that Linux gives about a descriptor; in octal. */
const FLAGS_OF_DESCRIPTOR = /^flags:\s*([0-7]+)/m;

function classOf(name: string, operation: Operation, args: readonly unknown[]): number {
  if (name === 'mkdir') return args[2] === true ? W.FS_MKDIR_RECURSIVE : operation.kind;
  const isWrite = operation.kind === W.FS_WRITE && name !== 'ftruncate';
  if (isWrite && typeof args[0] === 'number') return appendsTo(args[0]) ? W.FS_APPEND : W.FS_WRITE;
  const flags = operation.flags === undefined ? undefined : args[operation.flags];
  if (typeof flags !== 'number') return operation.kind;
  if ((flags & O_EXCL) !== 0 && (flags & O_CREAT) !== 0) return W.FS_CREATE_EXCLUSIVE;
  if (isAppending(flags)) return W.FS_APPEND;
  if (name === 'writeFileUtf8') return W.FS_WRITE;
  if ((flags & O_CREAT) !== 0) return W.FS_CREATE;
  if ((flags & 3) === 0) return W.FS_READ;
  // 'r+' makes no file and changes none: what is written by the descriptor is seen where that is done.
  return (flags & O_TRUNC) === 0 ? W.FS_META : W.FS_WRITE;
}

/** The module loader reads a source file: no code of the user's asked for it in this callback. */
function isLoading(file: string): boolean {
  return hasSites && siteRegister[0] === 0 && SOURCE_FILE.test(file);
}

function isIgnored(file: string): boolean {
  for (let i = 0; i < ignoredFolders.length; i++) {
    const folder = ignoredFolders[i] as string;
    if (file.startsWith(folder) || (file.length + 1 === folder.length && folder.startsWith(file))) return true;
  }
  return false;
}

function absolute(value: unknown): string {
  if (typeof value === 'string') {
    return value.startsWith('/') && !value.includes('/.') && !value.includes('//') ? value : resolve(value);
  }
  if (value instanceof Uint8Array) return resolve(Buffer.from(value).toString());
  return '';
}

/** There may be no working folder any more; then the program is to hear of that from what it called. */
function resolve(file: string): string {
  try {
    return path.resolve(file);
  } catch {
    return file;
  }
}

/** The file of a descriptor, where that is certain. */
function fileOf(fd: number): OpenFile | undefined {
  const known = openFiles.get(fd);
  return known?.since === arrivals ? known : undefined;
}

function pathOfDescriptor(fd: number): string {
  if (fd >= 0 && fd <= 2) return '';
  const known = openFiles.get(fd);
  if (known?.since === arrivals) return known.path;
  if (process.platform !== 'linux') return '';
  try {
    const link = hide(() => readlinkSync(`/proc/self/fd/${fd}`));
    const file = link.endsWith(DELETED) ? link.slice(0, -DELETED.length) : link;
    if (known !== undefined && path.basename(known.path) === path.basename(file)) {
      known.since = arrivals;
      return known.path;
    }
    return findLoose(fd, file)?.path ?? file;
  } catch {
    // Closed meanwhile, or no /proc.
    return '';
  }
}

function isAppending(flags: unknown): boolean {
  return typeof flags === 'number' && (flags & O_APPEND) !== 0;
}

function appendsTo(fd: number): boolean {
  const known = fileOf(fd);
  if (known !== undefined || process.platform !== 'linux' || (fd >= 0 && fd <= 2)) return known?.appends ?? false;
  try {
    const info = hide(() => readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'));
    const digits = FLAGS_OF_DESCRIPTOR.exec(info)?.[1];
    return digits !== undefined && isAppending(Number.parseInt(digits, 8));
  } catch {
    // Closed meanwhile, or no /proc.
    return false;
  }
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}
