// expect: nothing
// The server listens when the function is there; a method of a class that an object gets anew was there before; and who calls `onVisit` looks whether there is one.
import fs from 'node:fs';
import http from 'node:http';
import { fileURLToPath } from 'node:url';

class Counter {
  visits = 0;
  onVisit = null;
  add() {
    this.visits++;
  }
}
const counter = new Counter();
const site = { render: null };

const server = http.createServer((request, response) => {
  counter.add();
  if (counter.onVisit) counter.onVisit(request.url);
  response.end(site.render(request.url));
});

fs.readFile(fileURLToPath(import.meta.url), 'utf8', (error, text) => {
  if (error) throw error;
  site.render = (path) => `${path}: ${text.length}`;
  server.listen(0, '127.0.0.1', visit);
});

fs.stat(fileURLToPath(import.meta.url), (error, { size }) => {
  if (error) throw error;
  counter.onVisit = () => size > 0;
  counter.add = () => {
    counter.visits += 1;
  };
});

function visit() {
  setTimeout(() => {
    http.get({ port: server.address().port, host: '127.0.0.1', path: '/tea', agent: false }, (response) => {
      response.resume().on('end', () => {
        console.log('visits', counter.visits);
        server.close();
      });
    });
  }, 120);
}
