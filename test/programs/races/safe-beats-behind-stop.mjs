// expect: nothing
// The stop comes when the beat of the new member has been set.
import { setTimeout as sleep } from 'node:timers/promises';

function createRoom() {
  const beats = [];
  return {
    async join(name) {
      const ms = await sleep(20, name.length);
      beats.push(setInterval(() => {}, ms * 10).unref());
    },
    stop() {
      // All at once.
      beats.forEach(clearInterval);
      beats.length = 0;
    },
  };
}

const room = createRoom();
room.join('ada');
setTimeout(() => room.stop(), 90);
