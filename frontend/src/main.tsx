/** Where the client begins. */
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { createServices } from "./app/createServices";
import { startWords } from "./words/words";
import "./ui/tokens.css";
import "./ui/global.css";

startWords();
const root = document.getElementById("root");
if (root === null) throw new Error("The page has no root element.");
createRoot(root).render(<App services={createServices()} />);
