/** Guides, revisions, versions, references, categories, lint, import and export. Owns the text; knows neither reviews nor pages. */
export { hashOf, canonicalJson } from './canonical.js';
export { Categories, type CategoryChange } from './categories.service.js';
export { CategorySynonyms, type Synonym } from './category-synonyms.service.js';
export { contentProblems, isPartKey, normalizePart } from './content-rules.js';
export type { GuideContent, PartKey, Parts, Reference } from './content.js';
export { dictionaryFor } from './dictionary.js';
export {
  fillDraft,
  readDraft,
  recordContributions,
  removeSection,
  replaceDraft,
  savePart,
  type Draft,
  type SaveOutcome,
} from './drafts.js';
export { exportGuides, type ExportedGuide } from './guide-export.js';
export { formatGuideFile, parseGuideFile } from './guide-file.js';
export { GuideImport, type ImportPlan, type PlannedGuide } from './guide-import.service.js';
export { renameGuideTargets, targetsOf } from './guide-links.js';
export { Guides, type CategoryRow } from './guides.service.js';
export { lint, type Finding } from './lint/rules.js';
export {
  placeholdersIn,
  renderMarkdown,
  rendererVersion,
  renderVersionHtml,
  resolvePlaceholders,
  type VersionHtml,
} from './markdown.js';
export { minorChangeObjections } from './minor-change.js';
export { contentHash, emptyContent, fixedParts, fromParts, partHashes, sectionKeyOf, toParts } from './parts.js';
export { ReaderReports, type NewReport } from './reader-reports.service.js';
export { applyReplacements } from './replacements.js';
export { reportLifecycle, reportOutcomes, reportStates, type ReportOutcome } from './report-lifecycle.js';
export { ReportLimits } from './report-limits.js';
export { longestReport, reportedSlug, reportReasons, type ReportReason } from './report-rules.js';
export { changedParts } from './section-diff.js';
export {
  addContributor,
  emptyParts,
  keepHtml,
  readVersion,
  takeVersion,
  type Version,
  type VersionKind,
} from './versions.js';
