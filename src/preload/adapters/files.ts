/**
 * Which files of which packages are adapted, and what is appended to their source so that they hand over what they define when they are evaluated. No more
 * than texts: Node 20's module hooks thread uses this too.
 *
 * Text goes to the last line, so that lines and columns stay what they are; classes and functions are reached by the names they have inside the file, which works the
 * same in CommonJS and in ES modules (whose exports are live bindings).
 */

import type { ConfiguredLock } from '../../wire/configuredLock.ts';

/** Key of the function that appended code calls. */
export const ADAPT_KEY = 'interleave.adapt';
const CALL = `globalThis[Symbol.for(${JSON.stringify(ADAPT_KEY)})]`;
/** The same function in the contexts of `vm`, where nothing is put on the global object: a global lexical variable. */
export const VM_ADAPT = '$ilad';

/** End of the path, with forward slashes → names in the file that the adapter wants; `!name`: it is replaced by what the adapter returns. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['/async-mutex/index.mjs', 'Mutex Semaphore !withTimeout'],
  ['/async-mutex/lib/Semaphore.js', 'Semaphore'],
  ['/async-mutex/lib/Mutex.js', 'Mutex'],
  ['/async-mutex/lib/withTimeout.js', '!exports.withTimeout'],
  ['/async-lock/lib/index.js', 'AsyncLock'],
  ['/p-queue/dist/index.js', 'PQueue'],
  ['/p-limit/index.js', '!pLimit'],
  ['/p-mutex/index.js', 'Mutex'],
  ['/bottleneck/lib/Bottleneck.js', 'module.exports'],
  ['/generic-pool/lib/Pool.js', 'Pool'],
  ['/generic-pool/lib/ResourceRequest.js', 'ResourceRequest'],
  ['/tarn/dist/PendingOperation.js', 'PendingOperation'],
  ['/tarn/dist/Pool.js', 'Pool'],
  ['/async-sema/lib/index.js', 'Sema'],
  ['/await-semaphore/index.js', 'Semaphore'],
  ['/semaphore-async-await/dist/Semaphore.js', 'Semaphore'],
  ['/light-my-request/index.js', '!makeRequest'],
  ['/fastq/queue.js', '!fastqueue !queueAsPromised !module.exports'],
  ['/async/dist/async.js', '!module.exports'],
  ['/async/queue.js', '!module.exports'],
  ['/async/priorityQueue.js', '!module.exports'],
  ['/async/cargo.js', '!module.exports'],
  ['/async/cargoQueue.js', '!module.exports'],
  ['/proper-lockfile/index.js', '!module.exports'],
  ['/proper-lockfile/lib/lockfile.js', 'module.exports'],
  ['/redlock/redlock.js', 'Redlock'],
  ['/redlock/dist/cjs/index.js', 'Redlock Lock'],
  ['/redlock/dist/esm/index.js', 'Redlock Lock'],
  ['/piscina/dist/index.js', 'ThreadPool'],
  ['/piscina/dist/task_queue/index.js', 'TaskInfo'],
  ['/piscina/dist/worker_pool/index.js', 'WorkerInfo'],
  ['/piscina/dist/src/index.js', 'ThreadPool TaskInfo WorkerInfo'],
  ['/pg-pool/index.js', 'Pool PendingItem'],
  ['/mysql2/lib/base/pool.js', 'BasePool'],
  ['/mysql2/lib/pool.js', 'Pool'],
  ['/mysql2/lib/promise/pool.js', 'PromisePool'],
  ['/mysql2/promise.js', 'PromisePool'],
]);

/**
 * Where test runners make the error of a test that took too long: the file, the text after which the adapter is called (without parts), and how. In templates the call becomes an empty text.
 * These functions are inside others, where no text at the end of the file reaches them.
 */
