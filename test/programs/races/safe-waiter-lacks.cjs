// expect: nothing
// Who waits is put aside with its request, asks once more, is refused, is given a result that is the same for all, or lacks a mark that only says which way was taken.
'use strict';
const http = require('node:http');

const later = (value, callback) => setTimeout(callback, 80, value);
const known = {};
const busy = {};
const waiting = { aside: [], again: [], mark: [], same: [], app: [] };

function putAside(req, res, next) {
  if (known.aside) {
    req.price = known.aside;
    return next();
  }
  if (busy.aside) {
    waiting.aside.push([req, next]);
    return;
  }
  busy.aside = true;
  later(3, (price) => {
    busy.aside = false;
    known.aside = price;
    for (const [each, go] of [[req, next], ...waiting.aside.splice(0)]) {
      each.price = price;
      go();
    }
  });
}
function askAgain(req, res, next) {
  if (known.again) {
    req.price = known.again;
    return next();
  }
  if (busy.again) {
    waiting.again.push(() => askAgain(req, res, next));
    return;
  }
  busy.again = true;
  later(3, (price) => {
    busy.again = false;
    req.price = known.again = price;
    next();
    waiting.again.splice(0).forEach((go) => go());
  });
}
function refuse(req, res, next) {
  if (known.refuse) {
    req.price = known.refuse;
    return next();
  }
  if (busy.refuse) {
    res.setHeader('retry-after', '1');
    return res.end();
  }
  busy.refuse = true;
  later(3, (price) => {
    busy.refuse = false;
    req.price = known.refuse = price;
    next();
  });
}
function mark(req, res, next) {
  if (known.mark) {
    req.way = 'found';
    return next();
  }
  if (busy.mark) {
    waiting.mark.push(next);
    return;
  }
  busy.mark = true;
  later(3, (price) => {
    req.way = 'loaded';
    busy.mark = false;
    known.mark = price;
    next();
    waiting.mark.splice(0).forEach((go) => go());
  });
}
function decoded(decode, next) {
  if (known.same) {
    decode(known.same, next);
  } else if (busy.same) {
    waiting.same.push(next);
  } else {
    busy.same = true;
    later('3', (text) => {
      busy.same = false;
      known.same = text;
      decode(text, (price) => {
        [next, ...waiting.same.splice(0)].forEach((go) => go(price));
      });
    });
  }
}
const application = { locals: {} };
function connect(app, next) {
  if (known.app) {
    app.price = known.app;
    return next();
  }
  if (busy.app) {
    waiting.app.push(next);
    return;
  }
  busy.app = true;
  later(3, (price) => {
    busy.app = false;
    app.price = known.app = price;
    next();
    waiting.app.splice(0).forEach((go) => go());
  });
}

const routes = {
  '/aside': (req, res) => putAside(req, res, () => res.end(String(req.price))),
  '/again': (req, res) => askAgain(req, res, () => res.end(String(req.price))),
  '/refuse': (req, res) => refuse(req, res, () => res.end(String(req.price))),
  '/mark': (req, res) => mark(req, res, () => res.end(String(req.way))),
  '/same': (req, res) => decoded((text, done) => done(Number(text)), (price) => res.end(String(price))),
};
const server = http.createServer((req, res) => routes[req.url](req, res));
connect(application, () => {});
setTimeout(connect, 40, application, () => {});

server.listen(0, '127.0.0.1', () => {
  const paths = Object.keys(routes);
  let open = 2 * paths.length;
  const ask = (path) => {
    http.get({ port: server.address().port, host: '127.0.0.1', path, agent: false }, (res) => {
      res.resume();
      res.on('end', () => {
        if (--open === 0) server.close(() => console.log('price', application.price));
      });
    });
  };
  for (const path of paths) {
    ask(path);
    setTimeout(ask, 40, path);
  }
});
