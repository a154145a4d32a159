/** A mapping of a YAML file, read key by key. What is wrong goes to one list, each with the place where it stands. */
export class YamlPart {
  private readonly asked = new Set<string>();

  constructor(
    private readonly values: Record<string, unknown>,
    /** For example `tokens.light`; empty for the whole file. */
    private readonly place: string,
    private readonly problems: string[],
  ) {}

  problem(key: string, what: string): void {
    this.problems.push(`${this.place ? `${this.place}.` : ''}${key} ${what}.`);
  }

  /** Undefined when it is not there; a problem unless it is some text of at most `longest` characters. */
  text(key: string, { longest, needed = false }: { longest: number; needed?: boolean }): string | undefined {
    const value = this.ask(key);
    if (value === undefined) {
      if (needed) this.problem(key, 'is missing');
      return undefined;
    }
    const text = typeof value === 'string' ? value.normalize('NFC').trim() : '';
    if (text !== '' && text.length <= longest) return text;
    this.problem(key, `must be text of at most ${longest} characters`);
    return undefined;
  }

  number(key: string, least: number, most: number): number | undefined {
    const value = this.ask(key);
    if (value === undefined) return undefined;
    if (typeof value === 'number' && value >= least && value <= most) return value;
    this.problem(key, `must be a number from ${least} to ${most}`);
    return undefined;
  }

  flag(key: string): boolean | undefined {
    const value = this.ask(key);
    if (value === undefined || typeof value === 'boolean') return value;
    this.problem(key, 'must be true or false');
    return undefined;
  }

  oneOf<Choice extends string>(key: string, choices: readonly Choice[]): Choice | undefined {
    const value = this.ask(key);
    const choice = choices.find((each) => each === value);
    if (value !== undefined && !choice) this.problem(key, `must be one of ${choices.join(', ')}`);
    return choice;
  }

  part(key: string): YamlPart | undefined {
    const value = this.ask(key);
    if (value === undefined) return undefined;
    if (isMapping(value)) return new YamlPart(value, this.place ? `${this.place}.${key}` : key, this.problems);
    this.problem(key, 'must hold keys of its own');
    return undefined;
  }

  /** A misspelled key would otherwise be passed over in silence. */
  refuseOthers(): void {
    for (const key of Object.keys(this.values))
      if (!this.asked.has(key)) this.problem(key, `is not known here; known are ${[...this.asked].join(', ')}`);
  }

  private ask(key: string): unknown {
    this.asked.add(key);
    return this.values[key] ?? undefined;
  }
}

export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
