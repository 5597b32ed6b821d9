// expect: nothing
// The generator passes over lanes that are taken, and whoever gets one from it takes it before he asks the lifeguard.
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const taken = new Map();
function* free(lanes) {
  for (const lane of lanes) {
    if (!taken.has(lane)) yield lane;
  }
}
async function enter(swimmer) {
  for (const lane of free([1, 2])) {
    const isDeep = lane > 1;
    if (isDeep && swimmer.length < 3) continue;
    // A lane for each.
    taken.set(lane, swimmer);
    await wait(40);
    return lane;
  }
  return 0;
}
console.log(await Promise.all([enter('Kim'), enter('Sue')]));
