// expect: nothing
// A farewell waits for a guest who never answers: that is what the first test is about. It is over long before the program, which can end by itself, is ended by what the last test asks for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

class Hall {
  guests = [];
  closed = 0;

  farewell() {
    let open = this.guests.length;
    return new Promise((resolve) => {
      for (const guest of this.guests) guest(() => --open === 0 && resolve());
    });
  }

  close() {
    this.farewell().then(() => {
      this.closed++;
    });
  }
}

test('waits for all guests', async () => {
  const hall = new Hall();
  hall.guests.push(() => {});
  hall.close();
  await sleep(40);
  assert.equal(hall.closed, 0);
});

test('closes when they have gone', async () => {
  const hall = new Hall();
  hall.guests.push((gone) => setTimeout(gone, 20));
  hall.close();
  await sleep(60);
  assert.equal(hall.closed, 1);
});

setTimeout(() => process.exit(), 400);
