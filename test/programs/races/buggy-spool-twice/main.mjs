// expect: race.fs.toctou sender.mjs:12,sender.mjs:15,sender.mjs:18
// Two processes send what lies in a folder of letters; both take the first one, and what the slower removes has gone.
import { fork } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';

const folder = await mkdtemp(path.join(os.tmpdir(), 'il-letters-'));
await writeFile(path.join(folder, 'a.txt'), 'Dear Ada');
const senders = [120, 240].map((ms) => fork(new URL("./sender.mjs", import.meta.url), [folder, ms]));
const sent = [];
for (const sender of senders) sender.on('message', (text) => text === 'ready' || sent.push(text));
await Promise.all(senders.map((sender) => once(sender, 'message')));
for (const sender of senders) sender.send('begin');
await Promise.all(senders.map((sender) => once(sender, 'exit')));
console.log(`sent ${sent.length}`);
await rm(folder, { recursive: true });
