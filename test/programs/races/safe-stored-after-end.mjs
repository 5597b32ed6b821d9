// expect: nothing
// After the wait each looks whether it is over; and what was removed by hand, or belonged to an older one of the name, may come again.
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const loadProfile = async (id) => {
  await delay(30);
  return { id };
};

const online = new Map();
const server = new EventEmitter();
server.on('connection', async (socket) => {
  let isOpen = true;
  socket.on('close', () => {
    isOpen = false;
    online.delete(socket.id);
  });
  const profile = await loadProfile(socket.id);
  if (isOpen) online.set(socket.id, profile);
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
    const member = { name, profile: null };
    this.members[name] = member;
    member.profile = await loadProfile(name);
  }
}

// Started again under its name: the end of the older one takes away the older one.
const processes = new Map();
async function start(name) {
  const one = new EventEmitter();
  one.on('exit', () => processes.delete(name));
  one.profile = await loadProfile(name);
  processes.set(name, one);
  return one;
}

// What was removed to be loaded anew.
const cache = new Map();
const admin = new EventEmitter();
admin.on('purge', (id) => cache.delete(id));
async function read(id) {
  const profile = await loadProfile(id);
  cache.set(id, profile);
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
}

const seats = new Seats();
const arcade = new EventEmitter();
arcade.on('player', (player) => {
  player.on('sit', async (game) => {
    seats.add(player.name, game);
    const { id } = await loadProfile(game);
    if (!player.isGone) seats.add(player.name, `${id}!`);
  });
  player.on('gone', () => {
    player.isGone = true;
    seats.drop(player.name);
  });
});

const socket = Object.assign(new EventEmitter(), { id: 'k' });
server.emit('connection', socket);
const lobby = new EventEmitter();
const rooms = new Rooms(lobby);
lobby.emit('join', { name: 'ann' });
const older = await start('db');
admin.emit('purge', 'a');
await read('a');
const again = start('db');
const player = Object.assign(new EventEmitter(), { name: 'cid', isGone: false });
arcade.emit('player', player);
player.emit('sit', 'chess');
const second = Object.assign(new EventEmitter(), { id: 'l' });
server.emit('connection', second);
lobby.emit('join', { name: 'bob' });
await delay(10);
older.emit('exit');
second.emit('close');
player.emit('gone');
lobby.emit('leave', { name: 'bob' });
await again;
await delay(50);
console.log(online.size, Object.keys(rooms.members).length, processes.size, cache.size);
