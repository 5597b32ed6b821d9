/**
 * Variables that modules share: the module that exports one and the modules that import it have one location. Known by the URL of the module, without its extension
 * (TypeScript is imported as `.js`), and the exported name.
 */
import type { Cell } from '../../wire/runtime.ts';
import { safeMap } from '../builtins.ts';
import { Location } from './runtimeLocation.ts';
import { createShadow, findShadow } from './runtimeObjects.ts';

const cells = safeMap<string, Location>();
const SafeUrl = URL;

function cellOf(module: string, name: string): Location {
  const key = `${module}#${name}`;
  let cell = cells.get(key);
  if (cell === undefined) {
    cell = new Location(0);
    cells.set(key, cell);
  }
  return cell;
}

function moduleOf(url: string): string {
  return url.replace(/\.[cm]?[jt]sx?(?=$|[?#])/, '');
}

/** The cell of a variable; one that is exported may be known already, to a module that is imported in a circle. */
export function variableCell(variable: number, url?: string, name?: string): Cell {
  if (url === undefined || name === undefined) return new Location(variable);
  const cell = cellOf(moduleOf(url), name);
  cell.variable = variable;
  return cell;
}

/** The cell of an imported variable; of a namespace, its properties become those cells. */
export function importedCell(url: string, specifier: string, name: string, namespace?: object): Cell | undefined {
  let module: string;
  try {
    module = moduleOf(new SafeUrl(specifier, url).href);
  } catch {
    return undefined;
  }
  if (namespace === undefined) return cellOf(module, name);
  const shadow = findShadow(namespace) ?? createShadow(namespace);
  shadow.exported = (property) => (typeof property === 'string' ? cellOf(module, property) : new Location(0));
  return undefined;
}
