// expect: nothing
// Where nothing is kept yet, something empty is put into the request: who looks before anything has been kept finds no basket, and needs none.
import { createServer, get } from 'node:http';
import { withBasket } from './baskets.mjs';

const server = createServer((request, response) => {
  withBasket(request, () => {
    if (request.url !== '/') {
      request.basket.fruits.push(request.url.slice(1));
      request.basket.keep();
    }
    response.end(request.basket.fruits.join(' ') || 'nothing');
  });
});

function ask(path, done) {
  const headers = { 'x-basket': 'b7' };
  get({ port: server.address().port, host: '127.0.0.1', path, agent: false, headers }, (response) => {
    response.setEncoding('utf8');
    response.on('data', (text) => console.log(text));
    response.on('end', done);
  });
}

server.listen(0, '127.0.0.1', () => {
  let left = 2;
  const end = () => --left === 0 && server.close();
  ask('/', end);
  ask('/plum', end);
});
