/** The `type` field of package.json files. */
import { path, readFileSync } from '../builtins.ts';

const types = new Map<string, string | undefined>();

/** The `type` of the nearest package.json above `file`; undefined when it has none. */
export function nearestType(file: string): string | undefined {
  return typeOfFolder(path.dirname(file));
}

function typeOfFolder(folder: string): string | undefined {
  if (types.has(folder)) return types.get(folder);
  let type: string | undefined;
  try {
    const value: unknown = (JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { type?: unknown }).type;
    type = typeof value === 'string' ? value : undefined;
  } catch {
    // None here (or not readable): the one above counts.
    const parent = path.dirname(folder);
    type = parent === folder || path.basename(folder) === 'node_modules' ? undefined : typeOfFolder(parent);
  }
  types.set(folder, type);
  return type;
}
