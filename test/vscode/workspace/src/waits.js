'use strict';
// Waits for what never comes, and goes on.
setInterval(() => undefined, 1e6);
async function reply() {
  await new Promise(() => undefined);
}
void reply();
setTimeout(() => console.log('asked'), 100);
