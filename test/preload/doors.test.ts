/**
 * Programs that come in through every door, with and without the preload: their output, exit code and stacks must be the same, and their files must be in the log.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { CHUNK_SITES, FILE_HEADER_BYTES, WIRE_VERSION } from '../../src/wire/format.ts';
import { readChunk } from '../../src/wire/reader.ts';
import type { SiteTable } from '../../src/wire/sites.ts';
import { nodeBinary, root, versionsToTry } from './adaptersHarness.ts';

const programs = path.join(root, 'test/programs/loaders');

interface Result {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
  /** Names of the transformed files, without the folder. */
  readonly files: readonly string[];
}

function run(
  node: string,
  args: readonly string[],
  cwd: string,
  options: object | undefined,
  env: NodeJS.ProcessEnv = {},
): Promise<Result> {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'il-doors-'));
  // ts-node keeps V8's code cache in a file that all its processes share: two that write it at once have made Node crash, with or without us.
  const all: NodeJS.ProcessEnv = { ...process.env, DISABLE_V8_COMPILE_CACHE: '1', ...env };
  delete all['NODE_OPTIONS'];
  if (options !== undefined) {
    all['NODE_OPTIONS'] = `--require ${JSON.stringify(path.join(root, 'dist/node_modules/interleave/preload.js'))}`;
    all['INTERLEAVE_OPTIONS'] = JSON.stringify({ version: WIRE_VERSION, directory, level: 'full', ...options });
  }
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, { cwd, env: all, stdio: ['ignore', 'pipe', 'pipe'], timeout: 30_000 });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => {
      const files = readLogs(directory);
      rmSync(directory, { recursive: true, force: true });
      resolve({ stdout, stderr: stderr.replace(/\(node:\d+\)/g, '(node)'), code, files });
    });
  });
}

