// expect: race.order.use-before-init 10,25; race.order.use-before-init 14,29
// What requests look for is being loaded while they come: they are told by the status alone that there is no such thing.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

let harbours = [];
let lights = [];
const server = http.createServer((request, response) => {
  response.statusCode = harbours.includes(request.url.slice(1)) ? 200 : 404;
  response.end();
});
const second = http.createServer((request, response) => {
  response.writeHead(lights.some((light) => light === request.url.slice(1)) ? 200 : 404).end();
});

let answer;
const asked = new Promise((resolve) => (answer = resolve));
async function list(...names) {
  await asked;
  return delay(20, names);
}

async function loadHarbours() {
  harbours = await list('north', 'east');
}
loadHarbours();
list('white', 'red').then((names) => {
  lights = names;
});

async function ask(to, name) {
  await once(to.listen(0, '127.0.0.1'), 'listening');
  const [response] = await once(http.get({ port: to.address().port, path: `/${name}`, agent: false }), 'response');
  response.resume();
  to.close();
  return response.statusCode;
}
console.log(await ask(server, 'north'), await ask(second, 'red'));
answer();
