/** What tells that code is of tests: the names that it has by what its runner is called with (the transform knows the first of them, too: flow/endings.ts), and the files and folders that hold it. */
import { NONE } from '../model/ids.ts';
import type { Trace } from '../model/trace.ts';
import { byEvents, remembered } from './remembered.ts';

/** What the function of a test is called. */
export const IS_TEST = /^(?:it|test|specify|tape)\('/;
/** Where tests are: others have hooks of such names, too. */
export const IS_TEST_HOOK = /^(?:before|after)(?:Each|All)?\(/;
/** What a runner calls while it collects the tests of a file. */
export const COLLECTS_TESTS = /^(?:describe|suite|context)\('/;

const OF_TESTS = /[\\/](?:tests?|__tests__|specs?)[\\/]$/;

/** Files with tests in them. */
export const testFiles = remembered(
  byEvents,
  ({ functions }): ReadonlySet<number> => new Set(functions.flatMap(({ name, file }) => (IS_TEST.test(name) ? [file] : []))),
);

/** Threads on which tests run: what their code has begun or called there. A service that they have started in a process of its own is none. */
export const testThreads = remembered(byEvents, (trace): ReadonlySet<number> => {
  const found = new Set<number>();
  const files = testFiles(trace);
  if (files.size === 0) return found;
  const { activations: acts, functions, tasks } = trace;
  for (let task = 0; task < tasks.length; task++) {
    const site = tasks.site.at(task);
    if (site !== NONE && files.has(trace.site(site)?.file ?? NONE)) found.add(tasks.thread.at(task));
  }
  for (let a = 0; a < acts.length; a++) if (files.has(functions[acts.fn.at(a)]?.file ?? NONE)) found.add(acts.thread.at(a));
  return found;
});

/** Folders that hold tests, and say so: what else is there helps them. */
const testFolders = remembered(
  byEvents,
  (trace): ReadonlySet<string> =>
    new Set([...testFiles(trace)].map((file) => folderOf(trace, file)).filter((folder) => OF_TESTS.test(folder))),
);

/** A file with tests, or one that helps them. */
export function isOfTests(trace: Trace, file: number): boolean {
  return testFiles(trace).has(file) || testFolders(trace).has(folderOf(trace, file));
}

function folderOf(trace: Trace, file: number): string {
  return /^.*[\\/]/.exec(trace.files[file]?.path ?? '')?.[0] ?? '';
}
