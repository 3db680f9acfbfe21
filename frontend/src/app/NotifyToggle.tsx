/** System notifications: the browser is asked only when this switch is turned on. */
import { useStore } from "zustand";
import { useServices } from "../state/services";
import { Toggle } from "../ui/Toggle";

export function NotifyToggle() {
  const { preferences, notices } = useServices();
  const notify = useStore(preferences, (state) => state.notify);
  if (typeof Notification === "undefined") return null;
  const change = async (on: boolean) => {
    if (!on) return preferences.setState({ notify: false });
    const answer = await Notification.requestPermission();
    preferences.setState({ notify: answer === "granted" });
    if (answer !== "granted") {
      notices.say("plain", "Notifications stay off", "The browser does not allow them for this page.");
    }
  };
  return (
    <Toggle label="Notify me when tracking is done" checked={notify} onChange={(on) => void change(on)} />
  );
}
