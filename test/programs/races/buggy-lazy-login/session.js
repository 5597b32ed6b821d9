'use strict';
exports.user = null;
exports.logins = 0;

exports.ensureLogin = async function ensureLogin() {
  if (exports.user === null) {
    const name = await login();
    exports.user = name;
  }
};

function login() {
  const n = ++exports.logins;
  return new Promise((resolve) => setTimeout(() => resolve(`robot-${n}`), 5));
}
