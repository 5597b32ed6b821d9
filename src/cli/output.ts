/**
 * Writing to the terminal without Node's streams. The descriptors are shared with the program: opening process.stdout or process.stderr would make a pipe
 * non-blocking for the program too, and one that does not expect that loses output.
 */
import fs from 'node:fs';
import tty from 'node:tty';

const RETRY_MS = 2;
const cell = new Int32Array(new SharedArrayBuffer(4));

/** Our own words, on stderr. */
export function say(text: string): void {
  write(2, text);
}

/** Results, on stdout. */
export function print(text: string): void {
  write(1, text);
}

/** https://no-color.org: NO_COLOR set and not empty. */
export function wantsColor(descriptor: 1 | 2, env: NodeJS.ProcessEnv = process.env): boolean {
  return (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb' && tty.isatty(descriptor);
}

function write(descriptor: 1 | 2, text: string): void {
  const bytes = Buffer.from(text);
  let done = 0;
  while (done < bytes.length) {
    try {
      done += fs.writeSync(descriptor, bytes, done);
    } catch (error) {
      // The program made the pipe non-blocking and the reader is slow: wait. Anything else (the reader has gone): nobody is listening.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      Atomics.wait(cell, 0, 0, RETRY_MS);
    }
  }
}
