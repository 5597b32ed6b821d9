/** When the preload steps aside: one named predicate a reason. A process that steps aside still hands the tracing on to its children. */
import workerThreads from 'node:worker_threads';
import { path, realpathSync } from './builtins.ts';

/** Package managers, and runners that only start other processes: their own work is not what the user wants to see; the node processes that they start are. */
const TOOL_SCRIPTS = /[\\/](?:npm-cli|npx-cli|npm-prefix|pnpm|pnpx|yarn|yarnpkg|corepack|node-gyp|nodemon)(?:\.c?js|\.mjs)?$/;
const TOOL_PACKAGES =
  /[\\/]node_modules[\\/](?:npm|pnpm|yarn|corepack|node-gyp|nodemon|cross-env|dotenv-cli|concurrently|npm-run-all2?|wireit|wait-on|start-server-and-test|c8|nyc)[\\/]|[\\/]node_modules[\\/]tsx[\\/]dist[\\/]cli\.m?js$/;

export function isPackageManager(script: string | undefined): boolean {
  if (script === undefined) return false;
  return isTool(script) || isTool(withoutLinks(script));
}

function isTool(file: string): boolean {
  return TOOL_SCRIPTS.test(file) || TOOL_PACKAGES.test(file);
}

/** `/usr/bin/npm` and `node_modules/.bin/nodemon` are links. */
function withoutLinks(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

/** `node -p`, `node --check` and friends run nothing of interest; `npm prefix -g` probes of shells are like that. */
export function isElectronRenderer(): boolean {
  return (process as { type?: string }).type === 'renderer';
}

/** Bun and Deno set these; their async hooks are not Node's. */
export function isOtherRuntime(): boolean {
  const versions = process.versions as Record<string, string | undefined>;
  return versions['bun'] !== undefined || versions['deno'] !== undefined;
}

export function isTooOld(): boolean {
  return Number(process.versions.node.split('.')[0]) < 20;
}

/** Node's own thread for module customization hooks: it has no parent port, and no code of the program but its loaders. */
export function isHooksThread(): boolean {
  const { isMainThread, isInternalThread, parentPort } = workerThreads as typeof workerThreads & { isInternalThread?: boolean };
  return !isMainThread && (isInternalThread === true || parentPort === null);
}

/** `node --test` and `node --watch` start the program in processes of its own. */
export function isStarter(execArgv: readonly string[], env: NodeJS.ProcessEnv): boolean {
  if (execArgv.includes('--test') && env['NODE_TEST_CONTEXT'] === undefined) {
    return !execArgv.some((flag) => /^--(?:experimental-)?test-isolation=none$/.test(flag)) && !hasPair(execArgv, 'none');
  }
  return execArgv.some((flag) => /^--watch(?:-path)?(?:=|$)/.test(flag)) && env['WATCH_REPORT_DEPENDENCIES'] === undefined;
}

/** `--test-isolation none` in two words. */
function hasPair(execArgv: readonly string[], value: string): boolean {
  return execArgv.some((flag, i) => /^--(?:experimental-)?test-isolation$/.test(flag) && execArgv[i + 1] === value);
}

/** The reason to stay out of this process, or undefined. */
export function reasonToStepAside(argv: readonly string[]): string | undefined {
  if (isOtherRuntime()) return 'this is not Node.js';
  if (isTooOld()) return `Node ${process.versions.node} is too old: Interleave needs Node 20 or newer`;
  if (isElectronRenderer()) return 'Electron renderer';
  if (isHooksThread()) return 'module hooks thread';
  if (isStarter(process.execArgv, process.env)) return 'starts the program in other processes';
  const script = argv[1];
  if (isPackageManager(script)) return `package manager ${path.basename(script ?? '')}`;
  return undefined;
}
