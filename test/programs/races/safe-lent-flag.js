// expect: nothing
'use strict';
const { EventEmitter, once } = require('node:events');
const { setTimeout: sleep } = require('node:timers/promises');

/** Meeting rooms with a mark of their own that stays set when a room is handed on, records with a mark that is set anew, and desks that somebody waits for by an event. */
const rooms = [{ name: 'north' }, { name: 'south' }];
const waiting = [];

async function enter() {
  const free = rooms.find((room) => !room.taken);
  if (free) {
    free.taken = true;
    return free;
  }
  return new Promise((resolve) => waiting.push(resolve));
}

function leave(room) {
  const next = waiting.shift();
  if (next) next(room);
  else room.taken = false;
}

class Screen {
  shown = 0;
  async show() {
    const shown = this.shown;
    await sleep(3);
    this.shown = shown + 1;
  }
}

const entries = [1, 2].map((id) => ({ id, screen: new Screen(), inUse: false }));
const asking = [];

async function borrow() {
  const entry = entries.find((e) => !e.inUse);
  if (entry) {
    entry.inUse = true;
    return entry.screen;
  }
  return new Promise((resolve) => asking.push(resolve));
}

function bringBack(screen) {
  const entry = entries.find((e) => e.screen === screen);
  entry.inUse = false;
  const next = asking.shift();
  if (next) {
    entry.inUse = true;
    next(screen);
  }
}

const desks = ['a', 'b'];
const occupied = new Set();
const changes = new EventEmitter();

async function sit() {
  for (;;) {
    const desk = desks.find((name) => !occupied.has(name));
    if (desk) {
      occupied.add(desk);
      return desk;
    }
    await once(changes, 'free');
  }
}

function stand(desk) {
  occupied.delete(desk);
  changes.emit('free');
}

async function visit(after) {
  await sleep(after);
  const room = await enter();
  const desk = await sit();
  const screen = await borrow();
  await screen.show();
  bringBack(screen);
  stand(desk);
  leave(room);
}

async function main() {
  await Promise.all([0, 1, 2, 5, 8, 11].map(visit));
  console.log(entries.map((e) => e.screen.shown).join('+'));
}

main();
