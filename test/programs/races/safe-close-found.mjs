// expect: nothing
// One session for each dictionary is kept under its address. A timer that closes one that is idle takes it out first.
import http2 from 'node:http2';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const readers = new Map();
const server = http2.createServer();
server.on('stream', (stream, headers) => {
  const word = headers[':path'];
  readers.set(word, stream);
  stream.on('close', () => readers.delete(word));
  stream.setTimeout(5000, () => stream.close());
  // Who is gone by then is told nothing.
  setTimeout(() => readers.get(word)?.end(`meaning of ${word}`), word.length > 9 ? 120 : 1);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

class Dictionaries {
  #byAddress = new Map();

  async look(address, word) {
    const stream = this.#find(address).request({ ':path': word });
    stream.end();
    let meaning = '';
    for await (const part of stream.setEncoding('utf8')) meaning += part;
    return meaning;
  }

  /** One that is open, or a new one. */
  #open(address) {
    const session = http2.connect(address);
    session.on('error', () => {});
    this.#byAddress.set(address, session);
    // Nothing came for a while.
    session.setTimeout(30, () => {
      this.#byAddress.delete(address);
      session.close();
    });
    session.on('close', () => this.#byAddress.delete(address));
    return session;
  }

  #find(address) {
    return this.#byAddress.get(address) ?? this.#open(address);
  }
}

const dictionaries = new Dictionaries();
const address = `http://127.0.0.1:${server.address().port}`;
const tell = (meaning) => console.log(meaning);
const long = dictionaries.look(address, '/antidisestablishmentarianism').then(tell);
await sleep(70);
await dictionaries.look(address, '/cat').then(tell, (error) => console.log(error.code));
await long;
await sleep(60);
server.close();
