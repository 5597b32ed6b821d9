// Installs, once, what a real VS Code needs on a machine where none can be downloaded: code-server and the Node it wants (from npm alone,
// without a compiler) into an ignored cache folder, and Chromium through apt-get.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withLock } from './lock.mjs';
import { cache } from './paths.mjs';
import { npmCommand, StepError } from './steps.mjs';

/** code-server 4.139 is VS Code 1.139; it runs on Node 24 only, so that Node comes along. */
const CODE_SERVER = '4.139.1';
const NODE = '24.21.0';

/** What no test of ours touches and what makes up a quarter of the install. */
const PRUNED = [
  'code-server/lib/vscode/node_modules/@github',
  'code-server/lib/vscode/node_modules/@microsoft/mxc-sdk',
  'code-server/lib/vscode/node_modules/node-pty/deps',
  'code-server/lib/vscode/node_modules/node-pty/third_party',
  'code-server/lib/vscode/extensions/copilot',
  'code-server/lib/vscode/extensions/mermaid-markdown-features',
];

/**
 * @param {(line: string) => void} say where progress goes
 * @returns {Promise<{ entry: string, node: string }>} the server's entry script and the Node binary that runs it
 */
export async function installCodeServer(say) {
  const platform = `${process.platform}-${process.arch}`;
  if (!['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'].includes(platform)) {
    throw new StepError(`code-server does not run on ${platform}: install VS Code, put its "code" command on PATH, and try again.`);
  }
  const folder = path.join(cache, 'code-server');
  const modules = path.join(folder, 'node_modules');
  const found = {
    entry: path.join(modules, 'code-server/out/node/entry.js'),
    node: path.join(modules, `node-${platform}/bin/node`),
  };
  const stamp = path.join(folder, `.installed-${CODE_SERVER}-${NODE}`);
  await withLock('code-server', () => existsSync(stamp) || install(folder, platform, found, stamp, say));
  return found;
}

function install(folder, platform, found, stamp, say) {
  const modules = path.join(folder, 'node_modules');
  say(`installing code-server ${CODE_SERVER} into ${path.relative(process.cwd(), folder) || folder} (once, about half a minute)`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true, "name": "vscode-for-tests" }\n');
  // Scripts are off: code-server's own would compile ten native modules that its server runs without. What else they do, the two
  // installs below do. (`npm ci` is no choice there: the shipped lock files are out of step with the manifests.)
  npm(folder, [`node-${platform}@${NODE}`, `code-server@${CODE_SERVER}`]);
  npm(path.join(modules, 'code-server/lib/vscode'), ['--omit=dev']);
  npm(path.join(modules, 'code-server/lib/vscode/extensions'), ['--omit=dev']);
  for (const each of PRUNED) rmSync(path.join(modules, each), { recursive: true, force: true });

  const version = spawnSync(found.node, [found.entry, '--version'], {
    encoding: 'utf8',
    env: { ...process.env, XDG_CONFIG_HOME: path.join(folder, 'xdg'), XDG_DATA_HOME: path.join(folder, 'xdg') },
  });
  if (version.status !== 0) {
    throw new StepError(`code-server was installed but does not start: ${(version.stderr || String(version.error)).trim()}`);
  }
  writeFileSync(stamp, version.stdout);
}

function npm(cwd, args) {
  const command = [...npmCommand(), 'install', ...args, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const done = spawnSync(command[0], command.slice(1), { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (done.status !== 0) {
    const last = (done.stderr || String(done.error)).trim().split('\n').slice(-5).join('\n');
    throw new StepError(`npm install failed in ${cwd}: check that the npm registry can be reached.\n${last}`);
  }
}

const BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * Path of a Chromium: `CHROME_PATH`, or one that is installed, or one installed now (Debian-like systems, as root).
 * @param {(line: string) => void} say
 */
export function findChromium(say) {
  const named = process.env.CHROME_PATH;
  if (named) {
    if (existsSync(named)) return named;
    throw new StepError(`CHROME_PATH names ${named}, which does not exist.`);
  }
  const installed = BROWSERS.find((each) => existsSync(each));
  if (installed) return installed;

  const byHand = 'install Chromium ("apt-get install --no-install-recommends chromium"), or name one in CHROME_PATH.';
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) throw new StepError(`The tests of the editor need Chromium: ${byHand}`);
  say('installing Chromium with apt-get (once)');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
  ]) {
    const done = spawnSync('/usr/bin/apt-get', args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    if (done.status !== 0) throw new StepError(`apt-get ${args[0]} failed (${done.stderr.trim().split('\n').at(-1)}): ${byHand}`);
  }
  const now = BROWSERS.find((each) => existsSync(each));
  if (!now) throw new StepError(`apt-get installed no Chromium that can be found: ${byHand}`);
  return now;
}
