/** The sign of a severity in trees, in the colours of the Problems panel. */
import * as vscode from 'vscode';
import type { Severity } from '../../analysis/finding.ts';

const ICONS: Record<Severity, readonly [icon: string, color: string]> = {
  error: ['error', 'problemsErrorIcon.foreground'],
  warning: ['warning', 'problemsWarningIcon.foreground'],
  info: ['info', 'problemsInfoIcon.foreground'],
  hint: ['lightbulb', 'problemsInfoIcon.foreground'],
};

export function severityIcon(severity: Severity): vscode.ThemeIcon {
  const [icon, color] = ICONS[severity];
  return new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
}
