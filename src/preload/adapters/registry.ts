/** The adapters of the files in files.ts. */
import type { ConfiguredLock } from '../../wire/configuredLock.ts';
import { adaptAsync } from './asyncQueue.ts';
import { adaptAsyncLock } from './asyncLock.ts';
import { adaptAsyncMutex } from './asyncMutex.ts';
import { installAnnotations } from './annotations.ts';
import { adaptConfigured } from './configured.ts';
import { ADAPT_KEY } from './files.ts';
import { adaptBottleneck } from './bottleneck.ts';
import { adaptMysql2, adaptPg } from './databasePools.ts';
import { adaptFastq } from './fastq.ts';
import { adaptProperLockfile, adaptRedlock } from './fileLocks.ts';
import { adaptInject } from './inject.ts';
import { adaptPiscina } from './piscina.ts';
import { adaptPLimit } from './pLimit.ts';
import { adaptGenericPool, adaptTarn } from './pools.ts';
import { adaptPQueue } from './pQueue.ts';
import { adaptPlainLock } from './plainLocks.ts';
import { tellTestTimeout } from './testTimeouts.ts';
import { adaptWebLocks } from './webLocks.ts';

type Adapter = (parts: never, library: string) => object | void;

/** By package. */
const ADAPTERS: Readonly<Record<string, Adapter | undefined>> = {
  '@vitest': tellTestTimeout,
  async: adaptAsync,
  'async-lock': adaptAsyncLock,
  'async-mutex': adaptAsyncMutex,
  'async-sema': adaptPlainLock,
  'await-semaphore': adaptPlainLock,
  bottleneck: adaptBottleneck,
  fastq: adaptFastq,
  'generic-pool': adaptGenericPool,
  'jest-circus': tellTestTimeout,
  'light-my-request': adaptInject,
  mocha: tellTestTimeout,
  mysql2: adaptMysql2,
  'p-limit': adaptPLimit,
  'p-mutex': adaptPlainLock,
  'p-queue': adaptPQueue,
  'pg-pool': adaptPg,
  piscina: adaptPiscina,
  'proper-lockfile': adaptProperLockfile,
  redlock: adaptRedlock,
  'semaphore-async-await': adaptPlainLock,
  tarn: adaptTarn,
};

let configured: readonly ConfiguredLock[] = [];

/** Called by adapted files with what they define. Never throws: a library that has changed stays as it is. */
function adapt(file: string, parts: object): object | undefined {
  try {
    const library = file.split('/')[1] ?? '';
    const spec = library === 'configured' ? configured[Number(file.split('/')[2])] : undefined;
    if (spec !== undefined) return adaptConfigured(spec, parts);
    return (ADAPTERS[library]?.(parts as never, library) as object | undefined) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Puts the function that adapted files call where they find it. */
export function installAdapters(locks: readonly ConfiguredLock[]): void {
  configured = locks;
  Object.defineProperty(globalThis, Symbol.for(ADAPT_KEY), { value: adapt, enumerable: false, configurable: true });
  adaptWebLocks();
  installAnnotations();
}
