import { breadcrumbList } from './crumbs.js';
import { structuredData } from './structured-data.js';
import { absoluteUrl } from './urls.js';
import type { LinkView, PublisherView } from './view-models.js';

/** schema.org CollectionPage with what it lists and the way to it; only what is visible. */
export function collectionJsonLd(publisher: PublisherView, page: LinkView, links: LinkView[]): string {
  const url = absoluteUrl(publisher.url, page.path);
  return structuredData({
    '@graph': [
      {
        '@type': 'CollectionPage',
        '@id': `${url}#page`,
        url,
        name: page.title,
        inLanguage: publisher.language,
        publisher: { '@type': 'Organization', name: publisher.name, url: publisher.url },
        breadcrumb: { '@id': `${url}#breadcrumb` },
        mainEntity: {
          '@type': 'ItemList',
          itemListElement: links.map(({ path, title }, index) => ({
            '@type': 'ListItem',
            position: index + 1,
            name: title,
            url: absoluteUrl(publisher.url, path),
          })),
        },
      },
      { ...breadcrumbList(publisher, [page]), '@id': `${url}#breadcrumb` },
    ],
  });
}
