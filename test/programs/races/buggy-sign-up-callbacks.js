// expect: race.check-then-act 12,8
'use strict';
const http = require('node:http');

const rows = [];
const db = {
  count(cb) {
    setTimeout(() => cb(null, rows.length), 5);
  },
  insert(user, cb) {
    setTimeout(() => {
      rows.push(user);
      cb(null, user);
    }, 5);
  },
};

function hashPassword(password, cb) {
  require('node:crypto').scrypt(password, 'salt', 16, cb);
}

function signup(user, cb) {
  db.count((err, n) => {
    if (err) return cb(err);
    if (n > 0) return cb(new Error('A user is already registered. Only one user for now!'));
    hashPassword(user.password, (err, hash) => {
      if (err) return cb(err);
      db.insert({ email: user.email, hash }, cb);
    });
  });
}

const server = http.createServer((req, res) => {
  const email = req.url.slice(1);
  signup({ email, password: 'secret' }, (err) => {
    res.statusCode = err ? 403 : 200;
    res.end();
  });
});
server.listen(0, '127.0.0.1', async () => {
  const base = `http://127.0.0.1:${server.address().port}/`;
  await Promise.all([fetch(base + 'ann@example.com'), fetch(base + 'bob@example.com')]);
  console.log('signed up');
  server.close();
  server.closeAllConnections();
});
