package org.sharpeyes.relay;

import static java.util.Objects.requireNonNull;

/** How somebody who asks for a stream says who he is. */
public sealed interface ViewerCredential {
    /** A ticket as it stood in the address; nobody has checked it yet. Never printed. */
    record TicketText(String text) implements ViewerCredential {
        public TicketText {
            requireNonNull(text, "ticket");
        }

        @Override
        public String toString() {
            return "TicketText[…]";
        }
    }

    /** The name of an account whose password the relay has verified by Digest. */
    record Account(String name) implements ViewerCredential {
        public Account {
            requireNonNull(name, "account");
        }
    }
}
