// expect: nothing
// The helpers tell that nothing is known yet, or how it went, which is no failure; and who is told that there is no such thing waits for what is loaded.
'use strict';
const http = require('node:http');

function tooEarly(response) {
  response.statusCode = 503;
  response.end('not open yet');
}
function finish(response, error) {
  if (error) {
    response.statusCode = 500;
    return response.end(error.message);
  }
  response.end('fine');
}
function settle(response, error) {
  error && response.writeHead(500);
  response.end('settled');
}
const reply = (response, status, text) => {
  response.writeHead(status);
  response.end(text);
};

const library = { shelves: {}, desks: {}, lamps: {}, rooms: {} };
function takeBook(request, response) {
  const shelves = library.shelves[request.url.slice(1)];
  if (!shelves || !shelves.includes('maps')) return tooEarly(response);
  response.end('taken');
}
function callDesk(request, response) {
  const known = library.desks[request.url.slice(1)];
  if (!known || !known.includes('loans')) {
    reply(response, 202, 'somebody will come');
    return;
  }
  reply(response, 200, 'called');
}
function dim(request, response) {
  const lamps = library.lamps[request.url.slice(1)];
  if (!lamps || !lamps.includes('hall')) return finish(response, null);
  if (!lamps.includes('cellar')) return settle(response, null);
  response.end('dimmed');
}
function enter(request, response) {
  roomsKnown.then(() => {
    const rooms = library.rooms[request.url.slice(1)];
    if (!rooms || !rooms.includes('attic')) return reply(response, 404, 'no such room');
    reply(response, 200, 'open');
  });
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
  list(['loans'], (names) => {
    library.desks[branch] = names.sort();
  });
  list(['hall'], (names) => {
    library.lamps[branch] = names.sort();
  });
}
openBranch('harbour');
const roomsKnown = new Promise((resolve) => {
  setTimeout(() => {
    library.rooms.harbour = ['attic', 'cellar'].sort();
    resolve();
  }, 40);
});

function ask(handler, path, done) {
  const server = http.createServer(handler).listen(0, '127.0.0.1', () => {
    http.get({ port: server.address().port, host: '127.0.0.1', path, agent: false }, (response) => {
      response.resume();
      response.on('end', () => server.close(() => done(response.statusCode)));
    });
  });
}
ask(takeBook, '/harbour', (first) => {
  ask(callDesk, '/harbour', (second) => {
    ask(dim, '/harbour', (third) => {
      ask(enter, '/harbour', (fourth) => {
        console.log(first, second, third, fourth);
        open();
      });
    });
  });
});
