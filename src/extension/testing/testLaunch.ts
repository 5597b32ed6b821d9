/** Launch configurations for tests: of a file or one of them, by the runner that it is written for. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type * as vscode from 'vscode';
import { t } from '../l10n.ts';
import { fileToTrace, launch, loaderFor, nodeFor, resolveFrom, type Launch } from '../launch/launch.ts';
import { nodeVersion } from '../launch/nodeVersion.ts';
import { problems } from '../problems.ts';
import { nodePatterns, testPattern, type WantedTest } from './testNames.ts';
import { scanTests, usesNodeTest } from './testScan.ts';

/** The given test file or that of the active editor, saved. What is in it may be for a runner that compiles it. */
export function testFileToTrace(given?: vscode.Uri): Promise<string> {
  return fileToTrace(given, (file) => /\.[cm]?[jt]sx?$/i.test(file));
}

/** The tests of a file, or some of them, by the runner that it is written for. Rejects with a UserProblem. */
export async function launchTests(file: string, wanted: readonly WantedTest[] = []): Promise<Launch> {
  const text = await readFile(file, 'utf8');
  if (usesNodeTest(text)) return launchNodeTests([file], wanted);
  const name = nameOf(file, wanted);
  const runner = await findRunner(file, text);
  if (!runner) throw problems.noTestRunner(path.basename(file));
  // What these make of TypeScript is their own business.
  const runtimeArgs = runner.loads ? await loaderFor(file) : [];
  const only = wanted.length > 0 ? [`${runner.filter}=${wanted.map(testPattern).join('|')}`] : [];
  return launch(file, name, { runtimeArgs, program: runner.program, args: [...runner.args, ...only, file] });
}

/** Whether the file says nothing without a runner that is installed: `describe is not defined`. */
export async function needsRunner(file: string): Promise<boolean> {
  const text = await readFile(file, 'utf8');
  return !usesNodeTest(text) && scanTests(text).length > 0 && (await findRunner(file, text)) !== undefined;
}

/** Files of Node's own runner. `options` go before the files. Rejects with a UserProblem. */
export async function launchNodeTests(
  files: readonly string[],
  wanted: readonly WantedTest[],
  options: readonly string[] = [],
): Promise<Launch> {
  const [file = '', ...more] = files;
  const loader = await loaderFor(files.find((each) => each.endsWith('ts')) ?? file);
  const version = wanted.length > 0 ? await nodeVersion(nodeFor(file), path.dirname(file)) : undefined;
  const only = nodePatterns(wanted, version?.major ?? 0).map((pattern) => `--test-name-pattern=${pattern}`);
  const name = more.length > 0 ? t('Trace {0} test files', files.length) : nameOf(file, wanted);
  return launch(file, name, { runtimeArgs: [...loader, '--test', ...options, ...only], program: file, args: more });
}

function nameOf(file: string, wanted: readonly WantedTest[]): string {
  const [only] = wanted;
  return only && wanted.length === 1 ? t('Trace test {0}', only.names.join(' ')) : t('Trace tests in {0}', path.basename(file));
}

interface Runner {
  readonly program: string;
  readonly args: readonly string[];
  /** The option that takes a pattern for full names. */
  readonly filter: string;
  /** Runs the file with whatever Node can load. */
  readonly loads: boolean;
}

/** A test that hangs is to be seen hanging: runners end it by their own time limit, and the process only when the project asks for it. */
const RUNNERS: readonly (readonly [
  library: string,
  program: string,
  args: readonly string[],
  filter: string,
  imports: RegExp,
  loads: boolean,
])[] = [
  ['vitest', 'vitest.mjs', ['run'], '--testNamePattern', /['"]vitest['"]/, false],
  // In this process: one worker a test file would hide who waits for whom.
  ['jest', 'bin/jest.js', ['--runInBand', '--runTestsByPath'], '--testNamePattern', /['"]@jest\/globals['"]/, false],
  ['mocha', 'bin/mocha.js', [], '--grep', /['"]mocha['"]/, true],
];

/** The runner that a test file imports, else the one that the nearest package.json runs, else the first one that is installed. */
async function findRunner(file: string, text: string): Promise<Runner | undefined> {
  const installed = RUNNERS.flatMap(([library, program, args, filter, imports, loads]) => {
    const manifest = resolveFrom(file, `${library}/package.json`);
    return manifest ? [{ library, program: path.join(path.dirname(manifest), program), args, filter, imports, loads }] : [];
  });
  if (installed.length < 2) return installed[0];
  const scripts = await scriptsOf(file);
  return (
    installed.find(({ imports }) => imports.test(text)) ??
    installed.find(({ library }) => new RegExp(`\\b${library}\\b`).test(scripts)) ??
    installed[0]
  );
}

/** The scripts of the nearest package.json above a file, as text. */
async function scriptsOf(file: string): Promise<string> {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    try {
      const manifest: unknown = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
      return typeof manifest === 'object' && manifest !== null && 'scripts' in manifest ? JSON.stringify(manifest.scripts) : '';
    } catch {
      if (folder === path.dirname(folder)) return ''; // none, or not readable: nothing to go by
    }
  }
}
