/**
 * Loads a bundle with V8's code cache: most of what a start costs is compiling, function by function, and the cache saves that from the second process on.
 * V8 trusts what it is given, so the file holds its data twice: a torn or damaged one differs somewhere. (Comparing 300 KB takes 30 µs; any digest takes longer
 * than what half of the file saves.)
 */
import fs from 'node:fs';
import vm from 'node:vm';
import { wholeFiles } from './wholeFiles.ts';

declare const INTERLEAVE_VERSION: string;

const { statSync } = fs;
const VmScript = vm.Script;

/** Gets as many arguments as there were parameter names. */
type Body = (...args: unknown[]) => unknown;

export interface CompiledBundle {
  readonly body: Body;
  /**
   * Writes the code cache if there is none that fits, or one that was written after less than a quarter of the work. V8 keeps what has run: a first file of one line, or a first
   * trace of ten events, leaves most functions out. `work`: how much has been done with the bundle, in whatever the caller counts (default 1: it never grows).
   */
  readonly save: (work?: number) => void;
}

/**
 * Compiles the text of a bundle to a function of the given parameters. `name`: what V8 calls the script; `directory`: where code caches are kept, '' for nowhere.
 * Throws when there is no such file.
 */
export function loadCompiled(file: string, parameters: string, name: string, directory: string): CompiledBundle {
  const source = wholeFiles.read(file).toString('latin1'); // the build writes ASCII
  const target = directory === '' ? '' : cacheName(file);
  const known = target === '' ? undefined : readTwice(`${directory}/${target}`);
  const cachedData = known?.subarray(0, -WORK_BYTES);
  const script = new VmScript(`(function (${parameters}) {${source}\n})`, { filename: name, ...(cachedData ? { cachedData } : {}) });
  let done = known !== undefined && script.cachedDataRejected !== true ? known.readUInt32LE(known.length - WORK_BYTES) : 0;
  return {
    // SAFETY: the text above is a function expression.
    body: script.runInThisContext() as Body,
    save: (work = 1) => {
      if (target === '' || work < WORTH_IT * done || work === 0) return;
      done = work;
      writeTwice(directory, target, script, work);
    },
  };
}

/** After so many times the work of the one that is there a cache is written anew (some 7 ms). */
const WORTH_IT = 4;
/** Behind what V8 gives: after how much work. */
const WORK_BYTES = 4;

/** The name says whose code it is: V8 itself looks only at the length of the source. */
function cacheName(file: string): string {
  const { size, mtimeMs } = statSync(file);
  const name = /[^/\\]*?(?=\.js$)/.exec(file)?.[0] ?? '';
  return `${[name, INTERLEAVE_VERSION, process.version, process.arch, size, Math.trunc(mtimeMs)].join('-')}.ilc`;
}

function readTwice(file: string): Buffer | undefined {
  try {
    const data = wholeFiles.read(file);
    const half = data.length / 2;
    const first = data.subarray(0, half);
    return half > WORK_BYTES && first.equals(data.subarray(half)) ? first : undefined;
  } catch {
    return undefined; // none yet
  }
}

function writeTwice(directory: string, name: string, script: InstanceType<typeof VmScript>, work: number): void {
  try {
    const count = Buffer.alloc(WORK_BYTES);
    count.writeUInt32LE(work);
    const data = Buffer.concat([script.createCachedData(), count]);
    wholeFiles.replace(directory, name, Buffer.concat([data, data]));
  } catch {
    // nothing to keep: every process compiles for itself
  }
}
