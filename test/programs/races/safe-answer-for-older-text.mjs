// expect: nothing
// The text is put by a request, and what a checker says of it stands beside it, if it is still the text of which it was said.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

const checker = new Worker(
  `const { parentPort } = require('node:worker_threads');
   parentPort.on('message', ({ id, text }) => {
     setTimeout(() => parentPort.postMessage({ id, faults: text.split('').filter((c) => c === ';').length }), 60);
   });`,
  { eval: true },
);
const waiting = new Map();
let last = 0;
checker.on('message', ({ id, faults }) => {
  waiting.get(id)(faults);
  waiting.delete(id);
});

function ask(text) {
  return new Promise((resolve) => {
    waiting.set(++last, resolve);
    checker.postMessage({ id: last, text });
  });
}

const sheets = new Map();

function sheetOf(name) {
  if (!sheets.has(name)) sheets.set(name, { text: '', faults: 0 });
  return sheets.get(name);
}

async function check(sheet) {
  const { text } = sheet;
  const faults = await ask(text);
  if (sheet.text === text) sheet.faults = faults;
}

const server = http.createServer(async (request, response) => {
  const sheet = sheetOf(request.url.slice(1));
  if (request.method === 'GET') return response.end(`${sheet.text} ${sheet.faults}`);
  let text = '';
  for await (const piece of request) text += piece;
  sheet.text = text;
  await check(sheet);
  response.end();
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${server.address().port}/main`;
const put = (body) => fetch(url, { method: 'PUT', body, headers: { connection: 'close' } });
await put('a');
const first = put('a;b;');
await sleep(20);
await Promise.all([first, put('a;')]);
console.log(await (await fetch(url, { headers: { connection: 'close' } })).text());
server.close();
await checker.terminate();
