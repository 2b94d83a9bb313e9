package org.sharpeyes.server.security;

import org.sharpeyes.model.UserId;

/**
 * Who makes this call; a controller takes it as a parameter.
 *
 * @param session id of the session (not its token): what tickets are issued on
 * @param address of the client, without port
 */
public record CurrentUser(UserId id, String username, String session, String address) {
    static final String ATTRIBUTE = CurrentUser.class.getName();
}
