// Runs code-server: starts it with everything it writes kept in one folder, opens it in Chromium for tests, and ends it with all that it started.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { format } from 'node:util';
import { startBridge } from './vscodeBridge.mjs';

/** A quiet workbench: no welcome page, no chat, no network. */
export const SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'typescript.disableAutomaticTypeAcquisition': true,
};

/** The environment of an editor under test: nothing of the editor or the Node that runs us may leak in. */
export function cleanEnvironment(extra) {
  const kept = Object.entries(process.env).filter(([key]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$|PORT$|npm_)/.test(key));
  return { ...Object.fromEntries(kept), ...extra };
}

/**
 * Starts a server on a free port of this machine. All its files (and its sockets: keep the path short) go below `folder`.
 * @param {{ node: string, entry: string }} installed
 * @param {{ folder: string, settings?: object, env?: Record<string, string>, args?: string[], port?: number, trusted: boolean }} options
 * @returns {Promise<{ origin: string, log(): string, exited: Promise<number | null>, stop(): Promise<void> }>}
 */
export async function startServer(installed, options) {
  const { folder } = options;
  const below = (name) => path.join(folder, name);
  const scratch = below('t');
  mkdirSync(scratch, { recursive: true, mode: 0o700 });
  mkdirSync(below('user/User'), { recursive: true });
  const settings = { ...SETTINGS, 'security.workspace.trust.enabled': !options.trusted, ...options.settings };
  writeFileSync(below('user/User/settings.json'), JSON.stringify(settings, undefined, 2));

  const port = options.port ?? (await freePort());
  const args = [installed.entry, '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--config', below('config.yaml')];
  args.push('--user-data-dir', below('user'), '--extensions-dir', below('extensions'));
  args.push('--disable-telemetry', '--disable-update-check', '--disable-getting-started-override');
  if (options.trusted) args.push('--disable-workspace-trust');
  args.push(...(options.args ?? []));
  const env = cleanEnvironment({
    ...options.env,
    TMPDIR: scratch,
    XDG_RUNTIME_DIR: scratch,
    XDG_CONFIG_HOME: below('xdg'),
    XDG_DATA_HOME: below('xdg'),
    XDG_CACHE_HOME: below('xdg'),
  });
  // Its own group, so that everything it starts can be ended with it.
  const server = spawn(installed.node, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let log = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (data) => (log = (log + data).slice(-20_000)));
  const exited = new Promise((resolve) => server.once('exit', resolve));
  const stop = () => endGroup(server, exited).then(() => endLeftovers(scratch));

  const origin = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + 30_000;
  for (;;) {
    const answer = await fetch(`${origin}/healthz`).catch(() => undefined);
    if (answer) return { origin, log: () => log, exited, stop };
    if (server.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`code-server did not start:\n${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function endGroup(child, exited) {
  if (child.exitCode === null && child.signalCode === null) {
    signalGroup(child.pid, 'SIGTERM');
    const hard = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), 3000);
    await exited;
    clearTimeout(hard);
  }
  // Whatever of the group outlived its leader.
  signalGroup(child.pid, 'SIGKILL');
}

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone: that is what we want.
  }
}

/** Programs in terminals have sessions of their own: end those that still carry our scratch folder in their environment (Linux only). */
function endLeftovers(scratch) {
  if (process.platform !== 'linux') return;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)) {
    try {
      if (readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`TMPDIR=${scratch}\0`)) process.kill(Number(pid), 'SIGKILL');
    } catch {
      // Not ours to read, or gone since.
    }
  }
}

/**
 * Opens the workbench in headless Chromium and runs the extension tests in its extension host, as the editor's own web test runner does:
 * the workbench reports console lines and the end through two functions of the page.
 * @param {{ origin: string, log(): string, exited: Promise<number | null> }} server started with TEST_SERVER_ARGS
 * `open` is what of the address says which folder is opened: `folder=…`, or `ew=true` for none. `language` is what extensions take for the editor's.
 * @param {{ chromium: string, open: string, language?: string, extension: string, tests: string, env: Record<string, string>, shots: string, silentMs: number, onLine(line: string): boolean }} run
 * `onLine` says whether the line is one of the tests, `silentMs` how long none of those may come.
 * @returns {Promise<number>} exit code of the suite
 */
export async function runTestsInPage(server, run) {
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({
    executablePath: run.chromium,
    headless: true,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  let bridge;
  let page;
  let secondWindow = '';
  let timer;
  try {
    // A second window of the editor shares what the first one stores, as it does for a person.
    const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
    page = await context.newPage();
    bridge = await startBridge(page, run.shots, () => secondWindow);
    const ended = new Promise((resolve) => page.exposeFunction('codeAutomationExit', resolve));
    // How long all of them take is a matter of the machine; that nothing comes any more is not.
    const silence = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`nothing came from the tests for ${run.silentMs / 1000} s`)), run.silentMs);
    });
    silence.catch(() => undefined);
    await page.exposeFunction('codeAutomationLog', (_type, args) => {
      if (run.onLine(format(...[].concat(args)))) timer.refresh();
    });
    const remote = server.origin.replace('http', 'vscode-remote');
    const development = [['extensionDevelopmentPath', remote + encodeURI(run.extension)]];
    const payload = [
      ...development,
      ['extensionTestsPath', remote + encodeURI(run.tests)],
      ['extensionEnvironment', JSON.stringify({ ...run.env, INTERLEAVE_TEST_UI: bridge.address })],
    ];
    const address = (given) => `${server.origin}/?${run.open}&payload=${encodeURIComponent(JSON.stringify(given))}`;
    secondWindow = address(development);
    if (run.language) await page.addInitScript(setLanguage, run.language);
    await page.goto(address(payload));

    const failures = new Promise((_, reject) => {
      page.once('crash', () => reject(new Error('the page of the workbench crashed')));
      void server.exited.then((code) => reject(new Error(`code-server exited with ${code}`)));
    });
    return await Promise.race([ended, failures, silence]);
  } catch (error) {
    await page?.screenshot({ path: path.join(run.shots, 'failure.png') }).catch(() => undefined);
    throw new Error(`${error.message}\nLast lines of the server:\n${server.log().slice(-2000)}`, { cause: error });
  } finally {
    clearTimeout(timer);
    bridge?.close();
    await browser.close().catch(() => undefined);
  }
}

/** Runs in the page before the workbench: it has no language packs, but extensions bring their own texts. */
function setLanguage(language) {
  globalThis._VSCODE_NLS_LANGUAGE = language;
}

/** The workbench takes tests from its address only with the smoke test driver on. An orphaned server ends by itself. */
export const TEST_SERVER_ARGS = ['--vscode-option', 'enable-smoke-test-driver', '--idle-timeout-seconds', '120'];
