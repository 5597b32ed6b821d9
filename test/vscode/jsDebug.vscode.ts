// The recorder and js-debug in one process: who is seen in the Call Stack, where breakpoints bind, where stepping goes, what is injected.
import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { breakAt, folder, inWorkspace, lineOf, NODE_24, observeDebugging, type ObservedRun } from './support.ts';

type Extra = Record<string, unknown>;

function configuration(program: string, extra: Extra = {}): vscode.DebugConfiguration {
  return { type: 'node', request: 'launch', name: program, program: inWorkspace(program).fsPath, outputCapture: 'std', ...extra };
}

function debug(program: string, extra: Extra, atStop?: Parameters<typeof observeDebugging>[1]): Promise<ObservedRun> {
  return observeDebugging(() => vscode.debug.startDebugging(folder(), configuration(program, extra)), atStop);
}

const TRACED = { interleave: true };

describe('the recorder beside js-debug', () => {
  afterEach(() => vscode.debug.removeBreakpoints(vscode.debug.breakpoints));

  it('adds no session and no thread to the Call Stack', async () => {
    await breakAt(['src/steps.js', 'const seen = total']);
    const plain = await debug('src/steps.js', {});
    const traced = await debug('src/steps.js', TRACED);
    assert.deepEqual(traced.sessions, plain.sessions);
    assert.equal(traced.threads.length, plain.threads.length);
  });

  it('adds none beside workers and forked processes of the program', async () => {
    const plain = await debug('src/threads.js', {});
    const traced = await debug('src/threads.js', TRACED);
    assert.deepEqual(traced.sessions, plain.sessions);
    for (const run of [plain, traced]) assert.match(run.output, /worker is done[^]*child is done|child is done[^]*worker is done/);
  });

  for (const [program, text, extra] of [
    ['src/steps.js', 'total = seen + amount', {}],
    ['src/module.mjs', 'last = name.length', {}],
    ['src/typed.ts', 'const price: number', { runtimeExecutable: NODE_24 }],
  ] as const) {
    it(`binds a breakpoint at the author's line of ${program}`, async () => {
      await breakAt([program, text]);
      const line = (await lineOf(program, text)) + 1;
      const { stops } = await debug(program, { ...TRACED, ...extra });
      assert.equal(stops.length, 2, JSON.stringify(stops));
      for (const stop of stops) {
        assert.equal(stop.reason, 'breakpoint');
        assert.match(stop.frames[0] ?? '', new RegExp(`${path.basename(program)}:${line}:\\d+$`));
      }
    });
  }

  it('is never entered by stepping', async () => {
    await breakAt(['src/steps.js', 'const seen = total']);
    const { stops } = await debug('src/steps.js', TRACED, (stop, index) => {
      if (index === 0) vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
      // Into every call and over every await of the author's; but js-debug crawls through Node's own functions, with and without us.
      if (/steps\.js:2:/.test(stop.frames[0] ?? '')) return 'next';
      return /steps\.js:9:/.test(stop.frames[0] ?? '') ? 'continue' : 'stepIn';
    });
    const lines = stops.map((stop) => /steps\.js:(\d+):\d+$/.exec(stop.frames[0] ?? '')?.[1] ?? stop.frames[0]);
    // A return may count as a step of its own on the same line.
    const seen = lines.filter((line, i) => line !== lines[i - 1]).join(' ');
    assert.match(seen, /^6 7 2 (7 )?8 9$/);
  });

  it('is appended to NODE_OPTIONS once, quoted, after what the user has there', async () => {
    const env = { NODE_OPTIONS: '--stack-trace-limit=77' };
    const plain = await debug('src/environment.js', { env });
    const { output, configurations } = await debug('src/environment.js', { ...TRACED, env });
    const preload = path.join(
      vscode.extensions.getExtension('interleave.interleave')?.extensionPath ?? '',
      'dist',
      'node_modules',
      'interleave',
      'preload.js',
    );
    const given = configurations.map((each) => (each['env'] as Record<string, string> | undefined)?.['NODE_OPTIONS'] ?? '');
    // Sessions of workers are configured anew by js-debug; ours must not come in a second time.
    assert.equal(given[0], `--stack-trace-limit=77 --require "${preload.replaceAll('\\', '\\\\')}"`);
    for (const each of given) assert.ok(each.split('preload.js').length <= 2, each);
    // The recorder is in every thread, and the program sees NODE_OPTIONS as it is without us.
    for (const thread of ['main', 'worker']) {
      assert.match(output, new RegExp(`recorder in ${thread}: true`));
      const line = new RegExp(`NODE_OPTIONS of ${thread}: .*`);
      assert.equal(line.exec(output)?.[0], line.exec(plain.output)?.[0]);
    }
  });

  it('reaches programs that are started in a JavaScript debug terminal', async () => {
    const command = `"${process.platform === 'win32' ? 'node' : NODE_24}" src/environment.js > seen.txt; exit`;
    await observeDebugging(() =>
      vscode.debug.startDebugging(folder(), { type: 'node-terminal', request: 'launch', name: 'terminal', command, ...TRACED }),
    );
    const seen = Buffer.from(await vscode.workspace.fs.readFile(inWorkspace('seen.txt'))).toString();
    assert.match(seen, /recorder in main: true/);
  });

  it('leaves configurations alone that do not ask for it', async () => {
    const { output, configurations } = await debug('src/environment.js', {});
    assert.match(output, /recorder in main: false/);
    assert.equal(
      configurations[0]?.['skipFiles']?.some((glob: string) => glob.includes('interleave')),
      false,
    );
  });
});
