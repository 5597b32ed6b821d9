/**
 * How a debug configuration becomes a recorded run. js-debug launches the program, with the debugger or without; we prepare a run and add
 * the recorder to the environment that it gives to the program.
 *
 * Observed of js-debug 1.117: a configuration of type `node` has become `pwa-node` by the time variables are substituted, so the provider is
 * registered for that; it is asked again for every child session (a worker, a forked process), which carries `__pendingTargetId`.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { chooseNode } from './chooseNode.ts';
import { DEBUG_PROPERTY } from '../ids.ts';
import type { Log } from '../log.ts';
import { isNode, nodeVersion, OLDEST_NODE } from './nodeVersion.ts';
import { problems, showProblem } from '../problems.ts';
import { RUN_KEY, type NewRun, type Runs } from '../runs.ts';
import { readLevel, readSettings, type Level } from '../settings.ts';
import { restartTrace } from './startTrace.ts';
import type { TraceRequest } from '../tracedRun.ts';

/** The types that js-debug resolves launches to. */
const TARGET_TYPES = ['pwa-node', 'node-terminal'];

/** Remembers what was asked for before variables were substituted, by configuration name. */
export type Requests = Map<string, TraceRequest>;

export function registerInjection(runs: Runs, requests: Requests, log: Log): vscode.Disposable {
  const provider: vscode.DebugConfigurationProvider = {
    async resolveDebugConfigurationWithSubstitutedVariables(folder, configuration) {
      if (!mentionsTrace(configuration) || configuration['__pendingTargetId']) return configuration;
      try {
        return await inject(folder, configuration, runs, requests);
      } catch (error) {
        void showProblem(error, log);
        // A program that was started for a trace is not run without one; attaching has nothing to lose.
        return configuration.request === 'attach' ? configuration : undefined;
      }
    },
  };
  return vscode.Disposable.from(...TARGET_TYPES.map((type) => vscode.debug.registerDebugConfigurationProvider(type, provider)));
}

/** Whether `"interleave"` is set, to whatever: a slip must not run the program untraced, as if nothing had been asked. */
function mentionsTrace(configuration: vscode.DebugConfiguration): boolean {
  const value: unknown = configuration[DEBUG_PROPERTY];
  return value !== undefined && value !== null && value !== false;
}

async function inject(
  folder: vscode.WorkspaceFolder | undefined,
  given: vscode.DebugConfiguration,
  runs: Runs,
  requests: Requests,
): Promise<vscode.DebugConfiguration> {
  if (!vscode.workspace.isTrusted) throw problems.untrusted();
  if (given.request === 'attach') throw problems.attach();
  if (folder && folder.uri.scheme !== 'file') throw problems.virtual();
  const asked = readAsked(given[DEBUG_PROPERTY]);
  const request = requests.get(given.name) ?? { folder, configuration: given.name, noDebug: given['noDebug'] === true };
  const node = readSettings(folder).node;
  const configuration = usesDefaultNode(given) && node !== '' ? { ...given, runtimeExecutable: node } : given;
  checkKinds(configuration);
  const cwd = stringOf(configuration['cwd']) ?? folder?.uri.fsPath ?? process.cwd();
  checkPaths(configuration, cwd);
  const choose = async (): Promise<void> => {
    if (await chooseNode()) await restartTrace(request, requests);
  };
  await checkNode(configuration, cwd, request, usesDefaultNode(given) ? choose : undefined);

  const wanted: NewRun = {
    title: configuration.name,
    command: commandOf(configuration),
    cwd,
    level: asked ?? readSettings(folder).level,
    debugged: configuration['noDebug'] !== true,
    request,
  };
  const run = await runs.prepare(wanted);
  const own = recordOf(configuration['env']);
  const options = own['NODE_OPTIONS'] ?? (await inheritedNodeOptions(configuration, cwd));
  return {
    ...configuration,
    [RUN_KEY]: run.id,
    env: run.injectEnv({ ...own, ...(options ? { NODE_OPTIONS: options } : {}) }),
    // Stepping must not enter the recorder.
    skipFiles: [...arrayOf(configuration['skipFiles']), `${runs.distDir.replaceAll('\\', '/')}/**`],
  };
}

/** Nobody said which Node: js-debug would take the first one on PATH. A version that it picks through a version manager, or a shell's command line, is not ours to find. */
function usesDefaultNode(configuration: vscode.DebugConfiguration): boolean {
  const executable = stringOf(configuration['runtimeExecutable']) ?? 'node';
  return executable === 'node' && configuration.type !== 'node-terminal' && !usesVersionManager(configuration);
}

