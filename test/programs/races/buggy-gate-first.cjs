// expect: race.check-then-act 8,13
// A middleware asks whether a berth is free; the route takes it later, whoever has it by then.
const http = require('node:http');

const berths = { byId: {} };

function find(id, done) {
  setTimeout(() => done(null, berths.byId[id]), 10);
}

function change(id, fields, done) {
  setTimeout(() => {
    berths.byId[id] = fields;
    done(null);
  }, 10);
}

function known(request, response, next) {
  find(request.url.split('/')[1], (error, berth) => {
    if (error || berth) {
      response.statusCode = 409;
      response.end();
      return;
    }
    next();
  });
}

const harbour = http.createServer((request, response) => {
  known(request, response, () => {
    const [, id, field, value] = request.url.split('/');
    change(id, { [field]: value }, () => response.end('changed'));
  });
});

harbour.listen(0, '127.0.0.1', () => {
  let open = 2;
  for (const path of ['/31/boat/Astrid', '/31/boat/Freya']) {
    http.get({ port: harbour.address().port, host: '127.0.0.1', path, agent: false }, (response) => {
      response.resume();
      response.on('end', () => {
        if (--open > 0) return;
        console.log(Object.keys(berths.byId));
        harbour.close();
      });
    });
  }
});
