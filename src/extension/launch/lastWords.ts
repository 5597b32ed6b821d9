/** What a program wrote to stderr last, for the message that says why nothing of it was recorded. Pure. */

/** Enough for the lines that matter, whatever stack follows them. */
const MAX_KEPT = 8192;
const MAX_LINES = 3;
const MAX_LENGTH = 300;

/** Text that is kept of a stream: its end. */
export function keepEnd(kept: string, more: string): string {
  return (kept + more).slice(-MAX_KEPT);
}

/** The last lines that say something, without colours, stack frames and the version that Node puts under an error; '' when there are none. */
export function lastWords(stderr: string): string {
  const lines = stderr
    // oxlint-disable-next-line no-control-regex -- colours of terminals
    .replaceAll(/\u001b\[[\d;]*[A-Za-z]/g, '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(?:at |Node\.js v\d|\^+$|\{$|\}$)/.test(line) && !isOfDebugger(line));
  const text = lines.slice(-MAX_LINES).join(' / ');
  return text.length > MAX_LENGTH ? `…${text.slice(-MAX_LENGTH)}` : text;
}

/** What Node says to whoever debugs it. */
function isOfDebugger(line: string): boolean {
  return /^(?:Debugger (?:listening on|attached)|Waiting for the debugger|For help, see: https:\/\/nodejs\.org\/)/.test(line);
}
