// expect: race.order.use-after-close 16
// Whoever asks for the body when it has been thrown away waits for an end that never comes.
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
    source.on('close', () => done(Buffer.concat(parts).toString()));
    sink.on('finish', () => done(Buffer.concat(parts).toString()));
    source.pipe(sink);
  });
}

const body = new PassThrough();
body.write('half of the text');
setImmediate(() => body.destroy());
collect(body, (text) => console.log(text.length));
