// Shows what the engine knows, for whoever looks into a missed or a false finding.
//   node scripts/look.mjs code FILE              the code that a file becomes
//   node scripts/look.mjs sites FILE             its static table: places with their flags, pairs, links and the rest
//   node scripts/look.mjs trace FILE [TABLE…]    the tables of a recorded trace (.ilv), or of a program that is traced for it; without names, how many rows each has
// `--module` reads FILE as an ES module, whatever it is called. `--part TEXT` shows only rows in which TEXT occurs.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import esbuild from 'esbuild';
import { inRoot } from './lib/paths.mjs';

const { values, positionals } = parseArgs({
  options: { module: { type: 'boolean', default: false }, part: { type: 'string' } },
  allowPositionals: true,
});
const [what, target, ...tables] = positionals;
const folder = mkdtempSync(path.join(os.tmpdir(), 'interleave-look-'));
process.stdout.on('error', () => process.exit()); // `| head`
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** What a file of src/ exports. */
function load(...files) {
  const entry = files.map((file) => `export * from ${JSON.stringify(inRoot('src', file))};`).join('\n');
  const outfile = path.join(folder, `${path.basename(files[0])}.cjs`);
  esbuild.buildSync({
    stdin: { contents: entry, resolveDir: inRoot() },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    outfile,
    define: { INTERLEAVE_VERSION: '"look"' },
    logLevel: 'error',
  });
  return createRequire(import.meta.url)(outfile);
}

/** Names of flags by bit, of each kind of site: the sections of siteFlags.ts. */
function readFlags() {
  const sections = new Map();
  let section;
  for (const line of readFileSync(inRoot('src/wire/siteFlags.ts'), 'utf8').split('\n')) {
    const heading = /^\/\/ --- (\w+) -/.exec(line)?.[1];
    if (heading) sections.set(heading, (section = []));
    const flag = /^export const FLAG_(\w+) = (?:1 << (\d+)|(\d+));/.exec(line);
    if (flag && section) section.push([flag[1], flag[3] ? Number(flag[3]) : 1 << Number(flag[2])]);
  }
  return sections;
}

const flagsOf = readFlags();
const SECTIONS = {
  read: ['reads'],
  write: ['writes'],
  update: ['writes'],
  await: ['awaits'],
  'for-await': ['awaits'],
  yield: ['awaits'],
  call: ['calls'],
  new: ['calls'],
};

function nameFlags({ kind, flags = 0 }) {
  const known = [...(SECTIONS[kind] ?? []), 'any'].flatMap((section) => flagsOf.get(section) ?? []);
  return known
    .filter(([, bit]) => (flags & bit) !== 0)
    .map(([name]) => name.toLowerCase())
    .join(' ');
}

function print(text) {
  if (values.part === undefined || text.includes(values.part)) console.log(text);
}

function showStatic() {
  const { transform } = load('transform/transform.ts', 'transform/instrument.ts');
  const file = path.resolve(target);
  const type = values.module || /\.m[jt]s$/.test(file) ? 'module' : 'commonjs';
  const result = transform(readFileSync(file, 'utf8'), { file, type, base: 1 });
  if (!result.ok) throw new Error(result.reason);
  if (what === 'code') return console.log(result.code);
  const { sites, functions, variables, file: _file, version: _version, base: _base, hash: _hash, map: _map, ...rest } = result.table;
  const place = (index) => (sites[index] ? `#${index}:${sites[index].line} ${sites[index].text}` : `#${index}`);
  sites.forEach((site, index) => {
    const { line, column, kind, fn, text, flags: _flags, ...more } = site;
    print(`#${index} ${line}:${column + 1} ${kind} ${text} · ${functions[fn]?.name ?? fn} · ${nameFlags(site)} ${JSON.stringify(more)}`);
  });
  variables.forEach((variable, index) => print(`variable ${index} ${JSON.stringify(variable)}`));
  for (const [name, rows] of Object.entries(rest)) {
    for (const row of rows) {
      const { read, write, kind, ...more } = row;
      if (read !== undefined) print(`${name} ${kind}: ${place(read)} → ${place(write)} ${JSON.stringify(more)}`);
      else print(`${name} ${JSON.stringify(row)}`);
    }
  }
}

