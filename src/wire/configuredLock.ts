/** One lock of `locks[]` in interleave.config.json, as the host hands it to the recorder. Described in docs/locks.md. */
export interface ConfiguredLock {
  /** A package (`redis-semaphore`), a file of one (`pkg/lib/lock.js`), or the absolute path of one of the program's own files. */
  readonly module: string;
  /** Name of the class, object or function there; `default` for what the module itself is. */
  readonly export: string;
  readonly kind: 'mutex' | 'semaphore' | 'queue' | 'pool';
  /** How many may hold it at once, or the property of the lock that says so; 0 stands for no limit. */
  readonly permits: number | string;
  /** The export is a function that makes locks. */
  readonly factory: boolean;
  /** Index of the argument that names the lock; -1: there is one lock an object. */
  readonly key: number;
  /** Names of the methods, '' for none; `()` when the export itself is that function. */
  readonly acquire: string;
  readonly release: string;
  readonly run: string;
}
