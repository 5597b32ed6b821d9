// expect: race.check-then-act 11,14
// Both visits find no session and open one. What they are given says the same, but the server has two of them open.
import { setTimeout as delay } from 'node:timers/promises';

const server = { open: 0 };
let session;
let isOpen = false;

async function visit(page) {
  // The first one opens it.
  if (!isOpen) {
    session = await open('guest');
    // Now all have it.
    isOpen = true;
  }
  return `${session.user} ${page}`;
}

async function open(user) {
  await delay(20);
  server.open++;
  return { user, rights: ['read'] };
}

console.log(await Promise.all([visit('news'), visit('sports')]), server.open);
