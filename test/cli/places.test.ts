/** Compiled programs: findings, and the lines that their messages name, are those of the author's files. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';
import { Workshop } from './support.ts';

const ACCOUNT = `interface Options {
  readonly ms: number;
}

let balance: number = 100;

function pause(options: Options): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, options.ms));
}

export async function withdraw(amount: number): Promise<void> {
  const old = balance;
  await pause({ ms: 3 });
  balance = old - amount;
}
export const read = (): number => balance;
`;
const MAIN = `import { read, withdraw } from './account.ts';

type Unused = { a: string };
Promise.all([withdraw(1), withdraw(2)]).then(() => console.log(read() < 100));
`;

const BUILDS: Readonly<Record<string, BuildOptions>> = {
  'a bundle with a map beside it': { sourcemap: true },
  'a bundle with its map inside': { sourcemap: 'inline', format: 'esm' },
  'a minified bundle': { sourcemap: true, minify: true },
  'a map without the sources': { sourcemap: true, sourcesContent: false, minify: true, format: 'esm' },
  'a map with a sourceRoot': { sourcemap: true, sourceRoot: '../' },
};

async function check(workshop: Workshop, file: string, flags: readonly string[] = []): Promise<void> {
  const result = await workshop.run(['run', '--json', 'report.json', '--', process.execPath, ...flags, file]);
  assert.deepEqual([result.stdout, result.status], ['true\n', 0], result.stderr);
  const author = path.join(fs.realpathSync(workshop.folder), 'src/account.ts');
  const { findings } = workshop.report();
  assert.deepEqual(
    findings.map((f) => [f.kind, ...f.locations.map((l) => `${l.file}:${l.line}:${l.column}`)]),
    [['race.atomicity', `${author}:14:3`, `${author}:12:15`]],
  );
  assert.match(findings[0]?.message ?? '', /\(line 12\).*\(line 14\)/);
}

function prepare(context: Mocha.Context): Workshop {
  const workshop = new Workshop(context);
  workshop.file('src/account.ts', ACCOUNT);
  workshop.file('src/main.ts', MAIN);
  // That of a folder above does not count.
  workshop.file('package.json', '{}');
  return workshop;
}

function build(workshop: Workshop, options: BuildOptions): string {
  const outfile = path.join(workshop.folder, `out/main.${options.format === 'esm' ? 'mjs' : 'cjs'}`);
  const entry = path.join(workshop.folder, 'src/main.ts');
  buildSync({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    target: 'node20',
    outfile,
    absWorkingDir: workshop.folder,
    ...options,
  });
  return outfile;
}

describe('places of findings', () => {
  for (const [name, options] of Object.entries(BUILDS)) {
    it(`are the author's: ${name}`, async function () {
      const workshop = prepare(this);
      const outfile = build(workshop, options);
      const mapFile = `${outfile}.map`;
      if (options.sourceRoot !== undefined) {
        // The sources are named from the root on, as tsc does it.
        const map = JSON.parse(fs.readFileSync(mapFile, 'utf8')) as { sources: string[] };
        fs.writeFileSync(mapFile, JSON.stringify({ ...map, sources: map.sources.map((s) => s.replace('../', '')) }));
      }
      await check(workshop, outfile);
    });
  }

  it("are the author's: a map in sections", async function () {
    const workshop = prepare(this);
    const outfile = build(workshop, { sourcemap: true });
    const map: unknown = JSON.parse(fs.readFileSync(`${outfile}.map`, 'utf8'));
    fs.writeFileSync(outfile, `// a line in front\n${fs.readFileSync(outfile, 'utf8')}`);
    fs.writeFileSync(`${outfile}.map`, JSON.stringify({ version: 3, sections: [{ offset: { line: 1, column: 0 }, map }] }));
    await check(workshop, outfile);
  });

  it("are the author's: files compiled one by one, with source maps on", async function () {
    const workshop = prepare(this);
    for (const name of ['main', 'account']) {
      const entry = path.join(workshop.folder, `src/${name}.ts`);
      const text = fs.readFileSync(entry, 'utf8').replace('./account.ts', './account.cjs');
      buildSync({
        stdin: { contents: text, sourcefile: entry, loader: 'ts' },
        format: 'cjs',
        sourcemap: 'inline',
        outfile: path.join(workshop.folder, `out/${name}.cjs`),
      });
    }
    await check(workshop, path.join(workshop.folder, 'out/main.cjs'), ['--enable-source-maps']);
  });

  it("are the author's: types stripped by Node", async function () {
    const workshop = prepare(this);
    const file = path.join(workshop.folder, 'src/main.ts');
    const flags = ['--no-warnings'];
    // Node 20 cannot: then there is nothing to trace.
    const plain = spawnSync(process.execPath, [...flags, file], { env: workshop.env, encoding: 'utf8' });
    if (plain.status === 0) await check(workshop, file, flags);
    else assert.equal(Number(process.versions.node.split('.')[0]), 20, plain.stderr);
  });

  /** Programs of rules whose messages name lines of several places. */
  const NAMED = ['race.order.use-after-close races/buggy-close-under-way.mjs', 'race.shared-memory shared/buggy-load-store.js'];

  for (const [kind, name] of NAMED.map((entry) => entry.split(' ') as [string, string])) {
    it(`are the author's also in messages of ${kind}`, async function () {
      const workshop = new Workshop(this);
      const file = path.resolve('test/programs', name);
      const { outputFiles } = buildSync({
        entryPoints: [file],
        sourcemap: 'inline',
        // Nothing stands in the line of the compiled file that it has in the author's.
        banner: { js: '\n'.repeat(200) },
        outfile: path.join(fs.realpathSync(workshop.folder), path.basename(name)),
        write: false,
      });
      const compiled = workshop.file(path.basename(name), outputFiles[0]?.text ?? '');
      await workshop.run(['run', '--json', 'report.json', '--', process.execPath, compiled]);
      const found = workshop.report().findings.filter((f) => f.kind === kind);
      const lines = found.flatMap((f) => [...f.message.matchAll(/\bline (\d+)/g)].map((match) => Number(match[1])));
      const last = fs.readFileSync(file, 'utf8').split('\n').length;
      assert.ok(lines.length > 0 && lines.every((line) => line <= last), JSON.stringify(found.map((f) => f.message)));
    });
  }
});
