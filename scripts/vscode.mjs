// `npm run vscode`: a real VS Code with the extension and the example programs. The desktop one when its `code` command is on PATH,
// else code-server, whose address is printed; open that in a browser. `--code-server` asks for the latter; `--port=N` fixes its port.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { cache, inRoot, root } from './lib/paths.mjs';
import { build, setUpDependencies } from './lib/setup.mjs';
import { StepError } from './lib/steps.mjs';
import { startServer } from './lib/vscodeHost.mjs';
import { installCodeServer } from './lib/vscodeInstall.mjs';

const { values: options } = parseArgs({
  options: { 'code-server': { type: 'boolean', default: false }, port: { type: 'string' }, folder: { type: 'string' } },
});
const say = (line) => console.log(`  ${line}`);

function must(result, what) {
  if (result.status === 0) return;
  const why = result.error?.message ?? result.stderr?.toString().trim() ?? '';
  throw new StepError(`${what} failed${why ? `: ${why}` : '.'}`);
}

function hasDesktop() {
  const found = spawnSync('code', ['--version'], { stdio: 'ignore', shell: process.platform === 'win32' });
  return found.status === 0;
}

async function openInCodeServer(folder) {
  const installed = await installCodeServer(say);
  // The extension goes in as a package: what is tried here is what ships.
  const vsix = path.join(cache, 'interleave.vsix');
  const pack = [inRoot('scripts/package.mjs'), '--out', vsix];
  must(spawnSync(process.execPath, pack, { stdio: ['ignore', 'ignore', 'pipe'] }), 'Packaging the extension');
  const own = path.join(cache, 'vscode-user');
  mkdirSync(own, { recursive: true });
  const install = [installed.entry, '--install-extension', vsix, '--force', '--extensions-dir', path.join(own, 'extensions')];
  install.push('--user-data-dir', path.join(own, 'user'), '--config', path.join(own, 'config.yaml'));
  must(spawnSync(installed.node, install, { stdio: ['ignore', 'ignore', 'pipe'] }), 'Installing the extension');

  const server = await startServer(installed, { folder: own, trusted: true, ...(options.port ? { port: Number(options.port) } : {}) });
  say(`VS Code with Interleave: ${server.origin}/?folder=${encodeURIComponent(folder)}`);
  say('Ctrl-C ends it.');
  let stopping = false;
  const stop = () => {
    stopping = true;
    void server.stop();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const code = await server.exited;
  if (stopping) return;
  console.error(`code-server ended (${code}).\n${server.log().slice(-2000)}`);
  process.exitCode = 1;
}

function openOnDesktop(folder) {
  const args = ['--new-window', `--extensionDevelopmentPath=${root}`, folder];
  const editor = spawn('code', args, { stdio: 'inherit', shell: process.platform === 'win32' });
  return new Promise((resolve) => editor.once('exit', resolve));
}

try {
  await setUpDependencies();
  await build();
  // Those of the build steps end this process at once; from here on there is an editor to end first.
  for (const signal of ['SIGINT', 'SIGTERM']) process.removeAllListeners(signal);
  const folder = path.resolve(options.folder ?? inRoot('examples'));
  if (!options['code-server'] && hasDesktop()) process.exitCode = await openOnDesktop(folder);
  else await openInCodeServer(folder);
} catch (error) {
  console.error(error instanceof StepError ? error.message : error);
  process.exitCode = 1;
}
