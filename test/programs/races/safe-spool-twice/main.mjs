// expect: nothing
// Two processes send what lies in a folder of letters: who has moved one to its own folder has it. Both clear away a list that both have read, without having looked for it in the folder.
import { fork } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';

const folder = await mkdtemp(path.join(os.tmpdir(), 'il-letters-'));
await writeFile(path.join(folder, 'a.txt'), 'Dear Ada');
await writeFile(path.join(folder, '..', path.basename(folder) + '.list'), 'a');
const senders = [120, 240].map((ms) => fork(new URL("./sender.mjs", import.meta.url), [folder, ms]));
const sent = [];
for (const sender of senders) sender.on('message', (text) => text === 'ready' || sent.push(text));
await Promise.all(senders.map((sender) => once(sender, 'message')));
for (const sender of senders) sender.send('begin');
await Promise.all(senders.map((sender) => once(sender, 'exit')));
console.log(`sent ${sent.length}`);
await rm(folder, { recursive: true });
