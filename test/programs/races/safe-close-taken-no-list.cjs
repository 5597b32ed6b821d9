// expect: nothing
// The list of free connections is dropped with its last one, by what closes that: whoever asks later finds none, and one that is closed is in no list.
'use strict';
const net = require('node:net');
const { once } = require('node:events');
const { setTimeout: sleep } = require('node:timers/promises');

class Agent {
  constructor() {
    this.busy = {};
    this.free = {};
  }

  give(socket, name) {
    this.removeFrom(this.busy, name, socket);
    (this.free[name] ??= []).push(socket);
    socket.setTimeout(60);
  }

  take(name, port) {
    const list = this.free[name];
    const socket = list && list.length ? list.shift() : this.open(name, port);
    socket.setTimeout(0);
    (this.busy[name] ??= []).push(socket);
    return socket;
  }

  open(name, port) {
    const socket = net.connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.on('timeout', () => this.onTimeout(socket, name));
    socket.on('close', () => this.onClose(socket, name));
    return socket;
  }

  onTimeout(socket, name) {
    if (!this.removeFrom(this.free, name, socket)) return;
    socket.destroy();
  }

  onClose(socket, name) {
    this.removeFrom(this.busy, name, socket);
    this.removeFrom(this.free, name, socket);
  }

  removeFrom(set, name, socket) {
    const list = set[name];
    const at = list ? list.indexOf(socket) : -1;
    if (at === -1) return false;
    list.splice(at, 1);
    if (!list.length) delete set[name];
    return true;
  }

  async ask(port, line) {
    const socket = this.take(`:${port}`, port);
    const answer = new Promise((resolve) => {
      const onClose = () => resolve('gone');
      socket.once('data', (data) => resolve(String(data)));
      socket.once('close', onClose);
    });
    socket.write(line);
    const text = await answer;
    if (text !== 'gone') this.give(socket, `:${port}`);
    return text;
  }
}

async function main() {
  const server = net.createServer((peer) => {
    peer.on('error', () => {});
    peer.on('data', (line) => peer.write(line));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  const agent = new Agent();
  await agent.ask(port, 'one');
  await sleep(300);
  await agent.ask(port, 'three');
  await sleep(200);
  console.log('asked');
  server.close();
}
main();
