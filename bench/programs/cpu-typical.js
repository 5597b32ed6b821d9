// Ordinary busy code: parsing, grouping, sorting, formatting. Prints the processor time of the measured rounds, in microseconds. Argument: rounds.
const rounds = Number(process.argv[2]);

class Basket {
  constructor(customer) {
    this.customer = customer;
    this.lines = [];
    this.cents = 0;
  }

  add(sku, quantity, cents) {
    this.lines.push({ sku, quantity });
    this.cents += quantity * cents;
  }
}

function parse(text) {
  return text.split('\n').map((line) => {
    const [customer, sku, quantity, cents] = line.split(';');
    return { customer, sku, quantity: Number(quantity), cents: Number(cents) };
  });
}

function group(rows) {
  const baskets = new Map();
  for (const { customer, sku, quantity, cents } of rows) {
    let basket = baskets.get(customer);
    if (!basket) {
      basket = new Basket(customer);
      baskets.set(customer, basket);
    }
    basket.add(sku, quantity, cents);
  }
  return baskets;
}

function render(baskets) {
  return [...baskets.values()]
    .sort((a, b) => b.cents - a.cents || (a.customer < b.customer ? -1 : 1))
    .map(({ customer, lines, cents }) => `${customer.padEnd(12)} ${String(lines.length).padStart(4)} ${(cents / 100).toFixed(2)}`)
    .join('\n');
}

function spin(count, text) {
  let length = 0;
  for (let i = 0; i < count; i++) length += render(group(parse(text))).length;
  return length;
}

const text = Array.from({ length: 2000 }, (_, n) => `customer ${n % 90};sku ${(n * 7) % 40};${1 + (n % 5)};${990 + ((n * 13) % 400)}`).join(
  '\n',
);
spin(rounds / 4, text);
const before = process.cpuUsage();
spin(rounds, text);
const { user, system } = process.cpuUsage(before);
console.log(`cpu ${user + system}`);
