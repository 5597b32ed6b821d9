// expect: nothing
// never: promise.never-settles
// An installed feeder gathers what it answers with step by step, and is still at it when the time of the test has passed: too slow for the limit, but no path without an answer.
import assert from 'node:assert';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'feeder-'));
const feeder = path.join(folder, 'node_modules', 'feeder', 'index.mjs');
fs.mkdirSync(path.dirname(feeder), { recursive: true });
fs.writeFileSync(
  feeder,
  `export function feed(steps) {
    return (req, res) => {
      let text = '';
      const step = () => {
        text += 'x';
        if (text.length < steps) setTimeout(step, 50);
        else res.end(text);
      };
      step();
    };
  }`,
);
const { feed } = await import(pathToFileURL(feeder).href);

let base = '';
let server;

before(async () => {
  server = http.createServer(feed(60));
  await new Promise((resolve) => server.listen(0, resolve));
  base = `http://localhost:${server.address().port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
  fs.rmSync(folder, { recursive: true });
});

test('is fed', { timeout: 2400 }, async () => {
  const response = await fetch(base);
  assert.equal((await response.text()).length, 60);
});
