// expect: promise.never-settles main.mjs:45
// What answers is installed: it looks the entry up, and says nothing where there is none.
import assert from 'node:assert';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lookup-'));
const lookup = path.join(folder, 'node_modules', 'lookup', 'index.mjs');
fs.mkdirSync(path.dirname(lookup), { recursive: true });
fs.writeFileSync(
  lookup,
  `export function answer(entries) {
    return (req, res) => {
      setTimeout(() => {
        const entry = entries.get(req.url);
        if (entry !== undefined) res.end(entry);
      }, 40);
    };
  }`,
);
const { answer } = await import(pathToFileURL(lookup).href);

let base = '';
let server;

before(async () => {
  server = http.createServer(answer(new Map([['/stars', 'seven']])));
  await new Promise((resolve) => server.listen(0, resolve));
  base = `http://localhost:${server.address().port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
  fs.rmSync(folder, { recursive: true });
});

test('answers', async () => {
  assert.equal(await (await fetch(`${base}/stars`)).text(), 'seven');
});
test('knows no moons', { timeout: 2600 }, async () => {
  const response = await fetch(`${base}/moons`);
  assert.equal(response.status, 404);
});
