/**
 * What the recorder was started with (INTERLEAVE_OPTIONS, and `--require <preload>` in NODE_OPTIONS) is taken out of the program's environment and put
 * back only into that of child processes and workers.
 */
import { nodeStart, optionsOfFiles, withGrants } from '../wire/nodeStart.ts';
import { STAND_IN_FOLDER } from '../wire/standIn.ts';
import { path, readFileSync } from './builtins.ts';
import { OPTIONS_VARIABLE } from './config.ts';
import { util } from './nodeUtil.ts';

const NODE_OPTIONS = 'NODE_OPTIONS';
/** `NODE_OPTIONS=--no-warnings node app.js`, as an argument of a shell or of what starts one; and options of Node's by which its NODE_OPTIONS have to be others. */
const CHANGES_NODE_OPTIONS = /NODE_OPTIONS\s*=|--(?:experimental-)?permission\b|--env-file\b/;

let optionsText = '';
let ownOption = '';
/** What the permission model has to allow. */
let ownGrants = '';
/** What stands on PATH before the folders of the program where something is going to replace NODE_OPTIONS. */
let standIn = '';

/** As it stands on PATH, '' where there is none. */
function standInOf(directory: string): string {
  return process.platform === 'win32' ? '' : `${directory}/${STAND_IN_FOLDER}:`;
}

/** What is not recorded itself, as a package manager, hands on what it was started with, and the stand-in, which has left PATH when this process was started by it. */
export function handOnEnvironment(directory: string): void {
  const first = standInOf(directory);
  const paths = process.env['PATH'];
  if (paths !== undefined && !paths.includes(first)) process.env['PATH'] = first + paths;
}

/**
 * Removes our variables from process.env, and us from the list of what is loaded before the program; `preload` is the file that NODE_OPTIONS names, `directory` the private folder of the run. Call once, when the thread is going
 * to be recorded.
 */
export function takeEnvironment(preload: string, options: string, directory: string, grants = ''): void {
  optionsText = options;
  ownGrants = grants;
  ownOption = `--require ${quote(preload)}`;
  standIn = standInOf(directory);
  delete process.env[OPTIONS_VARIABLE];
  leaveList(preload);
  const paths = process.env['PATH'];
  if (standIn !== '' && paths?.includes(standIn) === true) process.env['PATH'] = paths.replace(standIn, '');
  const text = process.env[NODE_OPTIONS];
  if (text === undefined) return;
  const plain = withoutPreload(text, preload);
  const at = grants === '' ? -1 : plain.indexOf(grants);
  const rest = at < 0 ? plain : cut(plain, at, at + grants.length);
  if (rest === text) return;
  if (rest === '') delete process.env[NODE_OPTIONS];
  else process.env[NODE_OPTIONS] = rest;
}

/** Takes us out of the list of what is loaded before the program. It becomes another array: Node is going through that one. */
function leaveList(preload: string): void {
  const descriptor = Object.getOwnPropertyDescriptor(process, '_preload_modules');
  if (descriptor?.configurable !== true || !Array.isArray(descriptor.value)) return;
  Object.defineProperty(process, '_preload_modules', { ...descriptor, value: descriptor.value.filter((name) => name !== preload) });
}

/** NODE_OPTIONS without `--require preload`; the rest keeps its spelling. */
export function withoutPreload(text: string, preload: string): string {
  const tokens = split(text);
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as Token;
    const next = tokens[i + 1];
    const isFlag = token.value === '--require' || token.value === '-r';
    if (isFlag && next !== undefined && next.value === preload) return cut(text, token.from, next.to);
    if (token.value === `--require=${preload}`) return cut(text, token.from, token.to);
  }
  return text;
}

interface Token {
  readonly value: string;
  readonly from: number;
  readonly to: number;
}

/** Splits as Node does: at spaces, with double quotes, and backslash escapes inside them. */
function split(text: string): Token[] {
  const tokens: Token[] = [];
  let value = '';
  let from = -1;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    if (c === ' ' && !quoted) {
      if (from >= 0) tokens[tokens.length] = { value, from, to: i };
      value = '';
      from = -1;
      continue;
    }
    if (from < 0) from = i;
    if (c === '"') quoted = !quoted;
    else if (c === '\\' && quoted && i + 1 < text.length) value += text[++i] as string;
    else value += c;
  }
  if (from >= 0) tokens[tokens.length] = { value, from, to: text.length };
  return tokens;
}

function cut(text: string, from: number, to: number): string {
  const before = text.slice(0, from);
  const after = text.slice(to);
  // The space that the host put in front of ours goes with it.
  if (before.endsWith(' ')) return before.slice(0, -1) + after;
  return after.startsWith(' ') ? after.slice(1) : after;
}

function quote(file: string): string {
  return /[\s"\\]/.test(file) ? `"${file.replace(/["\\]/g, '\\$&')}"` : file;
}

/** The value of NODE_OPTIONS that traces a child whose own value is `own`. */
export function tracedNodeOptions(own: string | undefined): string {
  if (own === undefined || own === '') return ownOption;
  return own.includes(ownOption) ? own : `${own} ${ownOption}`;
}

/** A copy of 'KEY=value' pairs that traces the child; `words`: what is started, `file` with its arguments, in `cwd`. */
export function tracedPairs(pairs: readonly string[], file = '', words: readonly unknown[] = [], cwd?: unknown): string[] {
  const copy: string[] = [];
  const start = nodeStart([file, ...words.slice(1)]);
  const first = start === undefined && changesNodeOptions(words) ? standIn : '';
  let own: string | undefined;
  let hasOptions = false;
  for (const pair of pairs) {
    if (pair.startsWith('NODE_OPTIONS=')) own = pair.slice('NODE_OPTIONS='.length);
    else copy[copy.length] = first !== '' && pair.startsWith('PATH=') ? `PATH=${first}${pair.slice('PATH='.length)}` : pair;
    if (pair.startsWith(`${OPTIONS_VARIABLE}=`)) hasOptions = true;
  }
  own ??= optionsOfFiles(start, (name) => util.parseEnv(readFileSync(typeof cwd === 'string' ? path.resolve(cwd, name) : name, 'utf8')));
  copy[copy.length] = `NODE_OPTIONS=${tracedNodeOptions(withGrants(own, start, ownGrants))}`;
  if (!hasOptions) copy[copy.length] = `${OPTIONS_VARIABLE}=${optionsText}`;
  return copy;
}

function changesNodeOptions(words: readonly unknown[]): boolean {
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (typeof word === 'string' && CHANGES_NODE_OPTIONS.test(word)) return true;
  }
  return false;
}

/** A copy of an environment object that traces the worker (workers find the options elsewhere). */
export function tracedEnvironment(env: object): Record<string, unknown> {
  const copy: Record<string, unknown> = { ...env };
  copy[NODE_OPTIONS] = tracedNodeOptions(copy[NODE_OPTIONS] === undefined ? undefined : String(copy[NODE_OPTIONS] as string));
  return copy;
}

/** Runs `work` while process.env has our part of NODE_OPTIONS: Node reads it when a worker gets options of its own. */
export function withTracedEnvironment<T>(work: () => T): T {
  const before = process.env[NODE_OPTIONS];
  process.env[NODE_OPTIONS] = tracedNodeOptions(before);
  try {
    return work();
  } finally {
    if (before === undefined) delete process.env[NODE_OPTIONS];
    else process.env[NODE_OPTIONS] = before;
  }
}
