module.exports = { testMatch: ['**/jest/*.test.[jt]s'] };
