import { InvalidArgumentError, Option, type Command } from 'commander';

/** Demands `--as`: who acts, as the history will say. */
export function addAsOption(command: Command, whose: string): Command {
  return command.addOption(new Option('--as <email>', whose).makeOptionMandatory());
}

/** A parser for whole numbers between two bounds, both included. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

export const days = wholeNumber(1, 3650);

const day = 86_400_000;

export function daysAfter(instant: Date, count: number): Date {
  return new Date(instant.getTime() + count * day);
}
