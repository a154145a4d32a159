/** Reads the history: who did what, seals, verification, export, redaction. Events are written by whoever owns the subject. */
export { AuditModule } from './audit.module.js';
export type { Anchor, Finding, FindingCode, Report } from './finding.js';
export { forgetWords } from './forget-words.js';
export { exportFormats, exportHistory, exportMediaTypes, type ExportFormat } from './history-export.js';
export { History, type HistoryEntry, type HistoryFilter } from './history.queries.js';
export { heldKinds, heldReason, LegalHolds, type HeldKind, type LegalHold } from './legal-holds.service.js';
export { Redactions, type RedactionProposal, type Redactor } from './redactions.service.js';
export { takeSeal } from './seal.js';
export { verifyHistory, type Verified } from './verify.js';
