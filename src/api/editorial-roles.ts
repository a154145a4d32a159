import type { Role } from '../identity/index.js';

/** Who reads drafts, revisions and reviews: whoever works on guides. Verifiers and accounts without a role do not (design §1). */
export const editorialRoles: readonly Role[] = ['editor', 'lead', 'reviewer', 'director', 'safety', 'admin'];
