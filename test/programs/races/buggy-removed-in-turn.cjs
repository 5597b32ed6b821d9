// expect: race.fs.toctou 14,12
// A server looks whether a label is there, waits for the printer, and reads it; another route removes it. This client sends one request after the other, and others may not.
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'il-labels-'));
const printer = () => new Promise((resolve) => setTimeout(resolve, 4));

async function print(file, response) {
  if (!fs.existsSync(file)) return response.writeHead(404).end();
  await printer();
  response.end(await fs.promises.readFile(file));
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
