// expect: nothing
// What is put into a list under a key goes by nothing that was found there before, or by another look in the same step, or by elements that are not those of the other call.
import { setTimeout as delay } from 'node:timers/promises';

const listeners = {};
const seats = new Map();
const threads = new Map();
let opened = 0;
const open = async (topic) => delay(5, { topic, number: ++opened });

// The topic is opened before somebody listens to it.
async function listen(topic, who) {
  if (!listeners[topic]) await delay(3);
  (listeners[topic] ||= []).push(who);
  return open(topic);
}

async function book(table, who) {
  const taken = seats.get(table);
  if (taken && taken.length >= 1) throw new Error('no more seats');
  await delay(5);
  if (!seats.has(table)) seats.set(table, []);
  if (seats.get(table).length >= 1) throw new Error('somebody was faster');
  seats.get(table).push(who);
}

async function receive(thread, message) {
  if (threads.get(thread)?.some((one) => one.id === message.id)) return;
  await delay(5);
  if (!threads.has(thread)) threads.set(thread, []);
  threads.get(thread).push(message);
}

const pairs = ['Ann', 'Ben'].flatMap((who) => [listen('news', who), book('window', who), receive('general', { id: who })]);
const all = await Promise.allSettled(pairs);
console.log(all.length, threads.get('general').length, listeners.news.length);
