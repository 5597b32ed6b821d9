/**
 * Built-ins that hold the thread: BLOCK_ENTER before, BLOCK_EXIT after. Calls that can last (Atomics.wait, spawnSync in processes.ts) write their enter
 * record out at once; the others leave it in the frame, where the watchdog finds it if they stick. fs.*Sync: see fs.ts.
 */
import * as W from '../../wire/events.ts';
import { apply, withoutOwnFrames, wrapMethod } from '../builtins.ts';
import { patchNative } from '../bindings.ts';
import { recordBlockEnter, recordBlockExit, recordShortBlockEnter } from '../recordIo.ts';
import { emit, isRecording } from '../recorder.ts';
import { afterAcquire, beforeWait } from '../shared/sharedMemoryAtomics.ts';
import { noteAwaited } from '../shared/sharedLocks.ts';
import { viewOf } from '../shared/sharedMemoryViews.ts';
import { onResourceType } from './asyncTasks.ts';

/** Async resource of a crypto job → the function that people call. */
const CRYPTO_JOBS: Readonly<Record<string, string>> = {
  PBKDF2REQUEST: 'crypto.pbkdf2Sync',
  SCRYPTREQUEST: 'crypto.scryptSync',
  HKDFREQUEST: 'crypto.hkdfSync',
  KEYPAIRGENREQUEST: 'crypto.generateKeyPairSync',
  KEYGENREQUEST: 'crypto.generateKeySync',
  CHECKPRIMEREQUEST: 'crypto.checkPrimeSync',
  RANDOMPRIMEREQUEST: 'crypto.generatePrimeSync',
  SIGNREQUEST: 'crypto.sign',
  ARGON2REQUEST: 'crypto.argon2Sync',
};

const patched = new WeakSet<object>();

export function installBlocking(): void {
  // The prototypes come with the first object of each kind, before anybody can call a method of it: no module is loaded for this.
  for (const [type, api] of Object.entries(CRYPTO_JOBS)) {
    onResourceType(type, (_id, resource) => patchOnce(resource, 'run', api));
  }
  onResourceType('ZLIB', (_id, resource) => patchOnce(resource, 'writeSync', 'zlib.*Sync'));
  wrapMethod(Atomics, 'wait', (original) => {
    const { wait } = {
      wait(this: unknown, ...args: unknown[]): unknown {
        beforeWait();
        recordWaitedFor(args, wait);
        recordBlockEnter('Atomics.wait');
        try {
          return withoutOwnFrames(() => apply(original, this, args) as unknown);
        } finally {
          recordBlockExit();
          afterAcquire();
        }
      },
    };
    return wait;
  });
}

/** Which element Atomics.wait is about to wait for. Arguments that are no plain ones are not looked at: the call may still throw. */
function recordWaitedFor([array, index, value, timeout]: readonly unknown[], below: Function): void {
  const view = typeof index === 'number' && index >>> 0 === index ? viewOf(array) : undefined;
  const isLimited = timeout !== undefined && timeout !== Infinity && !Number.isNaN(timeout);
  const how = (isLimited ? W.WAIT_LIMITED : 0) | (value === 0 ? W.WAIT_NOT_ZERO : 0);
  emit(W.OP_BLOCK_ON, view?.buffer ?? 0, view === undefined ? 0 : view.offset + (index as number) * view.width, how);
  if (view !== undefined && view.buffer !== 0) noteAwaited(view, index as number, below);
}

function patchOnce(resource: object, method: string, api: string): void {
  const prototype = Object.getPrototypeOf(resource) as object;
  if (patched.has(prototype)) return;
  patched.add(prototype);
  patchNative(
    prototype,
    method,
    (original) =>
      function (this: unknown, ...args: unknown[]): unknown {
        // A job of the pool has somebody to tell when it is done, and begins without holding the thread.
        if (!isRecording() || typeof (this as { ondone?: unknown }).ondone === 'function') return apply(original, this, args);
        recordShortBlockEnter(api);
        try {
          return apply(original, this, args);
        } finally {
          recordBlockExit();
        }
      },
  );
}
