export const bookings = new Map();
