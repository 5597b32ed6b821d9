// expect: race.order.use-before-init 22
// A timer guesses how long the kiln takes: what it does then needs the glaze, and nothing makes it wait.
class Kiln {
  glaze = null;
  sold = 0;

  constructor(fire) {
    this.fire = fire;
  }

  load(clay) {
    return this.fire(clay).then((glaze) => {
      this.glaze = glaze;
    });
  }
}

const fire = (clay) => new Promise((resolve) => setTimeout(resolve, 20, { colour: clay, price: () => clay.length }));
const kiln = new Kiln(fire);
kiln.load('brick');
setTimeout(() => {
  kiln.sold += kiln.glaze.price();
  console.log('sold for', kiln.sold);
}, 300);
