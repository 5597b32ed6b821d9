// expect: none exit 0
// Who leads does so until the end: the others look for a while, and follow.
const { setTimeout: sleep } = require('node:timers/promises');

let led = false;
async function lead(node, tries = 6) {
  while (led && tries-- > 0) await sleep(5);
  if (led) throw new Error(`${node} follows`);
  led = true;
}
const stepDown = () => {
  led = false;
};
async function join(node) {
  await lead(node);
  return `${node} leads`;
}
(async () => {
  for (const node of ['n1', 'n2', 'n3']) console.log(await join(node).catch((err) => err.message));
  stepDown();
})();
