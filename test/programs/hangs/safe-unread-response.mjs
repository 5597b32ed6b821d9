// expect: nothing
// The same, with answers that are let go; and one of which the text is read by another function, and takes its time.
import http from 'node:http';
import { once } from 'node:events';

const mirror = http.createServer((request, response) => {
  response.statusCode = request.url === '/oslo' ? 503 : 200;
  response.write(`${request.url.slice(1)}: ${'.'.repeat(4000)}`);
  if (request.url !== '/tromso') response.end();
});
mirror.listen(0, '127.0.0.1');
await once(mirror, 'listening');

function statusOf(name) {
  return new Promise((resolve, reject) => {
    const request = http.get({ port: mirror.address().port, path: `/${name}` }, (response) => {
      const state = { name, up: response.statusCode === 200 };
      response.resume();
      response.on('end', () => resolve(state));
    });
    request.on('error', reject);
  });
}

const texts = [];
function gather(response) {
  response.setEncoding('utf8');
  response.on('data', (text) => texts.push(text));
}

async function textOf(name) {
  const request = http.get({ port: mirror.address().port, path: `/${name}` });
  const [response] = await once(request, 'response');
  gather(response);
  await once(response, 'end');
  return texts.join('');
}

const states = [await statusOf('bergen'), await statusOf('oslo')];
console.log(states.filter((state) => state.up).length, 'mirrors are up');
setTimeout(() => console.log('late'), 3000);
console.log((await textOf('tromso')).length);
mirror.close();
