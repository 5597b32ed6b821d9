/**
 * Loads a bundle with V8's code cache: most of a cold transform is compiling the parser, function by function, and the cache saves that from the second
 * process on. The cache is checked by our own digest, since V8 trusts what it is given.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';

const { Script } = vm;
const DIGEST_LENGTH = 32;

export interface CompiledBundle {
  readonly exports: unknown;
  /** Writes the code cache, if there was none that fits. Call it after the functions worth keeping have run. */
  readonly save: () => void;
}

/** Loads a CommonJS bundle that requires nothing but built-ins. `directory`: where code caches are kept, '' for nowhere. Undefined when there is no such file. */
export function loadCompiled(file: string, directory: string): CompiledBundle | undefined {
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch {
    return undefined; // the tests have everything in one bundle
  }
  const key = createHash('sha256').update(`${process.version} ${process.arch} ${file}\n`).update(source).digest('hex');
  const target = path.join(directory, `${key.slice(0, 32)}.ilc`);
  const cachedData = directory === '' ? undefined : readChecked(target);
  const script = new Script(`(function (exports, require, module) {${source}\n})`, {
    filename: file,
    ...(cachedData ? { cachedData } : {}),
  });
  const module: { exports: unknown } = { exports: {} };
  // SAFETY: the text above is a function expression.
  const wrapper = script.runInThisContext() as (exports: unknown, require: NodeJS.Require, module: { exports: unknown }) => void;
  wrapper(module.exports, require, module);
  const isFresh = cachedData !== undefined && script.cachedDataRejected !== true;
  const save = (): void => {
    if (!isFresh && directory !== '') writeChecked(target, script.createCachedData());
  };
  return { exports: module.exports, save };
}

function readChecked(file: string): Buffer | undefined {
  try {
    const data = readFileSync(file);
    const body = data.subarray(DIGEST_LENGTH);
    return createHash('sha256').update(body).digest().equals(data.subarray(0, DIGEST_LENGTH)) ? body : undefined;
  } catch {
    return undefined; // none yet
  }
}

function writeChecked(file: string, body: Buffer): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    const temporary = `${file}.${process.pid}.${Math.trunc(performance.now() * 1e6).toString(36)}.tmp`;
    writeFileSync(temporary, Buffer.concat([createHash('sha256').update(body).digest(), body]), { mode: 0o600, flag: 'wx' });
    renameSync(temporary, file);
  } catch {
    // a read-only disk: every process compiles for itself
  }
}
