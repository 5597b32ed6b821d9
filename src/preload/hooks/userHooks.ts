/**
 * Hooks of the program's own (`async_hooks.createHook`): they hear nothing of the resources that are the recorder's. Without this a hook that
 * the main script enables gets `before` for the watchdog's ports and for the end of the script, without an `init`; of 89 of Node's own tests of
 * async_hooks 51 fail of that.
 */
import asyncHooks from 'node:async_hooks';
import { apply, withoutOwnFrames, wrapMethod } from '../builtins.ts';
import { isHiddenResource } from './asyncTasks.ts';

type Callback = (id: number, ...rest: unknown[]) => unknown;

/** What Node calls with the id of a resource first. */
const CALLBACKS: readonly PropertyKey[] = ['init', 'before', 'after', 'destroy', 'promiseResolve'];

export function installUserHooks(): void {
  wrapMethod(asyncHooks, 'createHook', (original) => {
    return {
      createHook(this: unknown, ...args: unknown[]): unknown {
        const callbacks = args[0];
        if (typeof callbacks === 'object' && callbacks !== null) args[0] = filtered(callbacks);
        return withoutOwnFrames(() => apply(original, this, args) as unknown);
      },
    }.createHook;
  });
}

/** Reads from `callbacks` what Node reads, in its order. The target is not theirs: a frozen object's functions could not be replaced. */
function filtered(callbacks: object): object {
  return new Proxy(
    {},
    {
      get(_target, key) {
        const value = (callbacks as Record<PropertyKey, unknown>)[key];
        return typeof value === 'function' && CALLBACKS.includes(key) ? withoutHidden(value as Callback) : value;
      },
    },
  );
}

function withoutHidden(callback: Callback): Callback {
  return function (this: unknown, id: number): unknown {
    // eslint-disable-next-line prefer-rest-params -- a hook runs for each resource: no array is made for it
    return isHiddenResource(id) ? undefined : apply(callback, this, arguments);
  };
}
