// Where things are in the repository. Node built-ins only: this runs before anything is installed.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** What the scripts download; ignored by git, safe to delete. */
export const cache = path.join(root, '.cache');

/** @param {...string} parts */
export function inRoot(...parts) {
  return path.join(root, ...parts);
}
