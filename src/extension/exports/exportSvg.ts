/** Export Finding as SVG: the two orders of one finding as a picture for an issue or a page, made of what others may see. */
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { Report } from '../../analysis/finding.ts';
import { withoutBackticks } from '../../base/words.ts';
import { errors } from '../../host/errors.ts';
import { findingSvg, findingSvgName } from '../../model/findingSvg.ts';
import type { SourcePlace } from '../../model/requests.ts';
import { askTarget, offer, targetFolder } from './exports.ts';
import { t } from '../l10n.ts';
import { describePlace } from '../sources/locations.ts';
import { problems } from '../problems.ts';
import type { SourceChanges } from '../sources/sourceChanges.ts';
import { readLines } from '../sources/sourceLines.ts';
import type { TraceSource } from '../tracedRun.ts';

/** `id`: of the finding; without it, or when it is gone, one is chosen. Rejects with a UserProblem or a UserError. */
export async function exportSvg(source: TraceSource | undefined, changes: SourceChanges, id?: string, to?: vscode.Uri): Promise<void> {
  if (source === undefined) throw problems.nothingToExport();
  const ask = (request: unknown): Promise<unknown> => source.request({ type: 'private', request });
  // SAFETY: the engine's answers to these requests
  const { findings } = (await ask({ type: 'report' })) as Report;
  const finding = await choose(findings, id);
  if (finding === undefined) return;
  const places = [...(finding.scenario?.happened ?? []), ...(finding.scenario?.other ?? [])].flatMap((step) => step.location ?? []);
  const texts = (await ask({
    type: 'hideSource',
    lines: await readLines(places, { source, untrusted: true, changes }),
  })) as readonly string[];
  const lines = new Map(places.map((place, i) => [keyOf(place), texts[i] ?? '']));
  const svg = findingSvg(finding, (place) => lines.get(keyOf(place)) ?? '');
  if (svg === undefined) throw problems.nothingToDraw();
  const folder = targetFolder(source);
  const target = await askTarget('svg', folder, findingSvgName(finding), to);
  if (target === undefined) return;
  try {
    writeFileSync(target.fsPath, svg);
  } catch (error) {
    throw errors.reportNotWritable(target.fsPath, '', error);
  }
  void offer('svg', target);
}

async function choose(findings: Report['findings'], id: string | undefined): Promise<Report['findings'][number] | undefined> {
  const wanted = id === undefined ? undefined : findings.find((each) => each.id === id);
  if (wanted !== undefined) return wanted;
  const drawable = findings.filter((each) => each.scenario !== undefined);
  if (drawable.length === 0) throw problems.nothingToDraw();
  if (drawable.length === 1) return drawable[0];
  const items = drawable.map((finding) => ({
    label: finding.kind,
    description: finding.locations[0] === undefined ? '' : describePlace(finding.locations[0]),
    detail: withoutBackticks(finding.message),
    finding,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: t('Export Finding as SVG'),
    placeHolder: t('The finding to draw'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.finding;
}

function keyOf({ file, line }: SourcePlace): string {
  return `${file}:${line}`;
}
