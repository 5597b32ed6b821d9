// Runs test/vscode inside a real VS Code: the desktop one where it can be downloaded, else code-server with Chromium.
//   --host=auto|desktop|code-server   --grep=TEXT   --suite=NAME   --no-build   --keep (the temp folder)
// Exit status 0 only when every suite ran, at least one test passed and none failed. Results: out/vscode-results.json; screenshots: out/shots.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { cache, inRoot, root } from './lib/paths.mjs';
import { build } from './lib/setup.mjs';
import { StepError } from './lib/steps.mjs';
import { runTestsInPage, startServer, SETTINGS, TEST_SERVER_ARGS } from './lib/vscodeHost.mjs';
import { findChromium, installCodeServer } from './lib/vscodeInstall.mjs';

const shots = inRoot('out/shots');
const tests = inRoot('out/test/vscode/index.js');
const resultFile = inRoot('out/vscode-results.json');
/** Longer than the longest time that a test has. */
const SILENT_MS = 480_000;

/**
 * Each suite is one start of the editor: a folder (in one window and in two, and for each command in each wrong state), an untrusted one, none at all (with the texts in German), one that is on no disk, two folders
 * in one workspace.
 */
const SUITES = [
  { name: 'main', trusted: true },
  { name: 'windows', trusted: true },
  { name: 'commands', trusted: true },
  { name: 'restricted', trusted: false },
  { name: 'empty', trusted: true, open: 'ew=true', args: [], language: 'de' },
  { name: 'roots', trusted: true, roots: ['ws', 'second'] },
  { name: 'virtual', trusted: true, open: 'folder=interleave-memory:/ws', args: ['--folder-uri', 'interleave-memory:/ws'] },
];

const { values: options } = parseArgs({
  options: {
    host: { type: 'string', default: process.env.INTERLEAVE_TEST_HOST ?? 'auto' },
    grep: { type: 'string' },
    suite: { type: 'string' },
    'no-build': { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});

const say = (line) => console.log(`  ${line}`);

/** One start of the editor. Returns what its mocha wrote; throws when it wrote nothing. */
async function runSuite(suite, launch) {
  // Short, since unix sockets (at most 107 bytes of path) live below it.
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ilv-'));
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  try {
    const workspace = path.join(folder, 'ws');
    cpSync(inRoot('test/vscode/workspace'), workspace, { recursive: true });
    const opened = suite.roots ? makeRoots(folder, suite.roots) : workspace;
    const result = path.join(folder, 'result.json');
    const env = {
      INTERLEAVE_TEST_RESULT: result,
      INTERLEAVE_TEST_SUITE: suite.name,
      ...(options.grep ? { INTERLEAVE_TEST_GREP: options.grep } : {}),
    };
    const code = await launch(suite, { folder, opened, env, result, signal: stop.signal });
    if (!existsSync(result)) throw new Error(`the extension host ended (${code}) without a result: it crashed, or the suite did not load`);
    return { code, ...JSON.parse(readFileSync(result, 'utf8')) };
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
    if (options.keep) say(`kept ${folder}`);
    else rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** So many failed tests are asked again in a new editor; more of them are no accident of a busy machine. */
const MAX_CONFIRMED = 3;

/** As `runSuite`. What fails is asked again in a new editor, once, with all of its suite: it fails if it fails in both, and what fails in one only is told. */
async function runConfirmed(suite, launch) {
  const failedIn = ({ tests: ran }) => ran.filter((test) => test.state === 'failed');
  const first = await runSuite(suite, launch);
  const failed = failedIn(first);
  if (failed.length === 0 || failed.length > MAX_CONFIRMED) return first;
  for (const { title, error } of failed) say(`failed, and is asked again: ${title}\n${error}`);
  const second = await runSuite(suite, launch);
  const [before, still] = [failed, failedIn(second)].map((tests) => new Set(tests.map(({ title }) => title)));
  for (const title of before) if (!still.has(title)) say(`passed only in a second editor: ${title}`);
  for (const title of still) if (!before.has(title)) say(`passed only in the first editor: ${title}`);
  const tests = second.tests.map((test) => (test.state === 'failed' && !before.has(test.title) ? { ...test, state: 'passed' } : test));
  const isOver = still.size > 0 && tests.every((test) => test.state !== 'failed');
  return { ...second, code: isOver ? 0 : second.code, tests };
}

/** A workspace of several folders, each with traces of its own. */
function makeRoots(folder, names) {
  cpSync(inRoot('test/vscode/workspace/src'), path.join(folder, 'second'), { recursive: true });
  const file = path.join(folder, 'both.code-workspace');
  const settings = { 'interleave.record.directory': '.traces' };
  writeFileSync(file, JSON.stringify({ folders: names.map((name) => ({ path: name })), settings }));
  return file;
}

/** In the desktop editor. There is no bridge to its screen: the few tests of pixels are skipped there. */
async function onDesktop(suite, { folder, opened, env, result }) {
  const electron = await import('@vscode/test-electron');
  const executable =
    process.env.VSCODE_EXECUTABLE ??
    (await electron.downloadAndUnzipVSCode({ version: 'stable', cachePath: path.join(cache, 'vscode'), timeout: 15_000 }));
  const user = path.join(folder, 'user');
  mkdirSync(path.join(user, 'User'), { recursive: true });
  writeFileSync(path.join(user, 'User/settings.json'), JSON.stringify(SETTINGS));
  const launchArgs = [
    ...(suite.args ?? [opened]),
    '--user-data-dir',
    user,
    '--extensions-dir',
    path.join(folder, 'extensions'),
    '--skip-welcome',
    '--skip-release-notes',
  ];
  if (suite.trusted) launchArgs.push('--disable-workspace-trust');
  if (process.getuid?.() === 0) launchArgs.push('--no-sandbox');
  try {
    return await electron.runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: root,
      extensionTestsPath: tests,
      extensionTestsEnv: { ...env, INTERLEAVE_TEST_NODE: process.execPath },
      launchArgs,
    });
  } catch (error) {
    // A failing suite also ends here; its result file tells.
    if (existsSync(result)) return 1;
    throw error;
  }
}

/** In code-server: the same workbench, extension host and debugger, served to Chromium. No test is skipped. */
async function onCodeServer(suite, { folder, opened, env, signal }) {
  const chromium = findChromium(say);
  const installed = await installCodeServer(say);
  const server = await startServer(installed, { folder, trusted: suite.trusted, env, args: TEST_SERVER_ARGS });
  // The console of the extension host and the workbench; what mocha says in it carries a prefix. The rest is shown only when mocha never spoke.
  const prefix = '[interleave-tests] ';
  const others = [];
  let started = false;
  const onLine = (line) => {
    const isOfTests = line.startsWith(prefix);
    started ||= isOfTests;
    if (isOfTests) console.log(line.slice(prefix.length));
    else others.push(line);
    if (process.env.INTERLEAVE_TEST_VERBOSE && !isOfTests) console.log(line);
    return isOfTests;
  };
  try {
    const aborted = new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('interrupted'))));
    const full = { ...env, INTERLEAVE_TEST_NODE: installed.node };
    const open = suite.open ?? `${suite.roots ? 'workspace' : 'folder'}=${encodeURIComponent(opened)}`;
    const { language } = suite;
    const run = runTestsInPage(server, {
      chromium,
      open,
      language,
      extension: root,
      tests,
      env: full,
      shots,
      silentMs: SILENT_MS,
      onLine,
    });
    return await Promise.race([run, aborted]);
  } finally {
    if (!started) console.error(others.slice(-25).join('\n'));
    await server.stop();
  }
}

