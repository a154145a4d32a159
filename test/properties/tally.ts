import type { Command } from './model/command.js';
import type { Outcome } from './model/state.js';

/** How often each act was done and refused, so that a walk which goes nowhere does not pass for a good one. */
export class Tally {
  private readonly counts = new Map<string, { done: number; refused: Map<string, number> }>();

  count(command: Command, outcome: Outcome): void {
    const name = command.do === 'transition' ? `${command.noun}.${command.name}` : command.do;
    const entry = this.counts.get(name) ?? { done: 0, refused: new Map<string, number>() };
    this.counts.set(name, entry);
    if (outcome === 'done') entry.done += 1;
    else entry.refused.set(outcome, (entry.refused.get(outcome) ?? 0) + 1);
  }

  /** Acts that were never done. */
  missing(names: readonly string[]): string[] {
    return names.filter((name) => !this.counts.get(name)?.done);
  }

  table(): string {
    const lines = [...this.counts].sort().map(([name, { done, refused }]) => {
      const reasons = [...refused].sort(([, a], [, b]) => b - a).map(([outcome, count]) => `${outcome} ×${count}`);
      return `${name.padEnd(30)} ${String(done).padStart(5)}   ${reasons.slice(0, 6).join(' | ')}`;
    });
    return lines.join('\n');
  }
}
