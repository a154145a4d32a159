import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { memoryPages, validateXML } from 'xmllint-wasm';

const ours = (name: string): string => join('test/support/schemas', name);
const require = createRequire(join(process.cwd(), 'package.json'));
/** As sitemaps.org publishes it. */
const official = join(require.resolve('sitemap/package.json'), '../schema/sitemap.xsd');

/** What a document is held against; schemas that import others name them. */
const schemas = {
  sitemap: { extension: 'schema', files: [ours('urls.xsd'), official, ours('news.xsd')] },
  'sitemap-index': { extension: 'schema', files: [ours('sitemap-index.xsd')] },
  atom: { extension: 'relaxng', files: [ours('atom.rng')] },
  rss: { extension: 'relaxng', files: [ours('rss.rng')] },
} as const;

/** What libxml2 finds wrong with a document; empty where it is well-formed and valid. A sitemap may be one of news. */
export async function schemaFaults(xml: string, kind: keyof typeof schemas): Promise<string[]> {
  const { extension, files } = schemas[kind];
  const [schema, ...preload] = await Promise.all(files.map(fileOf));
  const { errors } = await validateXML({
    xml: [{ fileName: 'document.xml', contents: xml }],
    schema: [schema as NonNullable<typeof schema>],
    preload,
    extension,
    // A sitemap of 45,000 addresses is read whole.
    maxMemoryPages: 256 * memoryPages.MiB,
  });
  return errors.map(({ message, rawMessage }) => message || rawMessage);
}

async function fileOf(path: string): Promise<{ fileName: string; contents: string }> {
  return { fileName: path.slice(path.lastIndexOf('/') + 1), contents: await readFile(path, 'utf8') };
}
