/**
 * What the command line of a Node process says about its NODE_OPTIONS: whether it will run under the permission model (then the recorder needs leave to read and
 * write its own folders; without the model Node refuses such leave), and which files of variables it reads (they may set NODE_OPTIONS, unless the environment does).
 */

const NODE = /(?:^|[\\/])node(?:js)?(?:\.exe)?$/i;
const PERMISSION_MODEL = /^--(?:experimental-)?permission$/;
const ENV_FILE = /^--env-file(?:-if-exists)?(?:=([^]*))?$/;
/** Options whose value may be the next word. Any other word without a dash is the script: what follows is the program's. */
export const WORD_OPTIONS: readonly string[] = [
  '-r',
  '-C',
  '--require',
  '--import',
  '--conditions',
  '--loader',
  '--experimental-loader',
  '--env-file',
  '--env-file-if-exists',
  '--title',
  '--max-old-space-size',
];

interface NodeStart {
  readonly hasPermissions: boolean;
  readonly envFiles: readonly string[];
}

/** Of a command line; undefined when it does not start Node itself. */
export function nodeStart(words: readonly unknown[]): NodeStart | undefined {
  const file = words[0];
  if (typeof file !== 'string' || !NODE.test(file)) return undefined;
  let hasPermissions = false;
  const envFiles: string[] = [];
  for (let i = 1; i < words.length; i++) {
    const word = words[i];
    if (typeof word !== 'string' || !word.startsWith('-')) break;
    if (PERMISSION_MODEL.test(word)) hasPermissions = true;
    const found = ENV_FILE.exec(word);
    const next = words[i + 1];
    if (found !== null && typeof (found[1] ?? next) === 'string') envFiles[envFiles.length] = (found[1] ?? next) as string;
    if (WORD_OPTIONS.includes(word)) i++;
  }
  return { hasPermissions, envFiles };
}

/** `own` (a process's NODE_OPTIONS) with `grants`, where that process will run under the permission model. */
export function withGrants(own: string | undefined, start: NodeStart | undefined, grants: string): string | undefined {
  const isNeeded = start?.hasPermissions === true || (own ?? '').split(' ').some((word) => PERMISSION_MODEL.test(word));
  if (!isNeeded || grants === '' || own?.includes(grants) === true) return own;
  return own === undefined || own === '' ? grants : `${own} ${grants}`;
}

/** NODE_OPTIONS as the files set it, of which the last one wins; `read` gives the variables of a file. */
export function optionsOfFiles(
  start: NodeStart | undefined,
  read: (file: string) => Readonly<Record<string, string | undefined>> | undefined,
): string | undefined {
  let options: string | undefined;
  for (const file of start?.envFiles ?? []) {
    try {
      options = read(file)?.['NODE_OPTIONS'] ?? options;
    } catch {
      // Node will read it itself, and complain of it if it has to.
    }
  }
  return options;
}
