// expect: nothing
// What is not there yet is said to be on its way, is loaded by whoever misses it, or is a feature that nobody has to have.
import http from 'node:http';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const file = new URL(import.meta.url);
const reports = {};
const lists = new Map();
const features = {};
const state = { isReady: false };

async function makeReport(name) {
  const text = await readFile(file, 'utf8');
  await sleep(30);
  reports[name] = text.split('\n');
}

async function list(name) {
  const text = await readFile(file, 'utf8');
  const words = new Set(text.match(/\w+/g));
  lists.set(name, words);
  return words;
}

async function wordsOf(name) {
  const words = lists.get(name);
  if (words) return words;
  return list(name);
}

async function loadFeatures() {
  await sleep(20);
  features.beta = ['ann'];
}

async function start() {
  await sleep(25);
  state.isReady = true;
}

for (const job of [makeReport('daily'), list('words'), loadFeatures(), start()]) job.catch(console.error);

const server = http.createServer(async (request, response) => {
  const [, about, name, word] = request.url.split('/');
  if (about === 'health') return response.writeHead(state.isReady ? 200 : 503).end();
  if (about === 'hello') {
    const beta = features.beta;
    return response.end(beta?.includes(name) ? 'the new way' : 'the old way');
  }
  if (about === 'words') {
    const words = await wordsOf(name);
    return response.writeHead(words?.has(word) ? 200 : 404).end();
  }
  const report = reports[name];
  if (!report) return response.writeHead(202).end('it is being made');
  response.writeHead(report.includes(word) ? 200 : 404).end();
});
await once(server.listen(0, '127.0.0.1'), 'listening');
for (const path of ['/health', '/hello/ann', '/words/words/about', '/reports/daily/x', '/health', '/hello/ann', '/reports/daily/x']) {
  const [answer] = await once(http.get({ port: server.address().port, path, agent: false }), 'response');
  answer.resume();
  await sleep(15);
}
server.close();
