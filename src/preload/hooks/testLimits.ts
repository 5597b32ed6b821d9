/**
 * node:test gives up on a test, or a hook of one, when a timer fires that it made for that: said in that moment, before anything else happens. Its code is Node's own, and cannot be read
 * or changed as that of other runners is (adapters/files.ts); but it takes the timer's hold on the process away as soon as it has made it, and no other function does that by its name.
 */
import { tellTestTimeout } from '../adapters/testTimeouts.ts';
import { safeMap } from '../builtins.ts';
import { callerText } from '../doors/stacks.ts';
import { forget, onBefore } from './asyncTasks.ts';

const RUNNER = 'NativeModule internal/test_runner/test';
const LIMIT_SETTER = /^(?:\s*at )?stopTest \(node:internal\/test_runner\//;

const limits = safeMap<number, true>();
let isRunnerLoaded = false;
let seenModules = 0;

/** A timer no longer keeps the process alive, by a call of `method`. */
export function watchTestLimit(id: number, method: unknown): void {
  if (!hasRunner() || typeof method !== 'function' || !LIMIT_SETTER.test(callerText(method, 1))) return;
  limits.set(id, true);
  onBefore(id, giveUp);
}

/** A timer was cleared: the test has ended in time. */
export function unwatchTestLimit(id: number): void {
  if (limits.delete(id)) forget(id);
}

function giveUp(id: number): void {
  unwatchTestLimit(id);
  tellTestTimeout();
}

/** Node's test runner is in this process. Cheap: the list of its modules only grows. */
function hasRunner(): boolean {
  const { moduleLoadList } = process as { moduleLoadList?: readonly string[] };
  if (isRunnerLoaded || !Array.isArray(moduleLoadList) || moduleLoadList.length === seenModules) return isRunnerLoaded;
  isRunnerLoaded = moduleLoadList.includes(RUNNER, seenModules);
  seenModules = moduleLoadList.length;
  return isRunnerLoaded;
}
