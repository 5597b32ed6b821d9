"use strict";
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);
var source_exports = {};
__export(source_exports, {
  run: () => run
});
module.exports = __toCommonJS(source_exports);
function run(job) {
  console.log(job.name);
  if (job.name === "second") throw new Error("mapped");
}
run({ name: "first" });
run({ name: "second" });
//# sourceMappingURL=data:application/json;base64,ewogICJ2ZXJzaW9uIjogMywKICAic291cmNlcyI6IFsic291cmNlLnRzIl0sCiAgIm1hcHBpbmdzIjogIjs7Ozs7Ozs7Ozs7Ozs7Ozs7O0FBQUE7QUFBQTtBQUFBO0FBQUE7QUFBQTtBQUlPLFNBQVMsSUFBSSxLQUFnQjtBQUNsQyxVQUFRLElBQUksSUFBSSxJQUFJO0FBQ3BCLE1BQUksSUFBSSxTQUFTLFNBQVUsT0FBTSxJQUFJLE1BQU0sUUFBUTtBQUNyRDtBQUNBLElBQUksRUFBRSxNQUFNLFFBQVEsQ0FBQztBQUNyQixJQUFJLEVBQUUsTUFBTSxTQUFTLENBQUM7IiwKICAibmFtZXMiOiBbXQp9Cg==
