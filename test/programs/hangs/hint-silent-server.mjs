// expect: nothing
// A server that does nothing with a request stands for a peer that is gone.
import http from 'node:http';

const server = http.createServer((request, response) => {
  if (request.url === '/ready') response.end('yes');
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const base = `http://127.0.0.1:${server.address().port}`;

async function forecast() {
  const ready = await fetch(`${base}/ready`);
  console.log(await ready.text());
  // Nobody says how long this may take.
  const path = '/forecast';
  const answer = await fetch(`${base}${path}`);
  return answer.text();
}
setTimeout(() => console.log('late'), 4000);
await forecast();
