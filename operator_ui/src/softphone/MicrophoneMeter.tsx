import { useLingui } from "@lingui/react/macro";
import { useEffect, useRef } from "react";
import classes from "./MicrophoneMeter.module.css";
import { useSoftphone } from "./SoftphoneProvider";

const BARS = 5;
const EVERY_MS = 100;

/** How loud the operator is heard. Painted past React: ten times a second is no business of the tree. */
export function MicrophoneMeter() {
  const { t } = useLingui();
  const softphone = useSoftphone();
  const meter = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    const timer = setInterval(() => {
      const level = softphone.microphoneLevel();
      meter.current?.setAttribute("aria-valuenow", String(Math.round(level * 100)));
      meter.current?.style.setProperty("--lit", String(Math.ceil(level * BARS)));
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [softphone]);

  return (
    <span
      ref={meter}
      className={classes.meter}
      role="meter"
      aria-label={t`Microphone level`}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
    >
      {Array.from({ length: BARS }, (_, place) => place).map((place) => (
        <span key={place} style={{ "--place": place } as React.CSSProperties} />
      ))}
    </span>
  );
}
