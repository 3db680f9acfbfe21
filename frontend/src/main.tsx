/** Where the client begins. */
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { createServices } from "./app/createServices";
import { followLanguage } from "./app/language";
import { fetchPage, sessionIn } from "./app/pages";
import "./ui/tokens.css";
import "./ui/global.css";

/** How long a page without words is nicer than one that says it is opening. */
const PATIENCE_MS = 400;

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no root element.");
const services = createServices();
const session = sessionIn(location.pathname);
if (session !== null) services.ahead.begin(session);
const code = fetchPage(location.pathname).catch(() => undefined); // the page asks again, and says so
const patience = new Promise<void>((done) => setTimeout(done, PATIENCE_MS));
// Its own language from the first word on: the catalogue comes before the page, and the page's code if it comes soon.
void Promise.all([
  followLanguage(services.preferences, services.notices),
  Promise.race([code, patience]),
]).then(() => createRoot(root).render(<App services={services} />));
