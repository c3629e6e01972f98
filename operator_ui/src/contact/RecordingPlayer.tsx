import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Slider, UnstyledButton } from "@mantine/core";
import { IconDownload, IconPlayerPauseFilled, IconPlayerPlayFilled } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { clockText } from "../time/duration";
import classes from "./RecordingPlayer.module.css";

const SPEEDS = [1, 1.25, 1.5, 2];

/** Listens to a recording; nothing is fetched before it is asked for. `seconds` is shown until the file tells. */
export function RecordingPlayer({ url, seconds }: { url: string; seconds: number }) {
  const { t } = useLingui();
  const audio = useRef<HTMLAudioElement>(null);
  const [isPlaying, setIsPlaying] = useState(false);
  const [hasFailed, setHasFailed] = useState(false);
  const [position, setPosition] = useState(0);
  const [length, setLength] = useState(seconds);
  const [speed, setSpeed] = useState(1);

  const toggle = () => {
    const element = audio.current;
    if (!element) return;
    if (element.paused) element.play().catch(() => setHasFailed(true));
    else element.pause();
  };
  const seek = (to: number) => {
    if (audio.current) audio.current.currentTime = to;
    setPosition(to);
  };
  const changeSpeed = () => {
    const next = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length] ?? 1;
    setSpeed(next);
    if (audio.current) audio.current.playbackRate = next;
  };

  return (
    <div className={classes.player} role="group" aria-label={t`Recording`}>
      {/* biome-ignore lint/a11y/useMediaCaption: a telephone call has no captions */}
      <audio
        ref={audio}
        src={url}
        preload="none"
        onPlay={() => setIsPlaying(true)}
        onPause={() => setIsPlaying(false)}
        onTimeUpdate={(event) => setPosition(event.currentTarget.currentTime)}
        onLoadedMetadata={(event) => {
          const { duration } = event.currentTarget;
          if (Number.isFinite(duration)) setLength(duration);
        }}
        onError={() => setHasFailed(true)}
      />
      <ActionIcon
        size={34}
        radius="xl"
        aria-label={isPlaying ? t`Pause the recording` : t`Play the recording`}
        onClick={toggle}
      >
        {isPlaying ? <IconPlayerPauseFilled size={16} /> : <IconPlayerPlayFilled size={16} />}
      </ActionIcon>
      <Slider
        className={classes.track}
        size="sm"
        thumbSize={12}
        label={null}
        thumbProps={{ "aria-label": t`Position` }}
        min={0}
        max={Math.max(1, length)}
        step={0.1}
        value={Math.min(position, length)}
        onChange={seek}
      />
      <span className={classes.time} data-testid="recording-time">
        {clockText(position)} / {clockText(length)}
      </span>
      <UnstyledButton className={classes.speed} aria-label={t`Speed: ${speed}`} onClick={changeSpeed}>
        {speed}×
      </UnstyledButton>
      <ActionIcon variant="subtle" color="gray" component="a" href={url} download aria-label={t`Download`}>
        <IconDownload size={16} stroke={1.8} />
      </ActionIcon>
      {hasFailed && (
        <span className={classes.failed} role="alert">
          <Trans>The recording cannot be played.</Trans>
        </span>
      )}
    </div>
  );
}
