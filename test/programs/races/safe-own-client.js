// expect: nothing
// A program that is its own client, as tests are: what it does with an entry of the store comes after the answer to the request that made it.
const http = require('node:http');

const sessions = new Map();
const store = {
  get: (id, done) => setImmediate(done, null, JSON.parse(sessions.get(id) ?? 'null')),
  set(id, session, done) {
    sessions.set(id, JSON.stringify(session));
    setImmediate(done, null);
  },
};

let last = 0;
const server = http.createServer((req, res) => {
  const id = req.headers.cookie;
  if (id !== undefined) return store.get(id, (_, session) => res.end(session.name));
  const fresh = `s${++last}`;
  store.set(fresh, { path: req.url }, () => res.setHeader('x-session', fresh).end('saved'));
});

function get(headers, done) {
  const req = http.get({ port: server.address().port, headers }, (res) => {
    res.resume().on('end', () => done(res.headers['x-session']));
  });
  req.on('error', done);
}

/** Each test waits for the one before. */
function test(left) {
  if (left === 0) return server.close();
  get({}, (id) => {
    store.get(id, (_, session) => {
      session.name = 'guest';
      store.set(id, session, () => get({ cookie: id }, () => test(left - 1)));
    });
  });
}

server.listen(0, () => test(12));
