// expect: nothing
// Requests are told that nothing is known yet (503), or wait for it; one list belongs to those who ask, and grows.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

let harbours = [];
let lights = [];
const seen = [];
let loading;
const server = http.createServer((request, response) => {
  response.statusCode = harbours.includes(request.url.slice(1)) ? 200 : 503;
  response.end();
});
const second = http.createServer(async (request, response) => {
  await loading;
  response.writeHead(lights.some((light) => light === request.url.slice(1)) ? 200 : 404).end();
});
const third = http.createServer((request, response) => {
  const isKnown = seen.includes(request.url);
  response.statusCode = isKnown ? 200 : 404;
  response.end();
  seen.push(request.url);
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
loading = list('white', 'red').then((names) => {
  lights = names;
});

async function ask(to, name) {
  await once(to.listen(0, '127.0.0.1'), 'listening');
  const [response] = await once(http.get({ port: to.address().port, path: `/${name}`, agent: false }), 'response');
  response.resume();
  to.close();
  return response.statusCode;
}
const first = ask(server, 'north');
const later = ask(second, 'red');
const third1 = await ask(third, 'a');
console.log(await first, third1);
answer();
console.log(await later);
