import TestSequencer from '@jest/test-sequencer';

/** Files that start processes of their own and wait for them; begun last, they would leave one core idle at the end. */
const slow = ['faults-killed-process', 'faults-workers', 'demo.spec', 'command-line', 'embedded-postgres'];
const rank = (path) => {
  const at = slow.findIndex((name) => path.includes(name));
  return at < 0 ? slow.length : at;
};

export default class SlowestFirst extends TestSequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((one, other) => rank(one.path) - rank(other.path));
  }
}
