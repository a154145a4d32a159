// What readers get: pure functions from a view model to the bytes of a page. Knows no database, no clock, no framework.
export { renderFeed } from './atom.js';
export { renderCategoryPage } from './category-page.js';
export { civilDateOf, daysBetween, longDate, longMonth } from './dates.js';
export { renderGuidePage } from './guide-page.js';
export { renderHomePage } from './home-page.js';
export { contentSecurityPolicy } from './layout.js';
export { renderGonePage, renderHeldPage, renderNotFoundPage } from './notice-pages.js';
export { renderRobots } from './robots.js';
export { NEWS_SITEMAP_LIMIT, renderNewsSitemap, renderSitemap, renderSitemapIndex, SITEMAP_LIMIT } from './sitemap.js';
export { type Staleness, stalenessOf, staleScriptHash, staleSentence } from './staleness.js';
export { stylesHash } from './styles.js';
export { absoluteUrl, categoryPath, FEED_PATH, HOME_PATH, SITEMAP_PATH } from './urls.js';
export type * from './view-models.js';
