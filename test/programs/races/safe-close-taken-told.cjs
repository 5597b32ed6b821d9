// expect: nothing
// Lines to several exchanges: the listener that hangs up an idle one takes it from the free ones first.
const net = require('node:net');
const { EventEmitter } = require('node:events');

const free = {};
const news = new EventEmitter();

function connect(port) {
  const line = net.connect(port);
  line.on('timeout', () => {
    drop(port, line);
    line.end();
    news.emit('hung up', port);
  });
  line.on('close', () => drop(port, line));
  return line;
}

function drop(port, line) {
  const lines = free[port] || [];
  const at = lines.indexOf(line);
  if (at !== -1) lines.splice(at, 1);
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
