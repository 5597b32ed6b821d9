// What the editor offers at the lines of a run: the light bulb, the line above a finding, the hover, the way into the timeline; the trees; the lessons.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { findingsIn, inWorkspace, kindOf, lineOf, needsScreen, openFile, screen, told, traced, until } from './support.ts';

const FILE = 'src/total.js';
const LINE = 'cart.total += await';

async function actionsAt(line: number): Promise<vscode.CodeAction[]> {
  const range = new vscode.Range(line, 4, line, 4);
  return vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', inWorkspace(FILE), range);
}

describe('the editor of a traced program', () => {
  let line = 0;
  before(async () => {
    line = await lineOf(FILE, LINE);
    await openFile(FILE);
    await traced(() => vscode.commands.executeCommand('interleave.traceFile'));
    await until('the finding', () => findingsIn(FILE).some((each) => kindOf(each) === 'race.stale-compound'));
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('has a line above a finding that leads to the timeline and to its page', async () => {
    const lenses = await until('the lenses', async () => {
      const all = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', inWorkspace(FILE), 10);
      const ours = all.filter((each) => each.command?.command.startsWith('interleave.'));
      return ours.length > 0 && ours;
    });
    assert.deepEqual(
      lenses.map((each) => [each.range.start.line, each.command?.command]),
      [
        [line, 'interleave.showFinding'],
        [line, 'interleave.explain'],
      ],
    );
    assert.match(String(lenses[0]?.command?.title), /race\.stale-compound ×\d/);
  });

  it('says on hover how long a line waited', async () => {
    const hovers = await until('the hover', async () => {
      const at = new vscode.Position(line, 6);
      const all = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', inWorkspace(FILE), at);
      const texts = all.flatMap((each) => each.contents.map((part) => (typeof part === 'string' ? part : part.value)));
      return texts.find((text) => text.includes('Reveal Line in Timeline'));
    });
    assert.match(hovers.replaceAll('&nbsp;', ' '), /Waited 3 times here/);
  });

  it('exports the finding as a picture, with the lines of its steps', async () => {
    const file = inWorkspace('total.svg');
    void vscode.commands.executeCommand('interleave.exportSvg', undefined, file);
    const svg = await until('the picture', () => existsSync(file.fsPath) && readFileSync(file.fsPath, 'utf8'));
    assert.match(svg, /^<svg [\s\S]*What happened[\s\S]*cart\.total \+= await price[\s\S]*<\/svg>\n$/);
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('shows a line in the timeline', async function () {
    needsScreen(this);
    const editor = await openFile(FILE);
    editor.selection = new vscode.Selection(line, 0, line, 0);
    await vscode.commands.executeCommand('interleave.revealLine');
    await until('the waits of the line', async () => /3 places on line/.test(await screen<string>('webviewText', { selector: 'body' })));
    await screen('shot', { name: 'reveal-line' });
  });

  it('tells what was pending at the moment that is selected in the timeline, and goes back to the end', async function () {
    needsScreen(this);
    await vscode.commands.executeCommand('interleave.pending.focus');
    const panes = async (): Promise<string> => (await screen<string[]>('texts', { selector: '.pane' })).join('\n');
    await until('the moment', async () => /pending at \d+\.\d{3} s/i.test(await panes()));
    await until('who waited then', async () => /waits for .*total\.js/.test(await panes()));
    await screen('shot', { name: 'pending-at' });
    await vscode.commands.executeCommand('interleave.pendingAtEnd');
    await until('the end', async () => /Nothing was pending when the program ended/.test(await panes()));
    assert.match(await panes(), /pending & why/i);
  });

  it('explains a finding as two orders from the light bulb, and copies it from its row', async function () {
    needsScreen(this);
    const explain = (await actionsAt(line)).find((each) => each.title === 'Explain race.stale-compound')?.command;
    assert.ok(explain);
    await vscode.commands.executeCommand(explain.command, ...(explain.arguments ?? []));
    const words = await until('the two orders', async () => {
      const text = await screen<string>('webviewText', { selector: '.explain' });
      return /What (?:happened|can happen)[\s\S]*Step 1 of/i.test(text) || /Step 1 of[\s\S]*What (?:happened|can happen)/i.test(text)
        ? text
        : false;
    });
    assert.match(words, /race\.stale-compound/);
    await screen('shot', { name: 'explain' });
    await vscode.commands.executeCommand('interleave.timelineAction', 'clear');
    const [finding] = (explain.arguments ?? []) as [unknown];
    await vscode.commands.executeCommand('interleave.copyFinding', { kind: 'finding', finding });
    assert.match(await vscode.env.clipboard.readText(), /^\*\*race\.stale-compound\*\*: [\s\S]*```mermaid\nsequenceDiagram\n/);
    await vscode.commands.executeCommand('interleave.copyPending');
    assert.match(await vscode.env.clipboard.readText(), /^```text\nPending tasks of node [\s\S]*```\n$/);
  });

  it('groups the findings of the tree', async function () {
    needsScreen(this);
    await vscode.commands.executeCommand('interleave.findings.focus');
    await vscode.commands.executeCommand('interleave.groupFindings', 'file');
    await screen('waitFor', { selector: '.pane:has-text("Findings") .monaco-list-row[aria-level="1"]:has-text("total.js")' });
    await screen('waitFor', { selector: '.pane:has-text("Findings") .monaco-list-row[aria-level="2"]' });
    await vscode.commands.executeCommand('interleave.groupFindings', 'none');
    await screen('waitFor', { selector: '.pane:has-text("Findings") .monaco-list-row[aria-level="1"]:has-text("is read")' });
  });

  it('does in the timeline by a command what its keys do', async function () {
    needsScreen(this);
    const page = (): Promise<string> => screen<string>('webviewText', { selector: 'body' });
    assert.doesNotMatch(await page(), /Reading the timeline/);
    await vscode.commands.executeCommand('interleave.timelineAction', 'help');
    await until('the help', async () => /Reading the timeline/.test(await page()));
    await vscode.commands.executeCommand('interleave.timelineAction', 'clear');
    await until('no help', async () => !/Reading the timeline/.test(await page()));
    const choosing = vscode.commands.executeCommand('interleave.timelineAction');
    await screen('waitFor', { selector: '.quick-input-list .monaco-list-row:has-text("zoom out") :text("S · zoomOut")' });
    await screen('shot', { name: 'timeline-actions' });
    await screen('key', { key: 'Escape' });
    await choosing;
    assert.match(await told(() => vscode.commands.executeCommand('interleave.timelineAction', 'dance')), /has no action "dance"/);
  });

  it('offers a repair, after which the run is silent', async () => {
    const actions = await actionsAt(line);
    const titles = actions.map((each) => each.title);
    for (const wanted of ['Explain {}', 'Show in Timeline: {}', 'Suppress {} Here…', 'About {}']) {
      const title = wanted.replace('{}', 'race.stale-compound');
      assert.ok(titles.includes(title), `${title} among ${titles.join(', ')}`);
    }
    const repair = actions.find((each) => each.edit && each.title.startsWith('Wait first'));
    assert.ok(repair?.edit);
    assert.ok(await vscode.workspace.applyEdit(repair.edit));
    await (await openFile(FILE)).document.save();
    try {
      await traced(() => vscode.commands.executeCommand('interleave.traceFile'));
      await until('no finding', () => findingsIn(FILE).length === 0);
    } finally {
      await vscode.commands.executeCommand('undo');
      await vscode.window.activeTextEditor?.document.save();
    }
  });

  it('follows its lines through edits and saves, and says which were changed', async () => {
    const uri = inWorkspace(FILE);
    const document = await vscode.workspace.openTextDocument(uri);
    const original = document.getText();
    await openFile(FILE);
    await traced(() => vscode.commands.executeCommand('interleave.traceFile'));
    await until('the finding', () => findingsIn(FILE).some((each) => kindOf(each) === 'race.stale-compound'));
    const hoverAt = async (at: number): Promise<string> => {
      const position = new vscode.Position(at, 6);
      const all = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, position);
      return all.flatMap((each) => each.contents.map((part) => (typeof part === 'string' ? part : part.value))).join('\n');
    };
    const change = async (edit: (edits: vscode.WorkspaceEdit) => void): Promise<void> => {
      const edits = new vscode.WorkspaceEdit();
      edit(edits);
      assert.ok(await vscode.workspace.applyEdit(edits));
      assert.ok(await document.save());
    };
    try {
      await change((edits) => edits.insert(uri, new vscode.Position(0, 0), '// one\n// two\n'));
      await until('the hover', async () => /Waited 3 times here/.test((await hoverAt(line + 2)).replaceAll('&nbsp;', ' ')));
      assert.doesNotMatch(await hoverAt(line), /Reveal Line/);
      const finding = findingsIn(FILE).find((each) => kindOf(each) === 'race.stale-compound');
      assert.equal(finding?.range.start.line, line + 2);
      await change((edits) => edits.insert(uri, document.lineAt(line + 2).range.end, ' // three'));
      await change((edits) => edits.insert(uri, new vscode.Position(line + 2, 4), 'void 0; '));
      assert.doesNotMatch(await hoverAt(line + 2), /Reveal Line/);
      const editor = await openFile(FILE);
      editor.selection = new vscode.Selection(line + 2, 0, line + 2, 0);
      assert.match(await told(() => vscode.commands.executeCommand('interleave.revealLine')), /total\.js:\d+ was written or changed after/);
    } finally {
      const whole = new vscode.Range(0, 0, document.lineCount, 0);
      await change((edits) => edits.replace(uri, whole, original));
      await vscode.commands.executeCommand('notifications.clearAll');
    }
  });

  it('opens a link of the page that compares two runs where its line is by now', async () => {
    const startedAt = new Date().toISOString();
    const editor = await openFile(FILE);
    assert.ok(await editor.edit((edits) => edits.insert(new vscode.Position(0, 0), '// one\n// two\n')));
    try {
      await vscode.commands.executeCommand('interleave.openPlace', inWorkspace(FILE).fsPath, line + 1, 5, startedAt);
      await until('its line', () =>
        vscode.window.visibleTextEditors.some(({ document, selection }) => {
          return document.uri.fsPath === inWorkspace(FILE).fsPath && selection.active.line === line + 2;
        }),
      );
    } finally {
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    }
  });

  it('compares what is pending with a snapshot', async () => {
    await openFile('src/hang.js');
    await traced(() => vscode.commands.executeCommand('interleave.traceFile'));
    await until('the finding', () => findingsIn('src/hang.js').length > 0);
    await vscode.commands.executeCommand('interleave.takeSnapshot');
    await vscode.commands.executeCommand('interleave.compareSnapshot');
    const text = await until('the comparison', () => {
      const shown = vscode.window.activeTextEditor?.document;
      return shown?.uri.scheme === 'interleave-dump' && shown.getText();
    });
    assert.match(
      text,
      /^Pending tasks of Trace hang\.js at .*, compared with the snapshot at .*\n\nWaiting ever since the snapshot \(1\)\n {2}/,
    );
    assert.doesNotMatch(text, /New since|Gone since/);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('lists locks and runs in trees', async function () {
    needsScreen(this);
    await openFile('src/hang.js');
    await traced(() => vscode.commands.executeCommand('interleave.traceFile'));
    await until('the findings', () => findingsIn('src/hang.js').length > 0);
    await vscode.commands.executeCommand('interleave.locks.focus');
    // Its locks are its own: what is found about them leads there.
    await screen('waitFor', { selector: '.pane:has-text("Locks") .monaco-list-row:has-text("Deadlock: ")' });
    await screen('waitFor', { selector: '.pane:has-text("Locks") .monaco-list-row:has-text("No lock or queue of a known library")' });
    await vscode.commands.executeCommand('interleave.runs.focus');
    await screen('waitFor', { selector: '.pane:has-text("Runs") .monaco-list-row:has-text("in the timeline")' });
    await screen('shot', { name: 'trees' });
  });

  it('opens a lesson beside its page, and runs it traced', async () => {
    await traced(() => vscode.commands.executeCommand('interleave.openLesson', '11-lost-update'));
    const found = await until('the finding of the lesson', () =>
      vscode.languages
        .getDiagnostics()
        .find(([uri, all]) => uri.path.endsWith('/11-lost-update/main.js') && all.some((each) => kindOf(each) === 'race.atomicity')),
    );
    assert.equal(path.basename(path.dirname(path.dirname(found[0].fsPath))), 'lessons');
    assert.ok(vscode.window.visibleTextEditors.some((each) => each.document.uri.toString() === found[0].toString()));
  });
});
