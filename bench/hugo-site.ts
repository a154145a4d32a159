import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExampleGuide } from '../src/demo/examples.js';
import { formatGuideFile, type Reference } from '../src/guides/index.js';
import { styles } from '../src/site/styles.js';

/** What of a page does not stand in its text. */
export interface Signature {
  reviewer: string;
  lastReviewedOn: string;
  dueOn: string;
}

const config = `baseURL = 'http://guides.example/'
languageCode = 'en-US'
title = 'Example Health Guides'
disableKinds = ['home', 'section', 'taxonomy', 'term', 'RSS', 'sitemap', '404']
[permalinks]
guides = '/guides/:slug/'
`;

/** The same page as ours, in what makes work: head, style, structured data, review line, list of contents, text, references, closing words. */
const template = `<!doctype html><html lang="en-US"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} | {{ site.Title }}</title><meta name="description" content="{{ .Params.summary }}">
<meta name="robots" content="index,follow,max-image-preview:large"><link rel="canonical" href="{{ .Permalink }}">
<meta property="og:title" content="{{ .Title }}"><meta property="og:type" content="article">
<meta property="og:url" content="{{ .Permalink }}"><meta property="og:description" content="{{ .Params.summary }}">
<meta property="og:site_name" content="{{ site.Title }}"><meta property="article:section" content="{{ .Params.category }}">
<style>${styles}</style>
{{- $person := dict "@type" "Person" "name" .Params.reviewer }}
{{- $page := dict "@type" "MedicalWebPage" "@id" (print .Permalink "#page") "url" .Permalink "name" .Title "description" .Params.summary "lastReviewed" .Params.reviewed "reviewedBy" $person }}
{{- $cited := slice }}
{{- range .Params.references }}{{ $cited = $cited | append (dict "@type" "ScholarlyArticle" "name" .title "author" .authors "isPartOf" .source "datePublished" (string .year)) }}{{ end }}
{{- $article := dict "@type" "Article" "@id" (print .Permalink "#article") "headline" .Title "articleSection" .Params.category "citation" $cited }}
<script type="application/ld+json">{{ dict "@context" "https://schema.org" "@graph" (slice $page $article) | jsonify | safeJS }}</script>
</head><body><a class="skip" href="#_main">Skip to the content</a>
<header><div class="site"><a href="/">{{ site.Title }}</a><nav><ul><li><a href="/guides">Guides</a></li><li><a href="/reviewers">Reviewers</a></li><li><a href="/how-we-review">How we review</a></li></ul></nav></div></header>
<main id="_main"><article class="guide"><header><p><a href="/categories/{{ .Params.category }}">{{ humanize .Params.category }}</a></p><h1>{{ .Title }}</h1>
<p class="meta reviewed"><strong>Last reviewed <time datetime="{{ .Params.reviewed }}">{{ dateFormat "January 2, 2006" .Params.reviewed }}</time></strong> by {{ .Params.reviewer }} · Next review due <time datetime="{{ .Params.due }}">{{ dateFormat "January 2, 2006" .Params.due }}</time></p></header>
<nav class="toc" aria-label="On this page"><details class="folded"><summary>On this page</summary>{{ .TableOfContents }}</details><div class="beside"><h2>On this page</h2>{{ .TableOfContents }}</div></nav>
<div class="body"><div class="text">{{ .Content }}</div>
<div class="caution small"><p>This guide gives general information, not medical advice. It does not replace a physician who can examine you.</p><p><strong>In an emergency, call 911</strong> or your local emergency number.</p></div>
<section class="small"><h2>Disclosures</h2><p>{{ .Params.disclosures }}</p></section></div></article></main>
<footer><p>Published by {{ site.Title }}.</p></footer></body></html>
`;

/** Writes a site of so many pages: each example in turn, under a name of its own. */
export async function writeHugoSite(
  root: string,
  { examples, signature, count }: { examples: ExampleGuide[]; signature: Signature; count: number },
): Promise<void> {
  for (const folder of ['content/guides', 'layouts/_default']) await mkdir(join(root, folder), { recursive: true });
  await writeFile(join(root, 'config.toml'), config);
  await writeFile(join(root, 'layouts/_default/single.html'), template);
  for (let n = 0; n < count; n++) {
    const example = examples[n % examples.length];
    if (example) await writeFile(join(root, 'content/guides', `${n}.md`), fileOf(example, n, signature));
  }
}

/** The guide file that editors keep, with Hugo’s way to link and to cite. */
function fileOf(example: ExampleGuide, n: number, { reviewer, lastReviewedOn, dueOn }: Signature): string {
  const file = formatGuideFile({ ...example, slug: `${example.slug}-${n}` });
  const facts = `reviewer: ${JSON.stringify(reviewer)}\nreviewed: "${lastReviewedOn}"\ndue: "${dueOn}"\n`;
  const notes = example.content.references.entries.map(noteOf).join('\n');
  return `${file.replace('---\n', `---\n${facts}`).replaceAll('](guide:', '](/guides/')}\n\n${notes}\n`;
}

function noteOf({ id, title, authors, source, year, url, doi }: Reference): string {
  const address = url ?? (doi ? `https://doi.org/${doi}` : undefined);
  return `[^${id}]: ${authors}. ${address ? `[${title}](${address})` : title}. ${source}, ${year}.${doi ? ` doi:${doi}.` : ''}`;
}
