// expect: nothing
// The next room that nobody has cleaned is found, and the rooms behind it are added when it has been cleaned: that there was one holds whatever others have added since.
import { setTimeout as sleep } from 'node:timers/promises';
import { Rooms } from './rooms.mjs';

const doors = { hall: ['kitchen', 'study'], kitchen: ['pantry'], study: [], pantry: [] };
const rooms = new Rooms();
rooms.add('hall');

async function clean() {
  for (let idle = 0; idle < 4;) {
    const room = rooms.firstDirty();
    if (!room) {
      idle++;
      await sleep(20);
      continue;
    }
    room.state = 'clean';
    await sleep(25);
    for (const name of doors[room.name]) rooms.add(name);
  }
}

await Promise.all([clean(), clean()]);
console.log('cleaned', rooms.size);
