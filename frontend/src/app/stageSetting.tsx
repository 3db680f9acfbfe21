/** An open session around components under test; not part of the product. */

import { cleanup, render } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach } from "vitest";
import type { Access } from "../domain/access";
import { defaultStack } from "../effects/layers";
import { BrowserExport } from "../state/browserExport";
import { Checkpoints } from "../state/checkpoints";
import { Door, type DoorCalls } from "../state/door";
import { FakeApi } from "../state/fakeApi";
import { aSession } from "../state/fixtures";
import { Gallery } from "../state/galleryStore";
import { Keys } from "../state/keys/keys";
import { createNotices } from "../state/notices";
import { createPreferences } from "../state/preferences";
import { ServicesProvider, WorkspaceProvider } from "../state/services";
import type { OpenSession } from "../state/sessionState";
import { Sharing } from "../state/sharing";
import { StageAhead } from "../state/stageAhead";
import { tabMemory } from "../state/uploadIds";
import { Uploads } from "../state/uploads";
import { Workspace } from "../state/workspace";
import { takeSeat } from "../worker/core_link";

type Answers = ConstructorParameters<typeof FakeApi>[0];

afterEach(cleanup);

export const openToAll: Access = {
  mode: "open",
  signedInAs: null,
  guest: false,
  canSignOut: false,
  loginUrl: null,
};

/** A door where everybody is who `access` says. */
const fakeDoor = (access: Access): DoorCalls => ({
  fetchAccess: async () => access,
  signIn: async () => undefined,
  signOut: async () => undefined,
});

export function renderInSession(
  children: ReactNode,
  session: Partial<OpenSession> = {},
  answers: Answers = {},
  access: Access = openToAll,
) {
  const api = new FakeApi(answers);
  const notices = createNotices();
  const gallery = new Gallery(api, notices);
  const never = () => new Promise<void>(() => undefined);
  const preferences = createPreferences(null);
  const services = {
    api,
    door: new Door(fakeDoor(access)),
    sharing: new Sharing(api),
    notices,
    gallery,
    checkpoints: new Checkpoints(api, gallery, notices, { pause: never, now: () => 0 }),
    uploads: new Uploads(api, {
      memory: tabMemory(null),
      pause: never,
      onReady: () => undefined,
    }),
    browserExport: new BrowserExport(api, {
      load: () => never() as Promise<never>,
      chooseFile: async () => null,
      offer: () => "blob:movie",
      drop: () => undefined,
      now: () => 0,
      pause: never,
      onDone: () => undefined,
    }),
    preferences,
    keys: new Keys(preferences),
    ahead: new StageAhead(api, takeSeat),
  };
  const workspace = new Workspace(api, "s", defaultStack, notices);
  workspace.server.setState({ phase: "open", session: aSession(session) });
  render(
    <ServicesProvider value={services}>
      <WorkspaceProvider value={workspace}>{children}</WorkspaceProvider>
    </ServicesProvider>,
  );
  return { api, services, workspace };
}
