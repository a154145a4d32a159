import type { Quantiles } from './harness.js';

/** One figure of the report. */
export interface Line {
  figure: string;
  measured: string;
  target: string;
  met: boolean;
}

/** One lettered part of the report. */
export interface Part {
  title: string;
  /** The figures, or why there are none: a program that is not installed. */
  run: () => Promise<Line[] | string>;
}

export const ms = (value: number): string => `${value.toFixed(1)} ms`;
export const seconds = (value: number): string => `${value.toFixed(1)} s`;
export const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
export const spread = ({ p50, p95, p99, max, n }: Quantiles): string =>
  `p50 ${ms(p50)}, p95 ${ms(p95)}, p99 ${ms(p99)}, max ${ms(max)} (n=${n})`;
