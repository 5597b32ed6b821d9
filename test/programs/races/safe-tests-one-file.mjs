// expect: nothing
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream';
import zlib from 'node:zlib';

// Tests of one page, each of which is over before the next begins.
const tests = [];
const it = (name, run) => tests.push({ name, run });
function next() {
  const test = tests.shift();
  if (test === undefined) return server.close(() => fs.rmSync(folder, { recursive: true }));
  test.run(() => {
    console.log(test.name);
    setImmediate(next);
  });
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'page-'));
const file = path.join(folder, 'page.txt');
const server = http.createServer((request, response) => {
  response.setHeader('content-encoding', 'gzip');
  response.end(zlib.gzipSync(`page ${request.url}`));
});
const ask = (name, take) => http.get({ port: server.address().port, path: `/${name}`, agent: false }, take);
const check = (name) => {
  if (fs.readFileSync(file, 'utf8') !== `page /${name}`) throw new Error(name);
};

it('writes a page', (done) => {
  const stream = fs.createWriteStream(file);
  stream.on('finish', () => {
    check('one');
    done();
  });
  ask('one', (response) => response.pipe(zlib.createGunzip()).pipe(stream));
});

it('writes a page by a pipeline', (done) => {
  const stream = fs.createWriteStream(file);
  ask('two', (response) => {
    pipeline(response, zlib.createGunzip(), stream, (error) => {
      if (error) throw error;
      check('two');
      done();
    });
  });
});

it('writes a page once more', (done) => {
  const stream = fs.createWriteStream(file);
  stream.on('finish', () => {
    check('three');
    done();
  });
  ask('three', (response) => response.pipe(zlib.createGunzip()).pipe(stream));
});

server.listen(0, next);
