/**
 * Follows the process logs of one run folder while they grow, and hands on whole chunks only. What it reads comes from a program that may be
 * killed in the middle of a write, or that may be hostile: every length is checked, and a log that makes no sense ends there.
 *
 * Bytes are handed on in batches of whole chunks, each in an ArrayBuffer of its own that the receiver may transfer. A receiver that is slower than the
 * program reports what it has taken (`consumed`): the rest stays on disk.
 */
import fs from 'node:fs';
import path from 'node:path';
import { CHUNK_HEADER_BYTES, FILE_HEADER_BYTES } from '../wire/format.ts';
import { checkFileHeader, readChunk } from '../wire/reader.ts';
import { explainErrno } from './errors.ts';
import { pidOfLog } from './runFolder.ts';

/** Longest pause between two looks while the program runs: file change notices come earlier where the system has them. */
const POLL_MS = 25;
/** Bytes read at once from one log. */
const READ_BYTES = 1 << 20;
/** The receiver may lag behind by so much before reading pauses. */
const MAX_UNCONSUMED_BYTES = 32 << 20;

export interface LogReaderOptions {
  readonly directory: string;
  /** Whole chunks of one log, in its order. */
  readonly onChunks: (bytes: Uint8Array<ArrayBuffer>) => void;
  /** A log cannot be followed any further; said once a log. */
  readonly onProblem: (sentence: string) => void;
  /** Names of logs that are another's. */
  readonly others?: ReadonlySet<string>;
}

interface Log {
  readonly file: string;
  readonly pid: number;
  fd: number;
  /** Start of the first chunk that was not handed on. 0: the file header has not been seen. */
  offset: number;
  /** Nothing more can be read from it. */
  ended: boolean;
}

export class LogReader {
  readonly #options: LogReaderOptions;
  readonly #logs = new Map<string, Log>();
  #watcher: fs.FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;
  #scheduled = false;
  #closed = false;
  #isComplete = false;
  #unconsumed = 0;

  constructor(options: LogReaderOptions) {
    this.#options = options;
  }

  /** Starts following. */
  start(): void {
    try {
      this.#watcher = fs.watch(this.#options.directory, () => this.#schedule());
      this.#watcher.on('error', () => this.#watcher?.close());
    } catch {
      // No file change notices here (too many watchers, odd file system): the poll is enough.
    }
    this.#timer = setInterval(() => this.readAvailable(), POLL_MS);
  }

