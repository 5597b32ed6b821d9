// expect: nothing
// The same without anything else: the events of a stream of its own, which has begun.
import http from 'node:http';

const server = http.createServer((request, response) => {
  if (request.url === '/ready') {
    response.end('yes');
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write('data: hello\n\n');
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const base = `http://127.0.0.1:${server.address().port}`;

async function listen() {
  const ready = await fetch(`${base}/ready`);
  console.log(await ready.text());
  const answer = await fetch(`${base}/events`);
  for await (const piece of answer.body) console.log(new TextDecoder().decode(piece));
}
setTimeout(() => console.log('late'), 4000);
await listen();
