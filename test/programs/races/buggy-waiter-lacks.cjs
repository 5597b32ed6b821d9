// expect: race.check-then-act 18,24; race.check-then-act 38,48
// Who waits for the tariff, or for the map, that another request is loading goes on without what the others are given: it is stored in the other request alone.
'use strict';
const http = require('node:http');

let tariff = null;
let isLoading = false;
const waiting = [];

function fetchTariff(callback) {
  setTimeout(callback, 80, { kilo: 3 });
}
function withTariff(req, res, next) {
  if (tariff !== null) {
    req.tariff = tariff;
    return next();
  }
  if (isLoading) {
    waiting.push(next);
    return;
  }
  isLoading = true;
  fetchTariff((fresh) => {
    req.tariff = tariff = fresh;
    isLoading = false;
    next();
    for (const go of waiting.splice(0)) go();
  });
}

const maps = new Map();
const state = { drawing: false };
const readers = [];
function withMap(name, draw, use, done) {
  const known = maps.get(name);
  if (known) {
    use(known, done);
  } else if (state.drawing) {
    readers.push(done);
  } else {
    state.drawing = true;
    const drawn = (next) =>
      draw((map) => {
        maps.set(name, map);
        state.drawing = false;
        next(map);
      });
    inTurn([drawn, use], () => {
      for (const each of [done, ...readers.splice(0)]) each();
    });
  }
}
function inTurn([first, second], done) {
  first((value) => second(value, done));
}
function showMap(req, res, next) {
  withMap(
    'harbour',
    (callback) => setTimeout(callback, 80, { scale: 50 }),
    (map, done) => {
      req.scale = map.scale;
      done();
    },
    next,
  );
}

function weigh(req, res) {
  res.statusCode = req.tariff === undefined ? 500 : 200;
  res.end();
}
function paint(req, res) {
  res.statusCode = req.scale === undefined ? 500 : 200;
  setImmediate(() => res.end(String(req.scale)));
}
const server = http.createServer((req, res) => {
  if (req.url === '/price') withTariff(req, res, () => weigh(req, res));
  else showMap(req, res, () => paint(req, res));
});

server.listen(0, '127.0.0.1', () => {
  const answers = [];
  const ask = (path) => {
    http.get({ port: server.address().port, host: '127.0.0.1', path, agent: false }, (res) => {
      res.resume();
      res.on('end', () => {
        answers.push(res.statusCode);
        if (answers.length < 4) return;
        console.log(answers.join(' '));
        server.close();
      });
    });
  };
  ask('/price');
  ask('/map');
  setTimeout(ask, 40, '/price');
  setTimeout(ask, 40, '/map');
});
