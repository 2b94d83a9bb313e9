package org.sharpeyes.server.live;

import org.sharpeyes.access.AccessChange;
import org.sharpeyes.access.AccessControl;
import org.sharpeyes.access.grant.GrantBook;
import org.sharpeyes.model.Action;
import org.sharpeyes.relay.stream.ViewEnd;
import org.sharpeyes.relay.stream.ViewIdentity;
import org.sharpeyes.relay.stream.ViewRegistry;

/**
 * Ends running views as soon as nobody would admit them any more. Deciding is a look into memory, so it is done on the
 * thread that made the change; the views end on their own loops.
 */
final class RightsWatch implements AccessControl.AccessListener {
    private final AccessControl control;
    private final GrantBook grants;
    private final ViewRegistry views;

    RightsWatch(AccessControl control, GrantBook grants, ViewRegistry views) {
        this.control = control;
        this.grants = grants;
        this.views = views;
    }

    @Override
    public void changed(AccessChange change) {
        if (change instanceof AccessChange.TicketsRevoked revoked) {
            views.end(
                    view -> view.admitted().ticketId() != null
                            && revoked.ticketIds().contains(view.admitted().ticketId()),
                    ViewEnd.REVOKED);
        } else if (change instanceof AccessChange.Rights) {
            views.end(view -> !mayGoOn(view), ViewEnd.REVOKED);
        } else if (change instanceof AccessChange.Grants changed) {
            // One that was only narrowed is looked at with every batch that is read.
            if (!grants.open(changed.grant())) {
                String ended = changed.grant().toString();
                views.end(view -> ended.equals(view.grant()), ViewEnd.REVOKED);
            }
        } else {
            throw new IllegalStateException("change " + change);
        }
    }

    private boolean mayGoOn(ViewIdentity view) {
        if (view.grant() != null) {
            // A recording's grant is looked at with every batch that is read.
            return true;
        }
        return control.decide(
                        view.admitted().user(), Action.VIEW_LIVE, view.stream().camera())
                .allowed();
    }
}
