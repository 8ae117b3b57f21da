// Types of a session's view: the JSON made by ui/view/session_page/session.py. Read by tsc only.

/** Columns of equal length, one entry for each moment, in order of time. */
export interface Moments {
  id: string[];
  kind: string[];
  start_s: number[];
  end_s: number[];
  label: string[];
  confidence: number[];
  sure: string[];
  why: string[];
  answer: (number | null)[];
  dismissed: boolean[];
  note: string[];
}

/** Columns of equal length, except `marks` (by `kind`), `unsure` (indices of words) and `gaps` (words before, span). */
export interface Words {
  text: string[];
  start_s: number[];
  end_s: number[];
  kind: number[];
  marks: ([string, string] | null)[];
  unsure: number[];
  gaps: [number, number, number][];
}

/** A lane of the timeline; moments have a marker and counts, signals have samples. */
export interface Lane {
  id: string;
  group: string;
  type: "moments" | "signal";
  label: string;
  unseen: [number, number][];
  one?: string;
  shape?: string;
  about?: string;
  count?: number;
  weight?: number;
  information?: boolean;
  bytes?: string;
  rate_hz?: number;
  usual?: number | null;
  low?: number;
  high?: number;
  unit?: string;
}

export interface Clip {
  start_s: number;
  end_s: number;
  from: string;
}

export interface Measured {
  name: string;
  label: string;
  value: string;
  measured: boolean;
  why_not: string;
  noise?: string;
  norm?: string;
}

/** One thing to keep or to change. */
export interface Point {
  label: string;
  text: string;
  why: string;
  source: string;
  grade: string;
  moments: { start_s: number; end_s: number; clock: string }[];
}

/** What is said about the session or an answer. */
export interface DebriefPart {
  keep: Point | null;
  change: Point | null;
  say_again: { answer: number; text: string; drill: string } | null;
  exercise: { name: string; label: string } | "";
  more: { keep: Point[]; change: Point[] };
}

export type Repair = "record" | "all_me" | "swap" | "this_is_me" | "language" | "questions";

/** Somebody in the video, to choose from. */
export interface VisiblePerson {
  number: number;
  place: string;
  length: string;
  chosen: boolean;
}

export interface DebriefView {
  people: VisiblePerson[];
  setup: string[];
  languages: string[];
  doubts: { code: string; text: string; repairs: Repair[] }[];
  session: DebriefPart | null;
  answers: Record<number, DebriefPart>;
  rule: string;
}

/** An answer's card. */
export interface Card extends Clip {
  index: number;
  question: string;
  length: string;
  found_by: string;
  follow_up: boolean;
  numbers: Measured[];
  tally: { kind: string; count: number; label: string }[];
  sparkline: (number | null)[];
  strongest: Clip | null;
  weakest: Clip | null;
  debrief: { well?: string; okay?: string; improve?: string; again?: boolean };
  story: Story | null;
}

export interface StorySentence extends Clip {
  text: string;
  part: "context" | "action" | "result" | "talk";
  probability: number;
}

/** The parts of an answer, as in the review's JSON. */
export interface Story {
  sentences: StorySentence[];
  story: boolean;
  missing: string[];
  question: { nearest: string; fits: boolean | null };
  asked_part: string | null;
  asks: string;
  response: "here" | "next_time" | "not_needed" | null;
  /** Missing in reviews of before outlines were compared. */
  outline?: OutlinePoint[];
}

/** A point of the question's outline; `said` is null where we are not sure. */
export interface OutlinePoint {
  part: string;
  text: string;
  said: boolean | null;
  start_s: number | null;
  end_s: number | null;
}

export interface Energy {
  said: string[];
  answers: { index: number; mean: number | null; said: string[]; numbers: Measured[] }[];
  clips: { best: Clip | undefined; flattest: Clip | undefined };
  parts: Record<string, Lane>;
  parts_of: Record<string, string[]>;
  usual_z: number;
}

export interface Comparison {
  rows: any[];
  felt: string;
  blind_spots: string[];
  better_than_felt: string[];
}

export interface CoachView {
  name: string;
  rows: any[];
  agreement: string[];
  answers: { index: number; question: string; rows: any[]; agreement: string[] }[];
  comments: { at_s: number; clock: string; text: string }[];
}

export interface View {
  title: string;
  at: string;
  summary: string;
  duration_s: number;
  picture: boolean;
  sound: boolean;
  lanes: Lane[];
  groups: { id: string; label: string; count: number }[];
  quiet: string[];
  unmeasured: { why: string; kinds: string[] }[];
  shading: [number, number][];
  moments: Moments;
  norms: Record<string, { measure: string; text: string; source: string; grade: string; url: string }>;
  accuracy: Record<string, string>;
  precision: Record<string, { dismissed: number; found: number; added: number }>;
  kinds: { id: string; one: string }[];
  words: Words;
  paragraphs: { first: number; end: number; who: number; start_s: number }[];
  cards: Card[];
  debrief: DebriefView;
  drill: { name: string; label: string; result: string } | null;
  earlier_takes: Record<number, { take: number; question: string; session: string; at: string }>;
  practices: { done: number; goal: number };
  form: {
    items: { id: string; label: string; question: string }[];
    scale: string[];
    expectations: { id: string; text: string }[];
  };
  rated: boolean;
  rate_later: boolean;
  predicted: boolean;
  prediction: { rows: { text: string; outcome: "yes" | "no" | "open"; evidence: string[] }[]; words: string } | null;
  reveal: Comparison | null;
  coaches: CoachView[];
  answer_reveals: (Comparison & { index: number; question: string })[];
  patterns: { text: string; evidence: string[] }[];
  habits: { kind: string; shape: string; group: string; text: string }[];
  energy: Energy | null;
  advice: string[];
  coverage: { name: string; text: string; share: number }[];
  numbers: Measured[];
  provenance: string;
  kept: { name: string; size: string; copy: boolean };
  exports: { format: string; label: string; about: string; pictures: boolean }[];
  correction?: number;
}
