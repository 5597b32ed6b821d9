/**
 * A `node` that stands before the real one on PATH. `NODE_OPTIONS=--experimental-vm-modules jest`, in a script of package.json or of a shell, replaces the NODE_OPTIONS that bring the
 * recorder in; the stand-in puts it back and becomes the node that would have run. It also sees what that node is told (wire/nodeStart.ts): the permission model, under which
 * the recorder needs leave, and a file of variables whose NODE_OPTIONS count only where there are none. Not on Windows, whose shells find programs by another way.
 */
import fs from 'node:fs';
import path from 'node:path';
import { appendRequire } from './inject.ts';
import { WORD_OPTIONS } from '../wire/nodeStart.ts';
import { STAND_IN_FOLDER } from '../wire/standIn.ts';

/** Writes the stand-in into the private folder of a run. `preload`: the file of the recorder; `grants`: what it needs under the permission model. What goes wrong leaves programs as they would be without. */
export function writeStandIn(directory: string, preload: string, grants: string): void {
  if (process.platform === 'win32') return;
  const folder = path.join(directory, STAND_IN_FOLDER);
  try {
    fs.mkdirSync(folder, { mode: 0o700 });
    fs.writeFileSync(path.join(folder, 'node'), scriptOf(folder, preload, grants), { mode: 0o700 });
  } catch {
    // Then nobody finds it.
  }
}

/** PATH without the folder, so that `exec` finds the real one; the name by which it is called stays `node`. */
function scriptOf(folder: string, preload: string, grants: string): string {
  const own = appendRequire(undefined, preload);
  return `#!/bin/sh
il_folder=${quote(folder)} il_preload=${quote(preload)} il_path=":$PATH:" il_before='' il_file='' il_needs=''
case "$il_path" in
*":$il_folder:"*)
  PATH="\${il_path%%":$il_folder:"*}:\${il_path#*":$il_folder:"}"
  PATH="\${PATH#:}"
  PATH="\${PATH%:}"
  ;;
esac
for il_word in "$@"; do
  case "$il_before" in
  --env-file | --env-file-if-exists) il_file="$il_word" ;;
  ${WORD_OPTIONS.join(' | ')}) ;;
  *)
    case "$il_word" in
    --permission | --experimental-permission) il_needs=1 ;;
    --env-file=* | --env-file-if-exists=*) il_file="\${il_word#*=}" ;;
    -*) ;;
    *) break ;;
    esac
    ;;
  esac
  il_before="$il_word"
done
case "$NODE_OPTIONS" in
'' | ${quote(own)} | ${quote(`--require ${preload}`)})
  if [ -n "$il_file" ]; then
    il_word="$(sed -n 's/^[[:space:]]*\\(export[[:space:]]\\{1,\\}\\)\\{0,1\\}NODE_OPTIONS[[:space:]]*=[[:space:]]*//p' "$il_file" 2>/dev/null | tail -n 1)"
    case "$il_word" in
    \\"*) il_word="\${il_word#?}" NODE_OPTIONS="\${il_word%%\\"*}" ;;
    \\'*) il_word="\${il_word#?}" NODE_OPTIONS="\${il_word%%\\'*}" ;;
    *) NODE_OPTIONS="\${il_word%%#*}" ;;
    esac
  fi
  ;;
esac
case "$NODE_OPTIONS" in
*"$il_preload"*) ;;
*) NODE_OPTIONS="\${NODE_OPTIONS:+$NODE_OPTIONS }"${quote(own)} ;;
esac
case " $NODE_OPTIONS " in
*' --permission '* | *' --experimental-permission '*) il_needs=1 ;;
esac
case "$NODE_OPTIONS" in
*${quote(grants)}*) il_needs='' ;;
esac
if [ -n "$il_needs" ]; then NODE_OPTIONS=${quote(grants)}" $NODE_OPTIONS"; fi
export PATH NODE_OPTIONS
unset il_folder il_preload il_path il_word il_before il_file il_needs
exec node "$@"
`;
}

/** One word for sh. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
