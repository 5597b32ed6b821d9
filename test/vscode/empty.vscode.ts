// The extension in a window without a folder, before anything was traced; and in German, which the texts are translated into.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { needsScreen, screen, told, traced, until } from './support.ts';

const SENTENCES: readonly (readonly [command: string, sentence: RegExp])[] = [
  ['traceFile', /^Es ist keine Datei geöffnet\. Öffnen Sie /],
  ['traceTests', /^Es ist keine Datei geöffnet\. Öffnen Sie /],
  ['traceTest', /^Dieser Befehl gilt einem Test in der Ansicht Tests\./],
  ['traceConfig', /^Hier gibt es keine Startkonfiguration für Node\./],
  ['traceScript', /^Keine package\.json hier hat Skripte, /],
  ['copyPending', /^Es gibt noch keinen Lauf, also steht nichts aus\./],
  ['traceAgain', /^In diesem Fenster wurde noch nichts aufgezeichnet, /],
  ['stop', /^Es läuft kein aufgezeichnetes Programm, /],
  ['dump', /^Es gibt noch keinen Lauf, also steht nichts aus\./],
  ['exportHtml', /^Noch wurde nichts aufgezeichnet, .* zu exportieren\./],
  ['exportSarif', /^Noch wurde nichts aufgezeichnet, .* zu exportieren\./],
  ['exportSvg', /^Noch wurde nichts aufgezeichnet, .* zu exportieren\./],
  ['exportPerfetto', /^Noch wurde nichts aufgezeichnet, .* zu exportieren\./],
  ['exportOtlp', /^Noch wurde nichts aufgezeichnet, .* zu exportieren\./],
  ['readAsText', /^Noch wurde nichts aufgezeichnet, .* zu lesen\./],
  ['revealLine', /^Noch wurde nichts aufgezeichnet, .* keine Zeitleiste/],
];

describe('a window without a folder', function () {
  before(async function () {
    needsScreen(this);
    assert.equal(vscode.workspace.workspaceFolders, undefined);
    assert.equal(vscode.env.language, 'de');
    await vscode.extensions.getExtension('interleave.interleave')?.activate();
  });

  for (const [command, sentence] of SENTENCES) {
    it(`has a sentence for ${command}`, async () => {
      assert.match(await told(() => vscode.commands.executeCommand(`interleave.${command}`)), sentence);
    });
  }

  it('shows how to begin, in the views and the palette', async () => {
    await vscode.commands.executeCommand('interleave.findings.focus');
    await screen('waitText', { text: 'Führen Sie ein Programm unter Interleave aus' });
    await screen('waitText', { text: 'Ausstehend & Warum' });
    await vscode.commands.executeCommand('interleave.showTimeline');
    assert.match(await screen<string>('webviewText', { selector: 'body' }), /Noch wurde kein Programm aufgezeichnet\./);
    await vscode.commands.executeCommand('workbench.action.quickOpen', '>Interleave: ');
    await screen('waitText', { text: 'Nebenläufigkeit der aktuellen Datei aufzeichnen' });
    await screen('shot', { name: 'german' });
    await screen('key', { key: 'Escape' });
  });

  it('says what the page of a timeline says in German, too', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'interleave-german-'));
    const file = path.join(folder, 'program.js');
    writeFileSync(file, 'setTimeout(() => undefined, 1);\n');
    await traced(() => vscode.commands.executeCommand('interleave.traceFile', vscode.Uri.file(file)));
    await vscode.commands.executeCommand('interleave.showTimeline');
    const words = await until('the words of the timeline', async () => {
      const text = await screen<string>('webviewText', { selector: 'body' }).catch(() => '');
      return text.includes('In diesem Lauf wurden keine Probleme gefunden.') && text;
    });
    assert.match(words, /Mein Code[\s\S]*Läuft[\s\S]*Befunde/);
    await screen('shot', { name: 'german-timeline' });
    rmSync(folder, { recursive: true });
  });
});
