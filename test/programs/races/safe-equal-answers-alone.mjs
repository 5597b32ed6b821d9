// expect: nothing
// Both visits find no session and ask for one. What they are given says the same, and nothing else has come of it.
import { setTimeout as delay } from 'node:timers/promises';

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
  return { user, rights: ['read'] };
}

console.log(await Promise.all([visit('news'), visit('sports')]));
