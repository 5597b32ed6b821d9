// What a person sees: menus, the trees, the status bar, the timeline; in dark, light and high contrast. Screenshots go to out/shots.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { findingsIn, inWorkspace, lineOf, needsScreen, openFile, palette, screen, traced, until } from './support.ts';

const THEMES = [
  ['dark', 'Default Dark Modern', 'vs-dark'],
  ['light', 'Default Light Modern', 'vs'],
  ['high-contrast', 'Default High Contrast', 'hc-black'],
  ['high-contrast-light', 'Default High Contrast Light', 'hc-light'],
] as const;

/** Resolves when the next program says something. */
function nextOutput(pattern: RegExp): Promise<void> {
  return new Promise((resolve) => {
    const listening = vscode.debug.registerDebugAdapterTrackerFactory('pwa-node', {
      createDebugAdapterTracker: () => ({
        onDidSendMessage: ({ event, body }: { event?: string; body?: { output?: string } }) => {
          if (event !== 'output' || !pattern.test(body?.output ?? '')) return;
          listening.dispose();
          resolve();
        },
      }),
    });
  });
}

async function setTheme(theme: string | undefined): Promise<void> {
  await vscode.workspace.getConfiguration().update('workbench.colorTheme', theme, vscode.ConfigurationTarget.Global);
}

