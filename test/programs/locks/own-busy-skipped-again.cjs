// expect: lock.not-released 17,16 exit 0
// It was cleared by the rounds before: a page without a number leaves it set, and the two that come later find it so.
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Printer {
  pages = [];
  printing = false;
  printed = 0;

  add(page) {
    this.pages.push(page);
    this.work();
  }

  async work() {
    if (this.printing) return;
    this.printing = true;
    while (this.pages.length > 0) {
      const page = this.pages.shift();
      if (page.number === undefined) {
        console.log('no number');
        return;
      }
      await wait(page.number);
      this.printed++;
    }
    this.printing = false;
  }
}

async function main() {
  const printer = new Printer();
  printer.add({ number: 1 });
  await wait(15);
  printer.add({ title: 'cover' });
  await wait(5);
  printer.add({ number: 2 });
  await wait(5);
  printer.add({ number: 3 });
  await wait(20);
  console.log(printer.printed, 'of 3');
}
main();
