/** Exports of a trace to the formats of other tools, written piece by piece by the engine worker, which has the trace. */
import fs from 'node:fs';
import { exportChrome } from '../report/chrome.ts';
import { ExportSource } from '../report/exportSource.ts';
import { exportOtlp } from '../report/otlp.ts';
import type { Output } from '../report/output.ts';
import { exportPerfetto } from '../report/perfetto.ts';
import type { OpenTrace, Part } from './api.ts';
import type { Engine } from './engine.ts';
import { errors } from './errors.ts';
import { privacyNotice } from './privacy.ts';

declare const INTERLEAVE_VERSION: string;

export const EXPORT_FORMATS = ['perfetto', 'chrome', 'otlp'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const WRITERS = { perfetto: exportPerfetto, chrome: exportChrome, otlp: exportOtlp } as const;
const BUFFER_BYTES = 1 << 16;
const RETRY_MS = 2;
const STDOUT = 1;
const cell = new Int32Array(new SharedArrayBuffer(4));

/** Writes the export of a trace file to `target`, undefined for stdout. Returns what is missing in it. Throws a UserError; an end by the signal leaves no file. */
export async function exportTrace(
  openTrace: OpenTrace,
  file: string,
  distDir: string,
  to: ExportFormat,
  target: string | undefined,
  options: Part & { readonly signal?: AbortSignal } = {},
): Promise<readonly string[]> {
  const trace = await openTrace(file, distDir, { ...options, analyse: false });
  try {
    const failure = await trace.request({ type: 'export', to, target: target ?? null });
    if (failure !== null) throw errors.reportNotWritable(target ?? 'stdout', 'out', failure);
    return trace.report.run.incomplete;
  } catch (error) {
    // The worker was ended where it was: half an export is none.
    if (options.signal?.aborted === true && target !== undefined) fs.rmSync(target, { force: true, maxRetries: 3 });
    throw error;
  } finally {
    trace.dispose();
  }
}

/** In the worker. Answers null, or the error that ended the writing. */
export function answerExport(engine: Engine, message: Readonly<Record<string, unknown>>): { readonly code: string } | null {
  const { to, target } = message;
  const format = EXPORT_FORMATS.find((each) => each === to);
  if (format === undefined || (target !== null && typeof target !== 'string')) throw new Error(`there is no export to ${String(to)}`);
  engine.settle();
  let out: FileOutput | undefined;
  try {
    out = new FileOutput(target);
    WRITERS[format](
      new ExportSource(engine.privateTrace, engine.locatePrivate),
      { version: INTERLEAVE_VERSION, privacy: privacyNotice(engine.trace.run.values) },
      out,
    );
    out.close();
    return null;
  } catch (error) {
    out?.abandon();
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    // The reader of a pipe has seen enough.
    return code === 'EPIPE' && target === null ? null : { code };
  }
}

class FileOutput implements Output {
  readonly #target: string | null;
  readonly #fd: number;
  readonly #buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  #length = 0;

  constructor(target: string | null) {
    this.#target = target;
    this.#fd = target === null ? STDOUT : fs.openSync(target, 'w');
  }

  text(text: string): void {
    // A character takes at most three bytes of UTF-8 for each of its units.
    if (text.length * 3 <= BUFFER_BYTES - this.#length) this.#length += this.#buffer.write(text, this.#length);
    else this.bytes(Buffer.from(text));
  }

  bytes(bytes: Uint8Array): void {
    if (bytes.length > BUFFER_BYTES - this.#length) this.#flush();
    if (bytes.length > BUFFER_BYTES) this.#write(bytes);
    else {
      this.#buffer.set(bytes, this.#length);
      this.#length += bytes.length;
    }
  }

  close(): void {
    this.#flush();
    if (this.#target !== null) fs.closeSync(this.#fd);
  }

  /** Half an export is none. A device or a pipe stays. */
  abandon(): void {
    if (this.#target === null) return;
    const isFile = fs.fstatSync(this.#fd).isFile();
    fs.closeSync(this.#fd);
    if (isFile) fs.rmSync(this.#target, { force: true });
  }

  #flush(): void {
    this.#write(this.#buffer.subarray(0, this.#length));
    this.#length = 0;
  }

  #write(bytes: Uint8Array): void {
    let done = 0;
    while (done < bytes.length) {
      try {
        done += fs.writeSync(this.#fd, bytes, done);
      } catch (error) {
        // A pipe whose reader is slow.
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
        Atomics.wait(cell, 0, 0, RETRY_MS);
      }
    }
  }
}
