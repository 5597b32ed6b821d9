// expect: nothing
// Who writes says which edition of the page was read; before and behind the wait the page is looked at, and a writer that is too late is turned away.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const pages = new Map([['home', { text: 'welcome', edition: 1 }]]);
async function tidy(text) {
  await sleep(text.length % 7);
  return text.trim();
}

async function write(request) {
  const read = Number(request.ifMatch);
  if (pages.get(request.page)?.edition !== read) return { status: 412 };
  const text = await tidy(request.body.text);
  const page = pages.get(request.page);
  if (!page || page.edition !== read) return { status: 412 };
  pages.set(request.page, { text, edition: page.edition + 1 });
  return { status: 200 };
}

const server = http.createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  const page = request.url.slice(1);
  if (request.method === 'GET') return void response.end(JSON.stringify(pages.get(page)));
  const { status } = await write({ page, ifMatch: request.headers['if-match'], body: JSON.parse(body) });
  return void response.writeHead(status).end();
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${server.address().port}/home`;

async function add(word) {
  for (;;) {
    const { text, edition } = await (await fetch(url)).json();
    const headers = { 'if-match': String(edition) };
    const { status } = await fetch(url, { method: 'PUT', headers, body: JSON.stringify({ text: `${text} ${word}` }) });
    if (status === 200) return;
  }
}

await Promise.all(['to', 'the', 'mill'].map(add));
console.log(pages.get('home').text.split(' ').length);
server.close();
server.closeAllConnections();
