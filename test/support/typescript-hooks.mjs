// Lets plain Node run the TypeScript sources as they are: `node --import ./test/support/typescript-hooks.mjs file.ts`.
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

/** The same dialect as in jest.config.mjs. */
const dialect = (tsx) => ({
  target: 'es2023',
  parser: { syntax: 'typescript', tsx, decorators: true },
  keepClassNames: true,
  transform: {
    legacyDecorator: true,
    decoratorMetadata: true,
    useDefineForClassFields: false,
    react: { runtime: 'automatic', importSource: 'preact' },
  },
});

registerHooks({
  resolve(specifier, context, next) {
    try {
      return next(specifier, context);
    } catch (error) {
      if (!/^\.{0,2}\/.*\.js$/.test(specifier)) throw error;
    }
    const stem = specifier.slice(0, -'.js'.length);
    try {
      return next(`${stem}.ts`, context);
    } catch {
      return next(`${stem}.tsx`, context);
    }
  },
  load(url, context, next) {
    if (!/\.tsx?$/.test(url) || url.includes('/node_modules/')) return next(url, context);
    const filename = fileURLToPath(url);
    const { code } = transformSync(readFileSync(filename, 'utf8'), {
      filename,
      swcrc: false,
      sourceMaps: 'inline',
      module: { type: 'es6' },
      jsc: dialect(url.endsWith('x')),
    });
    return { format: 'module', source: code, shortCircuit: true };
  },
});
