/** Words of ours, in which code stands between backticks, where Markdown is shown: nothing else in them is markup. */
import type * as vscode from 'vscode';

export function appendProse(to: vscode.MarkdownString, text: string): vscode.MarkdownString {
  for (const [i, part] of text.split(/`([^`]+)`/).entries()) {
    if (i % 2 === 1) to.appendMarkdown(`\`${part}\``);
    else to.appendText(part);
  }
  return to;
}
