/** What lives as long as the page, and how components reach it. */
import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { StoreApi } from "zustand/vanilla";
import type { Api } from "../api/client";
import type { BrowserExport } from "./browserExport";
import type { Checkpoints } from "./checkpoints";
import type { Door } from "./door";
import type { Gallery } from "./galleryStore";
import type { Keys } from "./keys/keys";
import type { NoticeBoard } from "./notices";
import type { Preferences } from "./preferences";
import type { Sharing } from "./sharing";
import type { StageAhead } from "./stageAhead";
import type { Uploads } from "./uploads";
import type { Workspace } from "./workspace";

export interface Services {
  readonly api: Api;
  readonly door: Door;
  readonly gallery: Gallery;
  readonly checkpoints: Checkpoints;
  readonly uploads: Uploads;
  readonly browserExport: BrowserExport;
  readonly sharing: Sharing;
  readonly notices: NoticeBoard;
  readonly preferences: StoreApi<Preferences>;
  readonly keys: Keys;
  readonly ahead: StageAhead;
}

const ServicesContext = createContext<Services | null>(null);
export const ServicesProvider = ServicesContext.Provider;

const WorkspaceContext = createContext<Workspace | null>(null);
export const WorkspaceProvider = WorkspaceContext.Provider;

function present<T>(value: T | null, name: string): T {
  if (value === null) throw new Error(`${name} is used outside its provider.`);
  return value;
}

export const useServices = (): Services => present(useContext(ServicesContext), "Services");
export const useWorkspace = (): Workspace => present(useContext(WorkspaceContext), "Workspace");

/** Whether the person is here by a share link alone. */
export const useGuest = (): boolean =>
  useStore(useServices().door.store, ({ access }) => access?.guest === true);
