/** Programs that Node runs with options of its own: they run as without Interleave, and are recorded as far as the options allow. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Workshop } from './support.ts';

const RACE = `let n = 0;
async function add() { const old = n; await new Promise((resolve) => setTimeout(resolve, 2)); n = old + 1; }
function unused() { return 1; }
Promise.all([add(), add()]).then(() => console.log(n > 5 ? 'big' : 'small', process.env.NODE_OPTIONS, process.execArgv.length));
`;

const major = Number(process.versions.node.split('.')[0]);
/** For shells: `node` is this Node. */
const ON_PATH = { PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env['PATH'] ?? ''}` };
const PERMISSION = major === 20 ? '--experimental-permission' : '--permission';

describe('interleave run with options of Node', () => {
  for (const flags of [
    ['--frozen-intrinsics'],
    ['--disallow-code-generation-from-strings', '--disable-proto=delete'],
    ['--throw-deprecation', '--pending-deprecation'],
    ['--no-deprecation'],
    ['--enable-source-maps', '--stack-trace-limit=3'],
  ]) {
    it(`records with ${flags.join(' ')}`, async function () {
      const workshop = new Workshop(this);
      const file = workshop.file('main.js', RACE);
      const plain = execFileSync(process.execPath, [...flags, file], {
        env: workshop.env,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const traced = await workshop.run(['run', '--json', 'report.json', '--', process.execPath, ...flags, file]);
      assert.deepEqual([traced.stdout, traced.status], [plain, 0], traced.stderr);
      assert.deepEqual(
        workshop.report().findings.map((f) => f.kind),
        ['race.atomicity'],
      );
    });
  }

  it('records under the permission model, whose files the program does not get to see', async function () {
    const workshop = new Workshop(this);
    const look = `console.log(process.permission.has('fs.write'), process.permission.has('fs.read', ${JSON.stringify(path.resolve('package.json'))}), process.permission.has('child'));\n`;
    const file = workshop.file('main.js', look + RACE);
    const flags = [PERMISSION, `--allow-fs-read=${fs.realpathSync(workshop.folder)}${path.sep}`];
    const plain = execFileSync(process.execPath, [...flags, file], {
      env: workshop.env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const traced = await workshop.run(['run', '--json', 'report.json', '--', process.execPath, ...flags, file]);
    assert.deepEqual([traced.stdout, traced.status], [plain, 0], traced.stderr);
    assert.match(plain, /^false false false\n/);
    assert.deepEqual(
      workshop.report().findings.map((f) => f.kind),
      ['race.atomicity'],
    );
  });

  it('leaves the code alone whose coverage Node measures, and says so', async function () {
    const workshop = new Workshop(this);
    const file = workshop.file('main.js', RACE);
    const ranges = (folder: string): unknown => {
      for (const name of fs.readdirSync(folder)) {
        const { result } = JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')) as {
          result: { url: string; functions: unknown }[];
        };
        const found = result.find(({ url }) => url.endsWith('/main.js'));
        if (found !== undefined) return found.functions;
      }
      return undefined;
    };
    const [alone, with_] = ['alone', 'with'].map((name) => path.join(workshop.folder, name)) as [string, string];
    execFileSync(process.execPath, [file], { env: { ...workshop.env, NODE_V8_COVERAGE: alone } });
    const traced = await workshop.run(['run', '--json', 'report.json', '--', process.execPath, file], { env: { NODE_V8_COVERAGE: with_ } });
    assert.equal(traced.status, 0, traced.stderr);
    assert.match(traced.stderr, /coverage is measured \(NODE_V8_COVERAGE\)/);
    assert.notEqual(ranges(alone), undefined);
    assert.deepEqual(ranges(with_), ranges(alone));
    assert.ok(workshop.report().run.tasks > 0);
  });

  it('leaves the coverage of a test file that runs by itself as it is', async function () {
    const workshop = new Workshop(this);
    workshop.file(
      'lib.js',
      'let total = 0;\nexports.add = async (x) => {\n  const old = total;\n  await null;\n  if (x > 2) {\n    total = old + x;\n  } else total = old;\n};\n',
    );
    workshop.file('one.test.js', `require('node:test')('adds', () => require('./lib.js').add(1));\n`);
    const args = ['--experimental-test-coverage', 'one.test.js'];
    const plain = execFileSync(process.execPath, args, { cwd: workshop.folder, env: workshop.env, encoding: 'utf8' });
    const traced = await workshop.run(['run', '--json', 'report.json', '--', process.execPath, ...args]);
    const table = (text: string): string[] => text.split('\n').filter((line) => line.includes('|'));
    assert.ok(
      table(plain).some((line) => line.includes('lib.js')),
      plain,
    );
    assert.deepEqual(table(traced.stdout), table(plain));
  });

  it('lets Node profile, with the functions of the program in the profile', async function () {
    const workshop = new Workshop(this);
    const file = workshop.file(
      'main.js',
      `${RACE}function busy() { let x = 0; for (let i = 0; i < 3e7; i++) x = (x + i) % 7; return x; }\nbusy();\n`,
    );
    const folder = path.join(workshop.folder, 'profile');
    const traced = await workshop.run([
      'run',
      '--json',
      'report.json',
      '--',
      process.execPath,
      '--cpu-prof',
      `--cpu-prof-dir=${folder}`,
      file,
    ]);
    assert.equal(traced.status, 0, traced.stderr);
    const profiles = fs.readdirSync(folder).map((name) => fs.readFileSync(path.join(folder, name), 'utf8'));
    assert.ok(profiles.some((text) => text.includes('"busy"') && text.includes('/main.js')));
    assert.deepEqual(
      workshop
        .report()
        .findings.filter((f) => f.kind.startsWith('race'))
        .map((f) => f.locations[0]?.line),
      [2],
    );
  });

  it('lets children run under the permission model, without a script file too', async function () {
    const workshop = new Workshop(this);
    const look = `console.log(process.permission.has('fs.read'), process.env.NODE_OPTIONS)`;
    // Not before Node 22 may the script be read without it.
    const flags = `${PERMISSION} --allow-fs-read=${fs.realpathSync(workshop.folder)}${path.sep}`;
    const inShell = [process.execPath, '-e', `require('child_process').execSync('node ${flags} main.cjs', { stdio: 'inherit' })`];
    const direct = `require('child_process').spawnSync(process.execPath, ['${PERMISSION}', '-e', ${JSON.stringify(look)}], { stdio: 'inherit' })`;
    workshop.file('main.cjs', look);
    for (const command of [[process.execPath, '-e', direct], inShell, ['sh', '-c', `node ${flags} main.cjs`]]) {
      const traced = await workshop.run(['run', '--json', 'report.json', '--', ...command], { env: ON_PATH });
      assert.deepEqual([traced.stdout, traced.status], ['false undefined\n', 0], traced.stderr);
      assert.match(traced.stderr, /\b(?:task|tasks)\b/);
    }
    // An argument of something else.
    const other = await workshop.run(['run', '--json', 'report.json', '--', process.execPath, 'main2.cjs', PERMISSION]);
    assert.doesNotMatch(other.stderr, /ERR_MISSING_OPTION/);
  });

  it('asks for no stack of busy code where the inspector is not permitted, which would end the process', async function () {
    const workshop = new Workshop(this);
    workshop.file('main.cjs', `const end = Date.now() + 1500; while (Date.now() < end); console.log('done');`);
    const flags = [PERMISSION, '--allow-worker', `--allow-fs-read=${fs.realpathSync(workshop.folder)}${path.sep}`];
    const traced = await workshop.run(['run', '--json', 'report.json', '--', process.execPath, ...flags, 'main.cjs']);
    assert.deepEqual([traced.stdout, traced.status], ['done\n', 0], traced.stderr);
    assert.match(traced.stderr, /the inspector is not permitted: no stacks of busy code/);
  });

  it("names folders of its own to the permission model, so that Node's warning of several paths in one flag is not given", async function () {
    const workshop = new Workshop(this);
    const child = `[process.execPath, ['${PERMISSION}', '--allow-fs-read=*', '--allow-fs-write=/nowhere/a,/nowhere/b', '-e', '1'], { encoding: 'utf8' }]`;
    const command = [process.execPath, '-e', `console.log(require('child_process').spawnSync(...${child}).stderr.includes('has changed'))`];
    const traced = await workshop.run(['run', '--json', 'report.json', '--', ...command]);
    const plain = spawnSync(command[0] as string, command.slice(1), { encoding: 'utf8' });
    assert.deepEqual([plain.stdout, traced.stdout], ['true\n', 'false\n']);
  });

  it('keeps NODE_OPTIONS of a file of variables', async function () {
    const workshop = new Workshop(this);
    workshop.file('some.env', '# NODE_OPTIONS=--no-opt\nA=1\nNODE_OPTIONS="--max-old-space-size=99 --no-warnings" # here\n');
    workshop.file('main.cjs', `console.log(process.env.NODE_OPTIONS, process.env.A)`);
    workshop.file(
      'spawns.cjs',
      `require('child_process').spawnSync(process.execPath, ['--env-file', 'some.env', 'main.cjs'], { stdio: 'inherit' })`,
    );
    for (const command of [
      [process.execPath, '--env-file=some.env', 'main.cjs'],
      ['sh', '-c', 'node --env-file some.env main.cjs'],
      [process.execPath, 'spawns.cjs'],
    ]) {
      const traced = await workshop.run(['run', '--json', 'report.json', '--', ...command], { env: ON_PATH });
      assert.deepEqual([traced.stdout, traced.status], ['--max-old-space-size=99 --no-warnings 1\n', 0], traced.stderr);
      assert.ok(workshop.report().run.tasks > 0);
    }
    const own = await workshop.run(['run', '--json', 'report.json', '--', process.execPath, '--env-file=some.env', 'main.cjs'], {
      env: { NODE_OPTIONS: '--no-warnings' },
    });
    assert.equal(own.stdout, '--no-warnings 1\n');
  });

  it("stays out of the coverage that node's test runner reports", async function () {
    const workshop = new Workshop(this);
    workshop.file('logic.js', 'exports.used = () => 1;\nexports.unused = () => {\n  return 2;\n};\n');
    workshop.file('logic.test.js', `require('node:test')('used', () => require('./logic.js').used());\n`);
    const flags = ['--test', '--experimental-test-coverage', '--test-reporter=tap'];
    const report = (output: string): string => output.slice(output.indexOf('# start of coverage report'));
    const plain = execFileSync(process.execPath, flags, { cwd: workshop.folder, env: workshop.env, encoding: 'utf8' });
    const traced = await workshop.run(['run', '--json', 'report.json', '--', process.execPath, ...flags]);
    assert.match(report(plain), /# logic\.js /);
    assert.equal(report(traced.stdout), report(plain));
  });

  it('leaves startup snapshots alone', async function () {
    const workshop = new Workshop(this);
    workshop.file('main.cjs', `require('v8').startupSnapshot.setDeserializeMainFunction(() => console.log('restored'));`);
    const build = ['--snapshot-blob', 'main.blob', '--build-snapshot', 'main.cjs'];
    const built = await workshop.run(['run', '--json', 'report.json', '--', process.execPath, ...build]);
    assert.doesNotMatch(built.stderr, /Assertion failed|ERR_/);
    const restored = await workshop.run(['run', '--json', 'report.json', '--', process.execPath, '--snapshot-blob', 'main.blob']);
    assert.equal(restored.stdout, 'restored\n', restored.stderr);
  });
});
