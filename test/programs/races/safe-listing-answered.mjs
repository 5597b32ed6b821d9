// expect: nothing
// The program is its own client: it removes the folder when it has the answer for which the folder was read.
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
  const answer = await fetch(`http://127.0.0.1:${server.address().port}/`);
  console.log(await answer.text());
  await fs.unlink(path.join(folder, 'b'));
  server.close();
  server.closeAllConnections();
  await fs.rm(folder, { recursive: true });
});
