// expect: await.sequential@info main.js:31 ; await.sequential@info main.js:37
// How often it was asked is counted, which nobody looks at before the end.
const after = (value) => new Promise((resolve) => setTimeout(resolve, 50, value));

const used = { reads: 0 };
let opened = 0;

class Archive {
  maps = new Map([['north', 'fjord']]);
  letters = new Map([['north', 12]]);

  async map(of) {
    used.reads += 1;
    await after();
    return this.maps.get(of);
  }

  async lettersOf(of) {
    used.reads += 1;
    await after();
    return this.letters.get(of);
  }
}

const archive = new Archive();
const drawer = (name) => {
  opened++;
  return after(name.length);
};
async function folder(of) {
  const map = await archive.map(of);
  const letters = await archive.lettersOf(of);
  return { map, letters };
}

async function drawers(name) {
  const left = await drawer(name);
  const right = await drawer('right');
  return left + right;
}

async function main() {
  let found = 'north';
  for (let i = 0; i < 3; i++) found = (await folder(found)).map ?? 'north';
  for (let i = 0; i < 3; i++) found += await drawers(found);
  console.log(found, used.reads, opened);
}

main();
