// expect: race.order.last-write 17
// What the module shows in the end stands in an object of its own, whose methods wait for nothing themselves: their callbacks come later.
const towns = ['Ulm', 'Urach', 'Usedom', 'Bonn'];

function find(start, callback) {
  const found = towns.filter((town) => town.startsWith(start));
  setTimeout(callback, found.length * 60, found);
}

class Atlas {
  shown = [];

  look(start) {
    find(start, (found) => {
      // The page that was asked for.
      if (found.length === 0) return;
      this.shown = found;
    });
  }
}

const atlas = new Atlas();
atlas.look('U');
await new Promise((resolve) => setTimeout(resolve, 5));
atlas.look('Bo');
await new Promise((resolve) => setTimeout(resolve, 400));
console.log(atlas.shown.length > 0);