const TIMEOUTS: readonly (readonly [file: RegExp, before: RegExp, call: (callee: string) => string])[] = [
  [/^\/mocha\/lib\/runnable\.js$/, /\b_timeoutError = function ?\(\w*\) ?\{/, (callee) => `${callee};`],
  [/^\/@vitest\/runner\/dist\/[\w-]+\.js$/, /\bfunction makeTimeout(?:Error|Msg)\([\w, ]*\) ?\{/, (callee) => `${callee};`],
  [/^\/jest-circus\/build\/[\w-]+\.js$/, /\b_makeTimeoutMessage = \([\w, ]*\) =>\s*`/, (callee) => `\${(${callee},"")}`],
];

/** The source of a test runner that says when it gives up on a test; undefined when the file does not do that. */
function tellTimeouts(path: string, source: string, callee: string): string | undefined {
  const spec = TIMEOUTS.find(([file]) => file.test(path));
  const found = spec?.[1].exec(source);
  if (spec === undefined || found === null || found === undefined) return undefined;
  const at = found.index + found[0].length;
  return `${source.slice(0, at)}${spec[2](`${callee}?.(${JSON.stringify(path)},{})`)}${source.slice(at)}`;
}

/** '/package/path' of a file below node_modules, '' for others. Accepts paths and file: URLs. */
function packagePath(file: string): string {
  const at = file.lastIndexOf('node_modules');
  if (at < 0) return '';
  const rest = file.slice(at + 'node_modules'.length).replaceAll('\\', '/');
  const end = rest.search(/[?#]/);
  return end < 0 ? rest : rest.slice(0, end);
}

/** Locks of the user's configuration. */
let configured: readonly ConfiguredLock[] = [];
/** User code is not transformed, so that configured files of it pass through `adaptSource`. */
let adaptsOwnFiles = false;

export function configureLocks(locks: readonly ConfiguredLock[], isLight: boolean): void {
  configured = locks;
  adaptsOwnFiles = isLight;
}

/** True for a file whose source should pass through `adaptSource`. Cheap: asked for every module. */
export function isAdapted(file: string): boolean {
  const path = packagePath(file);
  if (NAMES.has(path) || TIMEOUTS.some(([file]) => file.test(path))) return true;
  return configured.length > 0 && (path !== '' || adaptsOwnFiles) && configuredIn(file, path).length > 0;
}

/** Numbers of the configured locks that the file may hold. */
function configuredIn(file: string, path: string): number[] {
  const own = path === '' ? plainPath(file) : '';
  return configured.flatMap((lock, i) => {
    if (path === '') return plainPath(lock.module) === own ? [i] : [];
    return path === `/${lock.module}` || path.startsWith(`/${lock.module}/`) ? [i] : [];
  });
}

/** A path or file: URL with forward slashes and without a drive's slash. */
function plainPath(file: string): string {
  const text = file.startsWith('file:') ? decodeURIComponent(file.slice('file://'.length).replace(/[?#].*$/, '')) : file;
  return text.replaceAll('\\', '/').replace(/^\/(?=[A-Za-z]:)/, '');
}

/** What is put after the code of a file that holds configured locks, '' for others. */
export function configuredCode(file: string, callee: string = CALL): string {
  if (configured.length === 0) return '';
  return configuredIn(file, packagePath(file))
    .map((i) => {
      const name = configured[i]?.export ?? '';
      const local = name === 'default' ? 'undefined' : `typeof ${name}==="undefined"?undefined:${name}`;
      const exported = 'typeof module==="object"&&module?module.exports:undefined';
      const assign =
        name === 'default' ? 'if(o)module.exports=r.value' : `if(o&&o[${JSON.stringify(name)}])o.${name}=r.value;${name}=r.value`;
      return `;try{const o=${exported};const r=${callee}?.("/configured/${i}",{local:${local},exports:o});if(r){${assign}}}catch{}`;
    })
    .join('');
}

/** The source with the call that lets the adapter in, or undefined when the file is none of ours or has it already. */
export function adaptSource(file: string, source: string, inContext = false): string | undefined {
  const path = packagePath(file);
  const wanted = NAMES.get(path);
  if (source.includes(ADAPT_KEY) || source.includes(VM_ADAPT)) return undefined;
  // A line comment at the end of the file (its source map) must not swallow the code.
  const lineEnd = source.slice(source.lastIndexOf('\n') + 1).includes('//') ? '\n' : '';
  const callee = inContext ? VM_ADAPT : CALL;
  const telling = tellTimeouts(path, source, callee);
  if (telling !== undefined) return telling;
  const extra = configuredCode(file, callee);
  if (wanted === undefined) return extra === '' ? undefined : `${source}${lineEnd}${extra}`;
  const names = wanted.split(' ').map((name) => ({ name: name.replace('!', ''), replaced: name.startsWith('!') }));
  const key = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
  const parts = names.map((n) => `${key(n.name)}:${n.name}`).join(',');
  const replaced = names.filter((n) => n.replaced).map(({ name }) => replacement(name, `r.${key(name)}`));
  // Another version of the library may lack a name, or have made it a constant: then it stays as it is.
  const call = `const r=${callee}?.(${JSON.stringify(path)},{${parts}});`;
  const code = `try{${call}${replaced.length === 0 ? '' : `if(r){${replaced.join('')}}`}}catch{}`;
  return `${source}${lineEnd};${code}${extra}`;
}

/** Puts the adapted value in the place of a name, and of a CommonJS export that is the same value. */
function replacement(name: string, value: string): string {
  if (name.includes('.')) return `${name}=${value};`;
  return `{const o=${name};try{${name}=${value}}catch{}if(typeof module==="object"&&module.exports===o)module.exports=${value};}`;
}
