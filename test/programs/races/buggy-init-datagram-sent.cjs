// expect: race.order.use-before-init 9,18
// One of the two datagrams is sent when the ledger is not there yet: that it comes later is luck.
const dgram = require('node:dgram');

let ledger;
const desk = dgram.createSocket('udp4');
const clerk = dgram.createSocket('udp4');
desk.on('message', (text) => {
  ledger.rows.push(String(text));
  if (ledger.rows.length < 2) return;
  console.log(ledger.rows.join(' '));
  desk.close();
  clerk.close();
});
desk.bind(0, '127.0.0.1', () => {
  const { port } = desk.address();
  setTimeout(() => {
    ledger = { rows: [] };
    clerk.send('crates', port, '127.0.0.1');
  }, 40);
  setTimeout(() => clerk.send('three', port, '127.0.0.1'), 120);
});
