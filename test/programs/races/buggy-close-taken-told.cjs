// expect: race.order.use-after-close 27,20,13
// Lines to several exchanges: the listener that hangs up an idle one tells others so, and the line stays among the free ones until its close is over.
const net = require('node:net');
const { EventEmitter } = require('node:events');

const free = {};
const news = new EventEmitter();

function connect(port) {
  const line = net.connect(port);
  line.on('timeout', () => {
    // Others only count.
    line.end();
    news.emit('hung up', port);
  });
  line.on('close', () => {
    const lines = free[port] || [];
    const at = lines.indexOf(line);
    // By then it may be taken.
    if (at !== -1) lines.splice(at, 1);
  });
  return line;
}

function call(port, text, done) {
  const lines = free[port] || (free[port] = []);
  const line = lines.length ? lines.pop() : connect(port);
  line.setTimeout(0);
  line.write(text);
  line.once('data', (answer) => {
    line.setTimeout(60);
    lines.push(line);
    done(String(answer));
  });
}

const exchange = net.createServer((socket) => socket.on('data', (text) => socket.write(`${text}!`)));
exchange.listen(0, () => {
  const { port } = exchange.address();
  let hungUp = 0;
  news.on('hung up', () => hungUp++);
  call(port, 'one', (first) => {
    setTimeout(() => {
      call(port, 'two', (second) => {
        console.log(first, second, hungUp);
        exchange.close();
      });
    }, 5);
  });
});
