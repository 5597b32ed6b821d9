// expect: nothing
// never: await.in-loop await.sequential
const { setTimeout: sleep } = require('timers/promises');
async function ask(mirror) { await sleep(30); return mirror === 'five' ? 'found' : null; }
async function firstThatHas(mirrors) {
  for (const mirror of mirrors) {
    const answer = await ask(mirror);
    if (answer !== null) return answer;
  }
  return null;
}
firstThatHas(['one', 'two', 'three', 'four', 'five', 'six']).then((r) => console.log(r));
