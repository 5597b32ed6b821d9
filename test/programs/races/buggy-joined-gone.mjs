// expect: race.check-then-act 21,17
import { setTimeout as delay } from 'node:timers/promises';

class Broker {
  #topics = new Map();

  #topic(name) {
    let topic = this.#topics.get(name);
    if (topic === undefined) {
      topic = { name, handlers: [] };
      this.#topics.set(name, topic);
    }
    return topic;
  }

  async subscribe(name, handler) {
    const topic = this.#topics.get(name) ?? this.#topic(name);
    await delay(60); // greeting

    const { handlers } = topic;
    topic.handlers.push(handler);
    return handlers.length;
  }

  unsubscribe(name, handler) {
    const topic = this.#topics.get(name);
    topic.handlers.splice(topic.handlers.indexOf(handler), 1);
    if (topic.handlers.length > 0) return;
    this.#topics.delete(name);
  }

  publish(name, text) {
    for (const handler of this.#topics.get(name)?.handlers ?? []) handler(text);
  }
}

const broker = new Broker();
const heard = [];
const first = (text) => heard.push(`first ${text}`);
await broker.subscribe('news', first);
const second = broker.subscribe('news', (text) => heard.push(`second ${text}`));
setTimeout(() => broker.unsubscribe('news', first), 25);
await second;
broker.publish('news', 'rain');
console.log(heard.length);
