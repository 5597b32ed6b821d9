export const hall = { free: { stalls: 8, circle: 20 } };
