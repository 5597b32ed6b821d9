// HOT
/**
 * The first error inside a hook of ours ends the recording of this thread, with a note that says so, and never reaches the program.
 * The error is only kept where it is caught, and told by the next hook: after a stack overflow little can be called there.
 */
import * as W from '../wire/events.ts';
import { emit, stopRecorder } from './recorder.ts';

/** Set by the first error; from then on hooks do nothing. */
export let hasFailed = false;
let failure: unknown;
let isTold = false;

/** Keeps the first error. */
export function keepFailure(error: unknown): void {
  if (hasFailed) return;
  failure = error;
  hasFailed = true;
}

/** Writes the note and stops; tries again at the next hook if it fails. */
export function tellFailure(): void {
  if (isTold) return;
  try {
    const { message } = failure as { message?: unknown };
    isTold = true;
    emit(W.OP_NOTE, 1, `Recording of this thread stopped: ${String(message)}`);
  } catch {
    // Then the trace just ends here.
  } finally {
    stopQuietly();
  }
}

function stopQuietly(): void {
  try {
    stopRecorder();
  } catch {
    isTold = false;
  }
}

/** The hook, guarded. (Hooks of promises have the same written out: called through one wrapper they are not inlined, which costs 20 ns each.) */
export function guarded<F extends (a: number, b: string, c: number, d: object) => void>(hook: F): F {
  const guard = (a: number, b: string, c: number, d: object): void => {
    if (hasFailed) return tellFailure();
    try {
      hook(a, b, c, d);
    } catch (error) {
      keepFailure(error);
    }
  };
  // SAFETY: takes and gives what the hook does.
  return guard as F;
}
