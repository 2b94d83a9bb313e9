package org.sharpeyes.access.request;

/** What became of a decision about a request. */
public sealed interface Outcome {
    /** It was taken. */
    record Done(AccessRequest request) implements Outcome {}

    /** A rule forbids it. */
    record Refused(Rule rule, String reason) implements Outcome {}

    /** Which rule. */
    enum Rule {
        /** Nobody decides about his own request. */
        OWN_REQUEST,
        /** Two approvals come from two people. */
        SAME_PERSON,
        /** The person may not decide about all that would be opened. */
        NO_RIGHT,
        /** The request is in no state for it, or was changed meanwhile. */
        NOT_NOW,
        /** The approval number belongs to another request. */
        NUMBER_TAKEN,
        /** The policy of the area does not allow it. */
        POLICY
    }
}
