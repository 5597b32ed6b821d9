import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { OPTIONS_VARIABLE, appendRequire, grantsFor, injectEnv } from '../../src/host/inject.ts';
import * as preload from '../../src/preload/config.ts';
import { WIRE_VERSION } from '../../src/wire/format.ts';
import { integers, temporaryFolder } from './support.ts';

const options = {
  distDir: '/opt/interleave/dist',
  directory: '/run/user/1/interleave/ab',
  socket: '/run/user/1/interleave/ab/control.sock',
  token: 't',
  level: 'light',
  values: false,
  roots: ['/home/me/app'],
  instrument: ['lib'],
  locks: [],
  cacheDir: '/home/me/.cache/interleave',
  debugged: true,
  detach: false,
} as const;

describe('injectEnv', () => {
  it('tells the preload what the preload expects', () => {
    const env = injectEnv({}, options);
    assert.equal(OPTIONS_VARIABLE, preload.OPTIONS_VARIABLE);
    const { distDir: _distDir, ...expected } = options;
    assert.deepEqual(preload.parseOptions(env[OPTIONS_VARIABLE]), { version: WIRE_VERSION, ...expected, grants: grantsFor(options) });
  });

  it('leaves the given environment alone and keeps every other variable', () => {
    const env = { A: '1', NODE_OPTIONS: '--no-warnings' };
    const injected = injectEnv(env, options, 'linux');
    assert.deepEqual(Object.keys(env), ['A', 'NODE_OPTIONS']);
    assert.equal(injected['A'], '1');
    assert.match(injected['NODE_OPTIONS'] ?? '', /^--no-warnings --require "[^"]+preload\.js"$/);
  });

  it('lets the recorder work under the permission model, and only then', () => {
    const injected = injectEnv({ NODE_OPTIONS: '-r ./a.js' }, options, 'linux', ['node', '--permission', 'app.js']);
    const grants =
      '--allow-fs-read="/opt/interleave/dist/" --allow-fs-read="/run/user/1/interleave/ab/" --allow-fs-read="/home/me/.cache/interleave/" --allow-fs-write="/run/user/1/interleave/ab/" --allow-fs-write="/home/me/.cache/interleave/"';
    assert.equal(
      injected['NODE_OPTIONS'],
      `-r ./a.js ${grants} --require "${path.join('/opt/interleave/dist', 'node_modules', 'interleave', 'preload.js')}"`,
    );
    assert.equal(preload.parseOptions(injected[OPTIONS_VARIABLE])?.grants, grants);
  });

  it('finds NODE_OPTIONS in any case on Windows', () => {
    const injected = injectEnv({ Node_Options: '--no-warnings' }, options, 'win32');
    assert.equal(injected['NODE_OPTIONS'], undefined);
    assert.match(injected['Node_Options'] ?? '', /^--no-warnings --require /);
  });
});

describe('appendRequire', () => {
  it('adds nothing when the same preload is there already', () => {
    const once = appendRequire('--no-warnings', '/a b/preload.js');
    assert.equal(appendRequire(once, '/a b/preload.js'), once);
  });

  it('quotes what Windows paths are made of', () => {
    assert.equal(appendRequire(undefined, 'C:\\Program Files\\x\\preload.js'), '--require "C:\\\\Program Files\\\\x\\\\preload.js"');
  });

  it('is read by Node as the very path, whatever the path is made of', function () {
    const folder = temporaryFolder(this);
    const seed = Date.now() & 0xffff;
    const next = integers(seed);
    const alphabet = ['a', ' ', '"', '\\', "'", '$', '%', 'é', '--', '='];
    const names = ['plain', 'with space', 'quo"te', 'back\\slash', 'trailing\\', '\\" both', '"'];
    for (let i = 0; i < 2; i++) names.push(Array.from({ length: 1 + next(8) }, () => alphabet[next(alphabet.length)]).join(''));
    for (const name of names) {
      const file = path.join(folder, `d${name}`, 'preload.js');
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, 'console.log(JSON.stringify(__filename))');
      const env = { ...process.env, NODE_OPTIONS: appendRequire('--max-old-space-size=512', file) };
      const output = execFileSync(process.execPath, ['-e', 'console.log(JSON.stringify(process.execArgv))'], { env, encoding: 'utf8' });
      assert.equal(JSON.parse(output.split('\n')[0] ?? ''), file, `seed ${seed}, ${JSON.stringify(name)}`);
    }
  });
});
