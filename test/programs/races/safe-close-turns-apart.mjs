// expect: nothing
// Steps of a suite one after another, each with a link of its own that is taken away behind it; what comes after the first one waits for news by a datagram, the rest for the step before.
import { createSocket } from 'node:dgram';
import { setTimeout as delay } from 'node:timers/promises';

let link = null;
const sent = [];

function closeLink() {
  sent.push(link.name);
  link = null;
}

function begin(done) {
  link = { name: 'first', sent: 0 };
  setImmediate(() => {
    closeLink();
    done();
  });
}

function open(name, done) {
  setImmediate(() => {
    link = { name, sent: 0 };
    setImmediate(done);
  });
}

async function send(name) {
  link = { name, sent: 0 };
  await delay(10);
  link.sent++;
}

function goOn() {
  open('second', () => {
    closeLink();
    setImmediate(async () => {
      await send('third');
      closeLink();
      console.log(sent.join());
    });
  });
}

const socket = createSocket('udp4');
socket.once('message', () => {
  socket.close();
  goOn();
});
socket.bind(0, '127.0.0.1', () => begin(() => socket.send('on', socket.address().port, '127.0.0.1')));
