// expect: loop.sync-api main.js:12
'use strict';
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'parts-'));
const names = Array.from({ length: 240 }, (_, i) => path.join(folder, `part-${i}.txt`));
for (const name of names) fs.writeFileSync(name, name.repeat(400));

const page = () => names.map((name) => fs.readFileSync(name, 'utf8')).join('\n');

const server = http.createServer((request, response) => response.end(page()));
server.listen(0, async () => {
  const answer = await fetch(`http://127.0.0.1:${server.address().port}/`);
  console.log((await answer.text()).length > 0);
  server.close();
  server.closeAllConnections();
  fs.rmSync(folder, { recursive: true });
});
