/** What the reporter (testReporter.ts) writes while `node --test` runs, read as it grows. */
import { closeSync, openSync, readSync, watch, type FSWatcher } from 'node:fs';

interface Test {
  readonly name: string;
  /** As Node names it; '' when it does not. */
  readonly file: string;
  /** 1-based; 0 when Node does not say. */
  readonly line: number;
}

export type TestEvent =
  | (Test & { readonly type: 'start' })
  | (Test & { readonly type: 'skip' })
  | (Test & { readonly type: 'pass'; readonly ms: number })
  | (Test & {
      readonly type: 'fail';
      readonly ms: number;
      /** Node's word for how it failed: `testCodeFailure`, `testTimeoutFailure`, `cancelledByParent`, … */
      readonly failure: string;
      readonly message: string;
      readonly stack: string;
      readonly expected?: string;
      readonly actual?: string;
    });

/** The test did not come to an end by itself: who waits for whom says why. */
export function isHang(failure: string): boolean {
  return failure === 'testTimeoutFailure' || failure === 'cancelledByParent';
}

/** Follows a file that exists already. */
export class TestEvents {
  readonly #file: number;
  readonly #watcher: FSWatcher;
  readonly #handle: (event: TestEvent) => void;
  readonly #buffer = Buffer.alloc(65_536);
  readonly #decoder = new TextDecoder();
  #rest = '';

  constructor(file: string, handle: (event: TestEvent) => void) {
    this.#handle = handle;
    this.#file = openSync(file, 'r');
    this.#watcher = watch(file, () => this.drain());
    // What the editor cannot watch is read at the end.
    this.#watcher.on('error', () => undefined);
  }

  /** Reads what there is by now. */
  drain(): void {
    for (;;) {
      const bytes = readSync(this.#file, this.#buffer);
      if (bytes === 0) return;
      const lines = (this.#rest + this.#decoder.decode(this.#buffer.subarray(0, bytes), { stream: true })).split('\n');
      this.#rest = lines.pop() ?? '';
      // SAFETY: our own reporter is the only writer.
      for (const line of lines) this.#handle(JSON.parse(line) as TestEvent);
    }
  }

  dispose(): void {
    this.#watcher.close();
    closeSync(this.#file);
  }
}
