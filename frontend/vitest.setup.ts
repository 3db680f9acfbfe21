/** Every test speaks English. */
import { startWords } from "./src/words/words";

startWords();
