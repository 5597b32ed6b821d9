// expect: none exit 0
// A page without a number is passed over, and the flag cleared at the end; who comes while it is set is served by the one at work. The last one stops for good, and says so by a mark of its own.
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Printer {
  pages = [];
  printing = false;
  printed = 0;
  empty = false;

  add(page) {
    if (this.empty) return false;
    this.pages.push(page);
    this.work();
    return true;
  }

  async work() {
    if (this.printing) return;
    this.printing = true;
    while (this.pages.length > 0) {
      const page = this.pages.shift();
      if (page.number === undefined) continue;
      if (page.number > 100) {
        this.empty = true;
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
  printer.add({ number: 10 });
  await wait(2);
  printer.add({ number: 2 });
  printer.add({ number: 3 });
  await wait(40);
  console.log(printer.printed, 'of 4', printer.add({ number: 101 }), printer.add({ number: 5 }), printer.add({ number: 6 }));
}
main();
