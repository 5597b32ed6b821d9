// expect: race.check-then-act 16,11
// The generator passes over lanes that are taken; who asks the lifeguard before he takes one may take one that another swimmer has got meanwhile.
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const taken = new Map();
function* free(lanes) {
  for (const lane of lanes) {
    if (!taken.has(lane)) yield lane;
  }
}
async function enter(swimmer) {
  for (const lane of free([1, 2])) {
    await wait(40);
    const isDeep = lane > 1;
    if (isDeep && swimmer.length < 3) continue;
    // A lane for each.
    taken.set(lane, swimmer);
    return lane;
  }
  return 0;
}
console.log(await Promise.all([enter('Kim'), enter('Sue')]));
