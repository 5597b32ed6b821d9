/** Entries of `locks[]` in interleave.config.json (docs/locks.md). */
import path from 'node:path';
import type { ConfiguredLock } from '../wire/configuredLock.ts';

const KEYS = ['module', 'export', 'kind', 'permits', 'factory', 'key', 'acquire', 'release', 'run'];
const KINDS: readonly string[] = ['mutex', 'semaphore', 'queue', 'pool'] satisfies ConfiguredLock['kind'][];
const NAME = /^[A-Za-z_$][\w$]*$/;

/** `fail` throws: a typo must not silently make a lock unknown again. */
export function parseLock(entry: unknown, folder: string, fail: (why: string) => never): ConfiguredLock {
  if (typeof entry !== 'object' || entry === null) return fail('an entry of "locks" must be an object');
  const record = entry as Record<string, unknown>;
  const other = Object.keys(record).find((key) => !KEYS.includes(key));
  if (other !== undefined) fail(`"${other}" is not known in an entry of "locks" (${KEYS.join(', ')})`);
  const { module, permits, key, factory } = record;
  if (typeof module !== 'string' || module === '') return fail('a lock needs a module: a package, or a file that begins with ./');
  const method = (name: 'acquire' | 'release' | 'run'): string => {
    const value = record[name] ?? '';
    if (typeof value !== 'string' || (value !== '' && value !== '()' && !NAME.test(value))) {
      return fail(`"${name}" of the lock in ${module} must be the name of a method, or "()" for the export itself`);
    }
    return value;
  };
  const exported = record['export'] ?? 'default';
  if (typeof exported !== 'string' || !NAME.test(exported)) fail(`"export" of the lock in ${module} must be the name of an export`);
  const kind = record['kind'] ?? 'mutex';
  if (!KINDS.includes(kind as string)) fail(`"kind" of the lock in ${module} must be one of ${KINDS.join(', ')}`);
  if (permits !== undefined && typeof permits !== 'string' && (typeof permits !== 'number' || permits < 0)) {
    fail(`"permits" of the lock in ${module} must be a number, or the name of a property that holds one`);
  }
  if (key !== undefined && (typeof key !== 'number' || !Number.isInteger(key) || key < 0)) {
    fail(`"key" of the lock in ${module} must be the index of an argument`);
  }
  if (factory !== undefined && typeof factory !== 'boolean') fail(`"factory" of the lock in ${module} must be true or false`);
  const [acquire, release, run] = [method('acquire'), method('release'), method('run')];
  if (acquire === '' && run === '') fail(`the lock in ${module} needs "acquire" or "run"`);
  return {
    module: module.startsWith('.') || path.isAbsolute(module) ? path.resolve(folder, module) : module,
    export: exported as string,
    kind: kind as ConfiguredLock['kind'],
    permits: (permits as number | string | undefined) ?? (kind === 'mutex' ? 1 : 0),
    factory: factory === true,
    key: (key as number | undefined) ?? -1,
    acquire,
    release,
    run,
  };
}
