// expect: nothing
// Conditional requests: the tag of what is kept goes into the headers, and what is stored is a fresh answer. Four ways to write it.
import { once } from 'node:events';
import http from 'node:http';

const versions = new Map([
  ['/a', 1],
  ['/b', 1],
]);
const server = http.createServer((request, response) => {
  const tag = `"${request.url}-${versions.get(request.url)}"`;
  response.setHeader('etag', tag);
  if (request.headers['if-none-match'] === tag) response.statusCode = 304;
  response.end(response.statusCode === 304 ? '' : `body of ${request.url}`);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const base = `http://127.0.0.1:${server.address().port}`;

const plain = new Map();
async function get(path) {
  const cached = plain.get(path);
  const answer = await fetch(base + path, { headers: cached ? { 'if-none-match': cached.etag } : {} });
  if (answer.status === 304) return cached.body;
  const body = await answer.text();
  plain.set(path, { etag: answer.headers.get('etag'), body });
  return body;
}

const built = new Map();
async function getBuilt(path) {
  const cached = built.get(path);
  const options = { method: 'GET' };
  if (cached) options.headers = { 'If-None-Match': cached.tag };
  const answer = await fetch(base + path, options);
  if (answer.status === 304) return cached.body;
  const body = await answer.text();
  built.set(path, { tag: answer.headers.get('etag'), body });
  return body;
}

function ask(path, headers) {
  const { promise, resolve, reject } = withResolvers();
  const request = http.get(base + path, { headers }, (response) => {
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (part) => (text += part));
    response.on('end', () => resolve({ status: response.statusCode, tag: response.headers.etag, text }));
  });
  request.on('error', reject);
  return promise;
}
function withResolvers() {
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
}

class Client {
  #cache = new Map();
  async get(path) {
    const known = this.#cache.get(path);
    const { status, tag, text } = await ask(path, { accept: '*/*', ...(known && { 'if-none-match': known.tag }) });
    if (status === 304) return known.text;
    this.#cache.set(path, { tag, text });
    return text;
  }
}

const helped = new Map();
async function load(path, { etag } = {}) {
  const answer = await fetch(base + path, etag ? { headers: { 'if-none-match': etag } } : undefined);
  return answer.status === 304 ? undefined : { etag: answer.headers.get('etag'), body: await answer.text() };
}
async function getHelped(path) {
  const cached = helped.get(path);
  const fresh = await load(path, { etag: cached?.etag });
  if (fresh === undefined) return cached.body;
  helped.set(path, fresh);
  return fresh.body;
}

const client = new Client();
for (const way of [get, getBuilt, getHelped, (path) => client.get(path)]) {
  versions.set('/a', 1);
  await Promise.all([way('/a'), way('/b'), way('/a')]);
  versions.set('/a', 2);
  console.log((await Promise.all([way('/a'), way('/b'), way('/a')])).join(' | '));
}
server.closeAllConnections();
server.close();
