import { lettersApart, lettersSwapped } from './letters.js';

// Conservative on purpose: a word caught here in vain costs a short review, a word missed may cost a reader.
const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

const numberWords = words(`zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
  sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand
  thousands million millions billion first second third fourth fifth sixth seventh eighth ninth tenth half halves
  quarter quarters thirds double triple twice thrice once dozen dozens single both few several many most percent`);

const negations = words(`no not non none nor never neither nobody nothing nowhere without cannot can't won't don't
  doesn't didn't isn't aren't wasn't weren't shouldn't mustn't couldn't wouldn't hasn't haven't hadn't needn't
  aint dont cant wont doesnt didnt isnt shouldnt hardly scarcely barely rarely seldom unless except avoid stop lack
  lacks lacking fail fails failed against only unable unlikely contraindicated forbidden prohibited`);

const drugs = words(`acetaminophen acyclovir adapalene adrenaline albuterol alprazolam amoxicillin aspirin atorvastatin
  azelaic azithromycin benzoyl biotin bleomycin botox botulinum bupivacaine bupropion cephalexin clindamycin clobetasol
  codeine collagenase cortisone cyclosporine cyproterone dapsone dexamethasone diazepam diclofenac digoxin diphenhydramine
  doxycycline dutasteride dysport epinephrine erythromycin estradiol estrogen fentanyl filler fillers finasteride
  fluconazole fluorouracil fluoxetine furosemide gabapentin glucagon heparin hyaluronic hyaluronidase hydrocortisone
  hydroquinone hydroxychloroquine ibuprofen imiquimod insulin isotretinoin itraconazole ivermectin juvederm ketamine
  ketoconazole lidocaine lisinopril lorazepam losartan melatonin metformin methotrexate metoprolol minocycline minoxidil
  morphine naproxen omeprazole oxycodone oxymetazoline paracetamol penicillin platelet plasma prednisolone prednisone
  prilocaine progesterone propecia propranolol restylane retinol retinoid retinoids ritlecitinib rogaine ropivacaine
  saline semaglutide sertraline sildenafil simvastatin spironolactone steroid steroids sunscreen tacrolimus tadalafil
  tazarotene terbinafine testosterone tetracycline thyroxine tranexamic tretinoin triamcinolone vaccine vaccines warfarin
  xeomin zolpidem baricitinib upadacitinib`);

const anatomy =
  words(`abdomen ankle anus aorta arm arms artery arteries axilla back bladder blood bone bones bowel brain
  breast breasts brow brows calf capillary cartilage cervix cheek cheeks chest chin clavicle colon cornea cranium dermis
  ear eardrum ears elbow epidermis esophagus eye eyebrow eyebrows eyelash eyelashes eyelid eyelids eyes face femur fibula
  finger fingernail fingers follicle follicles foot forehead gland glands groin gum gums hair hairline hairs hand hands
  head heart heel hip hips humerus ileum ilium intestine iris jaw joint joints kidney kidneys knee knees larynx leg legs
  ligament lip lips liver lung lungs lymph mandible maxilla mouth mucosa muscle muscles nail nails neck nerve nerves
  nipple nipples nose nostril nostrils ovary ovaries palate palm palms pancreas pelvis penis perineum perineal peroneal
  pharynx pores prostate pupil radius rectum retina rib ribs scalp scalps scapula scrotum shin shoulder shoulders sinus
  skin skull spine spleen sternum stomach temple temples tendon tendons testicle testicles testis thigh thighs throat
  thumb thyroid tibia toe toenail toes tongue tooth teeth torso trachea ulna ureter urethra uterus vagina vein veins
  ventricle vertebra vertebrae vulva waist wrist wrists left right upper lower inner outer`);

// Stems of the international nonproprietary names, and a few beside them; two letters stand before at least.
const drugStems =
  /^.{2,}(?:afil|amide|apine|azole|azepam|azolam|barbital|caine|cillin|citinib|cort|cycline|dipine|dronate|fentanil|fibrate|floxacin|formin|gliptin|gliflozin|glutide|grel|kinra|lukast|mab|micin|mustine|mycin|nib|olol|olone|onide|oprazole|oxacin|oxetine|oxicam|oxidil|parin|penem|pramine|prazole|pril|profen|retin|retinoin|rubicin|sartan|semide|setron|sone|statin|steride|sterone|terol|thiazide|tide|tidine|toxin|triptan|triptyline|vir|vudine|xaban|zosin|zolamide)s?$/;
const anatomyStems = /^(?:derm|epiderm|follic|ocul|nas[oi]|cardi|hepat|renal|gastr|pulmon|crani|cerebr|vascul|musc)/;

const plain = (word: string): string => word.toLowerCase().replaceAll('’', "'");
const near = (list: ReadonlySet<string>, word: string, letters: number, shortest: number): boolean =>
  [...list].some((known) => known.length >= shortest && lettersApart(known, word) <= letters);

/** Digits, or a word that counts. */
export function isNumber(word: string): boolean {
  return /\p{N}/u.test(word) || numberWords.has(plain(word));
}

/** A word that denies or limits. */
export function isNegation(word: string): boolean {
  return negations.has(plain(word)) || /n't$/.test(plain(word));
}

/** Could be a negation misspelt: one letter off, or two letters swapped (`nto`). */
export function resemblesNegation(word: string): boolean {
  const lower = plain(word);
  const short = ['no', 'not', 'nor', 'non'].some(
    (known) => lettersSwapped(known, lower) || lettersApart(known, lower) <= 1,
  );
  return short || isNegation(word) || near(negations, lower, 1, 4);
}

/** A drug, a class of drugs or an injected material; a listed name misspelt by two letters counts too. */
export function isDrug(word: string): boolean {
  const lower = plain(word);
  return drugs.has(lower) || drugStems.test(lower) || near(drugs, lower, 2, 7);
}

/** A part or side of the body; a listed name of five letters or more misspelt by one letter counts too. */
export function isAnatomy(word: string): boolean {
  const lower = plain(word);
  return anatomy.has(lower) || anatomyStems.test(lower) || near(anatomy, lower, 1, 5);
}

const opposed = [
  'hyper hypo',
  'inter intra',
  'pre post',
  'ante anti',
  'ab ad',
  'sub supra',
  'macro micro',
  'endo exo',
].map((pair) => pair.split(' ') as [string, string]);
const denying = ['un', 'in', 'im', 'ir', 'il', 'non', 'dis', 'a', 'an', 'anti', 'mis', 'de'] as const;

/** The words that say the contrary of this one, real or not: `safe` and `unsafe`, `hypertension` and `hypotension`. */
export function contraries(word: string): { swapped: string[]; denied: string[] } {
  const lower = plain(word);
  const swap = (from: string, to: string): string[] => (lower.startsWith(from) ? [to + lower.slice(from.length)] : []);
  const bare = lower.replace(/s$/, '');
  return {
    swapped: opposed.flatMap(([one, other]) => [...swap(one, other), ...swap(other, one)]),
    denied: [
      ...denying.flatMap((prefix) => [
        prefix + lower,
        ...(lower.startsWith(prefix) ? [lower.slice(prefix.length)] : []),
      ]),
      ...(lower.endsWith('less') ? [lower.slice(0, -4), `${lower.slice(0, -4)}s`, lower.replace(/less$/, 'ful')] : []),
      ...(lower.endsWith('ful') ? [lower.replace(/ful$/, 'less')] : [`${lower}less`, `${bare}less`]),
    ].filter((other) => other.length > 1),
  };
}
