// expect: race.order.use-before-init 18,39; race.order.use-before-init 24,44
// What requests look for is being loaded while they come, and helpers tell them that there is no such thing: one that always does, and one by the status that it is given.
'use strict';
const http = require('node:http');

function notFound(response, what) {
  response.statusCode = 404;
  response.end(`no such ${what}`);
}
const reply = (response, status, text) => {
  response.writeHead(status);
  response.end(text);
};

const library = { shelves: {}, desks: {} };
function takeBook(request, response) {
  const [, branch, shelf] = request.url.split('/');
  const shelves = library.shelves[branch];
  if (!shelves || !shelves.includes(shelf)) return notFound(response, 'shelf');
  response.end('taken');
}
function callDesk(request, response) {
  const [, branch, desk] = request.url.split('/');
  const known = library.desks[branch];
  if (!known || !known.includes(desk)) {
    reply(response, 404, 'no such desk');
    return;
  }
  reply(response, 200, 'called');
}

let open;
const opened = new Promise((resolve) => (open = resolve));
function list(names, callback) {
  opened.then(() => setTimeout(callback, 20, names));
}
function openBranch(branch) {
  list(['maps', 'poems'], (names) => {
    library.shelves[branch] = names.sort();
  });
}
function openDesks(branch) {
  list(['loans'], (names) => {
    library.desks[branch] = names.sort();
  });
}
openBranch('harbour');
openDesks('harbour');

function ask(handler, path, done) {
  const server = http.createServer(handler).listen(0, '127.0.0.1', () => {
    http.get({ port: server.address().port, host: '127.0.0.1', path, agent: false }, (response) => {
      response.resume();
      response.on('end', () => server.close(() => done(response.statusCode)));
    });
  });
}
ask(takeBook, '/harbour/maps', (first) => {
  ask(callDesk, '/harbour/loans', (second) => {
    console.log(first, second);
    open();
  });
});
