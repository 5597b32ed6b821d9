// expect: race.order.use-before-init 25
// One connection brings the parcel, another one asks for its weight: nothing makes the second wait for the first.
import net from 'node:net';
import { once } from 'node:events';

let parcel;
const office = net.createServer((socket) => {
  socket.once('data', (data) => {
    if (String(data) !== 'how heavy?') parcel = { bytes: data.length };
    socket.end('noted');
  });
});
office.listen(0, '127.0.0.1');
await once(office, 'listening');

function send(text, onAnswer) {
  const socket = net.connect(office.address().port, '127.0.0.1');
  socket.once('connect', () => socket.write(text));
  socket.once('data', onAnswer);
}

send('a book', () => console.log('sent'));
setTimeout(() => {
  send('how heavy?', () => {
    console.log('weight', parcel.bytes);
    office.close();
  });
}, 150);
