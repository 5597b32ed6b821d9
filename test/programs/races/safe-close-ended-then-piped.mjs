// expect: nothing
// The end of what is written is no end of reading: who comes to it later finds all of it.
import { PassThrough, Writable } from 'node:stream';

function collect(source, done) {
  setImmediate(() => {
    const parts = [];
    const sink = new Writable({
      write(chunk, _encoding, next) {
        parts.push(chunk);
        next();
      },
    });
    source.pipe(sink);
    sink.on('finish', () => done(Buffer.concat(parts).toString()));
  });
}

const body = new PassThrough();
setImmediate(() => body.end('all of the text'));
collect(body, (text) => console.log(text));
