/**
 * Start of the recorder (loaded by preload.ts, under its name): decides whether to record this thread, installs the hooks in order. What fails here, preload.ts says.
 * It must not know models, findings or VS Code: it only writes events (wire/events.ts) through the recorder.
 *
 * Reading order: gate.ts (when to stay out) → arena.ts and recorder.ts (where events go), record*.ts (how they are written) → hooks/* (what is seen) → doors.ts and runtime.ts (user code).
 */
import { hasPendingDeprecations } from './bindings.ts';
import { install } from './install.ts';

declare const INTERLEAVE_VERSION: string;

const MARKER = Symbol.for('interleave.loaded');

/** True the first time in this thread: a preload may be required twice (NODE_OPTIONS and execArgv). */
function isFirstLoad(): boolean {
  if (Object.getOwnPropertyDescriptor(process, MARKER) !== undefined) return false;
  Object.defineProperty(process, MARKER, { value: INTERLEAVE_VERSION, enumerable: false });
  return true;
}

/** A required file shows in require.cache, and as a child of the module that required it. */
function leaveNoModule(): void {
  const cached = require.cache[__filename];
  if (cached === undefined) return;
  delete require.cache[__filename];
  // `parent` is deprecated.
  const children = hasPendingDeprecations
    ? undefined
    : (cached as unknown as { parent?: { children?: unknown[] } | null }).parent?.children;
  const index = children?.indexOf(cached) ?? -1;
  if (index >= 0) children?.splice(index, 1);
  const pathCache = (cached.constructor as unknown as { _pathCache?: Record<string, string> })._pathCache;
  for (const [key, value] of Object.entries(pathCache ?? {})) {
    if (value === __filename) delete pathCache?.[key];
  }
}

leaveNoModule();
if (isFirstLoad()) install();
