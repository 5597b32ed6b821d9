import { bookings } from './db.mjs';
export function assertFree(room, day) {
  if (bookings.has(`${room}:${day}`)) throw new Error('already booked');
}
