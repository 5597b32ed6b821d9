// expect: race.order.use-after-close 20,24
// The scale ends its stream while a weight is still being converted: that is written behind the end.
const { Transform } = require('node:stream');
const { EventEmitter } = require('node:events');

const lines = [];
const log = new Transform({
  transform(chunk, encoding, done) {
    done(null, `${chunk}\n`);
  },
});
log.on('data', (line) => lines.push(String(line)));
log.on('error', () => {});

const convert = (grams, done) => setTimeout(done, grams / 10, `${grams / 1000} kg`);
const scale = new EventEmitter();

scale.on('weight', (grams) => {
  convert(grams, (text) => {
    log.write(text);
  });
});

scale.on('off', () => log.end());
scale.emit('weight', 200);
scale.emit('weight', 900);
setTimeout(() => scale.emit('off'), 50);
setTimeout(() => console.log(lines.length), 140);
