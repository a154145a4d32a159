/** Assignment, comments, checklists, sign-offs, statements of conflict. Decides nothing about what is public. */
export { checklist, checklistState, type Answer, type ChecklistItem } from './checklist.js';
export { ReviewDesk, type NewComment } from './review-desk.service.js';
export { sign, statementOf, type Signature } from './sign-offs.js';
