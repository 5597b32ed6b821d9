/**
 * A `node` that stands before the real one on PATH. `NODE_OPTIONS=--experimental-vm-modules jest`, in a script of package.json or of a shell, replaces the NODE_OPTIONS that bring the
 * recorder in; the stand-in puts it back and becomes the node that would have run. Not on Windows, whose shells find programs by another way.
 */
import fs from 'node:fs';
import path from 'node:path';
import { appendRequire } from './inject.ts';
import { STAND_IN_FOLDER } from '../wire/standIn.ts';

/** Writes the stand-in into the private folder of a run. `preload`: the file of the recorder. What goes wrong leaves programs as they would be without. */
export function writeStandIn(directory: string, preload: string): void {
  if (process.platform === 'win32') return;
  const folder = path.join(directory, STAND_IN_FOLDER);
  try {
    fs.mkdirSync(folder, { mode: 0o700 });
    fs.writeFileSync(path.join(folder, 'node'), scriptOf(folder, preload), { mode: 0o700 });
  } catch {
    // Then nobody finds it.
  }
}

/** PATH without the folder, so that `exec` finds the real one; the name by which it is called stays `node`. */
function scriptOf(folder: string, preload: string): string {
  return `#!/bin/sh
il_folder=${quote(folder)} il_preload=${quote(preload)} il_path=":$PATH:"
case "$il_path" in
*":$il_folder:"*)
  PATH="\${il_path%%":$il_folder:"*}:\${il_path#*":$il_folder:"}"
  PATH="\${PATH#:}"
  PATH="\${PATH%:}"
  ;;
esac
case "$NODE_OPTIONS" in
*"$il_preload"*) ;;
*) NODE_OPTIONS="\${NODE_OPTIONS:+$NODE_OPTIONS }"${quote(appendRequire(undefined, preload))} ;;
esac
export PATH NODE_OPTIONS
unset il_folder il_preload il_path
exec node "$@"
`;
}

/** One word for sh. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
