// expect: race.order.last-write office.cjs:18,23
// An agent hangs up while its licence is being looked up: the desk gives it away when nobody is there, and then it is put on the list.
const net = require('node:net');
const { Office } = require('./office.cjs');

const office = new Office();
const server = net.createServer((line) => office.welcome(line));
server.listen(0, '127.0.0.1', () => {
  const line = net.connect(server.address().port, '127.0.0.1', () => {
    setTimeout(() => line.destroy(), 25);
  });
});
setTimeout(() => {
  console.log('agents', office.agents.size < 2);
  server.close();
}, 200);
