// expect: none exit 0
class Actor {
  inbox = [];
  isBusy = false;
  constructor(answer) {
    this.answer = answer;
  }
  ask(question) {
    return new Promise((resolve, reject) => {
      this.inbox.push({ question, resolve, reject });
      if (!this.isBusy) this.work();
    });
  }
  async work() {
    this.isBusy = true;
    while (this.inbox.length > 0) {
      const { question, resolve, reject } = this.inbox.shift();
      try {
        resolve(await this.answer(question));
      } catch (error) {
        reject(error);
      }
    }
    this.isBusy = false;
  }
}

const tick = () => new Promise((resolve) => setTimeout(resolve, 2));
const kitchen = new Actor(async function cook(dish) {
  await tick();
  return dish;
});
const waiter = new Actor(async function serve(what) {
  await tick();
  return what === 'menu' ? [await kitchen.ask('bread')] : 7;
});

console.log(await kitchen.ask('bread'));
console.log(await Promise.all([kitchen.ask('soup'), waiter.ask('menu')]));
