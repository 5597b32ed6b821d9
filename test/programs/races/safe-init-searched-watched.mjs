// expect: nothing
// What is put in when files appear is news, also when each has been read first.
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { readFile } from 'node:fs/promises';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pages-'));
const pages = [];
const sizes = new Map();
const seen = new Set();
const watcher = fs.watch(folder, async (event, name) => {
  if (name !== 'page' || seen.has(name)) return;
  seen.add(name);
  const text = await readFile(path.join(folder, name), 'utf8');
  pages.push({ name, text });
  sizes.set(name, text.length);
});

const server = http.createServer((request, response) => {
  const name = request.url.slice(1);
  const page = pages.find((one) => one.name === name);
  if (!page || !sizes.has(name)) {
    response.writeHead(404).end();
    return;
  }
  response.end(page.text);
});

setTimeout(() => {
  fs.writeFileSync(path.join(folder, 'draft'), 'hello');
  fs.renameSync(path.join(folder, 'draft'), path.join(folder, 'page'));
}, 30);
server.listen(0, '127.0.0.1', () => setTimeout(() => {
  http.get({ port: server.address().port, path: '/page', agent: false }, (response) => {
    console.log(response.statusCode > 0);
    response.resume().on('end', () => {
      server.close();
      watcher.close();
      fs.rmSync(folder, { recursive: true });
    });
  });
}, 300));
