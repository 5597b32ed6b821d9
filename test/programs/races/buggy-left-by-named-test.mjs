// expect: race.check-then-act 22
import { setTimeout as delay } from 'node:timers/promises';

const tickets = new Map([
  [1, { id: 1, agent: undefined }],
  [2, { id: 2, agent: undefined }],
]);

function isUnassigned({ agent }) {
  return agent === undefined;
}

async function notify(ticket, agent) {
  await delay(20);
  return `${agent} has ${ticket.id}`;
}

async function take(agent) {
  const ticket = [...tickets.values()].find(isUnassigned);
  if (!ticket) return 'none';
  const told = await notify(ticket, agent);
  ticket.agent = agent;
  return told;
}

console.log((await Promise.all([take('gil'), take('hal')])).length);
