/** Which part of a long run is shown: a run is divided into parts that can be looked at at once. */
import * as vscode from 'vscode';
import type { Part } from '../../host/api.ts';
import { bytesIn, outlineOf, stretchesOf, type Outline, type Stretch } from '../../host/outline.ts';
import { maxEventsAtOnce } from '../../host/part.ts';
import { clockTime } from '../../model/partOf.ts';
import { t } from '../l10n.ts';
import type { TraceDocument } from './traceDocument.ts';

/** Parts stay a little below what can be looked at: events are not of equal size. */
const ROOM = 0.9;
/** A run that can be looked at as a whole is divided into so many. */
const FEW = 4;
/** Where nothing is known of the events of a file. */
const BYTES_PER_EVENT = 4;

interface PartItem extends vscode.QuickPickItem {
  readonly part?: Part;
}

/** undefined: none was chosen. Throws a UserError when the file cannot be read any more. */
export async function choosePart(document: TraceDocument): Promise<Part | undefined> {
  const items = outlineOf(document.tracePath).then((outline) => itemsOf(outline, document));
  const chosen = await vscode.window.showQuickPick(items, {
    title: t('Show Another Part of This Run'),
    placeHolder: t('Part of the run, in minutes and seconds since it began'),
    matchOnDescription: true,
  });
  return chosen?.part;
}

function itemsOf(outline: Outline, document: TraceDocument): PartItem[] {
  const { chunks, lengthMs } = outline;
  const { fromMs = 0, untilMs } = document.part;
  const total = chunks.reduce((sum, { bytes }) => sum + bytes, 0);
  const atOnce = maxEventsAtOnce() * bytesPerEvent(outline, document) * ROOM;
  const isWhole = total <= atOnce;
  const stretches = stretchesOf(outline, isWhole ? total / FEW : atOnce);
  const isShown = (part: Part): boolean => fromMs === (part.fromMs ?? 0) && untilMs === part.untilMs;
  const item = (label: string, part: Part, description = ''): PartItem => ({
    label,
    part,
    description: [description, isShown(part) ? t('shown now') : ''].filter((text) => text !== '').join(', '),
  });
  const last = lastStretch(outline, isWhole ? total / FEW : atOnce);
  return [
    ...(isWhole ? [item(t('The Whole Run'), {}, timesOf({ fromMs: 0, untilMs: lengthMs }))] : []),
    ...stretches.map((stretch, i) => item(timesOf(stretch), i === stretches.length - 1 ? { fromMs: stretch.fromMs } : partOf(stretch))),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    item(t('Last Part'), { fromMs: last.fromMs }, timesOf(last)),
  ];
}

function partOf({ fromMs, untilMs }: Stretch): Part {
  return fromMs === 0 ? { untilMs } : { fromMs, untilMs };
}

function timesOf({ fromMs, untilMs }: Stretch): string {
  return t('{0} to {1}', clockTime(fromMs), clockTime(untilMs));
}

/** As much as can be looked at at once, counted from the end. */
function lastStretch({ chunks, lengthMs }: Outline, maxBytes: number): Stretch {
  let bytes = 0;
  let fromMs = lengthMs;
  for (const chunk of chunks.toReversed()) {
    bytes += chunk.bytes;
    if (bytes > maxBytes) break;
    fromMs = Math.min(lengthMs, Math.ceil(chunk.atMs / 100) * 100);
  }
  return { fromMs, untilMs: lengthMs };
}

/** Of what is shown. */
function bytesPerEvent(outline: Outline, { report }: TraceDocument): number {
  const events = report?.run.events ?? 0;
  if (report === undefined || events === 0) return BYTES_PER_EVENT;
  const { fromMs, toMs } = report.run.window ?? { fromMs: 0, toMs: Number.POSITIVE_INFINITY };
  return Math.max(1, bytesIn(outline, { fromMs, untilMs: toMs }) / events);
}
