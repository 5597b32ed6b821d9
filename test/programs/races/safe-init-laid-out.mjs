// expect: nothing
// A script lays out its steps by timers: the last one, which comes long after all others, shows what has come of them.
class Kiln {
  glaze = null;

  constructor(fire) {
    this.fire = fire;
  }

  load(clay) {
    return this.fire(clay).then((glaze) => {
      this.glaze = glaze;
    });
  }
}

const kiln = new Kiln((clay) => new Promise((resolve) => setTimeout(resolve, 20, { colour: `${clay} red` })));
setTimeout(() => kiln.load('brick'), 10);
setTimeout(() => {
  const { colour } = kiln.glaze;
  console.log(colour);
}, 300);

const other = new Kiln((clay) => new Promise((resolve) => setTimeout(resolve, 20, { colour: `${clay} blue` })));
other.load('slate');
setTimeout(() => console.log('then', other.glaze.colour), 400);
