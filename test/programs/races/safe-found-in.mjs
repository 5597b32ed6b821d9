// expect: nothing
// Whoever asks for an entry that must be there changes it by what is there later: another one that changes it takes nothing from that.
const ballots = { soup: [], salad: [] }; const counts = { soup: 0 };
const check = (v) => new Promise((r) => setTimeout(r, 20, v));
async function vote(voter, option) {
  if (!(option in ballots)) throw new Error('no');
  const b = await check(voter);
  ballots[option] = ballots[option].concat(b);
}
async function count(option) {
  if (option in counts) {
    await check(option);
    counts[option] = counts[option] + 1;
  }
}
await Promise.all([vote('a', 'soup'), vote('b', 'soup'), count('soup'), count('soup')]);
console.log(ballots, counts);
