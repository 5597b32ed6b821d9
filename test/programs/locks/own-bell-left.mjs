// expect: hang.exit-pending 20,7 exit 0
// The bell rings before the cook listens for it.
class Bell {
  #ears = [];

  heard() {
    return new Promise((resolve) => {
      this.#ears.push(resolve);
    });
  }
  ring() {
    this.#ears.shift()?.();
  }
}
const turn = () => new Promise((resolve) => setImmediate(resolve));
const bell = new Bell();
async function cook() {
  await turn();
  await turn();
  await bell.heard();
  console.log('served');
}
async function waiter() {
  await turn();
  bell.ring();
}
void cook();
void waiter();
