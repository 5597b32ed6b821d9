/**
 * Traces a small program for real and compares what the timeline knows with what the program says of itself in comments:
 *   // waits: fn: text      the function waits on this line, for that
 *   // lane: text           the timeline has a row with this name, whose place is this line
 *   // calls: fn < caller   on this line a call of `fn` is made, and the timeline says that `caller` made it
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Engine } from '../../src/host/engine.ts';
import { NONE } from '../../src/model/ids.ts';
import type { Trace } from '../../src/model/trace.ts';
import { type Timeline, timelineOf } from '../../src/model/tracks/tracksIndex.ts';
import { nameOfActivation, nameOfLane, placeOfSite, titleOfLane, waitText } from '../../src/model/tracks/tracksNames.ts';
import { FILE_HEADER_BYTES } from '../../src/wire/format.ts';
import { runResident } from './residentCli.ts';

export interface Seen {
  readonly trace: Trace;
  readonly timeline: Timeline;
  readonly stdout: string;
}

/** Runs files (the first is the program) in a folder of their own, traced at level full. */
export async function seen(files: Readonly<Record<string, string>>): Promise<Seen> {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'il-seen-')));
  try {
    for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text);
    const out = path.join(folder, 'run.ilv');
    const main = path.join(folder, Object.keys(files)[0] as string);
    const { code, stdout, stderr } = await runResident(['run', '--out', out, '--', process.execPath, main], { cwd: folder });
    assert.equal(code, 0, stderr);
    const engine = new Engine(path.resolve('dist'));
    engine.push(fs.readFileSync(out).subarray(FILE_HEADER_BYTES));
    engine.settle();
    engine.end(undefined);
    return { trace: engine.trace, timeline: timelineOf(engine.trace, engine.locate), stdout };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Waits of all calls as `line fn: text`. */
export function waitsOf({ trace, timeline }: Seen): string[] {
  const { suspensions } = trace;
  return Array.from({ length: suspensions.length }, (_, s) => {
    const wait = timeline.tracks.waits.readSuspension(s, suspensions.startNs.at(s));
    const text = waitText(timeline, wait.state, wait, suspensions.startNs.at(s));
    return `${lineOf(timeline, suspensions.site.at(s))} ${nameOf(timeline, suspensions.activation.at(s))}: ${text}`;
  });
}

/** Calls of async functions as `line fn < caller`. */
function callsOf({ trace, timeline }: Seen): string[] {
  const { activations, tasks } = trace;
  return Array.from({ length: activations.length }, (_, a) => {
    const promise = activations.promise.at(a);
    const line = promise === NONE ? 0 : lineOf(timeline, tasks.site.at(promise));
    return `${line} ${nameOf(timeline, a)} < ${nameOf(timeline, activations.parent.at(a))}`;
  });
}

/** Rows of the timeline as `line name`. */
export function lanesOf({ timeline }: Seen): string[] {
  const { lanes } = timeline.tracks;
  return Array.from({ length: lanes.length }, (_, lane) => `${nameOfLane(timeline, lane).place?.line ?? 0} ${titleOfLane(timeline, lane)}`);
}

function lineOf(timeline: Timeline, site: number): number {
  return site === NONE ? 0 : (placeOfSite(timeline, site)?.line ?? 0);
}

function nameOf(timeline: Timeline, activation: number): string {
  const name = nameOfActivation(timeline, activation);
  return name.startsWith('module ') ? 'module' : name;
}

/** Asserts that all that the program's comments say is seen, word for word (`…` stands for anything). */
export function checkSeen(source: string, result: Seen): void {
  const known = { waits: waitsOf(result), lane: lanesOf(result), calls: callsOf(result) };
  const missing: string[] = [];
  for (const [index, text] of source.split('\n').entries()) {
    for (const [, kind, wanted] of text.matchAll(/\/\/ (waits|lane|calls): (.*?)(?= \/\/ |$)/g)) {
      const pattern = RegExp(`^${index + 1} ${escape(wanted!.trim())}$`.replaceAll('…', '.*'));
      if (!known[kind as keyof typeof known].some((each) => pattern.test(each))) missing.push(`${index + 1} ${kind}: ${wanted}`);
    }
  }
  assert.deepEqual(missing, [], `not seen, but:\n${JSON.stringify(known, null, 1)}`);
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
