/** light-my-request (`app.inject()` of Fastify): a request without a connection. It begins a root of its own, in a task of its own: what its sender does next is none of it. */
import { ROOT_HTTP_REQUEST } from '../../wire/events.ts';
import { apply, AsyncResource, executionAsyncId } from '../builtins.ts';
import { pattern } from '../hooks/http.ts';
import { recordRoot } from '../recordIo.ts';

type Make = (dispatch: unknown, server: unknown, request: { readonly method: string; readonly url: string }, response: unknown) => unknown;

export function adaptInject({ makeRequest }: { makeRequest: Make }): { makeRequest: Make } {
  return {
    makeRequest: (...args) =>
      new AsyncResource('INJECTED').runInAsyncScope(() => {
        recordRoot(ROOT_HTTP_REQUEST, `${args[2].method} ${pattern(args[2].url)}`, executionAsyncId());
        return apply(makeRequest, undefined, args);
      }),
  };
}
