import type { Token } from 'markdown-it';
import type { GuideContent, PartKey } from '../content.js';
import type { PartText } from '../part-texts.js';

export interface Finding {
  /** Number of the rule in the editorial standard, for example `L04`. */
  rule: string;
  /** An error blocks submission; a warning is shown to editor and reviewer; info is a hint. */
  severity: 'error' | 'warning' | 'info';
  part: PartKey;
  message: string;
  /** The words it is about. */
  quote?: string;
}

/** A Markdown text and its tokens as written: raw HTML and unsafe addresses are tokens too. */
export interface ParsedText extends PartText {
  tokens: Token[];
}

/** A content, read once for all rules. */
export interface LintSubject {
  content: GuideContent;
  texts: PartText[];
  markdown: ParsedText[];
}

export interface LintRule {
  id: string;
  /** What the rule asks for, for the documentation. */
  asks: string;
  check(subject: LintSubject): Omit<Finding, 'rule'>[];
}

/** All tokens of a text, block and inline, in reading order; those inside links and image descriptions too. */
export function flatTokens(tokens: readonly Token[]): Token[] {
  return tokens.flatMap((token) => [token, ...flatTokens(token.children ?? [])]);
}

/** At most 80 characters of a longer text, for a quotation. */
export function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= 80
    ? line
    : `${line
        .slice(0, 79)
        .toWellFormed()
        .replace(/\uFFFD$/, '')}…`;
}
