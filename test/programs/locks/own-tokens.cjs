// expect: none exit 0
// Tokens that are used up, not given back; and the task that uses them rests when there are none.
const bucket = { tokens: 3, waiters: [] };
async function spend() {
  if (bucket.tokens > 0) bucket.tokens--;
  else await new Promise((resolve) => bucket.waiters.push(resolve));
}
async function send() {
  for (;;) {
    await spend();
    await new Promise((r) => setTimeout(r, 2));
  }
}
send();
