// expect: none exit 0
// A consumer that waits for its next item when everything is done is at rest.
const items = [];
let wake = () => {};
async function consume() {
  for (;;) {
    if (items.length === 0) await new Promise((resolve) => (wake = resolve));
    items.shift();
  }
}
consume();
let left = 3;
const timer = setInterval(() => {
  items.push(left);
  wake();
  if (--left === 0) clearInterval(timer);
}, 2);
