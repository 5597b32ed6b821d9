// expect: hang.exit-pending 7 exit 0
// The promise in the map is work that others wait for, no lock: what hangs is the work.
const pages = new Map();
async function read(name) {
  const page = pages.get(name) ?? load(name);
  pages.set(name, page);
  return (await page).length;
}
function load(name) {
  return new Promise((resolve) => {
    if (name !== 'b') setTimeout(resolve, name.length, name);
  });
}
Promise.all([read('a'), read('a'), read('b'), read('b')]).then(console.log);
