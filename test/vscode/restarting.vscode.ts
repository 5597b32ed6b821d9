// The debugger's Restart: the program of a session is ended and started again, and each time it is a run of its own.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { breakAt, folder, inWorkspace, needsScreen, notifications, screen, traced, until } from './support.ts';

const FOLDER = 'restarted';

async function setDirectory(value: string | undefined): Promise<void> {
  await vscode.workspace.getConfiguration().update('interleave.record.directory', value, vscode.ConfigurationTarget.Workspace);
}

/** The processes in each trace, the oldest first. */
function recorded(): number[][] {
  const names = readdirSync(inWorkspace(FOLDER).fsPath).filter((name) => name.endsWith('.ilv'));
  return names.toSorted().map((name) => {
    const text = readFileSync(path.join(inWorkspace(FOLDER).fsPath, name), 'latin1');
    return [...text.matchAll(/"type":"process","pid":(\d+)/g)].map(([, pid]) => Number(pid));
  });
}

/** Counts what programs say. */
function listen(pattern: RegExp): { readonly count: () => number; readonly end: () => void } {
  let count = 0;
  const listening = vscode.debug.registerDebugAdapterTrackerFactory('pwa-node', {
    createDebugAdapterTracker: () => ({
      onDidSendMessage: ({ event, body }: { event?: string; body?: { output?: string } }) => {
        if (event === 'output' && pattern.test(body?.output ?? '')) count += 1;
      },
    }),
  });
  return { count: () => count, end: () => listening.dispose() };
}

const restart = (): Thenable<unknown> => vscode.commands.executeCommand('workbench.action.debug.restart');

/** Starts a program and restarts it until it has run so many times: each is a run, traced for itself. */
async function runsEachTime(times: number, start: () => Thenable<unknown>): Promise<void> {
  await vscode.commands.executeCommand('notifications.clearAll');
  const asked = listen(/^asked/);
  await traced(async () => {
    await start();
    for (let time = 1; time <= times; time++) {
      await until(`the program, time ${time}`, () => asked.count() === time);
      if (time < times) await restart();
    }
    await vscode.commands.executeCommand('interleave.stop');
  }, 60_000);
  asked.end();
  await until(
    `${times} traces of one process each`,
    () =>
      recorded()
        .map((pids) => pids.length)
        .join() === Array<number>(times).fill(1).join(),
  );
  assert.equal(new Set(recorded().flat()).size, times);
  assert.deepEqual(await notifications(), []);
}

describe('Restart of the debugger', function () {
  before(async function () {
    needsScreen(this);
    await vscode.extensions.getExtension('interleave.interleave')?.activate();
  });
  beforeEach(() => setDirectory(FOLDER));
  afterEach(async () => {
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    await setDirectory(undefined);
    await vscode.workspace.fs.delete(inWorkspace(FOLDER), { recursive: true });
  });

  for (const noDebug of [false, true]) {
    it(`begins a run, each time, and keeps the one before (${noDebug ? 'without' : 'with'} debugging)`, async () => {
      await runsEachTime(3, () => vscode.debug.startDebugging(folder(), 'waits', { noDebug }));
      await vscode.commands.executeCommand('interleave.dump');
      assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /^Pending tasks of [^]*reply — /);
    });
  }

  for (const [how, command, ...given] of [
    ['from a file', 'interleave.traceFile', inWorkspace('src/waits.js')],
    ['from a configuration that asks for no trace', 'interleave.traceConfig'],
  ] as const) {
    it(`traces again what a command started ${how}`, async () => {
      await runsEachTime(2, async () => {
        const started = vscode.commands.executeCommand(command, ...given);
        if (given.length === 0) await screen('click', { selector: '.quick-input-list .monaco-list-row:has-text("untraced")' });
        await started;
      });
    });
  }

  it('at a breakpoint puts the time there into the run that stood there', async () => {
    await breakAt(['src/steps.js', 'const seen = total']);
    let stops = 0;
    const listening = vscode.debug.registerDebugAdapterTrackerFactory('pwa-node', {
      createDebugAdapterTracker: (session) => ({
        onDidSendMessage: ({ event, body }: { event?: string; body?: { threadId?: number } }) => {
          if (event !== 'stopped') return;
          stops += 1;
          if (stops === 1) void restart();
          else void session.customRequest('continue', { threadId: body?.threadId });
        },
      }),
    });
    await traced(() => vscode.debug.startDebugging(folder(), 'steps'), 55_000);
    listening.dispose();
    await until(
      'two traces',
      () =>
        recorded()
          .map((pids) => pids.length)
          .join() === '1,1',
    );
    const names = readdirSync(inWorkspace(FOLDER).fsPath).filter((name) => name.endsWith('.ilv'));
    const pauses = names.toSorted().map((name) => {
      const text = readFileSync(path.join(inWorkspace(FOLDER).fsPath, name), 'latin1');
      return [...text.matchAll(/"why":"breakpoint"/g)].length;
    });
    assert.deepEqual(pauses, [1, 2]);
  });

  it('takes what launch.json says by then', async () => {
    const launch = vscode.workspace.getConfiguration('launch', folder());
    const written = await vscode.workspace.fs.readFile(inWorkspace('.vscode/launch.json'));
    const asked = listen(/^asked/);
    try {
      await traced(async () => {
        await vscode.debug.startDebugging(folder(), 'waits');
        await until('the program', () => asked.count() === 1);
        const all = launch.get<vscode.DebugConfiguration[]>('configurations') ?? [];
        const edited = all.map((each) => (each.name === 'waits' ? { ...each, interleave: { level: 'light' } } : each));
        await launch.update('configurations', edited, vscode.ConfigurationTarget.WorkspaceFolder);
        await restart();
        await until('the program again', () => asked.count() === 2);
        await vscode.commands.executeCommand('interleave.stop');
      }, 60_000);
    } finally {
      asked.end();
      await vscode.workspace.fs.writeFile(inWorkspace('.vscode/launch.json'), written);
    }
    await until(
      'two traces',
      () =>
        recorded()
          .map((pids) => pids.length)
          .join() === '1,1',
    );
    const names = readdirSync(inWorkspace(FOLDER).fsPath).filter((name) => name.endsWith('.ilv'));
    const levels = names.toSorted().map((name) => {
      const text = readFileSync(path.join(inWorkspace(FOLDER).fsPath, name), 'latin1');
      return /"level":"(\w+)"/.exec(text)?.[1];
    });
    assert.deepEqual(levels, ['full', 'light']);
  });
});
