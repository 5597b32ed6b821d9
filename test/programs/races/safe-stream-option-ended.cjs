// expect: nothing
// The stream is ended when the last weight has been converted. And a class of the program's own that is called like one of Node's takes what comes after its end.
const stream = require('node:stream');
const { EventEmitter } = require('node:events');

class Transform {
  lines = [];
  late = 0;
  write(line) {
    if (this.ended) this.late++;
    else this.lines.push(line);
  }

  end() {
    this.ended = true;
  }
}

const log = new stream.Writable({
  write(chunk, encoding, done) {
    done();
  },
});
const own = new Transform();

const convert = (grams, done) => setTimeout(done, grams / 10, `${grams / 1000} kg`);
const scale = new EventEmitter();
let open = 0;
let isOff = false;

scale.on('weight', (grams) => {
  open++;
  convert(grams, (text) => {
    own.write(text);
    log.write(text);
    if (--open === 0 && isOff) log.end();
  });
});

scale.on('off', () => {
  isOff = true;
  own.end();
});
scale.emit('weight', 200);
scale.emit('weight', 900);
setTimeout(() => scale.emit('off'), 50);
setTimeout(() => console.log(own.lines.length, own.late, log.writableEnded), 140);
