/** What a pending task waits for, in words, for the terminal and for HTML reports. */

const WAITS = {
  timer: 'waits for a timer',
  socket: 'waits for the network',
  child: 'waits for a child process',
  'worker-message': 'waits for a worker',
  lock: 'waits for a lock',
  queue: 'waits in a queue',
  event: 'waits for an event',
  'promise-lost': 'waits for what nobody can settle any more',
  stdin: 'waits for input',
  stream: 'waits for a stream',
  'thread-blocked': 'blocks its thread',
  combinator: 'waits for several promises',
  unknown: 'waits',
} as const;

/** A task that is pending, as far as the words need it. `on`: what it waits for, '' when that is not known. */
interface Waiting {
  readonly reason: keyof typeof WAITS;
  readonly on: string;
}

/** `waits for a lock: accounts`. */
export function waitText({ reason, on }: Waiting): string {
  if (isSentence(on)) return `waits for ${on}`;
  if (reason === 'unknown') return on === '' ? 'waits' : `waits for ${on}`;
  return on === '' ? WAITS[reason] : `${WAITS[reason]}: ${on}`;
}

/** What is waited for is said whole, whatever it waits for in turn. */
export function isSentence(on: string): boolean {
  return on.startsWith('the result of ') || on.startsWith('itself');
}
