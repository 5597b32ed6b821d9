// Builds every bundle (dist/) and, with --tests, the test and bench files (out/). Flags: --production --watch --tests.
import { chmodSync, readFileSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';
import esbuild from 'esbuild';

const flags = new Set(process.argv.slice(2));
const production = flags.has('--production');
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

/** Cached transforms are kept by this: any change of the transform makes them stale, released or not. */
const transformVersion = createHash('sha256');
for (const folder of ['src/transform', 'src/wire']) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  for (const file of files.sort()) transformVersion.update(readFileSync(`${folder}/${file}`));
}

const shared = {
  bundle: true,
  minifySyntax: true, // inlines wire constants across files
  minifyWhitespace: production,
  sourcemap: 'external', // never linked: a target run with --enable-source-maps must not find ours
  legalComments: 'none',
  define: { INTERLEAVE_VERSION: JSON.stringify(version) },
  metafile: true,
  logLevel: 'warning',
};
const node = { ...shared, platform: 'node', format: 'cjs', target: 'node20' };
/** What the program waits for at its start takes Node's modules as they are: esbuild copies all properties for each `import fs from`, a thousand in all (1 ms, 2 on Node 24). */
const plainBuiltins = {
  name: 'plain built-ins',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/]preload[\\/].*\.ts$/ }, ({ path: file }) => {
      const source = readFileSync(file, 'utf8');
      return { loader: 'ts', contents: source.replaceAll(/^import (\w+) from '(node:\w+)';/gm, "import $1 = require('$2');") };
    });
  },
};
const atStart = { ...node, plugins: [plainBuiltins] };
const KiB = 1024;

/** Every bundle with its budget; `inputs` lists the only source folders that may end up inside. */
const targets = [
  {
    ...atStart,
    entryPoints: ['src/preload/preload.ts'],
    outfile: 'dist/node_modules/interleave/preload.js', // coverage tools leave out what lies in such a folder
    budget: 8 * KiB,
    inputs: ['src/preload/', 'src/wire/'],
  },
  {
    ...atStart,
    entryPoints: ['src/preload/record.ts'],
    outfile: 'dist/record.js', // loaded by preload.js
    external: ['./transform.js'],
    // The program may put something else in the place of the global one.
    banner: { js: "'use strict';const process = require('node:process');" },
    // No map: it makes Node ask for the place of an error that is thrown in here (doors/fatal.ts).
    footer: { js: '//# sourceMappingURL=data:,' },
    budget: 267 * KiB,
    inputs: ['src/preload/', 'src/wire/'],
  },
  {
    ...node,
    entryPoints: ['src/preload/doors/hooksThread.ts'],
    outfile: 'dist/hooksThread.mjs',
    format: 'esm',
    banner: { js: "import { createRequire as __create } from 'node:module'; const require = __create(import.meta.url);" },
    budget: 40 * KiB,
    inputs: ['src/preload/', 'src/wire/'],
  },
  {
    ...atStart,
    entryPoints: ['src/preload/watchdog.ts'],
    outfile: 'dist/watchdog.js',
    budget: 40 * KiB,
    inputs: ['src/preload/', 'src/wire/'],
  },
  {
    ...node,
    entryPoints: ['src/transform/transform.ts'],
    outfile: 'dist/transform.js',
    external: ['./instrument'], // with the parser: a warm cache never loads it
    define: { INTERLEAVE_VERSION: JSON.stringify(`${version}+${transformVersion.digest('hex').slice(0, 16)}`) },
    minifyIdentifiers: production,
    budget: 24 * KiB,
    inputs: ['src/transform/', 'src/wire/'],
  },
  {
    ...node,
    entryPoints: ['src/transform/instrument.ts'],
    outfile: 'dist/instrument.js',
    minifyIdentifiers: production,
    budget: 598 * KiB,
    inputs: ['src/transform/', 'src/wire/', 'node_modules/'],
  },
  {
    ...node,
    entryPoints: ['src/host/analysisWorker.ts'],
    outfile: 'dist/analysisWorker.js',
    budget: 8 * KiB,
    inputs: ['src/host/', 'src/preload/'],
  },
  {
    ...node,
    entryPoints: ['src/host/engineServer.ts'],
    outfile: 'dist/engineServer.js',
    minifyIdentifiers: production,
    budget: 1276 * KiB,
  },
  { ...node, entryPoints: ['src/cli/main.ts'], outfile: 'dist/cli.js', banner: { js: '#!/usr/bin/env node' }, budget: 256 * KiB },
  {
    ...node,
    entryPoints: ['src/extension/extension.ts'],
    outfile: 'dist/extension.js',
    external: ['vscode'],
    minifyIdentifiers: production,
    budget: 500 * KiB,
  },
  {
    ...node,
    entryPoints: ['src/extension/testing/testReporter.ts'],
    outfile: 'dist/testReporter.mjs',
    format: 'esm',
    budget: 4 * KiB,
    inputs: ['src/extension/testing/testReporter.ts'],
  },
  {
    ...shared,
    entryPoints: ['src/view/main.ts'],
    outfile: 'dist/view.js',
    platform: 'browser',
    format: 'iife',
    target: 'chrome130',
    minifyIdentifiers: production,
    budget: 250 * KiB,
  },
  {
    ...shared,
    entryPoints: ['src/page/main.ts'],
    outfile: 'dist/page.js',
    platform: 'browser',
    format: 'iife',
    target: 'chrome130',
    minifyIdentifiers: production,
    charset: 'utf8',
    budget: 320 * KiB,
    inputs: ['src/page/', 'src/view/', 'src/model/', 'src/wire/', 'src/base/'],
  },
].filter((t) => existsSync(t.entryPoints[0]));

