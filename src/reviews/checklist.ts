/** One question of the medical-review checklist (domain practice, template v1). */
export interface ChecklistItem {
  item: number;
  question: string;
  /** A `no` stops the signature. */
  blocking: boolean;
}

/** What the reviewer answers; the rest of the twenty is answered by the system or the editor. */
export const checklist: readonly ChecklistItem[] = [
  { item: 2, question: 'Is every factual claim accurate today?', blocking: true },
  {
    item: 3,
    question:
      'Does each number, dose, duration and success rate carry a reference, or is it marked as typical or opinion?',
    blocking: true,
  },
  { item: 5, question: 'Are benefits balanced by risks, side effects and contraindications?', blocking: true },
  { item: 6, question: 'Are the alternatives named, doing nothing among them?', blocking: true },
  { item: 7, question: 'Does it say who should not have it, and name special groups?', blocking: true },
  { item: 8, question: 'Does it say when to seek urgent care, where that matters?', blocking: true },
  { item: 9, question: 'Is it free of contradictions between sections and questions?', blocking: true },
  {
    item: 10,
    question: 'Is it free of promised cures, guarantees and superlatives, and is unapproved use labeled?',
    blocking: true,
  },
  { item: 12, question: 'Is it right about who may lawfully perform it?', blocking: true },
  { item: 16, question: 'Have you stated your conflicts of interest?', blocking: true },
];

export type Answer = 'yes' | 'no' | 'not-applicable';

/** Which items have no answer yet, and which answers stop a signature. */
export function checklistState(answers: Record<string, Answer>): { unanswered: number[]; blocking: number[] } {
  return {
    unanswered: checklist.filter(({ item }) => !(item in answers)).map(({ item }) => item),
    blocking: checklist.filter(({ item, blocking }) => blocking && answers[item] === 'no').map(({ item }) => item),
  };
}
