// expect: race.fs.toctou spool.mjs:9,spool.mjs:11
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const spool = fileURLToPath(new URL('spool.mjs', import.meta.url));
const root = await mkdtemp(join(tmpdir(), 'mail-'));
const first = once(fork(spool, [root, 'ada']), 'exit');
await sleep(900);
await Promise.all([first, once(fork(spool, [root, 'bo']), 'exit')]);
await rm(root, { recursive: true });
