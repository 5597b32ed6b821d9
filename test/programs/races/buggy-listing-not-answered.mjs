// expect: race.fs.toctou 13
// As safe-listing-answered.mjs, but the file is removed by somebody who has not waited for the answer.
import fs from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';

const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'listed-'));
for (const name of ['a', 'b', 'c']) await fs.writeFile(path.join(folder, name), name.repeat(9));

async function total() {
  let bytes = 0;
  for (const name of await fs.readdir(folder)) bytes += (await fs.stat(path.join(folder, name))).size;
  return bytes;
}

const server = http.createServer(async (request, response) => response.end(String(await total())));
server.listen(0, '127.0.0.1', async () => {
  const asked = fetch(`http://127.0.0.1:${server.address().port}/`).then((answer) => answer.text());
  setTimeout(async () => {
    await fs.unlink(path.join(folder, 'b'));
    console.log(await asked);
    server.close();
    server.closeAllConnections();
    await fs.rm(folder, { recursive: true });
  }, 600);
});
