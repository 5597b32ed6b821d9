// expect: promise.never-settles 26
// Asks all mirrors for their state and takes nothing of the answers but the status: 'end' comes to nobody who does not read. Says `late` when that is old enough.
import http from 'node:http';
import { once } from 'node:events';

const mirror = http.createServer((request, response) => {
  response.statusCode = request.url === '/oslo' ? 503 : 200;
  response.end(`${request.url.slice(1)}: ${'.'.repeat(4000)}`);
});
mirror.listen(0, '127.0.0.1');
await once(mirror, 'listening');

function statusOf(name) {
  return new Promise((resolve, reject) => {
    const request = http.get({ port: mirror.address().port, path: `/${name}` }, (response) => {
      const state = { name, up: response.statusCode === 200, type: response.headers['content-type'] };
      response.on('error', reject);
      response.on('end', () => resolve(state));
    });
    request.on('error', reject);
  });
}

async function survey(names) {
  const states = [];
  for (const name of names) states.push(await statusOf(name));
  return states;
}

setTimeout(() => console.log('late'), 3000);
const states = await survey(['bergen', 'oslo']);
console.log(states.filter((state) => state.up).length, 'mirrors are up');
mirror.close();
