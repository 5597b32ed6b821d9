// Holds the architecture: who may import whom, no cycles, and the few house rules that a program can check.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

interface Layer {
  /** Layers it may import from. */
  readonly imports: readonly string[];
  /** Layers of which it may import types only; a single file (`view/protocol`) instead of a layer is allowed. */
  readonly types?: readonly string[];
  /** Whether Node's built-in modules may be imported. */
  readonly node?: boolean;
  readonly packages?: readonly string[];
}

const LAYERS: Readonly<Record<string, Layer>> = {
  base: { imports: [] },
  wire: { imports: [] },
  preload: { imports: ['wire'], types: ['transform'], node: true },
  transform: { imports: ['wire'], node: true, packages: ['acorn', '@jridgewell/sourcemap-codec', '@jridgewell/trace-mapping'] },
  model: { imports: ['base', 'wire'] },
  analysis: { imports: ['base', 'model'] },
  report: { imports: ['base', 'model'], types: ['analysis'] },
  host: {
    imports: ['base', 'wire', 'model', 'analysis', 'report', 'preload/compiled'],
    node: true,
    packages: ['@jridgewell/trace-mapping'],
  },
  view: { imports: ['base', 'model'] },
  page: { imports: ['base', 'wire', 'model', 'view'] },
  extension: { imports: ['base', 'model', 'host', 'view/protocol'], types: ['analysis'], node: true, packages: ['vscode'] },
  cli: { imports: ['base', 'model', 'analysis', 'host'], node: true },
};

const MAX_LINES = 500;
const ADVISED_LINES = 400;

interface SourceFile {
  /** Relative to src/, with slashes, such as `model/trace.ts`. */
  readonly name: string;
  readonly text: string;
}

interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
}

function readSources(folder: string): SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.split(path.sep).includes('node_modules'))
    .map((name) => ({ name: name.replaceAll(path.sep, '/'), text: readFileSync(path.join(folder, name), 'utf8') }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function findImports(text: string): Import[] {
  const patterns = [
    /^\s*(?:import|export)\s+(?<type>type\s)?[^'"`;=]*?\bfrom\s+'(?<specifier>[^']+)'/gm,
    /^\s*(?<type>)import\s+'(?<specifier>[^']+)'/gm,
    /(?<type>)\b(?:import|require)\(\s*'(?<specifier>[^']+)'\s*\)/g,
  ];
  return patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => ({
      specifier: match.groups?.['specifier'] ?? '',
      typeOnly: Boolean(match.groups?.['type']),
    })),
  );
}

function layerOf(name: string): string {
  return name.slice(0, name.indexOf('/'));
}

/** The file in src/ that a relative specifier means, or undefined. */
function resolveImport(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  return `${path.posix.join(path.posix.dirname(from), specifier).replace(/\.(?:js|ts)$/, '')}.ts`;
}

/** Says what is wrong with one import, or undefined. */
function describeForbidden(file: string, { specifier, typeOnly }: Import): string | undefined {
  const name = layerOf(file);
  const layer = LAYERS[name];
  if (!layer) return `${file} lies in no known layer`;
  const target = resolveImport(file, specifier);
  if (target !== undefined) {
    const allowed = [name, ...layer.imports, ...(typeOnly ? (layer.types ?? []) : [])];
    return allowed.some((a) => target === `${a}.ts` || target.startsWith(`${a}/`)) ? undefined : `${file} imports ${target}`;
  }
  const isAllowed = specifier.startsWith('node:') ? layer.node : layer.packages?.includes(specifier);
  return isAllowed ? undefined : `${file} imports ${specifier}`;
}

/** A cycle of imports as `a → b → a`, or undefined. */
function findCycle(graph: ReadonlyMap<string, readonly string[]>): string | undefined {
  const done = new Set<string>();
  const open: string[] = [];
  const visit = (name: string): string | undefined => {
    if (open.includes(name)) return [...open.slice(open.indexOf(name)), name].join(' → ');
    if (done.has(name)) return undefined;
    open.push(name);
    for (const next of graph.get(name) ?? []) {
      const cycle = visit(next);
      if (cycle) return cycle;
    }
    open.pop();
    done.add(name);
    return undefined;
  };
  for (const name of graph.keys()) {
    const cycle = visit(name);
    if (cycle) return cycle;
  }
  return undefined;
}

