const LONGEST_FRAME_MS = 100;

/**
 * Calls back with the next frame, so that what comes in one frame is drawn once: a floor of two hundred sends more
 * news than a screen has frames, and a call's card comes a moment after the news that the operator has it.
 * A page that nobody sees has no frames; it is called back at once, for it still has to follow.
 */
export function nextFrame(callback: () => void): void {
  if (document.visibilityState === "hidden") {
    callback();
    return;
  }
  let isDue = true;
  const once = () => {
    if (!isDue) return;
    isDue = false;
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    callback();
  };
  const frame = requestAnimationFrame(once);
  // The page may have been hidden since.
  const timer = setTimeout(once, LONGEST_FRAME_MS);
}
