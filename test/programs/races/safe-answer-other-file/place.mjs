export const place = { from: 0 };
