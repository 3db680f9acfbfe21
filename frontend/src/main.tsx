/** Where the client begins. */
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { createServices } from "./app/createServices";
import { followLanguage } from "./app/language";
import "./ui/tokens.css";
import "./ui/global.css";

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no root element.");
const services = createServices();
const asked = /^\/session\/([^/]+)$/.exec(location.pathname)?.[1];
if (asked !== undefined) services.ahead.begin(decodeURIComponent(asked));
// Its own language from the first word on: the catalogue comes before the page.
void followLanguage(services.preferences, services.notices).then(() =>
  createRoot(root).render(<App services={services} />),
);
