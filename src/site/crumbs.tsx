import { absoluteUrl, HOME_PATH, localHref } from './urls.js';
import type { LinkView, PublisherView } from './view-models.js';

const home: LinkView = { path: HOME_PATH, title: 'Guides' };

/** The way to a page from the front page: links to what lies above it. */
export function Crumbs({ above = [] }: { above?: LinkView[] }) {
  return (
    <nav class="crumbs" aria-label="Breadcrumb">
      <ol>
        {[home, ...above].map(({ path, title }) => (
          <li>
            <a href={localHref(path)}>{title}</a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** The same way as schema.org tells it, the page itself last. */
export function breadcrumbList({ url }: PublisherView, way: LinkView[]) {
  return {
    '@type': 'BreadcrumbList',
    itemListElement: [home, ...way].map(({ path, title }, index) => ({
      '@type': 'ListItem',
      position: index + 1,
      name: title,
      item: absoluteUrl(url, path),
    })),
  };
}
