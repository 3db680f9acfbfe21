/** System notifications: the browser is asked only when this switch is turned on. */
import { useStore } from "zustand";
import { useServices } from "../state/services";
import { Toggle } from "../ui/Toggle";
import { say } from "../words/words";

export function NotifyToggle() {
  const { preferences, notices } = useServices();
  const notify = useStore(preferences, (state) => state.notify);
  if (typeof Notification === "undefined") return null;
  const change = async (on: boolean) => {
    if (!on) return preferences.setState({ notify: false });
    const answer = await Notification.requestPermission();
    preferences.setState({ notify: answer === "granted" });
    if (answer !== "granted") {
      notices.say("plain", say("app:notifyOff"), say("app:notifyOffText"));
    }
  };
  return <Toggle label={say("app:notify")} checked={notify} onChange={(on) => void change(on)} />;
}