function usesVersionManager(configuration: vscode.DebugConfiguration): boolean {
  return (stringOf(configuration['runtimeVersion']) ?? 'default') !== 'default';
}

/** The level in the value of `"interleave"`, where it names one: true, or `{ "level": "light" }`. Throws a UserProblem when it is anything else. */
export function readAsked(value: unknown): Level | undefined {
  if (value === undefined || value === null || typeof value === 'boolean') return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) throw problems.wrongProperty(value);
  const unknown = Object.keys(value).find((key) => key !== 'level');
  if (unknown !== undefined) throw problems.unknownProperty(unknown);
  return levelOf(Reflect.get(value, 'level'));
}

/** Of a launch configuration. Throws a UserProblem when there is no such level. */
export function levelOf(value: unknown): Level | undefined {
  const level = readLevel(value);
  if (level === undefined && value !== undefined && value !== null) throw problems.wrongLevel(value);
  return level;
}

/** The command as a person would type it; for the record only. */
function commandOf(configuration: vscode.DebugConfiguration): string[] {
  const typed = stringOf(configuration['command']);
  if (typed) return [typed];
  const program = stringOf(configuration['program']);
  return [
    stringOf(configuration['runtimeExecutable']) ?? 'node',
    ...arrayOf(configuration['runtimeArgs']),
    ...(program ? [program] : []),
    ...arrayOf(configuration['args']),
  ];
}

/** Of what we read ourselves; the rest is the debugger's. */
export function checkKinds(configuration: vscode.DebugConfiguration): void {
  for (const property of ['program', 'cwd', 'runtimeExecutable']) {
    const value: unknown = configuration[property];
    if (value !== undefined && value !== null && typeof value !== 'string') throw problems.notText(property);
  }
  const env: unknown = configuration['env'];
  if (env !== undefined && env !== null && (typeof env !== 'object' || Array.isArray(env))) throw problems.notObject('env');
}

function checkPaths(configuration: vscode.DebugConfiguration, cwd: string): void {
  if (!existsSync(cwd)) throw problems.missingFolder(cwd);
  const program = stringOf(configuration['program']);
  if (!program) return;
  const file = path.resolve(cwd, program);
  // Node finds `app` as app.js and a folder by its index, as `require` does.
  if (![file, `${file}.js`].some((each) => existsSync(each))) throw problems.missingProgram(file);
}

async function checkNode(
  configuration: vscode.DebugConfiguration,
  cwd: string,
  request: TraceRequest,
  choose: (() => unknown) | undefined,
): Promise<void> {
  const executable = stringOf(configuration['runtimeExecutable']) ?? 'node';
  if (!isNode(executable) || usesVersionManager(configuration) || configuration.type === 'node-terminal') return;
  const searched = stringOf(recordOf(configuration['env'])['PATH']);
  const version = await nodeVersion(executable, cwd, searched);
  if (!version) throw problems.noNode(executable, choose);
  if (version.major >= OLDEST_NODE) return;
  throw problems.oldNode(version.text, () => startUntraced(request, configuration), choose);
}

async function startUntraced(request: TraceRequest, resolved: vscode.DebugConfiguration): Promise<void> {
  const { [DEBUG_PROPERTY]: _asked, ...rest } = typeof request.configuration === 'string' ? resolved : request.configuration;
  const configuration = { ...rest, type: 'node', name: resolved.name, request: 'launch' };
  await vscode.debug.startDebugging(request.folder, configuration, { noDebug: request.noDebug });
}

/** NODE_OPTIONS that the program would have without us: ours is appended to it, since `env` wins over both. */
async function inheritedNodeOptions(configuration: vscode.DebugConfiguration, cwd: string): Promise<string | undefined> {
  const file = stringOf(configuration['envFile']);
  const text = file ? await readFile(path.resolve(cwd, file), 'utf8').catch(() => '') : '';
  const line = /^[ \t]*(?:export[ \t]+)?NODE_OPTIONS[ \t]*=[ \t]*(.*)$/m.exec(text)?.[1]?.trim();
  const value = line?.replace(/^(["'])(.*)\1$/, '$2') ?? process.env['NODE_OPTIONS'];
  return value === '' ? undefined : value;
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function arrayOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function recordOf(value: unknown): Record<string, string | undefined> {
  // SAFETY: any object can be read by key; what is not a string is left to js-debug, which reports it.
  return typeof value === 'object' && value !== null ? (value as Record<string, string | undefined>) : {};
}
