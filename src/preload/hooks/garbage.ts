/**
 * Pauses for garbage collection. Node tells its observers of each collection soon after the callback in which it happened; ours takes the news where Node would queue it, so that no
 * callback is scheduled that the program could see. On a Node without that place nothing is told.
 *
 * Node 20 goes through the arguments of an entry's constructor with the iterator of arrays, and throws into the program if that one does not do: once the program has replaced it, nothing
 * is asked any more.
 */
import { performance, PerformanceObserver } from 'node:perf_hooks';
import * as W from '../../wire/events.ts';
import { NODE_MAJOR } from '../builtins.ts';
import { keepFailure } from '../failure.ts';
import { emit, isRecording } from '../recorder.ts';
import { onCallbackEnd } from './asyncTasks.ts';

/** Shorter ones are lost in what a callback costs anyway. */
const MIN_MS = 0.1;
const US_PER_MS = 1000;

interface Entry {
  readonly startTime: number;
  readonly duration: number;
  readonly detail?: { readonly kind?: number };
}

const ITERATES_ARGUMENTS = NODE_MAJOR < 22;

/** Taken now: programs replace it when they fake the time. */
const now = performance.now.bind(performance);

export function installGarbage(): void {
  const place = Object.getOwnPropertySymbols(PerformanceObserver.prototype).find((symbol) => symbol.description === 'kMaybeBuffer');
  if (place === undefined) return;
  const observer = new PerformanceObserver(() => {});
  Object.defineProperty(observer, place, { value: take });
  observer.observe({ entryTypes: ['gc'] });
  if (ITERATES_ARGUMENTS) stopOnceReplaced(observer);
}

function stopOnceReplaced(observer: PerformanceObserver): void {
  const iterators = Object.getPrototypeOf([][Symbol.iterator]()) as Iterator<unknown>;
  const { next } = iterators;
  let stopped = false;
  onCallbackEnd(() => {
    if (stopped || iterators.next === next) return;
    stopped = true;
    observer.disconnect();
  });
}

function take(entry: Entry): void {
  try {
    if (!isRecording() || !(entry.duration >= MIN_MS)) return;
    const ago = Math.max(entry.duration, now() - entry.startTime);
    emit(W.OP_GC, entry.detail?.kind ?? 0, Math.round(entry.duration * US_PER_MS), Math.round(ago * US_PER_MS));
  } catch (error) {
    keepFailure(error);
  }
}
