// expect: race.order.use-before-init 17,11
// A function that an object gets when a file has been read is called for requests, which nothing makes wait.
import fs from 'node:fs';
import http from 'node:http';
import { fileURLToPath } from 'node:url';

const site = { render: null, visits: 0 };

fs.readFile(fileURLToPath(import.meta.url), 'utf8', (error, text) => {
  if (error) throw error;
  site.render = (path) => `${path}: ${text.length}`;
});

const server = http.createServer((request, response) => {
  site.visits++;
  response.setHeader('content-type', 'text/plain');
  response.end(site.render(request.url));
});

server.listen(0, '127.0.0.1', () => {
  setTimeout(() => {
    http.get({ port: server.address().port, host: '127.0.0.1', path: '/tea', agent: false }, (response) => {
      response.resume().on('end', () => {
        console.log('visits', site.visits);
        server.close();
      });
    });
  }, 120);
});
