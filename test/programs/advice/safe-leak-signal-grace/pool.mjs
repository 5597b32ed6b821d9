import { setTimeout as sleep } from 'node:timers/promises';

export function createPool() {
  const idle = new Map();
  let asked = 0;
  setInterval(() => {
    for (const [key, since] of idle) if (Date.now() - since > 60_000) idle.delete(key);
  }, 300);
  return {
    async ask(key) {
      await sleep(10);
      idle.set(key, Date.now());
      asked += 1;
      return `${asked} ${key}`;
    },
    async end() {
      await sleep(20);
    },
  };
}
