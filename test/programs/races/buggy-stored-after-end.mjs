// expect: race.order.last-write 19,15 ; race.order.last-write 38,30 ; race.order.last-write 54,58 ; race.order.last-write 66,70
// What a listener has waited for is stored when it is over already, and stays for good.
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const loadProfile = async (id) => {
  await delay(30);
  return { id };
};

const online = new Map();
const server = new EventEmitter();
server.on('connection', async (socket) => {
  socket.on('close', () => {
    online.delete(socket.id);
  });
  const profile = await loadProfile(socket.id);

  online.set(socket.id, profile);
});

class Rooms {
  members = {};

  constructor(lobby) {
    lobby.on('join', (guest) => this.#enter(guest));
    lobby.on('leave', (guest) => this.#leave(guest));
  }
  #leave({ name }) {
    delete this.members[name];
  }
  async #enter({ name }) {
    const profile = await loadProfile(name);
    this.#add(name, profile);
  }

  #add(name, profile) {
    this.members[name] = profile;
  }
}

class Modules {
  compiled = new Map();

  watch(watcher) {
    watcher.on('add', (file) => this.compile(file));
    watcher.on('change', (file) => this.compile(file));
    watcher.on('unlink', (file) => this.#forget(file));
  }

  async compile(file) {
    const code = await loadProfile(file);
    if (!code.id) return;
    this.compiled.set(file, code);
  }

  #forget(file) {
    this.compiled.delete(file);
  }
}

class Seats {
  #byPlayer = new Map();
  add(player, game) {
    const games = this.#byPlayer.get(player) ?? new Set();
    this.#byPlayer.set(player, games.add(game));
  }

  drop(player) {
    this.#byPlayer.delete(player);
  }
  get size() {
    return this.#byPlayer.size;
  }
}

const seats = new Seats();
const arcade = new EventEmitter();
arcade.on('player', (player) => {
  player.on('sit', async (game) => {
    const { id } = await loadProfile(game);
    if (id !== '') seats.add(player.name, id);
  });
  player.on('gone', () => seats.drop(player.name));
});

const socket = Object.assign(new EventEmitter(), { id: 'k' });
server.emit('connection', socket);
const lobby = new EventEmitter();
const rooms = new Rooms(lobby);
lobby.emit('join', { name: 'ann' });
const watcher = new EventEmitter();
const modules = new Modules();
modules.watch(watcher);
watcher.emit('add', 'a.js');
await delay(50);
watcher.emit('change', 'a.js');
const player = Object.assign(new EventEmitter(), { name: 'cid' });
arcade.emit('player', player);
player.emit('sit', 'chess');
const second = Object.assign(new EventEmitter(), { id: 'l' });
server.emit('connection', second);
lobby.emit('join', { name: 'bob' });
await delay(10);
watcher.emit('unlink', 'a.js');
second.emit('close');
player.emit('gone');
lobby.emit('leave', { name: 'bob' });
await delay(50);
console.log(online.size, Object.keys(rooms.members).length, modules.compiled.size, seats.size);
