// What readers get: pure functions from a view model to the bytes of a page. Knows no database, no clock, no framework.
export type { ApplicantPageView, ApplyPageView } from './applicant-views.js';
export { renderConfirmPage, renderStatusPage } from './application-pages.js';
export { renderApplyPage } from './apply-page.js';
export { APPLY_PATH, CONFIRM_PATH, STATUS_PATH } from './apply-paths.js';
export { renderFeed, renderRss } from './atom.js';
export { renderCategoryPage } from './category-page.js';
export { renderComparePage, type ComparedPart } from './compare-page.js';
export { renderCorrectionsPage } from './corrections-page.js';
export { civilDateAfter, civilDateOf, daysBetween, longDate, longMonth } from './dates.js';
export { renderGuidePage } from './guide-page.js';
export { FOUND_END, FOUND_START, piecesOf, type TextPiece, withoutMarkup } from './highlight.js';
export { renderHomePage } from './home-page.js';
export {
  type GuideIndexView,
  renderGuideIndex,
  renderReviewerIndex,
  renderSpecialtyIndex,
  type ReviewerIndexView,
} from './index-pages.js';
export { contentSecurityPolicy } from './layout.js';
export {
  goneWords,
  renderFormerMemberPage,
  renderGonePage,
  renderHeldPage,
  renderNotFoundPage,
  renderTakenDownPage,
  renderTakenDownPicture,
} from './notice-pages.js';
export { letterMark } from './letter-mark.js';
export { renderPhysicianPage } from './physician-page.js';
export type { PhysicianView } from './physician-view.js';
export { renderPolicyPage } from './policy-page.js';
export type { CorrectionsView, ListedCorrection, PolicyView, ReviewFiguresView } from './policy-view.js';
export { renderPreviewDoorPage, renderPreviewOverPage } from './preview-pages.js';
export { primarySource } from './primary-source.js';
export {
  renderReportPage,
  renderReportReceivedPage,
  renderReportRefusedPage,
  reportPath,
  type FormPage,
  type ReportView,
} from './report-page.js';
export type { ReviewedGuide } from './reviewed-guides.js';
export { renderReviewerPage } from './reviewer-page.js';
export type { ListedReviewer, ReviewerPageView, SignedGuideView } from './reviewer-view.js';
export { renderRobots } from './robots.js';
export { NEWS_SITEMAP_LIMIT, renderNewsSitemap, renderSitemap, renderSitemapIndex, SITEMAP_LIMIT } from './sitemap.js';
export { renderSearchPage, searchPath } from './search-page.js';
export type * from './search-view.js';
export { renderSpecialtyPage } from './specialty-page.js';
export type { ListedMember, SpecialtyView } from './specialty-view.js';
export { type Staleness, stalenessOf, staleScriptHash, staleSentence } from './staleness.js';
export { stateName } from './states.js';
export { stylesHash } from './styles.js';
export {
  absoluteUrl,
  categoryPath,
  FEED_PATH,
  HOME_PATH,
  reviewerPath,
  RSS_PATH,
  SITEMAP_PATH,
  specialtyPath,
} from './urls.js';
export type * from './view-models.js';
