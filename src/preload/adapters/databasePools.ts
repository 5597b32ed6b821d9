/**
 * Pools of database connections: pg (8.x, pg-pool 3) and mysql2 (3.x). A checked out connection is held until it is released; a query of the pool itself holds one for as
 * long as it runs, which is no business of the task that asked: a second query beside it is not nested in the first.
 */
import { LOCK_POOL, MODE_EXCLUSIVE, MODE_TIMEOUT, MODE_TRY } from '../../wire/events.ts';
import { apply, wrapMethod } from '../builtins.ts';
import { callSite, defineLock, onCreate, permitsOf, Request } from './lockEvents.ts';

type Method = (...args: unknown[]) => unknown;
interface Asked {
  readonly request: Request;
  /** A query of the pool: the library gives the connection back. */
  readonly isQuery: boolean;
}

const sites = new WeakMap<object, number>();
const locks = new WeakMap<object, number>();
/** Connection → who has it. */
const lent = new WeakMap<object, Asked>();
/** The running call that will ask for a connection. */
let asking: Asked | undefined;

function lockOf(pool: object, library: string, permits: unknown): number {
  let lock = locks.get(pool);
  if (lock === undefined) locks.set(pool, (lock = defineLock(LOCK_POOL, permitsOf(permits), library, '', sites.get(pool) ?? 0)));
  return lock;
}

const nothing = (): undefined => undefined;

function lend(asked: Asked, connection: object): void {
  lent.set(connection, asked);
  if (asked.isQuery) asked.request.run(nothing, undefined, [], true);
  else asked.request.grant();
}
function giveBack(connection: unknown): void {
  const asked = typeof connection === 'object' && connection !== null ? lent.get(connection) : undefined;
  if (asked === undefined) return;
  lent.delete(connection as object);
  asked.request.giveBack(connection as object, asked.isQuery ? 0 : callSite());
}

/** Calls a method that asks for a connection, as `asked`, unless another one called it for the same reason. */
function ask(make: () => Asked, method: Function, self: unknown, args: ArrayLike<unknown>): unknown {
  if (asking !== undefined) return apply(method, self, args);
  const asked = (asking = make());
  let result: unknown;
  try {
    result = apply(method, self, args);
  } finally {
    asking = undefined;
  }
  asked.request.returned(result);
  return result;
}

/** Callback style: what uses the connection runs below the callback and ends with the release. */
function callback(asked: Asked, original: Method, connectionOf: (args: ArrayLike<unknown>) => unknown): Method {
  return function (this: unknown): unknown {
    if (connectionOf(arguments) !== undefined && !asked.isQuery) return asked.request.run(original, this, arguments, true);
    if (!asked.request.granted) asked.request.cancel(2);
    return apply(original, this, arguments);
  };
}

// --- pg ---------------------------------------------------------------------------------------------------------------------------

interface PgPool {
  readonly options: { readonly max?: unknown; readonly connectionTimeoutMillis?: unknown };
}
const pending = new WeakMap<object, Asked>();

function pgRequest(pool: PgPool, isQuery: boolean): Asked {
  const mode = MODE_EXCLUSIVE | (pool.options.connectionTimeoutMillis ? MODE_TIMEOUT : 0);
  return { request: new Request(lockOf(pool, 'pg', pool.options.max), mode), isQuery };
}

export function adaptPg(parts: { Pool: Function; PendingItem: Function }): void {
  const prototype = parts.Pool.prototype as object;
  onCreate(prototype, 'options', (self) => sites.set(self, callSite()));
  onCreate(parts.PendingItem.prototype as object, 'callback', (self) => {
    if (asking !== undefined) pending.set(self, asking);
  });
  wrapMethod(
    prototype,
    'connect',
    (original) =>
      function (this: PgPool, ...args: unknown[]) {
        const [done] = args;
        const make = (): Asked => {
          const asked = pgRequest(this, false);
          if (typeof done === 'function') args[0] = callback(asked, done as Method, (results) => results[1]);
          return asked;
        };
        return ask(make, original, this, args);
      },
  );
  wrapMethod(
    prototype,
    'query',
    (original) =>
      function (this: PgPool, ...args: unknown[]) {
        return ask(() => pgRequest(this, true), original, this, args);
      },
  );
  wrapMethod(
    prototype,
    '_acquireClient',
    (original) =>
      function (this: unknown, ...args: unknown[]) {
        const [client, item] = args as [object, object & { timedOut?: unknown }];
        const asked = pending.get(item);
        if (asked !== undefined && !item.timedOut) lend(asked, client);
        return apply(original, this, args);
      },
  );
  wrapMethod(
    prototype,
    '_release',
    (original) =>
      function (this: unknown, ...args: unknown[]) {
        giveBack(args[0]);
        return apply(original, this, args);
      },
  );
}

