// The practice in progress, stored in this browser so that a reload loses nothing.

const KEY = "secondtake:practice";

/** Return the stored practice: questions, the next one's index, and the recordings so far with their marks. */
export const loadPractice = () => {
  try {
    return JSON.parse(localStorage.getItem(KEY));
  } catch {
    return null;
  }
};

/**
 * Store the practice.
 * @param {{questions: any[], at: number, parts: any[], camera?: string, drill?: string, title?: string}} draft
 */
export const savePractice = (draft) => localStorage.setItem(KEY, JSON.stringify(draft));

export const forgetPractice = () => localStorage.removeItem(KEY);
