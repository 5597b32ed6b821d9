// expect: deadlock.actual 11 signal
// The two sockets of the agent carry requests whose handlers ask by the same agent: what they ask stands in line for one of these.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const agent = new http.Agent({ keepAlive: true, maxSockets: 2 });
let origin = '';

async function ask(path) {
  const [answer] = await once(http.get(`${origin}${path}`, { agent }), 'response');
  let text = '';
  for await (const piece of answer) text += piece;
  return text;
}

async function answer(path) {
  if (path.startsWith('/weight')) {
    await sleep(20);
    return '3';
  }
  return `parcel of ${await ask('/weight')}`;
}

const server = http.createServer((request, response) => {
  answer(request.url).then((text) => response.end(text));
});
await once(server.listen(0, '127.0.0.1'), 'listening');
origin = `http://127.0.0.1:${server.address().port}`;
console.log(await ask('/parcel/1'));
console.log(await Promise.all([ask('/parcel/2'), ask('/parcel/3')]));
agent.destroy();
server.close();
