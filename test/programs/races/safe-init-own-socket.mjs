// expect: nothing
// Both ends of a connection are in the program: what the server makes of a parcel is there when its answer, or the end of the connection, has come.
import net from 'node:net';
import { once } from 'node:events';

let parcel;
let stamp;
const office = net.createServer((socket) => {
  socket.once('data', (data) => {
    parcel = { weight: data.length };
    socket.write('weighed');
    socket.once('data', async (kind) => {
      const postage = await Promise.resolve(kind.length * 10);
      stamp = { postage };
      socket.end();
    });
  });
});
office.listen(0, '127.0.0.1');
await once(office, 'listening');

const sender = net.connect(office.address().port, '127.0.0.1');
sender.once('connect', () => sender.write('a book'));
sender.once('data', () => {
  console.log('weight', parcel.weight);
  sender.write('express');
  sender.resume();
});
sender.once('close', () => {
  console.log('postage', stamp.postage);
  office.close();
});