// --- mysql2 -----------------------------------------------------------------------------------------------------------------------

interface MysqlPool {
  readonly config: { readonly connectionLimit?: unknown; readonly waitForConnections?: unknown };
  /** The pool below, of the promise style. */
  readonly pool?: MysqlPool;
}
/** Callbacks that carry a request already: the library queues them and asks again. */
const carriers = new WeakSet<Function>();

function mysqlRequest(pool: MysqlPool, isQuery: boolean): Asked {
  const { connectionLimit, waitForConnections } = pool.config;
  return {
    request: new Request(lockOf(pool, 'mysql2', connectionLimit), MODE_EXCLUSIVE | (waitForConnections === false ? MODE_TRY : 0)),
    isQuery,
  };
}

function carrier(asked: Asked, done: Method, promised: boolean): Method {
  const style = promised || asked.isQuery ? done : callback(asked, done, (results) => results[1]);
  const carry = function (this: unknown): unknown {
    const connection: unknown = arguments[1];
    if (typeof connection === 'object' && connection !== null) lend(asked, connection);
    else asked.request.cancel(2);
    return apply(style, this, arguments);
  };
  carriers.add(carry);
  return carry;
}

function adaptMysqlPool(prototype: object): void {
  onCreate(prototype, 'config', (self) => sites.set(self, callSite()));
  wrapMethod(
    prototype,
    'getConnection',
    (original) =>
      function (this: MysqlPool, ...args: unknown[]) {
        const done = args[0] as Method;
        if (typeof done !== 'function' || carriers.has(done)) return apply(original, this, args);
        if (asking !== undefined) {
          args[0] = carrier(asking, done, true);
          return apply(original, this, args);
        }
        const make = (): Asked => {
          const asked = mysqlRequest(this, false);
          args[0] = carrier(asked, done, false);
          return asked;
        };
        return ask(make, original, this, args);
      },
  );
  queries(prototype, (self) => self);
  wrapMethod(
    prototype,
    'releaseConnection',
    (original) =>
      function (this: unknown, ...args: unknown[]) {
        giveBack(args[0]);
        return apply(original, this, args);
      },
  );
}

function queries(prototype: object, poolOf: (self: MysqlPool) => MysqlPool): void {
  for (const name of ['query', 'execute']) {
    wrapMethod(
      prototype,
      name,
      (original) =>
        function (this: MysqlPool, ...args: unknown[]) {
          return ask(() => mysqlRequest(poolOf(this), true), original, this, args);
        },
    );
  }
}

/** The promise style asks the pool below while its call runs. */
function adaptMysqlPromisePool(prototype: object): void {
  const poolOf = (self: MysqlPool): MysqlPool => self.pool ?? self;
  wrapMethod(
    prototype,
    'getConnection',
    (original) =>
      function (this: MysqlPool, ...args: unknown[]) {
        return ask(() => mysqlRequest(poolOf(this), false), original, this, args);
      },
  );
  queries(prototype, poolOf);
}

export function adaptMysql2(parts: { BasePool?: Function; Pool?: Function; PromisePool?: Function }): void {
  const pool = parts.BasePool ?? parts.Pool;
  if (pool !== undefined && Object.hasOwn(pool.prototype as object, 'getConnection')) adaptMysqlPool(pool.prototype as object);
  if (parts.PromisePool !== undefined) adaptMysqlPromisePool(parts.PromisePool.prototype as object);
}
