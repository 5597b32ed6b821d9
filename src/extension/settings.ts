/** Typed reads of the user's settings: the one place that knows their defaults and limits besides the manifest. */
import * as vscode from 'vscode';
import type { ViewSettings } from '../view/protocol.ts';
import { SETTINGS } from './ids.ts';
import type { Severity } from '../analysis/finding.ts';

export type Level = 'full' | 'light';

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

/** Settings as they are now, for the folder of a run where they differ by folder. */
export function readSettings(scope?: vscode.ConfigurationScope): {
  readonly level: Level;
  /** '' means the editor's own storage. May be relative to the workspace folder. */
  readonly directory: string;
  readonly keepTraces: number;
  /** Record what accesses of shared state read and write. */
  readonly values: boolean;
  /** Executable for traced programs, '' for the first one on PATH. */
  readonly node: string;
  readonly openTimeline: boolean;
  readonly minimumSeverity: Severity;
  readonly maximum: number;
} {
  const all = vscode.workspace.getConfiguration(undefined, scope ?? null);
  const directory = all.get<unknown>(SETTINGS.directory);
  const node = all.get<unknown>(SETTINGS.node);
  const severity = all.get<unknown>(SETTINGS.minimumSeverity);
  return {
    level: readLevel(all.get<unknown>(SETTINGS.level)) ?? 'full',
    directory: typeof directory === 'string' ? directory.trim() : '',
    keepTraces: clamp(all.get<unknown>(SETTINGS.keepTraces), 1, 1000, 10),
    values: all.get<unknown>(SETTINGS.values) === true,
    node: typeof node === 'string' ? node.trim() : '',
    openTimeline: all.get<unknown>(SETTINGS.openTimeline) !== 'never',
    minimumSeverity: SEVERITIES.find((each) => each === severity) ?? 'info',
    maximum: clamp(all.get<unknown>(SETTINGS.maximum), 1, 1000, 100),
  };
}

/** What is shown in the editor of a program. */
export function readEditorSettings(scope: vscode.ConfigurationScope): {
  readonly codeLens: boolean;
  readonly hover: boolean;
  /** Signs before the lines of findings. */
  readonly marks: boolean;
} {
  const all = vscode.workspace.getConfiguration(undefined, scope);
  const isOn = (id: string): boolean => all.get<unknown>(id) !== false;
  return { codeLens: isOn(SETTINGS.codeLens), hover: isOn(SETTINGS.hover), marks: isOn(SETTINGS.marks) };
}

/** What the timeline is told. */
export function readViewSettings(): ViewSettings {
  const all = vscode.workspace.getConfiguration();
  return {
    revealOnSelect: all.get<unknown>(SETTINGS.revealOnSelect) === 'off' ? 'off' : 'preview',
    compactLanes: all.get<unknown>(SETTINGS.compactLanes) === true,
    keysWithScreenReader: all.get<unknown>(SETTINGS.keysWithScreenReader) === true,
  };
}

/** A setting of the timeline changed. */
export function onDidChangeViewSettings(listener: () => void): vscode.Disposable {
  const ids = [SETTINGS.revealOnSelect, SETTINGS.compactLanes, SETTINGS.keysWithScreenReader];
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (ids.some((id) => event.affectsConfiguration(id))) listener();
  });
}

/** The level that a setting or a launch configuration names; undefined when it names none. */
export function readLevel(value: unknown): Level | undefined {
  return value === 'full' || value === 'light' ? value : undefined;
}

function clamp(value: unknown, low: number, high: number, otherwise: number): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) return otherwise;
  return Math.min(high, Math.max(low, Math.round(value)));
}
