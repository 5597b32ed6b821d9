// expect: nothing
// Prices are asked for by the places of the dishes on the menu; whoever changes that is asked for it again.
'use strict';
const http = require('node:http');
const { Menu } = require('./menu');

const menu = new Menu();

const priceOf = (list) =>
  new Promise((resolve) => {
    setTimeout(() => resolve(list.split(';').map((name, at) => ({ at, price: name.length }))), 5);
  });

async function priced() {
  const list = menu.list();
  const prices = await priceOf(list);
  if (menu.list() !== list) return priced();
  return prices.map(({ at, price }) => `${menu.dish(at)} ${price}`).join(', ');
}

const server = http.createServer((request, response) => {
  if (request.method === 'GET') {
    void priced().then((text) => response.end(text));
    return;
  }
  menu.change(request.url.slice(1).split('-'));
  response.end();
});

function ask(method, path, done = () => {}) {
  const request = http.request({ port: server.address().port, host: '127.0.0.1', method, path }, (response) => {
    let text = '';
    response.on('data', (part) => (text += part));
    response.on('end', () => done(text));
  });
  request.end();
}

server.listen(0, '127.0.0.1', () => {
  ask('PUT', '/soup-fish');
  setTimeout(() => ask('GET', '/', console.log), 60);
  setTimeout(() => ask('PUT', '/cake'), 140);
  setTimeout(() => server.close(), 200);
});
