// Entry of the tests inside the editor's extension host: runs mocha over the suites and writes what happened for scripts/test-vscode.mjs.
import { writeFileSync } from 'node:fs';
import { format } from 'node:util';
import Mocha from 'mocha';
import { hasScreen, screen } from './support.ts';

interface TestResult {
  title: string;
  state: 'passed' | 'failed' | 'skipped';
  durationMs: number;
  error?: string;
}

/** Called by the editor; rejects when a test failed. */
export async function run(): Promise<void> {
  console.log(`[interleave-tests]   ${process.env['INTERLEAVE_TEST_SUITE']}: extension host on Node ${process.version}`);
  // Lines of ours are told from the console of everything else in this process by a prefix.
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => console.log(`[interleave-tests] ${format(...args)}`);
  const grep = process.env['INTERLEAVE_TEST_GREP'];
  const mocha = new Mocha({ ui: 'bdd', timeout: 180_000, color: false, reporter: 'spec', forbidOnly: true, ...(grep ? { grep } : {}) });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  mocha.rootHooks({ afterEach: leaveTheScreenClean });
  await LOAD[process.env['INTERLEAVE_TEST_SUITE'] ?? 'main']?.();
  ignoreErrorsOfOtherExtensions();

  const tests: TestResult[] = [];
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    const record = (test: Mocha.Runnable, state: TestResult['state'], error?: Error): void => {
      tests.push({ title: test.fullTitle(), state, durationMs: test.duration ?? 0, ...(error ? { error: String(error.stack) } : {}) });
    };
    runner.on('pass', (test) => record(test, 'passed'));
    runner.on('pending', (test) => record(test, 'skipped'));
    runner.on('fail', (test, error: Error) => record(test, 'failed', error));
  });
  const file = process.env['INTERLEAVE_TEST_RESULT'];
  if (file) writeFileSync(file, JSON.stringify({ tests }, undefined, 2));
  if (failures > 0) throw new Error(`${failures} tests failed`);
}

/** A dialog or a list that a failed test left open would make the next ones fail, which have nothing to do with it. */
async function leaveTheScreenClean(this: Mocha.Context): Promise<void> {
  if (!hasScreen || this.currentTest?.state !== 'failed') return;
  await screen('shot', { name: `failed-${this.currentTest.fullTitle().replaceAll(/\W+/g, '-')}` });
  // Out of a list of a list, and of the dialog below it.
  for (let i = 0; i < 3; i++) await screen('key', { key: 'Escape' });
}

/** Activation comes first: it looks at the editor as it is after start-up. */
async function loadMain(): Promise<void> {
  await import('./activation.vscode.ts');
  await import('./jsDebug.vscode.ts');
  await import('./tracing.vscode.ts');
  await import('./editor.vscode.ts');
  await import('./launching.vscode.ts');
  await import('./restarting.vscode.ts');
  await import('./testing.vscode.ts');
  await import('./elsewhere.vscode.ts');
  await import('./parts.vscode.ts');
  await import('./wrongStates.vscode.ts');
  await import('./screens.vscode.ts');
}

/** By the names in scripts/test-vscode.mjs. */
const LOAD: Readonly<Record<string, () => Promise<unknown>>> = {
  main: loadMain,
  commands: () => import('./commands.vscode.ts'),
  restricted: () => import('./restricted.vscode.ts'),
  windows: () => import('./windows.vscode.ts'),
  empty: () => import('./empty.vscode.ts'),
  roots: () => import('./roots.vscode.ts'),
  virtual: () => import('./virtual.vscode.ts'),
};

/** Mocha listens to the whole process; an error thrown in another extension (js-debug, git) is not a failure of the test that runs. */
function ignoreErrorsOfOtherExtensions(): void {
  // SAFETY: the method is private to mocha's types; the suite fails loudly if it is gone.
  const prototype = Mocha.Runner.prototype as unknown as { _uncaught(error: unknown): void };
  const original = prototype._uncaught;
  if (typeof original !== 'function') throw new Error('mocha has no Runner._uncaught any more');
  prototype._uncaught = function (this: unknown, error: unknown): void {
    const stack = error instanceof Error ? String(error.stack) : '';
    if (stack.includes(__dirname) || stack.includes('/dist/extension.js')) original.call(this as typeof prototype, error);
    else console.warn(`[an error of another extension] ${String(error)}`);
  };
}
