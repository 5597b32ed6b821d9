// expect: race.order.use-after-close 10,14
// The stop comes while the beat of a new member is still agreed on: it is set after all others have been cleared.
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
setTimeout(() => room.stop(), 5);
