/** Why a program ended before it really ran, in one sentence that says what to do. */
import type { Trace } from '../model/trace.ts';

/** Undefined when the program came past its start. */
export function describeFailedStart(trace: Trace): string | undefined {
  for (const row of trace.unhandled) {
    const thread = trace.threads[row.thread];
    const program = thread === undefined ? undefined : trace.processes[thread.process]?.argv[1];
    // Only the main thread of a process, and only while its main module was being loaded.
    if (row.kind !== 'error' || thread?.threadId !== 0 || program === undefined || !Number.isNaN(thread.readyNs)) continue;
    const [message = ''] = row.message.split('\n');
    const first = row.stack.split('\n', 8).find((line) => /^\w*Error\b/.test(line)) ?? message;
    if (isMissing(message, program)) {
      return `${program} does not exist: check the path in the command after "--". Nothing of it ran, so nothing was checked.`;
    }
    if (/ERR_UNKNOWN_FILE_EXTENSION|Unknown file extension/.test(`${first} ${message}`)) {
      return `${program} is not a kind of file that Node can load (${message}): trace the JavaScript that it is built into, or start it with its loader. Nothing of it ran.`;
    }
    if (/^SyntaxError\b/.test(first) && isOfLoader(row.stack) && row.segment === thread.main) {
      return `${program} could not be loaded: Node finds no valid JavaScript in it or in a file that it loads (${message}). Correct that and trace it again.`;
    }
    if (row.segment === thread.main) {
      return `${program} threw while it was being loaded (${message}): only what ran before that was checked. Correct that and trace it again.`;
    }
  }
  return undefined;
}

/** Node's own loader threw it: the program itself can throw such an error, too, by `JSON.parse` or `new RegExp`. */
function isOfLoader(stack: string): boolean {
  const frame = stack.split('\n').find((line) => /^\s+at /.test(line));
  return frame === undefined || frame.includes('node:internal');
}

function isMissing(message: string, program: string): boolean {
  return message.startsWith('Cannot find module') && message.includes(`'${program}'`);
}
