// NOTE: nothing newer than Node 12 in this file, so that an old Node reaches the message instead of a syntax error.
const oldest = 20;

if (Number(process.versions.node.split('.')[0]) < oldest) {
  console.error(`Rookery needs Node ${oldest} or newer; this is ${process.versions.node}.`);
  console.error('  Install a current one from https://nodejs.org and run the command again.');
  process.exitCode = 1;
} else {
  void import('./commands.mjs').then(({ main }) => main(process.argv.slice(2)));
}
