// expect: nothing
// A turnstile on the last day: the signal to leave is for the door, which waits for all who are inside before the book is closed; the lamp goes out long after everybody has gone.
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'turnstile-'));
const book = fs.createWriteStream(path.join(folder, 'visitors.txt'));
const lamp = fs.createWriteStream(path.join(folder, 'lamp.txt'));

const door = http.createServer(async (request, response) => {
  await sleep(5);
  book.write(`${request.url}\n`);
  response.end('welcome');
});

async function shine(minutes) {
  await sleep(minutes);
  lamp.write(`${minutes} minutes\n`);
}

function visit(name) {
  return new Promise((resolve) => {
    http.get({ port: door.address().port, path: `/${name}`, agent: false }, (response) => response.resume().on('end', resolve));
  });
}

process.once('SIGUSR2', () => door.close(() => book.end()));
door.listen(0, async () => {
  for (const minutes of [2, 4, 6]) void shine(minutes);
  setTimeout(() => lamp.end(), 300);
  await Promise.all(['ann', 'bob'].map(visit));
  process.kill(process.pid, 'SIGUSR2');
});
process.on('exit', () => {
  console.log(fs.readdirSync(folder).length);
  fs.rmSync(folder, { recursive: true });
});