function record(program) {
  const trace = path.join(folder, 'run.ilv');
  const command = [inRoot('dist/cli.js'), 'run', '--out', trace, '--', process.execPath, path.basename(program)];
  try {
    execFileSync(process.execPath, command, { cwd: path.dirname(path.resolve(program)), stdio: 'ignore' });
  } catch (error) {
    console.error(`(it ended with ${error.status ?? error.signal})`);
  }
  return trace;
}

function isColumn(value) {
  return typeof value?.at === 'function' && typeof value.length === 'number' && !Array.isArray(value);
}

function showTrace() {
  const { Engine, FILE_HEADER_BYTES } = load('host/engine.ts', 'wire/format.ts');
  const engine = new Engine(inRoot('dist'));
  engine.push(readFileSync(target.endsWith('.ilv') ? target : record(target)).subarray(FILE_HEADER_BYTES));
  engine.end(undefined);
  const { trace } = engine;
  const site = (index) => {
    const row = trace.sites[index];
    return row ? `${path.basename(trace.files[row.file]?.path ?? '')}:${row.line} ${row.text}` : String(index);
  };
  const location = (index) => {
    const variable = trace.locations.variable.at(index);
    if (variable >= 0) return `${trace.variables[variable]?.name}@${index}`;
    return `${trace.string(trace.locations.className.at(index))}#${trace.locations.object.at(index)}.${trace.string(trace.locations.key.at(index))}@${index}`;
  };
  const ms = (ns) => ((ns - trace.run.originNs) / 1e6).toFixed(2);
  const text = (name, value) => {
    if (value === -1 || value === undefined || (typeof value === 'number' && Number.isNaN(value))) return undefined;
    if (/site$/i.test(name) || name === 'inside') return site(value);
    if (name === 'location') return location(value);
    if (name === 'fn' || name === 'function') return trace.functions[value]?.name ?? value;
    if (/^(type|label|key|className|library|name)$/.test(name) && typeof value === 'number') return trace.string(value);
    if (/Ns$|^ns$/.test(name) && typeof value === 'number') return ms(value);
    if (/^(read|write)$/.test(name) && typeof value === 'number') return `#${value} ${site(value)}`;
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  };
  const line = (cells) =>
    cells
      .map(([name, value]) => [name, text(name, value)])
      .filter(([, value]) => value !== undefined && value !== '')
      .map(([name, value]) => `${name}=${value}`)
      .join(' ');
  for (const [name, table] of Object.entries(trace)) {
    const columns = table && !Array.isArray(table) ? Object.entries(table).filter(([, column]) => isColumn(column)) : [];
    const size = columns[0]?.[1].length ?? table?.length ?? table?.size;
    if (tables.length === 0 && size > 0) console.log(`${name}: ${size}`);
    if (!tables.includes(name)) continue;
    if (columns.length > 0) {
      for (let row = 0; row < size; row++) {
        const cells = columns.map(([key, column]) => [name === 'accesses' && key === 'write' ? 'isWrite' : key, column.at(row)]);
        print(`${name} ${row}: ${line(cells)}`);
      }
    } else if (table instanceof Map) {
      for (const [key, row] of table) print(`${name} ${key}: ${JSON.stringify(row)}`);
    } else if (Array.isArray(table)) {
      table.forEach((row, index) => print(`${name} ${index}: ${typeof row === 'object' ? line(Object.entries(row)) : row}`));
    } else {
      print(`${name}: ${JSON.stringify(table)}`);
    }
  }
}

if (target !== undefined && (what === 'code' || what === 'sites')) showStatic();
else if (target !== undefined && what === 'trace') showTrace();
else {
  console.error('usage: node scripts/look.mjs code|sites|trace FILE [TABLE…] [--module] [--part TEXT]');
  process.exitCode = 2;
}
