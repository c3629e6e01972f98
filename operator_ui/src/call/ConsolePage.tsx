import { Center, Loader } from "@mantine/core";
import { useLive } from "../live/LiveProvider";
import { PreviewScreen } from "../preview/PreviewScreen";
import { useShownPreview } from "../preview/useShownPreview";
import { CallScreen } from "./CallScreen";
import { WaitingScreen } from "./WaitingScreen";

/** The operator's place: the client on the line, or the quiet before the next one. */
export function ConsolePage() {
  const call = useLive((live) => live.call);
  const preview = useShownPreview();
  const isKnown = useLive((live) => live.isKnown);
  if (!isKnown) {
    return (
      <Center h="100%">
        <Loader type="dots" />
      </Center>
    );
  }
  if (!call && preview) return <PreviewScreen key={preview.preview_id} preview={preview} />;
  // A new call is a new screen: nothing typed for one client may appear at the next.
  return call ? <CallScreen key={call.call_id} call={call} /> : <WaitingScreen />;
}
