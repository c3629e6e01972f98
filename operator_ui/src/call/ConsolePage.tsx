import { Center, Loader } from "@mantine/core";
import { useLive } from "../live/LiveProvider";
import { CallScreen } from "./CallScreen";
import { WaitingScreen } from "./WaitingScreen";

/** The operator's place: the client on the line, or the quiet before the next one. */
export function ConsolePage() {
  const call = useLive((live) => live.call);
  const isKnown = useLive((live) => live.isKnown);
  if (!isKnown) {
    return (
      <Center h="100%">
        <Loader type="dots" />
      </Center>
    );
  }
  // A new call is a new screen: nothing typed for one client may appear at the next.
  return call ? <CallScreen key={call.call_id} call={call} /> : <WaitingScreen />;
}
