// expect: nothing
// An agent hangs up while its licence is being looked up, and is not put on the list then.
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
  console.log('agents', office.agents.size);
  server.close();
}, 200);
