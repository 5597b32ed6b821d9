// expect: promise.floating main.mjs:18
// The ledger's last pages are still being written when the command that a test calls ends the process by itself.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

const pages = [];

class Ledger {
  async store(page) {
    await sleep(80);
    pages.push(page);
  }
}

async function closeBooks(ledger, totals) {
  assert.ok(totals.length > 0);
  ledger.store(totals.join());
  await sleep(20);
  process.exit(0);
}

test('closes the books', async () => {
  await closeBooks(new Ledger(), [3, 5]);
});
