import { setTimeout as sleep } from 'node:timers/promises';
import { doors, setDoors } from './state.mjs';

let turns = 2;

export async function open(name) {
  await sleep(turns++);
  if (!doors.includes(name)) setDoors([...doors, name]);
}

export async function close(name) {
  await sleep(turns++);
  setDoors(doors.filter((door) => door !== name));
}

export const opened = () => doors.join();