  /** Pids of the processes that have a log. */
  get pids(): readonly number[] {
    return [...this.#logs.values()].map((log) => log.pid);
  }

  /** Logs that are not there yet are another's. Returns the names of those that are. */
  complete(): ReadonlySet<string> {
    this.#findLogs();
    this.#isComplete = true;
    return new Set([...(this.#options.others ?? []), ...this.#logs.keys()]);
  }

  /** The receiver has taken so many bytes. */
  consumed(bytes: number): void {
    this.#unconsumed -= bytes;
  }

  /** Hands on everything that is there now. False when it stopped early because the receiver lags behind: call again when more is consumed. */
  readAvailable(): boolean {
    if (this.#closed) return true;
    this.#findLogs();
    for (const log of this.#logs.values()) {
      while (!log.ended) {
        if (this.#unconsumed > MAX_UNCONSUMED_BYTES) return false;
        if (!this.#tryReadBatch(log)) break;
      }
    }
    return true;
  }

  /** Bytes that end a log without forming a whole chunk (a write that a kill cut short), by pid. */
  tornTails(): readonly { readonly pid: number; readonly bytes: number }[] {
    const tails: { pid: number; bytes: number }[] = [];
    for (const log of this.#logs.values()) {
      if (log.ended) continue;
      const bytes = sizeOf(log.fd) - log.offset;
      if (bytes > 0) tails.push({ pid: log.pid, bytes });
    }
    return tails;
  }

  close(): void {
    this.#closed = true;
    this.#watcher?.close();
    clearInterval(this.#timer);
    for (const log of this.#logs.values()) this.#end(log);
  }

  /** Many notices come for one burst of writes: the first is obeyed at once, one more look serves all others. */
  #schedule(): void {
    if (this.#scheduled || this.#closed) return;
    this.#scheduled = true;
    this.readAvailable();
    setTimeout(() => {
      this.#scheduled = false;
      this.readAvailable();
    }, 2);
  }

  #findLogs(): void {
    if (this.#isComplete) return;
    let names: string[];
    try {
      names = fs.readdirSync(this.#options.directory);
    } catch {
      // The folder was removed under us: what is open stays readable.
      return;
    }
    for (const name of names) {
      const pid = pidOfLog(name);
      if (pid === undefined || this.#logs.has(name) || this.#options.others?.has(name) === true) continue;
      const file = path.join(this.#options.directory, name);
      try {
        // Never through a link, never a device or pipe that would block.
        const fd = fs.openSync(file, fs.constants.O_RDONLY | (fs.constants.O_NOFOLLOW ?? 0) | (fs.constants.O_NONBLOCK ?? 0));
        const log: Log = { file, pid, fd, offset: 0, ended: false };
        this.#logs.set(name, log);
        if (!fs.fstatSync(fd).isFile()) this.#fail(log, 'is not a file');
      } catch {
        // Gone again, or not readable yet: looked at again next time.
      }
    }
  }

  #tryReadBatch(log: Log): boolean {
    try {
      return this.#readBatch(log);
    } catch (error) {
      this.#fail(log, `cannot be read any further (${explainErrno(error)})`);
      return false;
    }
  }

  /** Hands on one batch. False when no whole chunk is there. */
  #readBatch(log: Log): boolean {
    const size = sizeOf(log.fd);
    if (log.offset === 0) {
      if (size < FILE_HEADER_BYTES) return false;
      const verdict = checkFileHeader(readAt(log.fd, 0, FILE_HEADER_BYTES));
      if (verdict !== 'ok') {
        this.#fail(log, verdict === 'not-a-trace' ? 'does not hold a recording' : 'was written by another version of Interleave');
        return false;
      }
      log.offset = FILE_HEADER_BYTES;
    }
    const available = size - log.offset;
    if (available < CHUNK_HEADER_BYTES) return false;
    let bytes = readAt(log.fd, log.offset, Math.min(available, READ_BYTES));
    let whole = wholeChunks(bytes);
    if (whole.end === 0 && !whole.invalid && available > bytes.length) {
      // One chunk larger than a batch. Its length was checked against the limit of the format.
      bytes = readAt(log.fd, log.offset, Math.min(available, CHUNK_HEADER_BYTES + chunkLength(bytes)));
      whole = wholeChunks(bytes);
    }
    if (whole.end > 0) {
      log.offset += whole.end;
      this.#unconsumed += whole.end;
      this.#options.onChunks(whole.end === bytes.length ? bytes : bytes.slice(0, whole.end));
    }
    if (whole.invalid) this.#fail(log, `is damaged at byte ${log.offset}`);
    return whole.end > 0 && !log.ended;
  }

  #fail(log: Log, what: string): void {
    this.#end(log);
    this.#options.onProblem(`The log of process ${log.pid} ${what}; what came before is kept.`);
  }

  #end(log: Log): void {
    if (log.ended) return;
    log.ended = true;
    fs.closeSync(log.fd);
  }
}

function sizeOf(fd: number): number {
  try {
    return fs.fstatSync(fd).size;
  } catch {
    return 0;
  }
}

/** Up to `length` bytes at `offset`; fewer when the file is shorter. */
function readAt(fd: number, offset: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const count = fs.readSync(fd, bytes, done, length - done, offset + done);
    if (count === 0) break;
    done += count;
  }
  return done === length ? bytes : bytes.slice(0, done);
}

/** End of the last whole chunk in `bytes`, and whether what follows is no chunk at all. */
function wholeChunks(bytes: Uint8Array): { readonly end: number; readonly invalid: boolean } {
  let end = 0;
  for (;;) {
    const result = readChunk(bytes, end);
    if (!result.ok) return { end, invalid: result.reason === 'invalid' };
    end = result.chunk.end;
  }
}

function chunkLength(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(16, true);
}
