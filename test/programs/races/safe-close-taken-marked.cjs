// expect: nothing
'use strict';
// A wire that nobody has used leaves the free ones in the step in which it is hung up.
const net = require('node:net');
const { EventEmitter } = require('node:events');

const tower = net.createServer((wire) => {
  wire.on('error', () => {});
  wire.on('data', (call) => wire.write(`cleared ${call}`));
});

function Desk(patience) {
  EventEmitter.call(this);
  this.patience = patience;
  this.hungUp = 0;
  this.freeWires = {};
}
Object.setPrototypeOf(Desk.prototype, EventEmitter.prototype);

Desk.prototype.call = function (call, port) {
  const name = `tower:${port}`;
  const free = this.freeWires[name];
  if (free && free.length > 0) {
    call.reusedSocket = true;
    const wire = free.shift();
    wire.setTimeout(0);
    call.send(wire);
    return;
  }
  const wire = net.connect(port, '127.0.0.1');
  listen(this, wire, name);
  call.send(wire);
};

Desk.prototype.forget = function (wire, name) {
  const free = this.freeWires[name] || [];
  const at = free.indexOf(wire);
  if (at !== -1) {
    free.splice(at, 1);
  }
};

function listen(desk, wire, name) {
  wire.on('free', () => {
    (desk.freeWires[name] = desk.freeWires[name] || []).push(wire);
    wire.setTimeout(desk.patience);
  });
  wire.on('error', () => {});
  wire.on('close', () => {
    desk.forget(wire, name);
  });
  wire.on('timeout', () => {
    desk.hungUp++;
    desk.forget(wire, name);
    wire.destroy();
  });
}

function ask(desk, plane, done) {
  const call = {
    reusedSocket: false,
    send(wire) {
      wire.once('data', (answer) => {
        wire.emit('free');
        done(String(answer));
      });
      wire.write(plane);
    },
  };
  desk.call(call, tower.address().port);
}

tower.listen(0, '127.0.0.1', () => {
  const desk = new Desk(200);
  ask(desk, 'SK 401', (first) => {
    setTimeout(() => {
      ask(desk, 'LH 812', (second) => {
        console.log(first, second, desk.hungUp < 2);
        tower.close();
      });
    }, 5);
  });
});
