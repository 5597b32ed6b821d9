/** Shows where one landed: the line of a step or finding lights up when it is opened, and fades. What is not as it ran is said behind the line until one goes on. */
import * as vscode from 'vscode';

/** How long each shade stays. */
const SHADES_MS = [900, 700] as const;

const shade = (background: string): vscode.TextEditorDecorationType =>
  vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor(background),
    // Where themes have no backgrounds: high contrast.
    borderColor: new vscode.ThemeColor('editor.rangeHighlightBorder'),
    borderStyle: 'solid',
    borderWidth: '1px 0',
  });

/** Made when first needed; editor.rangeHighlight is what the editor itself lights up for a moment. */
let types: { readonly shades: readonly vscode.TextEditorDecorationType[]; readonly note: vscode.TextEditorDecorationType } | undefined;
let ended: (() => void) | undefined;

/** `note`: said behind the line; '' for nothing. */
export function flashLine(editor: vscode.TextEditor, line: number, note: string): void {
  ended?.();
  const { shades, note: noteType } = (types ??= {
    shades: [shade('editor.findMatchHighlightBackground'), shade('editor.rangeHighlightBackground')],
    note: vscode.window.createTextEditorDecorationType({
      after: { color: new vscode.ThemeColor('editorWarning.foreground'), margin: '0 0 0 3ch' },
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    }),
  });
  const { range } = editor.document.lineAt(Math.min(line, editor.document.lineCount - 1));
  editor.setDecorations(noteType, note === '' ? [] : [{ range, renderOptions: { after: { contentText: `⚠ ${note}` } } }]);
  let timer: NodeJS.Timeout | undefined;
  const show = (at: number): void => {
    shades.forEach((type, i) => editor.setDecorations(type, i === at ? [range] : []));
    const ms = SHADES_MS[at];
    timer = ms === undefined ? undefined : setTimeout(() => show(at + 1), ms);
  };
  show(0);
  ended = () => {
    clearTimeout(timer);
    for (const type of [...shades, noteType]) editor.setDecorations(type, []);
  };
}