const NETWORK =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|timed out|timeout|response (403|407|5\d\d)|Failed to get JSON|Request failed|certificate/i;

/** Which editor can be had here: asked once, before any test runs. */
async function chooseHost() {
  if (options.host !== 'auto') return options.host;
  if (!process.env.VSCODE_EXECUTABLE) {
    try {
      const { downloadAndUnzipVSCode, SilentReporter } = await import('@vscode/test-electron');
      await downloadAndUnzipVSCode({
        version: 'stable',
        cachePath: path.join(cache, 'vscode'),
        timeout: 15_000,
        reporter: new SilentReporter(),
      });
    } catch (error) {
      if (!NETWORK.test(`${error.code} ${error.message}`)) throw error;
      say(`VS Code cannot be downloaded here (${error.code ?? error.message}): using code-server`);
      return 'code-server';
    }
  }
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return 'desktop';
  say('there is no display for a desktop VS Code (xvfb-run gives one): using code-server');
  return 'code-server';
}

async function main() {
  if (!options['no-build']) await build({ tests: true });
  // Those of the build step end this process at once; from here on there is an editor to end first.
  for (const signal of ['SIGINT', 'SIGTERM']) process.removeAllListeners(signal);
  rmSync(resultFile, { force: true });
  const host = await chooseHost();
  const launch = host === 'desktop' ? onDesktop : onCodeServer;
  const startedAt = Date.now();
  const all = [];
  let broken = 0;
  for (const suite of SUITES.filter((each) => !options.suite || each.name === options.suite)) {
    try {
      const { code, tests: ran } = await runConfirmed(suite, launch);
      all.push(...ran);
      if (code !== 0 && !ran.some((test) => test.state === 'failed')) throw new Error(`the extension host ended with ${code}`);
    } catch (error) {
      if (error instanceof StepError) throw error;
      broken += 1;
      all.push({ title: `the "${suite.name}" suite runs`, state: 'failed', durationMs: 0, error: error.stack });
    }
  }
  const count = (state) => all.filter((test) => test.state === state).length;
  const result = {
    host,
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
    durationMs: Date.now() - startedAt,
    tests: all,
  };
  mkdirSync(path.dirname(resultFile), { recursive: true });
  writeFileSync(resultFile, JSON.stringify(result, undefined, 2));

  for (const test of all.filter((each) => each.state === 'failed')) console.error(`\n  failed: ${test.title}\n${test.error}`);
  console.log(`\n  ${result.passed} passing in ${host} (${Math.round(result.durationMs / 1000)}s)`);
  if (result.failed) console.log(`  ${result.failed} failing`);
  if (result.skipped) console.log(`  ${result.skipped} pending`);
  const complete = result.passed > 0 && result.failed === 0 && broken === 0 && (host === 'desktop' || result.skipped === 0);
  process.exitCode = complete ? 0 : 1;
}

try {
  await main();
} catch (error) {
  console.error(error instanceof StepError ? error.message : error);
  process.exitCode = 1;
}
