import { readdir, readFile } from 'node:fs/promises';
import { parseGuideFile } from '../guides/index.js';

/** The package's own folder of guides. */
const folder = new URL('../../examples/guides/', import.meta.url);

export type ExampleGuide = Exclude<ReturnType<typeof parseGuideFile>, { problems: string[] }>;

/** Every example guide, by slug; none where the package came without them. Throws with the file's name and its problems. */
export async function readExamples(): Promise<Map<string, ExampleGuide>> {
  const files = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return [];
  });
  const names = files.filter((name) => name.endsWith('.md')).sort();
  const guides = await Promise.all(names.map(readExample));
  return new Map(guides.map((guide) => [guide.slug, guide]));
}

async function readExample(name: string): Promise<ExampleGuide> {
  const parsed = parseGuideFile(await readFile(new URL(name, folder), 'utf8'));
  if ('problems' in parsed) throw new Error(`examples/guides/${name}: ${parsed.problems.join(' ')}`);
  return parsed;
}
