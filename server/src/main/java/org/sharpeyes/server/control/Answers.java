package org.sharpeyes.server.control;

import org.sharpeyes.access.request.AccessRequest;
import org.sharpeyes.access.request.Outcome;
import org.sharpeyes.server.http.ApiProblem;

/** Turns outcomes of decisions into answers. */
final class Answers {
    private Answers() {}

    /** @throws ApiProblem 403 or 409 when it was refused */
    static AccessRequest done(Outcome outcome) {
        if (outcome instanceof Outcome.Done done) {
            return done.request();
        }
        if (outcome instanceof Outcome.Refused refused) {
            boolean conflict = refused.rule() == Outcome.Rule.NOT_NOW || refused.rule() == Outcome.Rule.NUMBER_TAKEN;
            throw conflict ? ApiProblem.conflict(refused.reason()) : ApiProblem.forbidden(refused.reason());
        }
        throw new IllegalStateException("outcome " + outcome);
    }
}
