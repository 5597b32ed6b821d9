// expect: race.fs.toctou 32,20
// A free name is looked for by callbacks, and then written to by a stream.
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
    this.look(file, (isTaken) => (isTaken ? this.pick(name, n + 1, done) : done(file)));
  }

  look(file, done) {
    fs.stat(file, (error) => setTimeout(done, 20, !error));
  }
}

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'uploads-'));
const uploads = new Uploads(dir);
let left = 2;
const server = http.createServer((request, response) => {
  const name = path.basename(request.url);
  uploads.pick(name, 0, (file) => {
    request.on('error', () => {});
    // Nothing holds the name until the stream has opened it.
    request.pipe(fs.createWriteStream(file)).on('finish', () => {
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
