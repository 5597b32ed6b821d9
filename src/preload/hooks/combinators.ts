/**
 * Promise.all and its kin: which promises the result waits for. The members are those that the combinator itself subscribes to, seen by the promise
 * hook while it runs: the program's iterable is walked exactly once, by Node, and no microtask is added.
 */
import * as W from '../../wire/events.ts';
import { apply, withoutOwnFrames, wrapMethod } from '../builtins.ts';
import { emit, isRecording } from '../recorder.ts';
import { collectParents, promiseId } from './asyncTasks.ts';

/** `owner`: the `Promise` of a context. */
export function installCombinators(owner: object = Promise): void {
  wrap(owner, 'all', W.COMBINE_ALL);
  wrap(owner, 'allSettled', W.COMBINE_ALL_SETTLED);
  wrap(owner, 'race', W.COMBINE_RACE);
  wrap(owner, 'any', W.COMBINE_ANY);
}

function wrap(owner: object, name: string, kind: number): void {
  wrapMethod(owner, name, (original) => {
    // A method of an object literal has no prototype and cannot be constructed, like the built-in.
    return {
      combinator(this: unknown, values: unknown): unknown {
        if (!isRecording()) return apply(original, this, [values]);
        const members: number[] = [];
        const call = (): unknown => collectParents(() => apply(original, this, [values]) as unknown, members);
        // Only a `this` that is no constructor makes it throw.
        const result = typeof this === 'function' ? call() : withoutOwnFrames(call);
        const id = promiseId(result);
        if (id !== 0) {
          emit(W.OP_COMBINE, kind, id, members.length);
          for (let i = 0; i < members.length; i++) emit(W.OP_COMBINE_MEMBER, members[i] as number);
        }
        return result;
      },
    }.combinator;
  });
}
