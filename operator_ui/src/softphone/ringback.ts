/** The tone a caller knows: 425 Hz, a second on, four seconds off. */
const TONE_HZ = 425;
const ON_SECONDS = 1;
const PERIOD_SECONDS = 5;
const LOUDNESS = 0.06;
// A click-free edge.
const RAMP_SECONDS = 0.02;

/** Returns a function that stops it. */
export function playRingback(): () => void {
  const context = new AudioContext();
  const oscillator = new OscillatorNode(context, { frequency: TONE_HZ });
  const volume = new GainNode(context, { gain: 0 });
  oscillator.connect(volume).connect(context.destination);
  oscillator.start();

  let nextAt = context.currentTime + 0.1;
  const schedule = () => {
    // A page that slept has old rings behind it.
    nextAt = Math.max(nextAt, context.currentTime);
    while (nextAt < context.currentTime + PERIOD_SECONDS) {
      volume.gain.setTargetAtTime(LOUDNESS, nextAt, RAMP_SECONDS);
      volume.gain.setTargetAtTime(0, nextAt + ON_SECONDS, RAMP_SECONDS);
      nextAt += PERIOD_SECONDS;
    }
  };
  schedule();
  const timer = setInterval(schedule, 1000);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}