function* walk(dir, suffix) {
  for (const e of readdirSync(dir, { withFileTypes: true })) {
    const p = path.join(dir, e.name);
    if (e.isDirectory()) {
      if (!['programs', 'workspace', 'node_modules', 'traces', 'golden'].includes(e.name)) yield* walk(p, suffix);
    } else if (suffix.test(e.name)) yield p;
  }
}
if (flags.has('--tests')) {
  rmSync('out/test', { recursive: true, force: true });
  const files = [
    ...walk('test', /\.test\.ts$/),
    ...(existsSync('bench') ? walk('bench', /\.bench\.ts$/) : []),
    ...(existsSync('test/vscode/index.ts') ? ['test/vscode/index.ts'] : []),
  ];
  targets.push({
    ...node,
    minifySyntax: false,
    minifyWhitespace: false,
    sourcemap: 'inline',
    entryPoints: files,
    outdir: 'out',
    outbase: '.',
    packages: 'external',
    external: ['vscode'],
  });
}

function check(target, result) {
  for (const [file, out] of Object.entries(result.metafile.outputs)) {
    if (target.budget && production && /\.m?js$/.test(file) && out.bytes > target.budget) {
      throw new Error(`${file} is ${out.bytes} bytes, over its budget of ${target.budget}`);
    }
    for (const name of Object.keys(out.inputs)) {
      const input = name.replace(/^.*(?=node_modules\/)/, ''); // which may be a link to elsewhere
      if (target.inputs && !target.inputs.some((p) => input.startsWith(p))) throw new Error(`${file} must not contain ${input}`);
    }
  }
}

for (const target of targets) {
  const { budget: _budget, inputs: _inputs, ...options } = target;
  if (flags.has('--watch')) {
    const context = await esbuild.context(options);
    await context.watch();
  } else check(target, await esbuild.build(options));
  // Started by its path too, not only through npm's links.
  if (target.outfile === 'dist/cli.js' && existsSync(target.outfile)) chmodSync(target.outfile, 0o755);
}
