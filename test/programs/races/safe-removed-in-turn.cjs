// expect: nothing
// A server waits for the printer, and reads a label, which may not be there; another route removes it. This client sends one request after the other, and others may not.
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'il-labels-'));
const printer = () => new Promise((resolve) => setTimeout(resolve, 4));

async function print(file, response) {
  await printer();
  const label = await fs.promises.readFile(file).catch(() => null);
  if (label === null) response.writeHead(404).end();
  else response.end(label);
}

async function remove(file, response) {
  await fs.promises.rm(file, { force: true });
  response.writeHead(204).end();
}

const server = http.createServer((request, response) => {
  const file = path.join(folder, path.basename(request.url));
  const work = request.method === 'DELETE' ? remove(file, response) : print(file, response);
  work.catch((error) => response.writeHead(500).end(error.code));
});

server.listen(0, '127.0.0.1', async () => {
  fs.writeFileSync(path.join(folder, 'box'), 'fragile');
  const url = `http://127.0.0.1:${server.address().port}/box`;
  const printed = await fetch(url);
  const text = await printed.text();
  const removed = await fetch(url, { method: 'DELETE' });
  console.log(text, removed.status);
  server.close();
  server.closeAllConnections();
  fs.rmSync(folder, { recursive: true });
});
