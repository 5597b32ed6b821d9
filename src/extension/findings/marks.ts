/** A sign before each line of a finding, both sides of a race alike: shape and fill say how bad, as in the timeline; grey where the line was changed since. */
import * as vscode from 'vscode';
import type { Severity } from '../../analysis/finding.ts';
import { appendProse } from './prose.ts';
import { roleText } from '../../model/requests.ts';
import type { FindingDiagnostics, Placed } from './diagnostics.ts';
import { SETTINGS } from '../ids.ts';
import { t } from '../l10n.ts';
import { readEditorSettings } from '../settings.ts';

const LEVELS: readonly Severity[] = ['hint', 'info', 'warning', 'error'];
type Sign = Severity | 'stale';

/** At least 3:1 against the usual backgrounds of such themes. */
const COLORS: Readonly<Record<'dark' | 'light' | 'highContrast' | 'highContrastLight', Readonly<Record<Sign, string>>>> = {
  dark: { error: '#f14c4c', warning: '#e2a33b', info: '#4ea3f0', hint: '#a0a0a0', stale: '#8a8a8a' },
  light: { error: '#c72e0f', warning: '#9a6700', info: '#0b62c4', hint: '#616161', stale: '#767676' },
  highContrast: { error: '#ff7b72', warning: '#ffd370', info: '#80c4ff', hint: '#ffffff', stale: '#c0c0c0' },
  highContrastLight: { error: '#a1100a', warning: '#6b4700', info: '#0a3f8a', hint: '#292929', stale: '#505050' },
};

export function registerMarks(diagnostics: FindingDiagnostics): vscode.Disposable {
  const marks = new Marks(diagnostics);
  return vscode.Disposable.from(
    marks,
    diagnostics.onDidPublish(() => marks.show()),
    vscode.window.onDidChangeVisibleTextEditors(() => marks.show()),
    vscode.window.onDidChangeActiveColorTheme(() => marks.recolor()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SETTINGS.marks)) marks.show();
    }),
  );
}

class Marks implements vscode.Disposable {
  readonly #diagnostics: FindingDiagnostics;
  #types: ReadonlyMap<Sign, vscode.TextEditorDecorationType> | undefined;

  constructor(diagnostics: FindingDiagnostics) {
    this.#diagnostics = diagnostics;
  }

  show(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const { document } = editor;
      const placed = readEditorSettings(document).marks ? this.#diagnostics.placesIn(document.uri) : [];
      if (placed.length === 0 && !this.#types) continue;
      this.#types ??= makeTypes();
      const lines = new Map<Sign, vscode.DecorationOptions[]>([...this.#types.keys()].map((sign) => [sign, []]));
      for (const line of new Set(placed.map((each) => each.line))) {
        const here = placed.filter((each) => each.line === line);
        if (line >= document.lineCount) continue;
        lines.get(signOf(here))?.push({ range: document.lineAt(line).range, hoverMessage: otherSides(here) });
      }
      for (const [sign, type] of this.#types) editor.setDecorations(type, lines.get(sign) ?? []);
    }
  }

  recolor(): void {
    this.dispose();
    this.show();
  }

  dispose(): void {
    for (const type of this.#types?.values() ?? []) type.dispose();
    this.#types = undefined;
  }
}

/** The worst of what is on one line. */
function signOf(placed: readonly Placed[]): Sign {
  const fresh = placed.filter((each) => !each.stale).map(({ finding }) => LEVELS.indexOf(finding.severity));
  return fresh.length === 0 ? 'stale' : (LEVELS[Math.max(...fresh)] ?? 'info');
}

/** The first place of a finding has a diagnostic, which says it. */
function otherSides(placed: readonly Placed[]): vscode.MarkdownString[] {
  const texts = placed.flatMap(({ finding, place, stale }) => {
    const location = finding.locations[place];
    if (place === 0 || !location) return [];
    const text = `${finding.kind}, ${roleText(location)}: ${finding.message}`;
    return [stale ? t('Changed since the run: {0}', text) : text];
  });
  return [...new Set(texts)].map((text) => appendProse(new vscode.MarkdownString(), text));
}

function makeTypes(): ReadonlyMap<Sign, vscode.TextEditorDecorationType> {
  const { kind } = vscode.window.activeColorTheme;
  const [dark, light] =
    kind === vscode.ColorThemeKind.HighContrast || kind === vscode.ColorThemeKind.HighContrastLight
      ? [COLORS.highContrast, COLORS.highContrastLight]
      : [COLORS.dark, COLORS.light];
  const signs: readonly Sign[] = [...LEVELS, 'stale'];
  return new Map(
    signs.map((sign) => [
      sign,
      vscode.window.createTextEditorDecorationType({
        dark: { gutterIconPath: icon(sign, dark[sign]) },
        light: { gutterIconPath: icon(sign, light[sign]) },
        gutterIconSize: 'contain',
      }),
    ]),
  );
}

/** A diamond: filled, half filled, or its outline. */
function icon(sign: Sign, color: string): vscode.Uri {
  const fill = { error: 'M8 2 14 8 8 14 2 8Z', warning: 'M8 2 8 14 2 8Z', info: '', hint: '', stale: '' }[sign];
  const dashes = sign === 'stale' ? ' stroke-dasharray="2 1.5"' : '';
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">` +
    `<path d="M8 2 14 8 8 14 2 8Z" fill="none" stroke="${color}" stroke-width="1.5"${dashes}/><path d="${fill}" fill="${color}"/></svg>`;
  return vscode.Uri.parse(`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`);
}
