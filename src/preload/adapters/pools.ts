/**
 * Pools of resources: generic-pool (3.x) and tarn (3.x, the pool of knex). A request is granted when its operation is resolved with a resource, and ends when that
 * resource is given back.
 */
import { LOCK_POOL, MODE_EXCLUSIVE, MODE_TIMEOUT } from '../../wire/events.ts';
import { apply, wrapMethod } from '../builtins.ts';
import { callSite, defineLock, onCreate, permitsOf, Request } from './lockEvents.ts';

type Method = (...args: unknown[]) => unknown;
interface Pool {
  readonly max?: unknown;
  readonly acquireTimeoutMillis?: unknown;
  readonly _config?: { readonly acquireTimeoutMillis?: unknown };
}

const sites = new WeakMap<object, number>();
const locks = new WeakMap<object, number>();
/** Operation → its request; operations that were resolved before their call returned → the resource. */
const open = new WeakMap<object, Request>();
const early = new WeakMap<object, object>();
/** Resource → the request that has it. */
const lent = new WeakMap<object, Request>();
/** The request of a running `use`, for the acquire inside it. */
let using: Request | undefined;

function lockOf(pool: Pool, library: string): number {
  let lock = locks.get(pool);
  if (lock === undefined) {
    lock = defineLock(LOCK_POOL, permitsOf(pool.max), library, '', sites.get(pool) ?? 0);
    locks.set(pool, lock);
  }
  return lock;
}

function lend(request: Request, resource: unknown): void {
  request.grant();
  if (typeof resource === 'object' && resource !== null) lent.set(resource, request);
}

function request(pool: Pool, library: string): Request {
  const limited = Boolean(pool.acquireTimeoutMillis ?? pool._config?.acquireTimeoutMillis);
  return new Request(lockOf(pool, library), MODE_EXCLUSIVE | (limited ? MODE_TIMEOUT : 0));
}

/** `promiseOf`: what the caller of `acquire` awaits. */
function adaptPool(prototype: object, library: string, created: string, promiseOf: (result: object) => unknown): void {
  onCreate(prototype, created, (self) => sites.set(self, callSite()));
  wrapMethod(
    prototype,
    'acquire',
    (original) =>
      function (this: Pool, ...args: unknown[]) {
        const outer = using;
        using = undefined;
        const asked = outer ?? request(this, library);
        const result = apply(original, this, args) as object;
        if (early.has(result)) lend(asked, early.get(result));
        else open.set(result, asked);
        if (outer === undefined) asked.returned(promiseOf(result));
        return result;
      },
  );
  wrapMethod(
    prototype,
    'use',
    (original) =>
      function (this: Pool, job: unknown, ...rest: unknown[]) {
        if (typeof job !== 'function') return apply(original, this, [job, ...rest]);
        const asked = (using = request(this, library));
        const result = apply(original, this, [asked.wrap(job as Method), ...rest]);
        asked.returned(result);
        return result;
      },
  );
  for (const name of ['release', 'destroy']) {
    wrapMethod(
      prototype,
      name,
      (original) =>
        function (this: unknown, ...args: unknown[]) {
          const resource = args[0];
          if (typeof resource === 'object' && resource !== null) {
            lent.get(resource)?.giveBack(resource, callSite());
            lent.delete(resource);
          }
          return apply(original, this, args);
        },
    );
  }
}

/** `keyOf`: the object by which `acquire` gets to know the operation. */
function adaptOperation(prototype: object, keyOf: (operation: object) => object): void {
  wrapMethod(
    prototype,
    'resolve',
    (original) =>
      function (this: object, ...args: unknown[]) {
        const asked = open.get(keyOf(this));
        if (asked !== undefined) lend(asked, args[0]);
        else if (typeof args[0] === 'object' && args[0] !== null) early.set(keyOf(this), args[0]);
        return apply(original, this, args);
      },
  );
}

export function adaptGenericPool(parts: { Pool?: Function; ResourceRequest?: Function }): void {
  if (parts.Pool !== undefined) adaptPool(parts.Pool.prototype as object, 'generic-pool', '_config', (result) => result);
  if (parts.ResourceRequest !== undefined) {
    adaptOperation(parts.ResourceRequest.prototype as object, (operation) => (operation as { promise: object }).promise);
  }
}

export function adaptTarn(parts: { Pool?: Function; PendingOperation?: Function }): void {
  const promiseOf = (result: object): unknown => (result as { promise: unknown }).promise;
  if (parts.Pool !== undefined) adaptPool(parts.Pool.prototype as object, 'tarn', 'creator', promiseOf);
  if (parts.PendingOperation !== undefined) adaptOperation(parts.PendingOperation.prototype as object, (operation) => operation);
}
