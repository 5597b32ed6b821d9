/** Names of files that were recorded in one folder and are in another here. Pure; a recorded name may be of another system. */
import path from 'node:path';

/** A folder as it was recorded, and the same folder on this machine. */
export interface MovedFolder {
  readonly recorded: string;
  readonly here: string;
}

/** The parts of a path of any system: `/app/src` and `C:\app\src` begin with '' and 'C:'. */
function partsOf(file: string): string[] {
  const isWindows = /^(?:[A-Za-z]:[\\/]|\\\\)/.test(file);
  return file.replace(isWindows ? /[\\/]+$/ : /\/+$/, '').split(isWindows ? /[\\/]/ : '/');
}

/** The parts of `file` below `folder`; undefined when it is not in there, or would lead out of it again. */
function partsBelow(file: string, folder: string): string[] | undefined {
  const parts = partsOf(file);
  const top = partsOf(folder);
  const below = parts.slice(top.length);
  const isIn = parts.length > top.length && top.every((part, i) => part === parts[i]);
  return isIn && !below.includes('..') ? below : undefined;
}

/** Where a recorded file is here: in the first folder that has it, the closest ones first. Undefined where none has. */
export function fileHere(file: string, folders: readonly MovedFolder[], exists: (file: string) => boolean): string | undefined {
  const closestFirst = folders.toSorted((a, b) => b.recorded.length - a.recorded.length);
  for (const { recorded, here } of closestFirst) {
    const below = partsBelow(file, recorded);
    const found = below && path.join(here, ...below);
    if (found !== undefined && exists(found)) return found;
  }
  return undefined;
}

/** The names under which a file of this machine may have been recorded. */
export function recordedNames(file: string, folders: readonly MovedFolder[]): string[] {
  return folders.flatMap(({ recorded, here }) => {
    const below = partsBelow(file, here);
    const separator = recorded.includes('\\') ? '\\' : '/';
    return below === undefined ? [] : [[...partsOf(recorded), ...below].join(separator)];
  });
}

/** What `chosen` is of a recorded file's folders, when the file is in it: as much of the path as possible must be the same. `least`: at least so many parts of it. */
export function moveOf(file: string, chosen: string, exists: (file: string) => boolean, least = 1): MovedFolder | undefined {
  const parts = partsOf(file);
  for (let top = 1; top <= parts.length - least; top++) {
    if (parts.slice(top).includes('..') || !exists(path.join(chosen, ...parts.slice(top)))) continue;
    const recorded = parts.slice(0, top).join(file.includes('\\') ? '\\' : '/');
    return { recorded: recorded === '' ? '/' : recorded, here: chosen };
  }
  return undefined;
}
