// expect: race.order.use-before-init 15,11
// A basket is made for one request, which is answered before the store is done with it, and looked into for the next one.
'use strict';
const http = require('node:http');

const baskets = {};

const store = {
  make(name) {
    setTimeout(() => {
      baskets[name] = { items: ['pear'] };
    }, 150);
  },
  count(name, done) {
    setTimeout(() => done(baskets[name].items.length), 350);
  },
};

const server = http.createServer((request, response) => {
  const name = request.url.slice(1);
  if (request.method === 'PUT') {
    store.make(name);
    response.end('made soon');
  } else store.count(name, (count) => response.end(`${count}`));
});

function ask(method, name, done) {
  const { port } = server.address();
  const request = http.request({ port, host: '127.0.0.1', method, path: `/${name}`, agent: false }, (response) => {
    let text = '';
    response.on('data', (part) => (text += part));
    response.on('end', () => done(text));
  });
  request.end();
}

server.listen(0, '127.0.0.1', () => {
  ask('PUT', 'lena', () => {
    ask('GET', 'lena', (count) => {
      console.log('items', count);
      server.close();
    });
  });
});
