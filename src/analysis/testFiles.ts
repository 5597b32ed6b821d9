/** What tells that code is of tests: the names that it has by what its runner is called with (the transform knows the first of them, too: flow/endings.ts), and the files and folders that hold it. */
import type { Trace } from '../model/trace.ts';
import { byEvents, remembered } from './remembered.ts';

/** What the function of a test is called. */
export const IS_TEST = /^(?:it|test|specify|tape|tap)\('/;
/** Where tests are: others have hooks of such names, too. */
export const IS_TEST_HOOK = /^(?:(?:before|after)(?:Each|All)?|(?:suiteT|t)eardown)\(/;

/** What a runner calls behind each test. */
export const CLEARS_BEHIND_TEST = /^(?:afterEach|teardown)\(/;

/** The name of the function of a test, or of a hook. */
export function isTestOrHook(name: string): boolean {
  return IS_TEST.test(name) || IS_TEST_HOOK.test(name);
}

/** What a runner calls while it collects the tests of a file. */
export const COLLECTS_TESTS = /^(?:describe|suite|context)\('/;

const OF_TESTS = /[\\/](?:tests?|__tests__|specs?)[\\/]$/;

/** Files with tests in them. */
export const testFiles = remembered(
  byEvents,
  ({ functions }): ReadonlySet<number> => new Set(functions.flatMap(({ name, file }) => (IS_TEST.test(name) ? [file] : []))),
);

/** Threads that have loaded tests. A service that those have started in a process of its own is none, nor are the workers of what they test. */
export const testThreads = remembered(byEvents, (trace): ReadonlySet<number> => {
  const loaded = [...testFiles(trace)].map((file) => trace.files[file]);
  const hasTests = ({ process, threadId }: Trace['threads'][number]): boolean =>
    loaded.some((file) => file?.process === process && (file.thread ?? 0) === threadId);
  return new Set(trace.threads.flatMap((row, thread) => (hasTests(row) ? [thread] : [])));
});

/** In a thread that runs tests: these ask for what others are told of, that what is closed refuses, say. */
export function isInTests(trace: Trace, segment: number): boolean {
  return testThreads(trace).has(trace.segments.thread.at(segment));
}

/** Who calls it by its name, in code that is recorded. */
const EXITS = /^process\.(?:exit|reallyExit)$/;

/** Threads with tests whose process was ended by its runner (`mocha --exit`): no code of its own does that. What tests have left behind is meant to end then. */
export const endedByRunner = remembered(byEvents, (trace): ReadonlySet<number> => {
  const ending = new Set(
    trace.sites.flatMap(({ kind, text, file }) => (kind === 'call' && EXITS.test(text) ? (trace.files[file]?.process ?? []) : [])),
  );
  return new Set(
    [...testThreads(trace)].filter((thread) => {
      const row = trace.threads[thread];
      return row?.exitReason === 1 && !ending.has(row.process);
    }),
  );
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
