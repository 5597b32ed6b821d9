'use strict';
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');

const folder = mkdtempSync(path.join(os.tmpdir(), 'menu-'));
const teas = ['assam', 'chai', 'darjeeling', 'earl grey', 'fennel', 'ginger', 'hibiscus', 'jasmine', 'keemun', 'lapsang', 'matcha', 'nettle'];
for (const tea of teas) writeFileSync(path.join(folder, tea), `${tea}, 3.50\n`);

// Twelve files for each guest, each read while everybody waits.
async function menu() {
  return teas.map((tea) => readFileSync(path.join(folder, tea), 'utf8')).join('');
}

const server = http.createServer(async (request, response) => {
  response.end(await menu());
});

server.listen(0, '127.0.0.1', async () => {
  const base = `http://127.0.0.1:${server.address().port}`;
  const pages = await Promise.all(['/a', '/b', '/c'].map(async (page) => (await fetch(base + page)).text()));
  console.log(pages[0]);
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});
