// expect: race.atomicity 18,15,16
// Who writes adds to the page as it was before the wait; behind it only the number of the edition is looked at.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const pages = new Map([['home', { text: 'welcome', edition: 1 }]]);
async function tidy(text) {
  await sleep(text.length % 7);
  return text.trim();
}

async function write(request) {
  if (!pages.has(request.page)) return { status: 404 };
  const old = pages.get(request.page);
  const text = await tidy(`${old.text} ${request.body.text}`);
  const page = pages.get(request.page);
  pages.set(request.page, { text, edition: page.edition + 1 });
  return { status: 200 };
}

const server = http.createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  const page = request.url.slice(1);
  if (request.method === 'GET') return void response.end(JSON.stringify(pages.get(page)));
  const { status } = await write({ page, body: JSON.parse(body) });
  return void response.writeHead(status).end();
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${server.address().port}/home`;

async function add(word) {
  const { status } = await fetch(url, { method: 'PUT', body: JSON.stringify({ text: word }) });
  if (status !== 200) throw new Error('not found');
}

await Promise.all(['to', 'the', 'mill'].map(add));
console.log(pages.get('home').text.split(' ').length);
server.close();
server.closeAllConnections();
