// expect: nothing
// The socket is bound before; the only one who writes to it does so when the ledger is there.
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
  setTimeout(() => {
    ledger = { rows: [] };
    const { port } = desk.address();
    clerk.send('three', port, '127.0.0.1');
    setTimeout(() => clerk.send('crates', port, '127.0.0.1'), 30);
  }, 40);
});
