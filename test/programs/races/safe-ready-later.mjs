// expect: nothing
// What is made on demand may be found before it is ready, by those who know that: they wait for it, ask whether it is there, or leave what is to be done.
import { readFile } from 'node:fs/promises';

class Dictionary {
  #words = [];
  constructor(file) {
    this.ready = this.#load(file);
  }
  async #load(file) {
    const text = await readFile(file, 'utf8');
    for (const word of text.split(/\W+/)) this.#words.push(word);
  }
  starts(prefix) {
    return this.#words.filter((word) => word.startsWith(prefix)).length;
  }
}

const dictionaries = new Map();
async function dictionaryOf(file) {
  let dictionary = dictionaries.get(file.href);
  if (!dictionary) {
    dictionaries.set(file.href, (dictionary = new Dictionary(file)));
    await dictionary.ready;
  }
  return dictionary;
}

async function count(prefix) {
  const dictionary = await dictionaryOf(new URL(import.meta.url));
  await dictionary.ready;
  return dictionary.starts(prefix);
}
console.log(await Promise.all(['dictionar', 'wor'].map(count)));

// A client keeps what it is given until it is connected.
class Client {
  #isConnected = false;
  #waiting = [];
  #sent = [];

  async connect() {
    await readFile(new URL(import.meta.url));
    this.#isConnected = true;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const text of waiting) this.#sent.push(text);
  }
  send(text) {
    if (!this.#isConnected) {
      this.#waiting.push(text);
      return this.#sent.length;
    }
    return this.#sent.push(text);
  }
}

let client = null;
async function connected() {
  if (client === null) {
    client = new Client();
    await client.connect();
  }
  return client;
}
async function say(text) {
  return (await connected()).send(text);
}
console.log(await Promise.all(['hello', 'there'].map(say)));

// One refresh at a time: who comes meanwhile takes what was there before.
let isRefreshing = false;
let prices = [];
async function refresh() {
  if (isRefreshing) return;
  isRefreshing = true;
  const text = await readFile(new URL(import.meta.url), 'utf8');
  prices = [text.length];
  isRefreshing = false;
}
async function total() {
  await refresh();
  return prices.reduce((sum, price) => sum + price, 0);
}
console.log((await total()) > 0);
console.log((await Promise.all([total(), total()])).every((sum) => sum > 0));
