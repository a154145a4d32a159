import { ConfigError } from './config.js';

/** The version line our engines need; npm scripts and npx bring 24 where the platform packages have it. */
const leastNode = 22;

/** Throws {@link ConfigError} under a Node.js that is too old. */
export function requireNode(version: string): void {
  if (Number(version.split('.')[0]) >= leastNode) return;
  const advice = `use npm start or npx imprimatur, which bring their own, or Node ${leastNode}.13 or newer`;
  throw new ConfigError([`Node ${version} is too old: ${advice}.`]);
}
