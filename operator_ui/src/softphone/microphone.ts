/** The operator's microphone: opening it, and how loud it is. */
import { SoftphoneError } from "./softphone";

export type Microphone = {
  stream: MediaStream;
  setMuted(isMuted: boolean): void;
  /** 0 silent to 1 loud, at this moment. */
  level(): number;
  close(): void;
};

// Speech into a headset has an effective value around 0.1; the meter should then stand high.
const LOUD = 0.25;

/** Rejects with a `SoftphoneError` that says whether the user or the machine said no. */
export async function openMicrophone(): Promise<Microphone> {
  const stream = await askForMicrophone();
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    stream,
    setMuted: (isMuted) => {
      for (const track of stream.getAudioTracks()) track.enabled = !isMuted;
    },
    level: () => {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      return Math.min(1, Math.sqrt(power) / LOUD);
    },
    close: () => {
      for (const track of stream.getTracks()) track.stop();
      void context.close();
    },
  };
}

async function askForMicrophone(): Promise<MediaStream> {
  // Browsers hide the microphone altogether from a page that did not come over HTTPS or from localhost.
  if (!navigator.mediaDevices) throw new SoftphoneError("microphone_denied");
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    });
  } catch (error) {
    const isDenied = error instanceof DOMException && error.name === "NotAllowedError";
    throw new SoftphoneError(isDenied ? "microphone_denied" : "microphone_missing", { cause: error });
  }
}
