// A practice under way, remembered in this browser so that a reload loses nothing.

const KEY = "secondtake:practice";

/** What is kept: questions, which one is next, and the parts recorded so far with their marks. */
export const loadPractice = () => {
  try {
    return JSON.parse(localStorage.getItem(KEY));
  } catch {
    return null;
  }
};

export const savePractice = (draft) => localStorage.setItem(KEY, JSON.stringify(draft));

export const forgetPractice = () => localStorage.removeItem(KEY);
