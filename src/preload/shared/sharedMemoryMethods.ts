// HOT
/** Shared memory that is read or written by methods: those of a DataView, and `fill`, `set`, `copyWithin` and their like of a typed array. */
import { SHARED_READ, SHARED_WRITE } from '../../wire/events.ts';
import { METHOD_VIEW_ARRAY, METHOD_VIEW_WRITES, VIEW_COPY, VIEW_FILL, VIEW_SET } from '../runtime/runtimeMethods.ts';
import { touchSpan } from './sharedMemory.ts';
import { dataViewOf, lengthOfSource, viewLength, viewOf } from './sharedMemoryViews.ts';

/** `meaning` is that of the method (runtimeMethods.ts), `key` and `value` what it is given, see transform/facts/sharedElements.ts. */
export function touchByMethod(site: number, receiver: object, meaning: number, key: unknown, value: unknown): void {
  const kind = (meaning & METHOD_VIEW_WRITES) === 0 ? SHARED_READ : SHARED_WRITE;
  const which = meaning & 15;
  if ((meaning & METHOD_VIEW_ARRAY) === 0) {
    // A Buffer has methods of this kind, too.
    const view = dataViewOf(receiver) ?? viewOf(receiver);
    if (view !== undefined && view.buffer !== 0 && view.width === 1) touchSpan(site, kind, receiver, view, key, which);
    return;
  }
  if (which === VIEW_SET) readSource(site, key);
  const view = viewOf(receiver);
  if (view === undefined || view.buffer === 0) return;
  const length = viewLength(receiver);
  if (which === VIEW_SET) touchSpan(site, kind, receiver, view, typeof value === 'number' ? value : 0, lengthOfSource(key));
  else if (which === VIEW_COPY) {
    if (isIndex(key, length) && isIndex(value, length)) touchSpan(site, kind, receiver, view, key, length - Math.max(key, value));
  } else if (which === VIEW_FILL) {
    const from = key === undefined ? 0 : key;
    const to = value === undefined ? length : value;
    if (isIndex(from, length) && isIndex(to, length)) touchSpan(site, kind, receiver, view, from, to - from);
  } else touchSpan(site, kind, receiver, view, 0, length);
}

/** `picture.set(frame)`: all of what is copied is read, wherever it goes. */
function readSource(site: number, source: unknown): void {
  if (typeof source !== 'object' || source === null) return;
  const view = viewOf(source);
  if (view !== undefined && view.buffer !== 0) touchSpan(site, SHARED_READ, source, view, 0, viewLength(source));
}

function isIndex(value: unknown, length: number): value is number {
  return typeof value === 'number' && value >>> 0 === value && value <= length;
}