describe('src', () => {
  const sources = readSources('src');

  it('imports along the table of layers only', () => {
    const forbidden = sources.flatMap(({ name, text }) => findImports(text).map((i) => describeForbidden(name, i)));
    assert.deepEqual(
      forbidden.filter((problem) => problem !== undefined),
      [],
    );
  });

  it('has no cycle of imports between files', () => {
    const graph = new Map(
      sources.map(({ name, text }) => [
        name,
        findImports(text).flatMap((i) => (i.typeOnly ? [] : (resolveImport(name, i.specifier) ?? []))),
      ]),
    );
    assert.equal(findCycle(graph), undefined);
  });

  it('imports files that exist', () => {
    const names = new Set(sources.map((s) => s.name));
    const missing = sources.flatMap(({ name, text }) =>
      findImports(text)
        .map((i) => resolveImport(name, i.specifier))
        .filter((target) => target !== undefined && !names.has(target))
        .map((target) => `${name} imports ${target}`),
    );
    assert.deepEqual(missing, []);
  });

  it('opens every file with a comment', () => {
    assert.deepEqual(
      sources.filter((s) => !/^(?:\/\/|\/\*)/.test(s.text)).map((s) => s.name),
      [],
    );
  });

  it('has no file that is too long to read', () => {
    const lengths = sources.map((s) => ({ name: s.name, lines: s.text.split('\n').length - 1 }));
    for (const { name, lines } of lengths) {
      if (lines > ADVISED_LINES) console.log(`      ${name} has ${lines} lines; ${ADVISED_LINES} is the aim`);
    }
    assert.deepEqual(
      lengths.filter((l) => l.lines > MAX_LINES),
      [],
    );
  });

  it('leaves nothing to do later in a comment', () => {
    // The words are put together here so that this file does not find itself.
    const pattern = new RegExp(`\\b(?:${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX', 'HA' + 'CK'].join('|')})\\b`);
    const files = [...sources, ...readSources('test').map((s) => ({ ...s, name: `test/${s.name}` }))];
    assert.deepEqual(
      files.filter((s) => pattern.test(s.text)).map((s) => s.name),
      [],
    );
  });
});

describe('describeForbidden', () => {
  const problemOf = (file: string, code: string): string | undefined => findImports(code).map((i) => describeForbidden(file, i))[0];

  it('names a forbidden edge, also of types only, over several lines, or dynamic', () => {
    assert.equal(problemOf('model/a.ts', "import { x } from '../host/run.ts';"), 'model/a.ts imports host/run.ts');
    assert.equal(problemOf('model/a.ts', "import type { X } from '../host/run.ts';"), 'model/a.ts imports host/run.ts');
    assert.equal(problemOf('model/a.ts', "import {\n  x,\n  type Y,\n} from '../host/run';"), 'model/a.ts imports host/run.ts');
    assert.equal(problemOf('model/a.ts', "const x = await import('../host/run.ts');"), 'model/a.ts imports host/run.ts');
    assert.equal(problemOf('model/a.ts', "export * from '../host/run.ts';"), 'model/a.ts imports host/run.ts');
  });

  it('names built-ins and packages where they do not belong', () => {
    assert.equal(problemOf('analysis/a.ts', "import vscode from 'vscode';"), 'analysis/a.ts imports vscode');
    assert.equal(problemOf('wire/a.ts', "import { readFileSync } from 'node:fs';"), 'wire/a.ts imports node:fs');
    assert.equal(problemOf('wire/a.ts', "import 'acorn';"), 'wire/a.ts imports acorn');
  });

  it('lets the extension see the protocol of the view and types of the analysis, and no more of them', () => {
    assert.equal(problemOf('extension/a.ts', "import { V } from '../view/protocol.ts';"), undefined);
    assert.equal(problemOf('extension/a.ts', "import { V } from '../view/store.ts';"), 'extension/a.ts imports view/store.ts');
    assert.equal(problemOf('extension/a.ts', "import type { F } from '../analysis/finding.ts';"), undefined);
    assert.equal(problemOf('extension/a.ts', "import { f } from '../analysis/finding.ts';"), 'extension/a.ts imports analysis/finding.ts');
  });
});

describe('findCycle', () => {
  it('shows the ring, and nothing for a diamond', () => {
    assert.equal(
      findCycle(
        new Map([
          ['a', ['b']],
          ['b', ['c']],
          ['c', ['b']],
        ]),
      ),
      'b → c → b',
    );
    assert.equal(
      findCycle(
        new Map([
          ['a', ['b', 'c']],
          ['b', ['d']],
          ['c', ['d']],
          ['d', []],
        ]),
      ),
      undefined,
    );
  });
});
