// expect: nothing
// Rooms whose guests are counted again before one is added, and lists to which all may add. `buggy-list-default` is the twin.
import { setTimeout as sleep } from 'node:timers/promises';

const rooms = new Map();
async function book(id, guest) {
  if ((rooms.get(id) ?? []).length >= 1) return false;
  await sleep(20);
  const guests = rooms.get(id) ?? [];
  if (guests.length >= 1) return false;
  rooms.set(id, [...(rooms.get(id) ?? []), guest]);
  return true;
}

const notes = new Map();
async function note(name, text) {
  if (!notes.has(name)) await sleep(20);
  notes.set(name, [...(notes.get(name) ?? []), text]);
}

console.log(await Promise.all([book('12', 'ann'), book('12', 'bob'), note('tea', 'hot'), note('tea', 'sweet')]), notes.get('tea'));
