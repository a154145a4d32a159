/**
 * The conditions and values of one list's statement. A filter that was not given leaves no trace in the text, so that each combination
 * is a statement of its own, planned once for the indexes that serve it.
 */
export class Conditions {
  readonly values: unknown[] = [];
  private readonly parts: string[] = [];

  /** Adds a value; answers its placeholder. */
  value(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  /** Adds a condition that always holds for this list. */
  always(condition: string): this {
    this.parts.push(condition);
    return this;
  }

  /** Adds a condition on a value where there is one. */
  given(value: unknown, condition: (placeholder: string) => string): this {
    if (value !== undefined) this.parts.push(condition(this.value(value)));
    return this;
  }

  /** Goes on after the row with this sort key and id, in ascending order. */
  after(key: readonly unknown[] | undefined, column: string, type: 'date' | 'timestamptz', id: string): this {
    if (!key) return this;
    this.parts.push(`(${column}, ${id}) > (${this.value(key[0])}::${type}, ${this.value(key[1])}::uuid)`);
    return this;
  }

  /** The whole `where` clause; empty without conditions. */
  get where(): string {
    return this.parts.length > 0 ? `where ${this.parts.join(' and ')}` : '';
  }
}
