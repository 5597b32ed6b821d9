// expect: race.fs.toctou 19
// The server answers before it is done: the first test removes the note while that is still to be read.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'answered-'));
const file = path.join(folder, 'note.txt');
const server = net.createServer((socket) => {
  socket.on('data', () => {
    fs.stat(file, (error, stats) => {
      if (error) return socket.write(error.code);
      socket.write(String(stats.size));
      setTimeout(() => {
        fs.readFile(file, 'utf8', (failure, text) => late.push(failure ? failure.code : text));
      }, 30);
    });
  });
});
const late = [];
let client;
let asked;

function ask(done) {
  asked = done;
  client.write('?');
}

before((_, done) => {
  fs.writeFileSync(file, 'one');
  server.listen(0, () => {
    client = net.connect(server.address().port, done);
    client.setEncoding('utf8').on('data', (text) => asked(text));
  });
});

test('a note is removed', (_, done) => {
  ask((text) => {
    assert.equal(text, '3');
    fs.unlinkSync(file);
    done();
  });
});

test('a note is read', (_, done) => {
  fs.writeFileSync(file, 'two');
  ask((text) => {
    assert.equal(text, '3');
    done();
  });
});

after(async () => {
  await delay(150);
  assert.equal(late.length, 2);
  client.destroy();
  server.close();
  fs.rmSync(folder, { recursive: true });
});
