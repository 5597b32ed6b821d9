// expect: nothing
// A free name is taken by whoever creates the file; the stream writes to what was opened.
'use strict';
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');

class Uploads {
  constructor(dir) {
    this.dir = dir;
  }

  pick(name, n, done) {
    const file = path.join(this.dir, n === 0 ? name : `${n}-${name}`);
    this.take(file, (fd) => (fd === undefined ? this.pick(name, n + 1, done) : done(file, fd)));
  }

  take(file, done) {
    fs.open(file, 'wx', (error, fd) => done(error ? undefined : fd));
  }
}

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'uploads-'));
const uploads = new Uploads(dir);
let left = 2;
const server = http.createServer((request, response) => {
  const name = path.basename(request.url);
  uploads.pick(name, 0, (file, fd) => {
    request.on('error', () => {});
    request.pipe(fs.createWriteStream(file, { fd })).on('finish', () => {
      response.end();
      if (--left > 0) return;
      server.close();
      fs.rmSync(dir, { recursive: true });
    });
  });
});
server.listen(0, () => {
  for (const text of ['one', 'two']) {
    http.request({ port: server.address().port, path: '/photo.txt', method: 'POST', agent: false }, (r) => r.resume()).end(text);
  }
});
