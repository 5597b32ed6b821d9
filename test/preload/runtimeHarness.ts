/** The recorder and the runtime in this process, without hooks: tests start and end segments by hand and read what reached the log. */
import { mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { A_FD, A_PID, arenaHeader, claimSlot, createArena } from '../../src/preload/arena.ts';
import { FILE_HEADER } from '../../src/preload/chunks.ts';
import { recordAfter, recordBefore } from '../../src/preload/recordAsync.ts';
import { flush, startRecorder } from '../../src/preload/recorder.ts';
import { installRuntime } from '../../src/preload/runtime/runtime.ts';
import { EVENTS } from '../../src/wire/events.ts';
import { FILE_HEADER_BYTES } from '../../src/wire/format.ts';
import { readChunk, ThreadReader } from '../../src/wire/reader.ts';
import type { Runtime } from '../../src/wire/runtime.ts';

export interface Decoded {
  readonly name: string;
  /** Ordinal among the events of the thread. */
  readonly at: number;
  readonly [field: string]: number | string;
}

const specs = new Map(EVENTS.map((spec) => [spec.op, spec]));
const folder = mkdtempSync(path.join(os.tmpdir(), 'il-runtime-'));
const file = path.join(folder, 'log');
const fd = openSync(file, 'ax');
const arena = createArena();
const header = arenaHeader(arena);
header[A_FD] = fd;
header[A_PID] = 1;
writeSync(fd, FILE_HEADER);
startRecorder(claimSlot(arena), header, 0);
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** The runtime of this process. */
export const il: Runtime = installRuntime();

const reader = new ThreadReader();
const strings: string[] = [''];
let position = FILE_HEADER_BYTES;
let count = 0;

/** Events since the last call. */
export function newEvents(): Decoded[] {
  flush();
  const bytes = readFileSync(file);
  const events: Decoded[] = [];
  for (;;) {
    const result = readChunk(bytes, position);
    if (!result.ok) return events;
    position = result.chunk.end;
    reader.decode(result.chunk.payload, {
      event: (op, fields) => {
        const spec = specs.get(op)!;
        const event: Record<string, number | string> = { name: spec.name, at: count++ };
        spec.fields.forEach(([key, kind], i) => (event[key] = kind === 'string' ? strings[fields[i]!]! : fields[i]!));
        events.push(event as Decoded);
      },
      string: (id, text) => void (strings[id] = text),
      gap: (reason) => events.push({ name: `gap ${reason}`, at: -1 }),
    });
  }
}

/** Events since the last call, without the starts and ends of segments. */
export function newRecords(): Decoded[] {
  return newEvents().filter((e) => e.name !== 'before' && e.name !== 'after' && e.name !== 'long');
}

let resource = 0;

/** Runs `work` in a segment of its own. */
export function segment<T>(work: () => T): T {
  recordBefore(++resource, false);
  try {
    return work();
  } finally {
    recordAfter();
  }
}

/** 'read 7', 'write 8', 'lateRead 7', ...: names and sites, without definitions. */
export function lines(events: readonly Decoded[]): string[] {
  return events.flatMap((e) =>
    e['site'] === undefined || e.name === 'long' || e.name.startsWith('location') ? [] : [`${e.name} ${e['site']}`],
  );
}
