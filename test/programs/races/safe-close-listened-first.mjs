// expect: nothing
// Whoever watches a game is counted, and not counted any more, before the server looks it up.
import { once } from 'node:events';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const watching = new Map();

async function watch(game, response) {
  watching.set(game, (watching.get(game) ?? 0) + 1);
  response.on('close', () => watching.set(game, watching.get(game) - 1));
  const players = await find(game);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(`data: ${players}\n\n`);
}

async function find(game) {
  await sleep(game === 'final' ? 600 : 1);
  return `${game} of two`;
}

const server = http.createServer((request, response) => watch(request.url.slice(1), response));
await once(server.listen(0, '127.0.0.1'), 'listening');
const open = (game) => http.get({ port: server.address().port, path: `/${game}`, agent: false });

const steady = open('opening');
const [stream] = await once(steady, 'response');
const hasty = open('final').on('error', (error) => console.log(error.code));
await once(hasty, 'socket');
await sleep(50);
hasty.destroy();
await sleep(900);
stream.destroy();
await sleep(100);
console.log(watching.get('opening'), watching.get('final'));
server.close();