describe('the screen', function () {
  before(async function () {
    needsScreen(this);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
  after(async () => {
    await setTheme(undefined);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('workbench.action.closePanel');
    await vscode.commands.executeCommand('workbench.view.explorer');
  });

  it('offers tracing by the run button of a program, and by none of another file', async () => {
    const button = '.editor-actions .action-label[aria-label*="Trace"]';
    await openFile('src/rejects.js');
    await screen('waitFor', { selector: button });
    assert.equal((await screen<string[]>('texts', { selector: button })).length, 1);
    await screen('shot', { name: 'run-button' });
    await openFile('notes.txt');
    await screen('waitFor', { selector: button, state: 'hidden' });
  });

  it('has an entry in Run and Debug before anything was traced or configured', async () => {
    await screen('command', { title: 'Debug: Select and Start Debugging' });
    await screen('waitText', { text: 'Node.js: Trace Concurrency' });
    await screen('shot', { name: 'run-and-debug' });
    await screen('click', { selector: '.quick-input-list .monaco-list-row:has-text("Node.js: Trace Concurrency")' });
    await screen('waitText', { text: 'Trace npm run start' });
    await screen('shot', { name: 'run-and-debug-entries' });
    await screen('key', { key: 'Escape' });
  });

  it('knows its property in launch.json', async () => {
    await openFile('.vscode/launch.json');
    const unknown = vscode.languages.getDiagnostics(inWorkspace('.vscode/launch.json')).filter((each) => /interleave/.test(each.message));
    assert.deepEqual(unknown, []);
    const at = new vscode.Position(await lineOf('.vscode/launch.json', '"name": "steps"'), 8);
    const hover = await until('the schema of launch.json', async () => {
      const line = (await vscode.workspace.openTextDocument(inWorkspace('.vscode/launch.json'))).lineAt(at.line).text;
      const there = at.with({ character: line.indexOf('"interleave"') + 2 });
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        inWorkspace('.vscode/launch.json'),
        there,
      );
      const text = hovers.flatMap((each) => each.contents.map((part) => (typeof part === 'string' ? part : part.value))).join('\n');
      return text.includes('Interleave') && text;
    });
    assert.match(hover, /Trace the concurrency of this program/);
  });

  it('shows a run in the views and the status bar, in every theme', async () => {
    await vscode.commands.executeCommand('workbench.view.extension.interleave');
    await openFile('src/hang.js');
    await traced(() => palette('Trace Concurrency in Current File', 'interleave.traceFile'));
    const count = await until('findings', () => findingsIn('src/hang.js').length || undefined);
    await screen('waitFor', { selector: `.statusbar-item[aria-label*="${count} finding"]` });
    await screen('waitFor', { selector: '.pane:has-text("Pending & Why") .monaco-list-row:has-text("transfer")' });
    for (const [name, theme, className] of THEMES) {
      await setTheme(theme);
      await screen('waitFor', { selector: `.monaco-workbench.${className}` });
      await until('the timeline to be drawn', async () => (await colorsDrawn()) > 4);
      await screen('shot', { name: `run-${name}` });
    }
  });

  it('draws in the colours that the user has chosen', async () => {
    const configuration = vscode.workspace.getConfiguration();
    const colors = { 'interleave.state.running': '#123456' };
    await configuration.update('workbench.colorCustomizations', colors, vscode.ConfigurationTarget.Global);
    try {
      const body = "return getComputedStyle(element).getPropertyValue('--running').trim();";
      await until('the colour of what runs', async () => (await screen<string>('webviewEval', { selector: 'body', body })) === '#123456');
    } finally {
      await configuration.update('workbench.colorCustomizations', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('shows a finding, its source and its lane from a click in the tree', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await screen('click', { selector: '.pane:has-text("Findings") .monaco-list-row:has-text("Deadlock")' });
    const editor = await until('the source', () => vscode.window.activeTextEditor);
    assert.equal(editor.document.uri.toString(), inWorkspace('src/hang.js').toString());
    const lines = findingsIn('src/hang.js').map((each) => each.range.start.line);
    assert.ok(lines.includes(editor.selection.start.line));
    await screen('shot', { name: 'finding' });
  });

  it('explains a kind of finding from its link in Problems', async () => {
    await vscode.commands.executeCommand('workbench.actions.view.problems');
    await screen('shot', { name: 'problems' });
    await screen('click', { selector: '.markers-panel .marker-code a, .markers-panel a.marker-code, .markers-panel .monaco-link' });
    await until('the page about it', () =>
      vscode.window.tabGroups.all.some((group) => group.tabs.some((tab) => /findings\.md/.test(tab.label))),
    );
    await screen('shot', { name: 'help' });
  });

  it('has the keyboard in the picture once the timeline was asked for', async () => {
    await openFile('src/hang.js');
    await palette('Show Timeline', 'interleave.showTimeline');
    const body = 'return element.ownerDocument.activeElement?.className;';
    await until('the focus', async () => (await screen<string>('webviewEval', { selector: 'body', body })) === 'surface');
    await screen('key', { key: 'x' });
    const selected = "return element.querySelector('.finding.selected') !== null;";
    await until('the next finding', () => screen<boolean>('webviewEval', { selector: 'body', body: selected }));
    await screen('key', { key: 'Escape' });
  });

  it('opens the source from the timeline, and leaves the keyboard there', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('interleave.showTimeline');
    await screen('webviewClick', { selector: ':text("hang.js:2"):visible' });
    const editor = await until('the source', () => vscode.window.visibleTextEditors[0]);
    assert.equal(editor.document.uri.toString(), inWorkspace('src/hang.js').toString());
    await screen('shot', { name: 'timeline-source' });
  });

  it('writes who waits for whom into an editor', async () => {
    await palette('Dump Pending Tasks', 'interleave.dump');
    const editor = await until('the dump', () =>
      vscode.window.visibleTextEditors.find((each) => each.document.uri.scheme === 'interleave-dump'),
    );
    assert.match(editor.document.getText(), /transfer — .*hang\.js:\d+/);
    await screen('shot', { name: 'dump' });
  });

  it('has no marks of code in the tree of findings', async () => {
    await traced(() => vscode.commands.executeCommand('interleave.traceFile', inWorkspace('src/total.js')));
    await screen('waitFor', { selector: '.pane:has-text("Findings") .monaco-list-row:has-text("cart.total is read")' });
    const rows = await screen<string[]>('texts', { selector: '.pane:has-text("Findings") .monaco-list-row' });
    assert.deepEqual(
      rows.filter((each) => each.includes('`')),
      [],
    );
  });

  it('leads from a run that was stopped to what it was waiting for', async () => {
    const asked = nextOutput(/asked/);
    await traced(async () => {
      await vscode.commands.executeCommand('interleave.traceFile', inWorkspace('src/waits.js'));
      await asked;
      await vscode.commands.executeCommand('interleave.stop');
    });
    const line = '.pane:has-text("Findings") .monaco-list-row:has-text("1 task was still waiting")';
    await screen('waitFor', { selector: line });
    await until('the notice in the timeline', async () =>
      /1 task was still waiting at the end/.test(await screen<string>('webviewText', { selector: 'body' })),
    );
    await screen('shot', { name: 'left-waiting' });
    const focused = '.pane:has-text("Pending & Why") .monaco-list:focus-within';
    await screen('click', { selector: line });
    await screen('waitFor', { selector: focused });
    await screen('waitFor', { selector: '.pane:has-text("Pending & Why") .monaco-list-row:has-text("reply")' });
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
    await screen('webviewClick', { selector: 'button:has-text("What it was waiting for")' });
    await screen('waitFor', { selector: focused });
  });

  it('fills the timeline while the program runs', async () => {
    await openFile('src/server.js');
    await traced(async () => {
      await vscode.commands.executeCommand('interleave.traceFile');
      await screen('waitFor', { selector: '.statusbar-item[aria-label*="Interleave is tracing"]' });
      const counts = new Set<string>();
      let text = '';
      await until(
        () => `the timeline to grow; it says\n${text}`,
        async () => {
          text = await screen<string>('webviewText', { selector: 'body' });
          counts.add(/[\d\s]+ tasks/.exec(text)?.[0] ?? '');
          return counts.size > 4;
        },
        45_000,
      );
      assert.ok((await colorsDrawn()) > 4);
      await screen('shot', { name: 'live' });
      await vscode.commands.executeCommand('interleave.stop');
    });
    await screen('waitFor', { selector: '.statusbar-item[aria-label*="Interleave is tracing"]', state: 'hidden' });
  });

  it('opens a recorded trace as an editor', async () => {
    const folderOfTraces = inWorkspace('traces');
    await vscode.workspace.getConfiguration().update('interleave.record.directory', 'traces', vscode.ConfigurationTarget.Workspace);
    try {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await openFile('src/steps.js');
      await traced(() => vscode.commands.executeCommand('interleave.traceFile'));
      const [name] = await until('the trace file', async () => (await vscode.workspace.fs.readDirectory(folderOfTraces))[0]);
      assert.match(name, /\.ilv$/);
      await vscode.commands.executeCommand('workbench.action.closePanel');
      await until('the trace to be whole', () => findingsIn('src/steps.js').length > 0);
      await vscode.commands.executeCommand('interleave.openTrace', vscode.Uri.joinPath(folderOfTraces, name));
      await until('the timeline to be drawn', async () => (await colorsDrawn()) > 4);
      await screen('shot', { name: 'trace-editor' });
      // Read and analysed: nothing says any more that it is under way.
      await until('the end of the analysis', () =>
        screen<boolean>('webviewEval', { selector: '.chip.opening', body: 'return element.hidden;' }),
      );
      // Hiding and showing keeps the view: here the part that was zoomed into.
      const all = await sketchDrawn();
      await screen('webviewFocus', { selector: '.surface' });
      for (let i = 0; i < 4; i++) await screen('key', { key: 'w' });
      let zoomed = await sketchDrawn();
      await until('the zoom', async () => {
        const before = zoomed;
        zoomed = await sketchDrawn();
        return differenceOf(zoomed, all) > 0 && differenceOf(zoomed, before) === 0;
      });
      await openFile('src/steps.js');
      await vscode.commands.executeCommand('interleave.openTrace', vscode.Uri.joinPath(folderOfTraces, name));
      const different = differenceOf(zoomed, all);
      await until('the same view', async () => {
        const shown = await sketchDrawn().catch(() => all);
        return differenceOf(shown, zoomed) < different / 4;
      });
      // Beside itself: the same findings, and links that open the timeline again.
      const trace = vscode.Uri.joinPath(folderOfTraces, name);
      await vscode.commands.executeCommand('interleave.compareRuns', trace, trace);
      await until('the comparison', () => vscode.window.tabGroups.activeTabGroup.activeTab?.label === 'Two runs compared');
      const words = await until('its words', async () => {
        const text = await screen<string>('webviewEval', { selector: 'main', body: 'return element.textContent;' }).catch(() => '');
        return text.includes('Tasks') && text;
      });
      assert.match(words, /same/);
      assert.match(words, /±0/);
      const [running] = await screen<string[]>('webviewEval', {
        selector: 'svg[role=img] rect.running',
        body: 'return [getComputedStyle(element).fill];',
      });
      assert.match(running ?? '', /^rgb\((?!0, 0, 0\))/);
      for (const [name, theme, className] of THEMES) {
        await setTheme(theme);
        await screen('waitFor', { selector: `.monaco-workbench.${className}` });
        await screen('shot', { name: `compare-${name}` });
      }
    } finally {
      await vscode.workspace.getConfiguration().update('interleave.record.directory', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });
});

/** The lowest canvas of the timeline, bars and axis, made small. */
async function sketchDrawn(): Promise<readonly number[]> {
  const body = `
    const small = new OffscreenCanvas(120, 60).getContext('2d');
    small.drawImage(element, 0, 0, 120, 60);
    return Array.from(small.getImageData(0, 0, 120, 60).data);`;
  return screen<readonly number[]>('webviewEval', { selector: '.surface canvas', body });
}

/** Sum of what differs; infinite for pictures of different size. */
function differenceOf(a: readonly number[], b: readonly number[]): number {
  return a.length === b.length ? a.reduce((sum, value, i) => sum + Math.abs(value - (b[i] ?? 0)), 0) : Number.POSITIVE_INFINITY;
}

/** How many colours the canvas of a timeline shows. */
async function colorsDrawn(): Promise<number> {
  const body = `
    let most = 0;
    for (const canvas of element.ownerDocument.querySelectorAll('canvas')) {
      if (!canvas.width || !canvas.height) continue;
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      const seen = new Set();
      for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 0) seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
      most = Math.max(most, seen.size);
    }
    return most;`;
  return screen<number>('webviewEval', { selector: 'body', body });
}
