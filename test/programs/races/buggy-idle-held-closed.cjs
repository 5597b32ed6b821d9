// expect: race.order.use-after-close 28,47,44
// What is in the list of free lines holds the socket that is closed when nobody has used it for a while; the line leaves the list when that close is over.
const net = require('node:net');

const kitchen = net.createServer((socket) => {
  socket.on('data', (dish) => socket.write(`ready ${dish}`));
  socket.on('error', () => {});
});

function Counter(port) {
  this.port = port;
  this.free = [];
  this.lines = 0;
}

Counter.prototype.order = function (dish, done) {
  const self = this;
  // the newest line first
  const line = this.take();
  line.answer = (text) => {
    self.free.push(line);
    done(text);
  };
  line.socket.write(dish);
};

Counter.prototype.take = function () {
  return this.free.pop() || this.open();
};

Counter.prototype.open = function () {
  const self = this;
  const socket = net.connect(this.port, '127.0.0.1');
  const line = { number: ++this.lines, socket, answer: null };
  socket.setEncoding('utf8');
  socket.setTimeout(80);
  socket.on('error', () => {});
  socket.on('data', (text) => {
    const { answer } = line;
    line.answer = null;
    answer(text);
  });
  socket.on('timeout', () => {
    socket.end();
  });
  socket.on('close', () => {
    self.free = self.free.filter((one) => one !== line);
  });
  return line;
};

kitchen.listen(0, '127.0.0.1', () => {
  const counter = new Counter(kitchen.address().port);
  counter.order('soup', (first) => {
    console.log(first);
    setTimeout(() => {
      counter.order('pie', (second) => {
        console.log(second);
        counter.free.pop()?.socket.end();
        kitchen.close();
      });
    }, 200);
  });
});
