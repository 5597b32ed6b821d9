function run(job) {
  console.log(job.name);
  if (job.name === "second") throw new Error("mapped");
}
run({ name: "first" });
run({ name: "second" });
export {
  run
};
//# sourceMappingURL=external.mjs.map
