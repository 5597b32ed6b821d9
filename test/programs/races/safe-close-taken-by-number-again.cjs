// expect: nothing
// What is known of the looms and which of them are free lie in two tables that a loop goes through by number. Who weaves takes another loom where one was cut off.
'use strict';
const net = require('node:net');
const { EventEmitter } = require('node:events');

function Looms(idle) {
  EventEmitter.call(this);
  const self = this;
  self.busy = {};
  self.free = {};
  self.on('rest', (loom, mill) => {
    self.forget(loom, mill);
    const free = self.free[mill] || [];
    self.free[mill] = free;
    free.push(loom);
    loom.setTimeout(idle);
  });
}
Object.setPrototypeOf(Looms.prototype, EventEmitter.prototype);

Looms.prototype.weave = function (pattern, mill, done) {
  const count = this.free[mill] ? this.free[mill].length : 0;
  const loom = count > 0 ? this.take(mill) : this.connect(mill);
  loom.once('data', (cloth) => {
    loom.off('close', fail);
    done(null, cloth.toString());
    this.emit('rest', loom, mill);
  });
  const fail = () => done(Object.assign(new Error('cut off'), { code: 'ECONNRESET' }));
  loom.once('close', fail);
  loom.write(pattern);
};

Looms.prototype.take = function (mill) {
  const loom = this.free[mill].shift();
  loom.setTimeout(0);
  if (this.free[mill].length === 0) delete this.free[mill];
  return loom;
};

Looms.prototype.connect = function (mill) {
  const self = this;
  const loom = net.connect(mill, '127.0.0.1');
  (self.busy[mill] = self.busy[mill] || []).push(loom);
  function onClose() {
    self.forget(loom, mill);
  }
  loom.on('close', onClose);
  function onTimeout() {
    loom.destroy();
    self.emit('idle');
  }
  loom.on('timeout', onTimeout);
  return loom;
};

Looms.prototype.forget = function (loom, mill) {
  const sets = [this.busy];
  if (loom.destroyed) sets.push(this.free);
  for (let i = 0; i < sets.length; i++) {
    const looms = sets[i];
    const at = looms[mill] ? looms[mill].indexOf(loom) : -1;
    if (at !== -1) looms[mill].splice(at, 1);
  }
};

const server = net.createServer((mill) => mill.on('data', (pattern) => mill.write(`${pattern} cloth`)));
server.listen(0, '127.0.0.1', () => {
  const looms = new Looms(40);
  const { port } = server.address();
  looms.weave('tweed', port, () => {
    setTimeout(() => {
      const end = () => server.close();
      looms.weave('linen', port, (error) => {
        if (error && error.code === 'ECONNRESET') looms.weave('linen', port, end);
        else end();
      });
    }, 20);
  });
});
