// expect: nothing
'use strict';
const http = require('node:http');

/** Names of rooms, as they were told last. */
const rooms = [];
const ask = (done) => setTimeout(done, 5);

/** Asks for them again. */
function refresh(done) {
  setTimeout(() => {
    rooms.length = 0;
    rooms.push('hall', 'attic');
    done();
  }, 60);
}

const server = http.createServer((request, response) => {
  if (request.url === '/refresh') return refresh(() => response.end('again'));
  response.end(rooms.includes('attic') ? 'free' : 'no such room');
});

ask(() =>
  refresh(() =>
    server.listen(0, '127.0.0.1', () => {
      let open = 2;
      const get = (path) =>
        http.get({ port: server.address().port, host: '127.0.0.1', path, agent: false }, (response) => {
          response.resume().on('end', () => {
            if (--open > 0) return;
            console.log('asked');
            server.close();
          });
        });
      get('/refresh');
      setTimeout(get, 25, '/rooms/attic');
    }),
  ),
);
