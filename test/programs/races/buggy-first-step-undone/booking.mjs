import { hall } from './hall.mjs';

export async function book(part, seats, printer) {
  const before = hall.free[part];
  if (before < seats) {
    throw new Error('sold out');
  }
  hall.free[part] = before - seats;
  try {
    await printer();
  } catch (error) {
    hall.free[part] = before;
    throw error;
  }
}