function readLogs(directory: string): string[] {
  const files = new Set<string>();
  for (const name of readdirSync(directory).filter((n) => n.endsWith('.log'))) {
    const bytes = readFileSync(path.join(directory, name));
    for (let at = FILE_HEADER_BYTES; ;) {
      const result = readChunk(bytes, at);
      if (!result.ok) break;
      at = result.chunk.end;
      if (result.chunk.kind !== CHUNK_SITES) continue;
      const { file } = JSON.parse(Buffer.from(result.chunk.payload).toString()) as SiteTable;
      files.add(path.basename(file.replace(/[?#].*/, '')));
    }
  }
  return [...files].toSorted();
}

interface Program {
  readonly name: string;
  readonly args: readonly string[];
  readonly folder?: string;
  /** Transformed files, sorted. */
  readonly files: readonly string[];
  /** Oldest Node that can run it. */
  readonly since?: number;
  /** The last version that knows the option. */
  readonly until?: number;
  /** A file that this Node does not show us. */
  readonly unseen?: Readonly<Record<number, string>>;
}

const PROGRAMS: readonly Program[] = [
  { name: 'CommonJS, an error with a cause ten frames deep', args: ['deep.cjs'], files: ['deep.cjs', 'lib.cjs'] },
  { name: "the program's own prepareStackTrace, eval, captureStackTrace", args: ['own.cjs'], files: ['own.cjs'] },
  { name: 'a thrown string', args: ['str.cjs'], files: ['str.cjs'] },
  { name: 'a syntax error in a required file', args: ['req.cjs'], files: ['lib.cjs', 'req.cjs'] },
  { name: 'ES modules, allSettled, an unhandled rejection', args: ['rej.mjs'], files: ['rej.mjs'] },
  { name: 'an import of CommonJS that throws', args: ['imp.mjs'], files: ['imp.mjs', 'lib.cjs'] },
  { name: 'a missing export', args: ['link2.mjs'], files: ['link2.mjs', 'other.mjs'] },
  // What the required module imports is read by Node 20 where nothing can see it.
  { name: 'require of an ES module', args: ['reqesm.cjs'], files: ['other.mjs', 'other2.mjs', 'reqesm.cjs'], unseen: { 20: 'other.mjs' } },
  { name: 'ES module syntax without a declared type', args: ['detect.js'], files: ['detect.js', 'other.mjs'] },
  {
    name: 'import.meta, attributes, dynamic imports, names of CommonJS exports',
    args: ['meta.mjs'],
    files: ['meta.mjs', 'names.cjs', 'other.mjs'],
  },
  { name: 'a cycle of ES modules with hoisted functions', args: ['main.mjs'], folder: 'cycle', files: ['main.mjs', 'second.mjs'] },
  {
    name: 'a cycle of CommonJS modules, module.children, require.cache',
    args: ['first.cjs'],
    folder: 'cycle',
    files: ['first.cjs', 'other.cjs'],
  },
  { name: 'TypeScript, types stripped by Node', args: ['strip.ts'], folder: 'types', files: ['shapes.mts', 'strip.ts'], since: 22 },
  { name: 'CommonJS TypeScript', args: ['common.cts'], folder: 'types', files: ['common.cts'], since: 22 },
  {
    name: 'TypeScript, written anew by Node',
    args: ['--experimental-transform-types', '--no-warnings', 'job.ts'],
    folder: 'anew',
    files: ['job.ts'],
    since: 22,
    until: 24,
  },
  { name: 'TypeScript that Node refuses', args: ['enum.mts'], folder: 'types', files: [], since: 22 },
  { name: 'a file with an inline source map', args: ['inline.cjs'], folder: 'maps', files: ['inline.cjs'] },
  { name: 'the same, with source maps on', args: ['--enable-source-maps', 'inline.cjs'], folder: 'maps', files: ['inline.cjs'] },
  {
    name: 'an external source map, with source maps on',
    args: ['--enable-source-maps', 'external.mjs'],
    folder: 'maps',
    files: ['external.mjs'],
  },
  { name: 'a plain file with source maps on', args: ['--enable-source-maps', 'deep.cjs'], files: ['deep.cjs', 'lib.cjs'] },
  { name: 'tsx, CommonJS', args: ['--import=tsx', 'job.ts'], folder: 'tools', files: ['job.ts', 'names.ts'] },
  { name: 'tsx, ES modules', args: ['--import=tsx', 'job.mts'], folder: 'tools', files: ['job.mts', 'names.mts'] },
  { name: 'ts-node', args: ['-r', 'ts-node/register/transpile-only', 'job.ts'], folder: 'tools', files: ['job.ts', 'names.ts'] },
  { name: 'swc-node', args: ['-r', '@swc-node/register', 'job.ts'], folder: 'tools', files: ['job.ts', 'names.ts'] },
  { name: 'code from the command line', args: ['-e', 'console.log(1, new Error("e").stack)'], files: [] },
  { name: 'a printed expression', args: ['-p', 'process.argv.length'], files: [] },
];

describe('installDoors', function () {
  this.timeout(300_000);

  before(async () => {
    const { ensureDependencies } = (await import(pathToFileURL(path.join(root, 'scripts/lib/dependencies.mjs')).href)) as {
      ensureDependencies(folder: string, options: { scripts: boolean }): Promise<boolean>;
    };
    await ensureDependencies(programs, { scripts: false });
  });

  for (const major of versionsToTry([20, 22, 24, 26])) {
    for (const { name, args, folder = '.', files, since = 20, until = Infinity, unseen = {} } of PROGRAMS) {
      if (since > major || until < major) continue;
      it(`transforms and changes nothing that shows: ${name}, Node ${major}`, async () => {
        const node = await nodeBinary(major);
        const cwd = path.join(programs, folder);
        const [plain, traced] = await Promise.all([run(node, args, cwd, undefined), run(node, args, cwd, {})]);
        assert.equal(traced.stderr, plain.stderr);
        assert.equal(traced.stdout, plain.stdout);
        assert.equal(traced.code, plain.code);
        assert.deepEqual(
          traced.files,
          files.filter((file) => file !== unseen[major]),
        );
      });
    }
  }

  it('leaves everything as it is at level light', async () => {
    for (const args of [['deep.cjs'], ['rej.mjs'], ['own.cjs']]) {
      const [plain, traced] = await Promise.all([
        run(process.execPath, args, programs, undefined),
        run(process.execPath, args, programs, { level: 'light' }),
      ]);
      assert.deepEqual(traced, plain);
    }
  });

  it('runs what it cannot transform, and takes only files below the roots', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'il-roots-'));
    try {
      writeFileSync(
        path.join(folder, 'outside.cjs'),
        `console.log('outside'); require(${JSON.stringify(path.join(programs, 'names.cjs'))});`,
      );
      const traced = await run(process.execPath, ['outside.cjs'], folder, { roots: [programs] });
      assert.deepEqual([traced.stdout, traced.code, traced.files], ['outside\n', 0, ['names.cjs']]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('fills and uses the cache', async () => {
    const cacheDir = mkdtempSync(path.join(os.tmpdir(), 'il-cache-'));
    try {
      const first = await run(process.execPath, ['deep.cjs'], programs, { cacheDir });
      assert.ok(readdirSync(cacheDir).length > 0);
      assert.deepEqual(await run(process.execPath, ['deep.cjs'], programs, { cacheDir }), first);
    } finally {
      rmSync(cacheDir, { recursive: true, force: true });
    }
  });

  it('calls nothing of `fs` that the program has put there, cache or not', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'il-spied-'));
    const files: Record<string, string> = {
      // No file of the user's: the transform is loaded after it.
      'node_modules/spy/index.cjs': `const fs = require('node:fs'), path = require('node:path'), calls = (globalThis.calls = {});
for (const [of, names] of [[fs, Object.keys(fs).filter((name) => name.endsWith('Sync'))], [path, ['join', 'dirname', 'basename']]]) for (const name of names) {
  const real = of[name];
  of[name] = Object.assign((...args) => { calls[name] = (calls[name] ?? 0) + 1; return real(...args); }, real);
}`,
      'main.cjs': `const before = JSON.stringify(calls); const part = require('./part.cjs'); part().then(() => console.log(before, JSON.stringify(calls)));`,
      'part.cjs': `let n = 0; module.exports = async () => { const seen = n; await null; n = seen + 1; };`,
    };
    try {
      mkdirSync(path.join(folder, 'node_modules/spy'), { recursive: true });
      for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
      for (const major of versionsToTry([20, 22, 24, 26])) {
        const node = await nodeBinary(major);
        const cacheDir = path.join(folder, `cache-${major}`);
        const of = async (options: object | undefined): Promise<string> =>
          (await run(node, ['-r', './node_modules/spy/index.cjs', 'main.cjs'], folder, options)).stdout;
        const plain = await of(undefined);
        assert.match(plain, /readFileSync|\{\}/);
        assert.equal(await of({ cacheDir }), plain);
        assert.ok(readdirSync(cacheDir).length > 0);
        assert.equal(await of({ cacheDir }), plain);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
