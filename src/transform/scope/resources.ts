/** Methods by which something that can be closed (a stream, socket, worker, port, pool, handle) is closed, opened again, or used while it is open. */

export type ResourceEffect = 'close' | 'open' | 'use';

const EFFECTS: ReadonlyMap<string, ResourceEffect> = new Map<string, ResourceEffect>([
  ...['close', 'end', 'destroy', 'terminate', 'disconnect', 'quit'].map((name): [string, ResourceEffect] => [name, 'close']),
  ...['open', 'connect', 'listen', 'bind', 'start'].map((name): [string, ResourceEffect] => [name, 'open']),
  ...[
    'write',
    'writev',
    'writeFile',
    'appendFile',
    'read',
    'readv',
    'readFile',
    'readLines',
    'truncate',
    'stat',
    'sync',
    'datasync',
    'send',
    'postMessage',
    'query',
    'execute',
    'prepare',
    'request',
    'question',
    'address',
    'pipe',
    'setHeader',
    'writeHead',
  ].map((name): [string, ResourceEffect] => [name, 'use']),
]);

/** What a method of that name does if its receiver can be closed; undefined for other names. */
export function resourceEffect(method: string): ResourceEffect | undefined {
  return EFFECTS.get(method);
}
